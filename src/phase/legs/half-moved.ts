/** Says of each tag whether it moved, where one did not, and how to finish. */

import { parseReference, repositoryOf } from "../../engine/registry/reference.ts";
import type { Registry } from "../../engine/registry/registry.ts";
import type { Stored } from "../../engine/registry/stored.ts";
import { Failure } from "../../failure.ts";
import type { MergeInputs } from "../../inputs/merge.ts";
import type { LookedImage } from "../../matrix/leg-state.ts";
import type { Place } from "../../matrix/spread.ts";
import type { RunRecord } from "../record.ts";

export interface Publishing {
  readonly inputs: MergeInputs;
  readonly parts: readonly LookedImage[];
  readonly index: Stored;
  readonly registries: ReadonlyMap<string, Registry>;
  readonly record: RunRecord;
  readonly signal: AbortSignal;
}

export function placeOf(ref: string, registries: ReadonlyMap<string, Registry>): Place {
  const { domain, path } = parseReference(ref);
  const registry = registries.get(domain);
  if (registry === undefined) throw new TypeError(`no registry ${domain}`);
  return { registry, path };
}

export const tagIn = (ref: string): string => parseReference(ref).tag ?? "latest";

/** Nobody sees what was done so far. */
export function untouched(error: unknown): never {
  if (!(error instanceof Failure) || /no tag was moved/.test(error.message)) throw error;
  throw new Failure({ ...error.parts, what: `${error.message}; no tag was moved` });
}

/** Which tag is at work, and how many have moved: those before it or, at the reading back, all. */
export interface Progress {
  readonly place: number;
  readonly moved: number;
}

const [MOVED, LEFT] = ["moved: ", "not moved: "];

/** A line for each tag; of the one that failed its registry is asked: its answer alone may be lost. */
export async function statesAfter(
  { inputs, index, registries }: Publishing,
  { place, moved }: Progress,
): Promise<readonly string[]> {
  const tag = inputs.tags[place] ?? "";
  const { registry, path } = placeOf(tag, registries);
  const other = place < moved ? "taken by another image: " : LEFT;
  const seen = await registry.manifest(path, tagIn(tag)).then(
    (found) => (found?.digest === index.digest ? MOVED : other),
    () => "not known, its registry does not answer: ",
  );
  return inputs.tags.map((each, at) => `${at === place ? seen : at < moved ? MOVED : LEFT}${each}`);
}

/** `failure`, and what became of the tags. One that another run took since is not to be taken back. */
export function halfMoved(
  { inputs: { tags }, index }: Publishing,
  { message, parts }: Failure,
  states: readonly string[],
): Failure {
  const seen = [parts.seen ?? "", ...states].join("\n");
  const left = tags.filter((_, at) => !states[at]?.startsWith(MOVED));
  if (parts.anchor === "registry-mismatch") return new Failure({ ...parts, seen });
  const count = tags.length - left.length;
  return new Failure({
    ...parts,
    what: `${message}; ${count === 0 ? "no tag was moved" : `${count} of ${tags.length} tags moved`}`,
    seen,
    expected: `every tag names ${index.digest}, which every repository has already`,
    fix: left.length === 0 ? parts.fix : byHand(left, index.digest),
    anchor: "tags-moved",
  });
}

/** A single source is copied as it is, so the command gives the tag the same digest. */
function byHand(tags: readonly string[], digest: string): string {
  const commands = tags.map((tag) => {
    const source = `${repositoryOf(parseReference(tag))}@${digest}`;
    return `docker buildx imagetools create --tag ${tag} ${source}`;
  });
  return `Re-run failed jobs   # or by hand\n${commands.join("\n")}`;
}
