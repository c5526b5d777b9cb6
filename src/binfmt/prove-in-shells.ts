/** Runs many test programs on this machine by a few shells, which start them sooner than Node does. */

import { writeFile } from "node:fs/promises";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { endChildren } from "../runner/children.ts";
import { environment } from "../runner/env.ts";
import { execute } from "../runner/execute.ts";
import { makeFolder } from "../runner/temp.ts";
import type { Provable, Sighting } from "./proof.ts";
import { proofFiles, sightingsIn } from "./proof-files.ts";
import { SCRIPT } from "./script.ts";
import { parseReport } from "./script-report.ts";

/** Milliseconds after which whatever a shell still runs is ended. */
const LIMIT = 20_000;

/**
 * As many shells as there are processors share the programs, in folders of their own under `folder`:
 * Node takes 1.8 ms of its one thread to start a program, a shell 0.3. `misc` is where handlers are
 * listed. Id of a rule -> what was seen; each is told its share of the time.
 */
export async function proveInShells(
  folder: string,
  handlers: readonly Provable[],
  misc: string,
): Promise<Map<string, Sighting>> {
  const lanes = Math.min(availableParallelism(), handlers.length);
  const seen = Array.from({ length: lanes }, async (_, lane) => {
    const share = handlers.filter((_, at) => at % lanes === lane);
    return await inShell(join(folder, `lane-${lane}`), share, misc);
  });
  return new Map((await Promise.all(seen)).flatMap((one) => [...one]));
}

async function inShell(
  folder: string,
  handlers: readonly Provable[],
  misc: string,
): Promise<Map<string, Sighting>> {
  for (const part of ["probes", "cpu", "ask"]) makeFolder(join(folder, part));
  for (const { path, data } of proofFiles(handlers)) {
    await writeFile(join(folder, path), data, { mode: 0o700 });
  }
  const started = performance.now();
  const limit = setTimeout(() => endChildren(0, folder), LIMIT);
  const args = ["-c", SCRIPT, "sh", "prove", "", misc, folder];
  const { stdout } = await execute("sh", { PATH: environment().PATH }, args, { limitMs: 0 });
  clearTimeout(limit);
  const ms = (performance.now() - started) / handlers.length;
  const seen = sightingsIn(parseReport(stdout), handlers, ms);
  return new Map([...seen].map(([id, sighting]) => [id, withError(sighting)]));
}

/** A temp folder mounted noexec is told as by `execute`. */
function withError(sighting: Sighting): Sighting {
  const denied = /: Permission denied$/.test(sighting.machine);
  return denied ? { ...sighting, machine: "EACCES" } : sighting;
}
