/** Runs the user's test inside a built image, on the engine's node and for the image's platform. */

import type { Engine } from "../../engine/engine.ts";
import { Failure } from "../../failure.ts";
import { platformName } from "../../platform/platform.ts";
import { inGroup, log } from "../../runner/log.ts";
import { watchSilence } from "../../runner/silence.ts";
import { expectsCrash } from "../build/crash.ts";
import { watchCrash } from "./crash-watch.ts";
import { OutputLines } from "./lines.ts";
import { outcome, type Tested, type TestReport } from "./report.ts";
import { runScript, type ScriptSpec } from "./run-script.ts";

export interface TestSpec extends ScriptSpec {
  /** Minutes without output after which it is stopped. */
  readonly minutes: number;
  /** Parts of scripts in which programs may crash under the emulator. */
  readonly crashAllow: readonly string[];
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
  const { platform, script, minutes } = spec;
  const started = performance.now();
  const lines = new OutputLines(print, spec.script);
  const unexpected = (): number | undefined => unexpectedIn(lines, spec);
  const silence = watchSilence(minutes * 60_000);
  const crash = watchCrash(() => unexpected() !== undefined);
  const tested = (): Tested => {
    const lastLines = lines.end();
    const ms = Math.round(performance.now() - started);
    return { platform, script, crash: unexpected(), lastLines, ms };
  };
  try {
    const exitCode = await runScript(engine, {
      ...spec,
      signal: AbortSignal.any([spec.signal, silence.signal, crash.signal]),
      onOutput: (stream, data) => {
        silence.heard();
        lines.push(stream, data);
        crash.look();
      },
    });
    return { kind: "ran", exitCode, ...tested() };
  } catch (error) {
    spec.signal.throwIfAborted();
    if (silence.signal.aborted) return { kind: "silent", minutes, ...tested() };
    if (crash.signal.aborted) return { kind: "crashed", ...tested() };
    if (!(error instanceof Failure)) throw error;
    return { kind: "refused", failure: error, ...tested() };
  } finally {
    silence.end();
    crash.end();
  }
}

/** The signal of a crash that the script does not expect. */
function unexpectedIn(
  { crash }: OutputLines,
  { script, crashAllow }: TestSpec,
): number | undefined {
  return crash !== undefined && expectsCrash(script, crash, crashAllow) ? undefined : crash;
}
