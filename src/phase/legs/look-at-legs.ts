/** Looks at what each leg pushed, in the registry: nothing that was told is believed. */

import { RegistryFailure } from "../../engine/registry/failure.ts";
import { parseReference } from "../../engine/registry/reference.ts";
import type { Registry } from "../../engine/registry/registry.ts";
import { Failure } from "../../failure.ts";
import type { MergeInputs } from "../../inputs/merge.ts";
import type { ChosenLeg } from "../../matrix/choose.ts";
import { type LegContent, legContent } from "../../matrix/leg-content.ts";
import { type LegState, legsFailure } from "../../matrix/leg-faults.ts";
import { type LookedImage, type Pushed, partOf, stateOf } from "../../matrix/leg-state.ts";
import type { LegOutcome } from "../../report/leg-outcome.ts";
import { inBatches } from "../../runner/batches.ts";
import { log } from "../../runner/log.ts";
import type { RunRecord } from "../record.ts";
import { untouched } from "./half-moved.ts";

export interface Looking {
  readonly inputs: MergeInputs;
  readonly legs: readonly ChosenLeg[];
  readonly registries: ReadonlyMap<string, Registry>;
  readonly record: RunRecord;
}

export interface Looked {
  /** One for each platform that is there, in the plan's order. */
  readonly parts: readonly LookedImage[];
  /** One for each digest: a leg may have built several platforms. */
  readonly contents: readonly LegContent[];
}

/** Legs at the same time. */
const AT_ONCE = 8;

/**
 * @throws Failure where a leg is not what was planned, or missing and not allowed to be; where the
 *   registry fails, one that says so: then nobody knows whether the leg is there
 */
export async function lookAtLegs({ inputs, legs, registries, record }: Looking): Promise<Looked> {
  const { plan, allowMissing } = inputs;
  const keys = [...new Set(legs.map(keyOf))];
  const groups = keys.map((key) => legs.filter((leg) => keyOf(leg) === key));
  const pushed = await inBatches(groups, AT_ONCE, (group) => lookAt(group, registries));
  const states = plan.platforms.map((platform) => stateOf(platform, pushed));
  const dropped = states.filter(
    ({ kind, platform }) =>
      allowMissing.includes(platform) && (kind === "missing" || kind === "deleted"),
  );
  record.add({ legs: states.map((state) => legOutcome(state, dropped.includes(state), pushed)) });
  const bad = states.some((state) => state.kind !== "there" && !dropped.includes(state));
  if (bad || dropped.length === states.length) throw legsFailure(plan, states);
  for (const { platform } of dropped)
    record.warn(`${platform} is left out: its leg is missing, and \`allow-missing\` names it.`);
  const parts = plan.platforms.flatMap((platform) => partOf(platform, pushed));
  for (const { leg, image } of parts) {
    const proofs = image.attestations.length;
    log.info(`${leg.platform}: the registry has it, ${proofs} attestations`);
  }
  return { parts, contents: pushed.flatMap(({ content }) => content ?? []) };
}

const keyOf = ({ repository, digest }: ChosenLeg): string => `${repository}@${digest}`;

async function lookAt(
  legs: readonly ChosenLeg[],
  registries: ReadonlyMap<string, Registry>,
): Promise<Pushed> {
  const [{ repository, digest }] = [legs[0] ?? { repository: "", digest: "" }];
  const { domain, path } = parseReference(repository);
  const registry = registries.get(domain);
  if (registry === undefined) throw new TypeError(`no registry ${domain}`);
  try {
    const content = await legContent(registry, path, digest);
    return { legs, source: { registry, path }, content };
  } catch (error) {
    throw error instanceof RegistryFailure ? notLooked(error, legs) : untouched(error);
  }
}

/** The registry failed: the leg may well be there. */
function notLooked({ message, parts }: RegistryFailure, legs: readonly ChosenLeg[]): Failure {
  const names = legs.map(({ platform }) => platform).join(", ");
  return new Failure({
    ...parts,
    what: `${message}: the registry failed, so it is not known what the leg of ${names} pushed; no tag was moved`,
    expected: `an answer about ${legs[0]?.digest}`,
  });
}

function legOutcome(state: LegState, dropped: boolean, pushed: readonly Pushed[]): LegOutcome {
  const { kind, platform } = state;
  const [part] = partOf(platform, pushed);
  const known = kind === "there" || kind === "deleted" || kind === "other" ? state : undefined;
  return {
    platform,
    // What is not planned or foreign was refused before.
    state: dropped ? "left out" : kind === "extra" || kind === "foreign" ? "other" : kind,
    digest: known?.digest,
    attempt: known?.attempt,
    image: part?.image.descriptor.digest,
    attestations: part?.image.attestations.length,
  };
}
