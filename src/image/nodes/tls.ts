/** Client certificates of nodes: out of docker/setup-buildx-action's variables into files of this run. */

import { mkdtemp, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Failure } from "../../failure.ts";
import type { Job } from "../../job/job.ts";
import type { Env } from "../../runner/env.ts";
import type { BuilderNode } from "./plan.ts";

/** Option of the driver `remote` -> end of its variable's name. */
const PARTS = { cacert: "CACERT", cert: "CERT", key: "KEY" } as const;

const variableOf = (number: number, part: string): string =>
  `BUILDER_NODE_${number}_AUTH_TLS_${part}`;

/** The variables of a node, empty where it has none. Failure: only some of the three are set. */
export function tlsFrom(
  env: Env,
  { number, endpoint }: BuilderNode,
): readonly (readonly [option: string, text: string])[] {
  const found = Object.entries(PARTS).flatMap(([option, part]) => {
    const text = env[variableOf(number, part)];
    return text ? [[option, text] as const] : [];
  });
  if (found.length === 0 || found.length === Object.keys(PARTS).length) return found;
  const missing = Object.values(PARTS).filter((part) => !env[variableOf(number, part)]);
  throw new Failure({
    what: `The certificates of the node ${endpoint} are not complete`,
    seen: `no ${missing.map((part) => variableOf(number, part)).join(", no ")}`,
    expected: Object.values(PARTS)
      .map((part) => variableOf(number, part))
      .join(", "),
    cause: "the number is that of the line in `nodes`, counted from 0",
    anchor: "node-unreachable",
  });
}

/** Writes them for nobody else to read, gone with the run's folder; gives the driver's options. */
export async function tlsOptions(
  job: Pick<Job, "temp">,
  env: Env,
  node: BuilderNode,
): Promise<readonly string[]> {
  const parts = tlsFrom(env, node);
  if (parts.length === 0) return [];
  const folder = await mkdtemp(join(job.temp, "tls-"));
  return await Promise.all(
    parts.map(async ([option, text]) => {
      const path = join(folder, `${option}.pem`);
      await writeFile(path, text.endsWith("\n") ? text : `${text}\n`, { mode: 0o600 });
      return `${option}=${path}`;
    }),
  );
}
