/** The origins that were tried for one emulator, and the Failure where none had it. */

import { Failure, sentence } from "../../failure.ts";
import { saysFull } from "../../full-disk.ts";
import type { Emulator } from "../emulator.ts";
import { MissingEmulator } from "../missing.ts";
import type { Search } from "../search.ts";
import type { PackageOffer } from "./facts.ts";

export type Origin = Emulator["source"];

export interface Tried {
  readonly source: Origin;
  readonly error: Failure;
}

/** The error; of one that is due to a full disk, no other source is the cure. */
export function withRoom(error: Failure): Failure {
  if (!saysFull(sentence(error))) return error;
  const advice = {
    cause: "the disk of the runner's temporary folder is full",
    fix: 'df -h "$RUNNER_TEMP"   # an emulator takes 20 MB',
    anchor: "disk-full",
  };
  return new Failure({ ...error.parts, ...advice }, { cause: error });
}

/** One Failure with every origin's error. */
export function allFailed(search: Search, tried: readonly Tried[], offer: PackageOffer): Failure {
  const [only, ...more] = tried;
  if (only !== undefined && more.length === 0 && offer.kind !== "absent") return only.error;
  const absent = offer.kind === "absent" ? [`package: ${offer.why}`] : [];
  const lines = [...absent, ...tried.map(({ source, error }) => `${source}: ${sentence(error)}`)];
  const Kind = isMissing(tried) ? MissingEmulator : Failure;
  return new Kind(
    {
      what: `no emulator qemu-${search.architecture.target} could be obtained`,
      seen: lines.join("\n"),
      fix: tried.find(({ error }) => error.parts.fix !== undefined)?.error.parts.fix,
      anchor: "emulator-none",
    },
    { cause: tried[0]?.error },
  );
}

/** No source has it; or the package has not, and what stands in for it cannot be reached. */
function isMissing(tried: readonly Tried[]): boolean {
  const lacking = tried.filter(({ error }) => error instanceof MissingEmulator);
  return lacking.length === tried.length || lacking.some(({ source }) => source === "package");
}
