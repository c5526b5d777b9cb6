/** Runs the user's test inside a built image, on the engine's node and for the image's platform. */

import { runContainer } from "../../engine/container/run.ts";
import type { Engine } from "../../engine/engine.ts";
import { Failure } from "../../failure.ts";
import { type Platform, platformName } from "../../platform/platform.ts";
import { inGroup, log } from "../../runner/log.ts";
import { type SilenceWatch, watchSilence } from "../../runner/silence.ts";
import { expectsCrash } from "../build/crash.ts";
import { OutputLines } from "./lines.ts";
import { lacksShell, noShell, simpleWords } from "./no-shell.ts";
import { outcome, type Tested, type TestReport } from "./report.ts";

export interface TestSpec {
  /** Reference or id of an image that the engine has. */
  readonly ref: string;
  readonly platform: Platform;
  /** Shell lines; one that fails ends the test (`sh -e`). */
  readonly script: string;
  /** `none`, `bridge`, `host` or a network's name. */
  readonly network: string;
  /** Added to the image's own environment. */
  readonly env?: Readonly<Record<string, string>>;
  /** The run that the container belongs to, as its label says. */
  readonly jobId: string;
  /** Minutes without output after which it is stopped. */
  readonly minutes: number;
  /** Parts of scripts in which programs may crash under the emulator. */
  readonly crashAllow: readonly string[];
  readonly signal: AbortSignal;
}

/** Tests each image, the others too where one fails, each in a log group of its own. */
export async function testAll(
  engine: Engine,
  specs: readonly TestSpec[],
): Promise<readonly TestReport[]> {
  const reports: TestReport[] = [];
  for (const spec of specs) {
    const name = platformName(spec.platform);
    const report = await inGroup(`Test the image for ${name}`, async () => {
      const result = await testImage(engine, spec, log.info);
      log.info(`${name}: ${outcome(result)} after ${result.ms} ms`);
      return result;
    });
    reports.push(report);
  }
  return reports;
}

/**
 * Runs `script` by the image's `/bin/sh` in place of its entrypoint, as its user and in its working
 * folder; without a shell, a script of one simple command is run as it is. `print` gets each line
 * of output. Any exit code is a result, and silence is; an abort throws the signal's reason.
 */
async function testImage(
  engine: Engine,
  spec: TestSpec,
  print: (line: string) => void,
): Promise<TestReport> {
  const { platform, script, crashAllow, minutes } = spec;
  const started = performance.now();
  const lines = new OutputLines(print);
  const silence = watchSilence(minutes * 60_000);
  const tested = (): Tested => {
    const lastLines = lines.end();
    const expected = lines.crash === undefined || expectsCrash(script, lines.crash, crashAllow);
    const crash = expected ? undefined : lines.crash;
    return { platform, script, crash, lastLines, ms: Math.round(performance.now() - started) };
  };
  try {
    const exitCode = await runScript(engine, spec, { lines, silence });
    return { kind: "ran", exitCode, ...tested() };
  } catch (error) {
    spec.signal.throwIfAborted();
    if (silence.signal.aborted) return { kind: "silent", minutes, ...tested() };
    if (!(error instanceof Failure)) throw error;
    return { kind: "refused", failure: error, ...tested() };
  } finally {
    silence.end();
  }
}

interface Watch {
  readonly lines: OutputLines;
  readonly silence: SilenceWatch;
}

async function runScript(engine: Engine, spec: TestSpec, watch: Watch): Promise<number> {
  try {
    return await run(engine, spec, watch, ["/bin/sh", "-ec", spec.script]);
  } catch (error) {
    if (!(error instanceof Failure) || !lacksShell(error)) throw error;
    const words = simpleWords(spec.script);
    if (words === undefined) throw noShell(spec.ref, spec.script);
    return await run(engine, spec, watch, words);
  }
}

async function run(
  engine: Engine,
  { ref, platform, network, env, jobId, signal }: TestSpec,
  { lines, silence }: Watch,
  [program = "", ...cmd]: readonly string[],
): Promise<number> {
  // QEMU says nothing of a crash where it cannot write the core file that it may.
  const image = { image: ref, platform, network, env, coreless: true };
  const result = await runContainer(engine, {
    ...image,
    labels: { "anyarch.job": jobId },
    entrypoint: [program],
    cmd,
    signal: AbortSignal.any([signal, silence.signal]),
    onOutput: (stream, data) => {
      silence.heard();
      lines.push(stream, data);
    },
  });
  await result.removed;
  return result.exitCode;
}
