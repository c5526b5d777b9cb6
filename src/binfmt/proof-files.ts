/** What the script's `prove` is given to run, and what its report says of each program. */

import type { Provable, Sighting } from "./proof.ts";
import type { ScriptReport } from "./script-report.ts";

export interface ProofFile {
  readonly kind: "file";
  /** Relative to the payload's folder. */
  readonly path: string;
  readonly data: Buffer;
  readonly mode: number;
}

/**
 * `probes/<id of the rule>`; an empty `cpu/<id>` for each whose CPU must be in effect, and `ask/<id>`
 * for each that is asked for its version.
 */
export function proofFiles(handlers: readonly Provable[]): readonly ProofFile[] {
  return handlers.flatMap(({ cpu, version, rule: { id, probe } }) => [
    file(`probes/${id}`, Buffer.from(probe, "base64")),
    ...(cpu === undefined ? [] : [file(`cpu/${id}`)]),
    ...(version === undefined ? [file(`ask/${id}`)] : []),
  ]);
}

const file = (path: string, data = Buffer.alloc(0)): ProofFile => {
  return { kind: "file", path, data, mode: 0o555 };
};

/** Id of a rule -> what was seen; `ms` is told of each. */
export function sightingsIn(
  report: ScriptReport,
  handlers: readonly Provable[],
  ms: number,
): Map<string, Sighting> {
  return new Map(
    handlers.map(({ name, rule: { id } }) => [
      id,
      {
        machine: report.machines[id] ?? "",
        complaint: report.machines[id] ?? "",
        cpus: report.cpus[id]?.split("|") ?? [],
        versionText: report.versions[id] ?? "",
        ms,
        listed:
          name === undefined
            ? undefined
            : report.entries.some((entry) => entry.name === name && entry.enabled),
        switchedOff: report.switchedOff,
      },
    ]),
  );
}
