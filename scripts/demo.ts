/** `npm run demo`: the main job on a bare machine, from "exec format error" to an image that runs. */

import { mkdirSync, rmSync } from "node:fs";
import type { ActionRun } from "../__tests__/support/runner.ts";
import { Failure } from "../src/failure.ts";
import { bytesIn, changes, tracesOn } from "./demo/leftovers.ts";
import { type Machine, onMachine } from "./demo/machine.ts";
import { indented, places, runStep } from "./demo/step.ts";
import { fetchedBytes } from "./rig/apt.ts";
import { explained } from "./rig/progress.ts";

const title = (text: string): void => console.log(`\n== ${text}`);
const megabytes = (bytes: number): string =>
  bytes === 0 ? "nothing" : `${(bytes / 1e6).toFixed(0)} MB`;

async function demo(machine: Machine): Promise<void> {
  for (const place of Object.values(places)) mkdirSync(place, { recursive: true });
  const image = `${machine.registry}/hello:demo`;
  const before = await tracesOn(machine, [places.temp, places.tmp]);
  title("Before: an arm64 program on this machine");
  await showBefore(machine);

  title("One step: emulate, prove, build, test, push, read back");
  const main = await runStep(machine, "main", {
    with: {
      context: "examples/hello",
      platforms: "linux/arm64",
      "build-args": `BASE=${machine.toolchain}`,
      tags: image,
      push: "true",
      test: 'test "$(uname -m)" = aarch64\nhello',
    },
  });
  if (main.succeeded) await showAfter(machine, image, main);

  title("After the job: the step's post entry");
  const post = await runStep(machine, "post", { state: main.state });

  title("Left behind on this machine");
  const left = changes(before, await tracesOn(machine, [places.temp, places.tmp]));
  indented(left.length === 0 ? "nothing" : left.join("\n"));
  const failed = [main, post].some((run) => !run.succeeded) || left.length > 0;
  if (failed) throw new Failure({ what: "the demo did not do what it should" });
}

async function showBefore(machine: Machine): Promise<void> {
  const args = ["run", "--rm", "--pull=always", "--quiet", "--platform=linux/arm64", machine.base];
  console.log(`   $ docker run --platform=linux/arm64 ${machine.base} uname -m`);
  const result = await machine.docker(...args, "uname", "-m");
  indented(result.exitCode === 0 ? result.stdout : result.stderr);
  await machine.docker("image", "rm", machine.base);
  if (result.exitCode === 0) console.log("   (this machine has a handler for arm64 already)");
}

/** Pulls the pushed image back and runs it, then takes it away again. */
async function showAfter(machine: Machine, image: string, main: ActionRun): Promise<void> {
  title("Pulled back from the registry, on this machine");
  for (const command of [["uname", "-m"], ["hello"]]) {
    console.log(`   $ docker run --platform=linux/arm64 ${image} ${command.join(" ")}`);
    const options = ["--rm", "--pull=always", "--quiet", "--platform=linux/arm64"];
    const result = await machine.docker("run", ...options, image, ...command);
    indented(result.stdout + result.stderr);
    if (result.exitCode !== 0) throw new Failure({ what: "the pushed image does not run" });
  }
  await machine.docker("image", "rm", image);
  title("Outputs");
  const { digest, platforms, emulators } = main.outputs;
  indented(`digest: ${digest}\nplatforms: ${platforms}\nemulators: ${emulators}`);
  title("Job summary");
  indented(main.summary);
}

try {
  const had = bytesIn(places.toolCache);
  await onMachine(demo);
  const packages = megabytes(fetchedBytes());
  const emulators = megabytes(bytesIn(places.toolCache) - had);
  const seconds = process.uptime().toFixed(1);
  console.log(
    `\nDone in ${seconds} s; new: ${packages} of packages, ${emulators} in the tool cache.`,
  );
} catch (error) {
  console.error(`\n${explained(error)}`);
  process.exitCode = 1;
} finally {
  rmSync(places.demo, { recursive: true, force: true });
}
