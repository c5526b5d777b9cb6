/** Decides, from what was asked and what is known, where an emulator is looked for and in what order. */

import { assertNever } from "../../failure.ts";
import type { EmulatorInputs } from "../../inputs/inputs.ts";
import { compareVersions, isVersion } from "../version.ts";
import { versionFault } from "../version-fault.ts";
import type { PlannedSource, SourceFacts } from "./facts.ts";

/** Ordered sources, each with its reason. */
export function sourceOrder(inputs: EmulatorInputs, facts: SourceFacts): readonly PlannedSource[] {
  switch (inputs.source) {
    case "auto":
      return [...caches(inputs, facts), ...faultyLast(withImage(newestFirst(facts), facts), facts)];
    case "package":
    case "release":
    case "image":
      return [...caches(inputs, facts), { kind: inputs.source, reason: "asked for" }];
    case "path":
    case "host":
      return [{ kind: inputs.source, reason: "asked for" }];
    default:
      return assertNever(inputs.source);
  }
}

function caches(inputs: EmulatorInputs, facts: SourceFacts): PlannedSource[] {
  const tool: PlannedSource = { kind: "tool cache", reason: "needs no network" };
  if (!inputs.cache || !facts.actionsCache) return [tool];
  return [tool, { kind: "actions cache", reason: "kept by an earlier run" }];
}

/** Package or release, the newer first; the package when equal, since its publisher signs it. */
function newestFirst(facts: SourceFacts): PlannedSource[] {
  const release = plannedRelease(facts);
  switch (facts.offer.kind) {
    case "unasked":
      return [
        { kind: "package", reason: "offered by this machine's package manager, if any" },
        release,
      ];
    case "absent":
      return [release];
    case "offered":
      return ordered(facts, facts.offer, release);
    default:
      return assertNever(facts.offer);
  }
}

function ordered(
  facts: SourceFacts,
  offer: { readonly name: string; readonly version: string },
  release: PlannedSource,
): PlannedSource[] {
  const { asked } = facts;
  const text = `${offer.name} ${offer.version}`;
  if (asked !== undefined && !isVersion(offer.version, asked)) return [release];
  const wanted = asked === undefined ? "" : ", the version asked for";
  const older = compareVersions(offer.version, facts.release) < 0;
  if (asked === undefined && older && facts.releaseKnown) {
    return [release, { kind: "package", reason: `${text} is older` }];
  }
  const how = older ? "signed" : "signed, and no older than the release";
  return [{ kind: "package", reason: `${text}${wanted}, ${how}` }, release];
}

/**
 * The image comes last: it is 35 MB where a release is 3, its registry counts pulls, and its builds
 * are not the measured ones. Only a release that could not be verified anyway stands behind it.
 */
function withImage(order: readonly PlannedSource[], facts: SourceFacts): readonly PlannedSource[] {
  const { image, asked, releaseKnown } = facts;
  if (image === undefined) return order;
  const { ref, version = asked ?? "unknown" } = image;
  if (asked !== undefined && !isVersion(version, asked)) return order;
  const planned: PlannedSource = {
    kind: "image",
    reason: `QEMU ${version} of ${ref}, ${ref.includes("@") ? "pinned by its digest" : "named by a tag"}; fetched whole`,
  };
  if (releaseKnown) return [...order, planned];
  return [...order.filter(({ kind }) => kind !== "release"), planned, plannedRelease(facts)];
}

function plannedRelease(facts: SourceFacts): PlannedSource {
  const known = facts.releaseKnown ? "its sha256 is known" : "but no sha256 of it is known";
  return { kind: "release", reason: `${facts.release}, ${known}` };
}

/** A package that is known to crash serves where nothing else that can be verified does. */
function faultyLast(
  order: readonly PlannedSource[],
  { offer, asked, releaseKnown }: SourceFacts,
): readonly PlannedSource[] {
  if (offer.kind !== "offered" || asked !== undefined) return order;
  const fault = versionFault(offer.version);
  if (fault === undefined) return order;
  const reason = `${offer.name} ${offer.version}, where nothing else serves: ${fault}`;
  const others = order.filter(({ kind }) => kind !== "package");
  const verified = others.filter(({ kind }) => kind !== "release" || releaseKnown);
  const rest = others.filter((source) => !verified.includes(source));
  return [...verified, { kind: "package", reason }, ...rest];
}
