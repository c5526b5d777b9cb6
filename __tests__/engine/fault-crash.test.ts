/** G02: programs that really crash under a real emulator, in steps that hide it. */

import assert from "node:assert/strict";
import { type Bench, folder, onEngines } from "../support/action.ts";
import { crashingProgram } from "../support/arm64-program.ts";
import { errorOf, type JobRun, runJob } from "../support/job-run.ts";
import { publishedIndex } from "../support/published.ts";
import { processesWith } from "./build-processes.ts";

async function job(
  bench: Bench,
  step: string,
  { user = "0", ...inputs }: Readonly<Record<string, string>> = {},
): Promise<JobRun> {
  const Dockerfile = `FROM ${bench.base}\nCOPY crash /crash\nUSER ${user}\nRUN ${step}\n`;
  const context = await folder(bench, "context", { Dockerfile, crash: crashingProgram() });
  const tags = `${bench.repository}:1`;
  return await runJob(bench, { context, tags, push: "true", platforms: "linux/arm64", ...inputs });
}

async function assertCrash(bench: Bench, run: JobRun, then: RegExp): Promise<void> {
  assert.equal(run.main.exitCode, 1, run.main.log);
  assert.equal(await publishedIndex(`${bench.repository}:1`), undefined, "nothing is published");
  const text = errorOf(run);
  assert.match(text, /linux\/arm64 was stopped at \[(?:stage-0 )?3\/3\] RUN/);
  assert.match(text, /crashed under QEMU \d+\.\d+\.\d+ \(signal 4: illegal instruction\)/);
  assert.match(text, then);
  assert.match(text, /BUILDPLATFORM[\s\S]*runs-on[\s\S]*emulator-version[\s\S]*crash-allow/);
  assert.ok(run.main.summary.includes("illegal instruction"));
}

onEngines(
  "G02 a crash whose parent waits for ever stops the build within a minute",
  async (bench) => {
    const fifo = `/fifo-${process.pid}`;
    const started = performance.now();
    const run = await job(bench, `mkfifo ${fifo}; /crash & cat ${fifo}`);
    await assertCrash(bench, run, /still ran 1\d s later/);
    assert.ok(performance.now() - started < 60_000);
    assert.deepEqual(await processesWith(`cat ${fifo}`), []);
  },
  "containerd",
);

onEngines(
  "G02 a crash in a pipe of a step that ends well fails the build, again and again",
  async (bench) => {
    const then = /ended as if nothing had happened/;
    const step = `echo ${bench.repository}; /crash 2>&1 | cat; echo on`;
    await assertCrash(bench, await job(bench, step), then);
    await assertCrash(bench, await job(bench, step), then);
    // QEMU says nothing where it may write a core file, and cannot: in a folder of others.
    const silent = `ulimit -c unlimited; ${step}`;
    const run = await job(bench, silent, { user: "65534", ulimit: "core=0" });
    await assertCrash(bench, run, then);
    // Nothing is told, and the exit code is read as the signal.
    const untold = await job(bench, "/crash 2>/dev/null; exit $?");
    assert.match(errorOf(untold), /exit code 132 \(signal 4: illegal instruction\), under QEMU \d/);
    assert.match(errorOf(untold), /#emulator-crash/);
  },
  "containerd",
);

onEngines(
  "G02 a crash in one stage stops the build of another beside it, which would go on for long",
  async (bench) => {
    const Dockerfile = `FROM ${bench.base} AS one
COPY crash /crash
RUN echo ${bench.repository}; sh -c '/crash || true'; mkdir /made
FROM ${bench.base} AS two
RUN mkdir /made; sleep 1${process.pid}
FROM ${bench.base}
COPY --from=one /made /one
COPY --from=two /made /two
`;
    const context = await folder(bench, "context", { Dockerfile, crash: crashingProgram() });
    const tags = `${bench.repository}:1`;
    const started = performance.now();
    const run = await runJob(bench, { context, tags, push: "true", platforms: "linux/arm64" });
    assert.equal(run.main.exitCode, 1, run.main.log);
    assert.match(
      errorOf(run),
      /stopped at \[one 3\/3\] RUN[\s\S]*\(signal 4: illegal instruction\)/,
    );
    assert.ok(performance.now() - started < 60_000);
    assert.deepEqual(await processesWith(`sleep 1${process.pid}`), []);
    assert.equal(await publishedIndex(tags), undefined, "nothing is published");
  },
  "classic",
);

onEngines(
  "G02 a crash that the step or the user expects is a notice; a test with one, or without an end, fails",
  async (bench) => {
    const said = "echo 'qemu: uncaught target signal 11 (Segmentation fault)'";
    const expected = `echo ${bench.repository}; ${said}; ulimit -c unlimited; /crash || test $? = 132`;
    const passed = await job(bench, expected, {
      test: "/crash &\nwait",
      "crash-allow": "/crash &",
      check: "strict",
    });
    assert.equal(passed.main.exitCode, 0, passed.main.log);
    const notices = passed.main.annotations.map(({ level, message }) => `${level} ${message}`);
    assert.match(notices.join("\n"), /^notice A program died of signal 4.*as expected/m);
    assert.match(notices.join("\n"), /^notice \/qemu_crash_\S+\.core is QEMU's core file/m);
    const silent = "ulimit -c unlimited || true\n/crash &\nwait";
    const failed = await job(bench, expected, { test: silent, user: "65534" });
    assert.equal(failed.main.exitCode, 1, failed.main.log);
    assert.match(errorOf(failed), /exit code 0 and a crash in it \(signal 4/);
    // As process 1 QEMU does not get the signal that it dies of, and waits for it.
    const alone = await job(bench, expected, { test: "/crash" });
    assert.equal(alone.main.exitCode, 1, alone.main.log);
    assert.match(errorOf(alone), /died of signal 4.*, and the test still ran after 10 s/);
    const hung = await job(bench, expected, { test: "echo on; sleep 600", timeout: "0.05" });
    assert.equal(hung.main.exitCode, 1, hung.main.log);
    assert.match(errorOf(hung), /no output for 0\.05 min, so it was stopped; its last lines:\s+on/);
  },
  "classic",
);
