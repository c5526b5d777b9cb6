/** Jobs that were killed: what they left goes with the next run of their runner, and nothing else does. */

import assert from "node:assert/strict";
import { uptime } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { jobIdAt } from "../../src/job/job-id.ts";
import { whereabouts } from "../../src/runner/marks.ts";
import { programIn } from "../support/faults.ts";
import { archTable } from "../support/magic.ts";
import {
  assertQuiet,
  disturbing,
  MISC,
  MOUNT,
  type Place,
  place,
  QEMU,
  type Runner,
  runnerOn,
} from "../support/place.ts";
import type { CancelPlan } from "../support/runner/cancel.ts";
import type { RunOptions } from "../support/runner.ts";

/** How many jobs are killed at random; by hand more: `ANYARCH_KILLED=100`. */
const KILLED = Number(process.env.ANYARCH_KILLED ?? 6);

const arm64 = { platforms: "arm64" };
const signals = [[0, "SIGKILL"]] as const;
/** Killed at the first line with `text` in it. */
const at = (text: string): Partial<RunOptions> => ({
  cancel: { when: (line) => line.includes(text), signals },
});

/** Registers a handler for arm64 programs by hand. */
function register({ namespace }: Place, name: string, flags = "F"): string {
  const { magic, mask } = archTable("aarch64");
  namespace.sh(`printf '%s' ':${name}:M::${magic}:${mask}:/bin/false:${flags}' >${MISC}/register`);
  return name;
}

const listing = ({ namespace }: Place): string =>
  namespace.sh(`cd ${MISC} && for f in *; do echo "$f"; [ "$f" = register ] || cat "$f"; done`);

test("a killed job's handlers go with the next run of its runner; nobody else's do", async (t) => {
  const here = await place(t);
  here.namespace.sh(MOUNT);
  const [ours, theirs] = [await runnerOn(here, "ours"), await runnerOn(here, "theirs")];
  register(here, "qemu-aarch64");
  register(here, "anyarch-of-somebody");
  const days = (count: number): number => Date.now() - count * 24 * 60 * 60 * 1000;
  const { boot } = await whereabouts(here.folder);
  const stranger = {
    owner: "0badcafe",
    boot: boot === "0bad" ? "1bad" : "0bad",
    random: "00000001",
  };
  const neighbour = { ...stranger, boot };
  register(here, `${jobIdAt(days(4), stranger)}-aarch64`);
  register(here, `${jobIdAt(days(9), { ...stranger, kept: true })}-aarch64`);
  // Of a living job of this machine, whose clock was set forward meanwhile.
  if (uptime() < 4 * 24 * 60 * 60) register(here, `${jobIdAt(days(900), neighbour)}-aarch64`);
  const living = await theirs.main(arm64);
  const kept = listing(here);
  const killed = await ours.main(arm64, at("Register and prove"));
  assert.equal(killed.signal, "SIGKILL", killed.log);
  await ours.nextJob();
  const first = await ours.main(arm64, at("ran a program"));
  assert.equal(first.signal, "SIGKILL", first.log);
  await ours.nextJob();
  const old = register(here, `${jobIdAt(days(6), stranger)}-aarch64`);
  const left = here.handlers();
  assert.ok(left.length >= 7, left.join("\n"));

  const next = await ours.main(arm64);
  assert.equal(next.exitCode, 0, next.log);
  const [, told = ""] = /^removed handlers that a killed job left: (.*)$/m.exec(next.log) ?? [];
  const owner = /-([0-9a-f]{8})-[0-9a-f]{12}-aarch64$/.exec(told)?.[1] ?? "";
  const mine = left.filter((name) => name.split("-")[2] === owner);
  assert.ok(mine.length >= 1, told);
  assert.deepEqual(told.split(", ").sort(), [old, ...mine].sort());
  assertQuiet(await ours.post(next));
  assert.equal(listing(here), kept, "everybody else's, byte for byte");
  assertQuiet(await theirs.post(living));
});

test("binfmt_misc that a killed job mounted is unmounted after the next, not before its last handler", async (t) => {
  const here = await place(t);
  const [ours, theirs] = [await runnerOn(here, "ours"), await runnerOn(here, "theirs")];
  const killed = await ours.main(arm64, at("ran a program"));
  assert.equal(killed.signal, "SIGKILL", killed.log);
  const living = await theirs.main(arm64);
  assert.doesNotMatch(living.log, /mounted by a killed job/, "of another runner nothing is known");
  await ours.nextJob();
  const next = await ours.main(arm64);
  assert.match(next.log, /^binfmt_misc was mounted by a killed job, and is unmounted after this/m);
  assertQuiet(await ours.post(next));
  assert.equal(here.handlers().length, 1, "another job goes on");
  assertQuiet(await theirs.post(living));
  const last = await ours.main(arm64);
  assertQuiet(await ours.post(last));
  assert.equal(here.namespace.sh(`ls ${MISC}`), "");
});

