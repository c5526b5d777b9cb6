/** Plan and merge: against the bare commands, and a merge of many legs within a limit. */

import { randomBytes } from "node:crypto";
import { madeLeg } from "../../__tests__/support/made-leg.ts";
import { ROOT } from "../check/check.ts";
import { type Subject, timesOf } from "./measure.ts";
import { command, entry, NODE, type Place } from "./subjects.ts";
import { type Comparison, limitRow, type Row, rowOf } from "./table.ts";

const START = "node -e 0";
const CREATE = "docker buildx imagetools create";
const MANY = 100;
const MANY_MS = 5000;

const COMPARISONS: readonly Comparison[] = [
  { what: "plan", ours: "plan", other: START, target: 1.5 },
  { what: "merge of 2 legs", ours: "merge of 2", other: CREATE, target: 1.5 },
];

/** What a merge is given, and the same for the bare command. */
interface Legs {
  readonly repository: string;
  readonly digests: Readonly<Record<string, string>>;
}

/** Legs in the registry, each with its attestation. */
async function legsOf(repository: string, platforms: readonly string[]): Promise<Legs> {
  const digests: Record<string, string> = {};
  for (const platform of platforms) {
    digests[platform] = await madeLeg(repository, [platform], ["provenance"]);
  }
  return { repository, digests };
}

function merging(place: Place, name: string, { repository, digests }: Legs): Subject {
  const id = "7-1-0a1b2c3d";
  const inputs = {
    plan: JSON.stringify({ id, platforms: Object.keys(digests) }),
    tags: `${repository}:1`,
    digests: JSON.stringify({ plan: id, attempt: 1, repository, digests }),
  };
  const run = async (): Promise<number> =>
    (await entry(place, { action: `${ROOT}/merge`, with: inputs })).ms;
  return { name, run };
}

/** Rows for the registry of `place`, in repositories of this run's own. */
export async function matrixRows(
  place: Place,
  rounds: number,
  print: (text: string) => void,
): Promise<readonly Row[]> {
  const repository = `${place.registry}/bench-matrix/${randomBytes(4).toString("hex")}`;
  const two = await legsOf(`${repository}/two`, ["linux/amd64", "linux/arm64"]);
  const names = Array.from({ length: MANY }, (_, number) => `linux/riscv64/x${number}`);
  const many = await legsOf(`${repository}/many`, names);
  const sources = Object.values(two.digests).map((digest) => `${two.repository}@${digest}`);
  const platforms = "linux/amd64,linux/arm64,linux/arm/v7,linux/s390x";
  const plan = async (): Promise<number> =>
    (await entry(place, { action: `${ROOT}/plan`, with: { platforms } })).ms;
  const subjects = [
    command(place, START, [NODE, "-e", "0"]),
    { name: "plan", run: plan },
    merging(place, "merge of 2", two),
    command(place, CREATE, [...CREATE.split(" "), "--tag", `${two.repository}:bare`, ...sources]),
    merging(place, "merge of many", many),
  ];
  const times = await timesOf(subjects, rounds, (round) =>
    print(`plan and merge: round ${round} of ${rounds}`),
  );
  const most = limitRow(`merge of ${MANY} legs`, times.get("merge of many") ?? [], MANY_MS);
  return [...COMPARISONS.map((comparison) => rowOf(comparison, times)), most];
}
