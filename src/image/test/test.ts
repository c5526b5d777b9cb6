/** Runs the user's test inside a built image, on the engine's node and for the image's platform. */

import type { Engine } from "../../engine/engine.ts";
import { runContainer } from "../../engine/run.ts";
import { exitCodeText } from "../../exit-code.ts";
import { Failure } from "../../failure.ts";
import { type Platform, platformName } from "../../platform/platform.ts";
import { inGroup, log } from "../../runner/log.ts";
import { OutputLines } from "./lines.ts";
import { lacksShell, noShell, simpleWords } from "./no-shell.ts";

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
  readonly signal: AbortSignal;
}

interface Tested {
  readonly platform: Platform;
  readonly ms: number;
  /** The last 20 lines of its output. */
  readonly lastLines: readonly string[];
}

export type TestReport =
  | (Tested & { readonly kind: "ran"; readonly exitCode: number })
  /** It could not be started: no shell, no such program, wrong machine. */
  | (Tested & { readonly kind: "refused"; readonly failure: Failure });

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

function outcome(report: TestReport): string {
  if (report.kind === "refused") {
    const { what, seen } = report.failure.parts;
    return `test not started: ${what}${seen === undefined ? "" : ` (${seen})`}`;
  }
  return report.exitCode === 0
    ? "test passed"
    : `test failed: exit code ${exitCodeText(report.exitCode)}`;
}

/**
 * Runs `script` by the image's `/bin/sh` in place of its entrypoint, as its user and in its working
 * folder; without a shell, a script of one simple command is run as it is. `print` gets each line
 * of output. Any exit code is a result; an abort throws the signal's reason.
 */
async function testImage(
  engine: Engine,
  spec: TestSpec,
  print: (line: string) => void,
): Promise<TestReport> {
  const started = performance.now();
  const lines = new OutputLines(print);
  const tested = (): Tested => ({
    platform: spec.platform,
    ms: Math.round(performance.now() - started),
    lastLines: lines.end(),
  });
  try {
    const exitCode = await runScript(engine, spec, lines);
    return { kind: "ran", exitCode, ...tested() };
  } catch (error) {
    if (!(error instanceof Failure) || spec.signal.aborted) throw error;
    return { kind: "refused", failure: error, ...tested() };
  }
}

async function runScript(engine: Engine, spec: TestSpec, lines: OutputLines): Promise<number> {
  try {
    return await run(engine, spec, lines, ["/bin/sh", "-ec", spec.script]);
  } catch (error) {
    if (!(error instanceof Failure) || !lacksShell(error)) throw error;
    const words = simpleWords(spec.script);
    if (words === undefined) throw noShell(spec.ref, spec.script);
    return await run(engine, spec, lines, words);
  }
}

async function run(
  engine: Engine,
  { ref, platform, network, env, jobId, signal }: TestSpec,
  lines: OutputLines,
  [program = "", ...cmd]: readonly string[],
): Promise<number> {
  const image = { image: ref, platform, network, env, labels: { "anyarch.job": jobId } };
  const result = await runContainer(engine, {
    ...image,
    entrypoint: [program],
    cmd,
    signal,
    onOutput: lines.push,
  });
  await result.removed;
  return result.exitCode;
}