test("a mount that one of several living jobs made goes with the last of them, and no handler before", async (t) => {
  const here = await place(t);
  const [ours, theirs] = [await runnerOn(here, "ours"), await runnerOn(here, "theirs")];
  const first = await ours.main(arm64);
  const second = await theirs.main({ platforms: "riscv64" });
  assert.doesNotMatch(second.log, /killed job/);
  assertQuiet(await ours.post(first));
  assert.equal(here.handlers().length, 1);
  assertQuiet(await theirs.post(second));
  assert.equal(here.namespace.sh(`ls ${MISC}`), "");

  // Somebody registers just before it is unmounted.
  const last = await ours.main(arm64);
  const { magic, mask } = archTable("aarch64");
  const line = `:late:M::${magic}:${mask}:${join(QEMU, "qemu-aarch64")}:F`;
  const bin = await programIn(
    here.folder,
    "umount",
    `printf %s '${line}' >${MISC}/register; exec /usr/bin/umount "$@"`,
  );
  assertQuiet(await ours.post(last, { env: { PATH: `${bin}:${process.env.PATH}` } }));
  assert.deepEqual(here.handlers(), ["late"]);
  assert.equal(here.namespace.sh(here.program).trim(), "aarch64");
  assert.match(
    here.namespace.sh("cat /proc/mounts"),
    /^anyarch-\S+ \/proc\/sys\/fs\/binfmt_misc binfmt_misc/m,
  );
});

test("a second step of one job leaves the first one's handlers, killed or not", async (t) => {
  const here = await place(t);
  here.namespace.sh(MOUNT);
  const runner = await runnerOn(here, "runner");
  const first = await runner.main(arm64);
  const second = await runner.main({ platforms: "riscv64" }, at("ran a program"));
  assert.equal(second.signal, "SIGKILL", second.log);
  const third = await runner.main({ platforms: "riscv64" });
  assert.doesNotMatch(third.log, /a killed job/);
  assert.equal(here.namespace.sh(here.program).trim(), "aarch64");
  for (const run of [third, second, first]) assertQuiet(await runner.post(run));
  assert.deepEqual(here.handlers(), []);
});

test("keep: true takes the place of what was kept before, for the same programs", async (t) => {
  const here = await place(t);
  here.namespace.sh(MOUNT);
  const runner = await runnerOn(here, "runner");
  for (const platforms of ["arm64,aarch64_be", "arm64", "aarch64_be,arm64"]) {
    const run = await runner.main({ platforms, keep: "true" });
    assert.equal(run.exitCode, 0, run.log);
    assert.doesNotMatch(run.log, /a killed job/);
    assertQuiet(await runner.post(run));
    await runner.nextJob();
  }
  const kept = here.handlers();
  assert.deepEqual(kept.map((name) => name.replace(/.*-/, "")).sort(), ["aarch64", "aarch64_be"]);
  // Somebody takes the new handler away before it is proven.
  const lines = `for f in ${MISC}/anyarch-*; do
case " ${kept.join(" ")} " in *" \${f##*/} "*) ;; *) echo -1 >"$f" ;; esac; done`;
  const env = await disturbing(here, lines);
  const failed = await runner.main({ platforms: "arm64", keep: "true" }, { env });
  assert.equal(failed.exitCode, 1, failed.log);
  assertQuiet(await runner.post(failed));
  assert.deepEqual(here.handlers(), kept, "a job that fails replaces nothing");
  assert.equal(here.namespace.sh(here.program).trim(), "aarch64");
});

/** Kills one job after the other, each as its plan says; gives how many were, and the most handlers that there were. */
async function killEach(
  here: Place,
  runner: Runner,
  plans: readonly { readonly main?: CancelPlan; readonly post?: CancelPlan }[],
): Promise<{ readonly killed: number; readonly most: number }> {
  let [killed, most] = [0, 0];
  for (const plan of plans) {
    await runner.nextJob();
    const main = await runner.main(arm64, { cancel: plan.main });
    const last = plan.post === undefined ? main : await runner.post(main, { cancel: plan.post });
    if (last.signal === "SIGKILL") killed += 1;
    most = Math.max(most, here.handlers().length);
  }
  await runner.nextJob();
  return { killed, most };
}

test(`killed at each step, and ${KILLED} at any moment: after one more run all is as before`, async (t) => {
  const here = await place(t);
  here.namespace.sh(MOUNT);
  register(here, "qemu-aarch64");
  const before = listing(here);
  const runner = await runnerOn(here, "runner");
  const whole = await runner.main(arm64);
  const post = await runner.post(whole);
  assertQuiet(post);

  const steps = new Set(whole.log.split("\n").map((line) => line.replace("▾ ", "::group::")));
  const atSteps = [...steps].map((step) => ({
    main: { when: (line: string) => line.startsWith(step.slice(0, 20)), signals },
  }));
  const stepped = await killEach(here, runner, atSteps);
  assert.ok(stepped.killed >= steps.size - 1 && stepped.most > 1, JSON.stringify(stepped));
  assertQuiet(await runner.post(await runner.main(arm64)));
  assert.equal(listing(here), before);

  const random = Array.from({ length: KILLED }, (_, at) => {
    const share = (at + Math.random()) / KILLED;
    if (at % 8 === 7) return { post: { after: post.ms * share, signals } };
    return { main: { after: whole.ms * (0.3 + 0.8 * share), signals } };
  });
  const { killed, most } = await killEach(here, runner, random);
  assertQuiet(await runner.post(await runner.main(arm64)));
  assert.equal(listing(here), before);
  t.diagnostic(`${killed} of ${KILLED} were killed; at most ${most} handlers at once`);
  assert.ok(killed > 0, "none was killed");
});
