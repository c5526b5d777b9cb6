/** `register: image`: what an image registered is proven, shared with jobs beside, and gone afterwards. */

import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { type Bench, folder, onEngines, ROOT } from "../support/action.ts";
import { errorOf, runJob } from "../support/job-run.ts";
import { archTable } from "../support/magic.ts";
import { registrarImage } from "../support/registrar-image.ts";
import { type ActionRun, type RunOptions, runAction } from "../support/runner.ts";

const MISC = "/proc/sys/fs/binfmt_misc";
const setup = join(ROOT, "setup");

const inputsOf = (image: string): Record<string, string> => ({
  platforms: "arm64",
  register: "image",
  "emulator-image": image,
});

/** Handlers that a job or its image put there; those of tests beside this one are none of ours. */
async function handlers(name: string): Promise<readonly string[]> {
  return (await readdir(MISC)).filter((one) => one.endsWith(name)).sort();
}

/** A handler's text as traces have it. */
const told = (text: string): string => text.trim().replaceAll("\n", ", ");

/** The set-up step by a runner with a temporary folder of its own. */
async function runnerOf(bench: Bench, name: string, image: string) {
  const temp = join(bench.dir, name);
  await mkdir(temp);
  const common = { action: setup, temp, toolCache: join(bench.dir, "tools"), env: bench.env };
  return {
    main: async (options: Partial<RunOptions> = {}): Promise<ActionRun> =>
      await runAction({ ...common, ...options, with: inputsOf(image) }),
    post: async ({ state }: ActionRun): Promise<void> => {
      const { exitCode, log } = await runAction({ ...common, entry: "post", state });
      assert.deepEqual([exitCode, log], [0, ""]);
    },
    nextJob: async () => {
      for (const left of await readdir(temp)) await rm(join(temp, left), { recursive: true });
    },
  };
}

onEngines(
  "an image registers by itself, and what it added goes; what was there before is no proof of it",
  async (bench) => {
    const name = `qemu-aarch64-${randomBytes(4).toString("hex")}`;
    const image = await registrarImage(bench, name);
    const context = await folder(bench, "context", {
      Dockerfile: `FROM ${bench.base}\nRUN test "$(uname -m)" = aarch64\n`,
    });
    const inputs = { ...inputsOf(image), context, network: "none", test: "uname -m" };
    const between = async (main: ActionRun): Promise<void> => {
      assert.equal((await handlers(name)).length, 2, main.log);
    };
    const { main } = await runJob(bench, inputs, { between });
    assert.equal(main.exitCode, 0, main.log);
    assert.match(main.log, new RegExp(`^the image added ${name}$`, "m"));
    assert.match(main.log, /^linux\/arm64: ran a program, kernel says aarch64/m);
    assert.deepEqual(await handlers(name), []);

    const { magic, mask } = archTable("aarch64");
    const emulator = join(bench.qemuDir, "qemu-aarch64");
    await writeFile(`${MISC}/register`, `:${name}:M::${magic}:${mask}:${emulator}:F`);
    bench.cleanup.push(() => writeFile(`${MISC}/${name}`, "-1").catch(() => undefined));
    const before = await readFile(`${MISC}/${name}`, "utf8");
    const refused = await runJob(bench, inputsOf(image), { action: setup });
    assert.equal(refused.main.exitCode, 1, refused.main.log);
    const error = errorOf(refused);
    assert.match(error, /^The image registered no handler for programs of aarch64/);
    assert.match(error, new RegExp(`got: "${name} \\(${emulator}\\), there before"`));
    assert.match(error, /does not register a name that is taken/);
    assert.deepEqual(refused.left, []);
    assert.equal(await readFile(`${MISC}/${name}`, "utf8"), before);

    const resetting = await registrarImage(bench, name, `echo -1 >${name}`);
    const byImage = before
      .replace(emulator, "/usr/bin/qemu-aarch64-static")
      .replace("flags: F", "flags: PF");
    const replaced = await runJob(bench, inputsOf(resetting), {
      action: setup,
      stays: [
        `gone: handler ${name}: ${told(before)}`,
        `left behind: handler ${name}: ${told(byImage)}`,
      ],
    });
    assert.equal(replaced.main.exitCode, 0, replaced.main.log);
    assert.match(replaced.main.log, new RegExp(`they stay after the job: ${name}\\.`));
  },
  "classic",
);

onEngines(
  "jobs at once that have one image register share its handlers; those of a killed one go",
  async (bench) => {
    const name = `qemu-aarch64-${randomBytes(4).toString("hex")}`;
    const image = await registrarImage(bench, name);
    const runners = await Promise.all(["a", "b"].map((one) => runnerOf(bench, one, image)));
    const runs = await Promise.all(runners.map(async ({ main }) => await main()));
    for (const { exitCode, log } of runs) assert.equal(exitCode, 0, log);
    const added = runs.filter(({ log }) => log.includes(`the image added ${name}`));
    assert.equal(added.length, 1, runs.map(({ log }) => log).join("\n"));
    const other = await runnerOf(bench, "c", await registrarImage(bench, name, "true"));
    const refused = await other.main();
    assert.match(refused.log, /another job has an image of another digest register under these/);

    const [one, two] = runs;
    const [a, b] = runners;
    assert.ok(one && two && a && b);
    // Whoever registered it ends first.
    const inTurn =
      one === added[0]
        ? [() => a.post(one), () => b.post(two)]
        : [() => b.post(two), () => a.post(one)];
    await inTurn[0]?.();
    assert.equal((await handlers(name)).length, 2, "the other job goes on");
    await inTurn[1]?.();
    assert.deepEqual(await handlers(name), []);

    // Killed while its image is still at it: nobody but the node itself can tell whose that is.
    const slow = await registrarImage(bench, name, "trap 'sleep 5' EXIT");
    const d = await runnerOf(bench, "d", slow);
    const there = new AbortController();
    const signals = [[0, "SIGKILL"]] as const;
    let over = false;
    const running = d.main({ cancel: { abort: there.signal, signals } }).finally(() => {
      over = true;
    });
    while (!over && (await handlers(name)).length === 0) await sleep(5);
    there.abort();
    const killed = await running;
    assert.equal(killed.signal, "SIGKILL", killed.log);
    await d.nextJob();
    for (let tries = 0; (await handlers(name)).length < 2 && tries < 100; tries++) await sleep(10);
    assert.equal((await handlers(name)).length, 2);
    const next = await d.main();
    assert.equal(next.exitCode, 0, next.log);
    assert.match(
      next.log,
      new RegExp(`^removed handlers that a killed job left: .*\\b${name}\\b`, "m"),
    );
    assert.match(next.log, new RegExp(`^the image added ${name}$`, "m"));
    await d.post(next);
    assert.deepEqual(await handlers(name), []);
    const images = await bench.docker(
      "image",
      "ls",
      "--digests",
      "--format",
      "{{.Repository}}@{{.Digest}}",
    );
    assert.ok(!images.split("\n").includes(slow), "the killed job had pulled it");
  },
  "classic",
);
