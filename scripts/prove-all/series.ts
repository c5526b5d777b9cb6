/** Proves everything that one series of QEMU has, and tells it row by row. */

import type { Provable } from "../../src/binfmt/proof.ts";
import type { EmulatorFile } from "../../src/emulator/cpu/derived.ts";
import { connectEngine } from "../../src/engine/connection/connection.ts";
import { observeNode } from "../../src/engine/node.ts";
import { assertNever } from "../../src/failure.ts";
import { rulesOf } from "../../src/platform/architecture.ts";
import { explained } from "../rig/progress.ts";
import { type Candidate, candidatesIn } from "./emulators.ts";
import { type Registered, withHandlers } from "./job.ts";

/** One rule of one architecture. */
export interface Line {
  readonly rule: string;
  readonly platforms: readonly string[];
  readonly version: string;
  /** What its test program printed. */
  readonly machine: string;
  /** Of that one run. */
  readonly ms: number | undefined;
  readonly verdict: "ok" | "FAILED" | "absent" | "native";
  /** Why it is not ok. */
  readonly why: string;
}

export interface SeriesReport {
  readonly lines: readonly Line[];
  /** Milliseconds to register and prove one architecture, and all of them at once. */
  readonly one: number;
  readonly all: number;
}

/** Everything is undone afterwards. */
export async function proveSeries(
  env: Readonly<Record<string, string>>,
  programs: string,
): Promise<SeriesReport> {
  const engine = await connectEngine(env);
  const { platform } = await observeNode(engine).finally(() => engine.close());
  const candidates = await candidatesIn(programs, platform);
  const files = candidates.flatMap((one) => (one.kind === "emulator" ? [one.file] : []));
  const one = await timeOf(env, files.slice(0, 1));
  return await withHandlers(env, files, async (registered) => {
    const lines: Line[] = [];
    for (const candidate of candidates) lines.push(...(await linesOf(candidate, registered)));
    return { lines, one, all: registered.ms };
  });
}

async function timeOf(
  env: Readonly<Record<string, string>>,
  files: readonly EmulatorFile[],
): Promise<number> {
  return await withHandlers(env, files, async ({ ms }) => ms);
}

async function linesOf(candidate: Candidate, registered: Registered): Promise<Line[]> {
  const { architecture } = candidate;
  const { platforms } = architecture;
  const base = { platforms, version: "", machine: "", ms: undefined };
  const [rule] = rulesOf(architecture).map(({ id }) => id);
  switch (candidate.kind) {
    case "native": {
      const why = "the machine's own programs: never registered";
      return [{ ...base, rule: rule ?? "", verdict: "native", why }];
    }
    case "absent":
      return [{ ...base, rule: rule ?? "", verdict: "absent", why: "not in this series" }];
    case "unfit":
      return [{ ...base, rule: rule ?? "", verdict: "FAILED", why: candidate.why }];
    case "emulator": {
      const own = registered.handlers.filter((one) => one.architecture === architecture);
      const lines: Line[] = [];
      for (const handler of own) lines.push(await proven(handler, registered, candidate.version));
      return lines;
    }
    default:
      return assertNever(candidate);
  }
}

async function proven(handler: Provable, { prove }: Registered, version: string): Promise<Line> {
  const { architecture, rule } = handler;
  const line = { rule: rule.id, platforms: architecture.platforms, version };
  try {
    const { machine, ms, emulatorVersion } = await prove(handler);
    const other = emulatorVersion !== version;
    const why = other ? `QEMU ${emulatorVersion} ran it` : "";
    return { ...line, machine, ms, verdict: other ? "FAILED" : "ok", why };
  } catch (error) {
    return { ...line, machine: "", ms: undefined, verdict: "FAILED", why: explained(error) };
  }
}
