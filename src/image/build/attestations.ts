/** Makes the `--attest` flags out of the inputs `provenance`, `sbom` and `attests`. */

import { goBoolean } from "../../inputs/attributes.ts";
import type { BuildInputs, PublishInputs } from "../../inputs/inputs.ts";
import type { Env } from "../../runner/env.ts";

export type Attestations =
  /** None, not even buildx's default ones: an image that is only loaded, or an engine without them. */
  | { readonly kind: "off" }
  | {
      /** `on`: what the inputs ask for and our default provenance; `default`: buildx's own default instead. */
      readonly kind: "on" | "default";
      /** Whether the repository is private: its provenance must not tell build arguments. */
      readonly privateRepository: boolean;
      /** Address of this run, undefined outside of a workflow. */
      readonly builderId: string | undefined;
    };

/**
 * Whether the default provenance goes with the image, by docker/build-push-action's rules: not with
 * one that is loaded, and not where BUILDX_NO_DEFAULT_ATTESTATIONS says so.
 */
export function hasDefaultProvenance(
  { load, outputs }: Pick<PublishInputs, "load" | "outputs">,
  env: Env,
): boolean {
  const loaded = load || outputs.some(({ type }) => type === "docker");
  return !loaded && goBoolean(env.BUILDX_NO_DEFAULT_ATTESTATIONS) !== true;
}

type Asked = Pick<BuildInputs, "attests" | "provenance" | "sbom">;

/**
 * Flags as docker/build-push-action gives them: `provenance` and `sbom` win over the same type in
 * `attests`; without either, provenance is `mode=max` for public and `mode=min,inline-only=true`
 * for private repositories; provenance names this run as `builder-id` where none is given.
 */
export function attestationArguments(asked: Asked, attestations: Attestations): string[] {
  if (attestations.kind === "off") return ["--attest", "type=provenance,disabled=true"];
  const { builderId, privateRepository } = attestations;
  const values: string[] = [];
  const provenance = asked.provenance || undefined;
  if (provenance !== undefined) {
    values.push(withBuilder(`type=provenance,${switched(provenance)}`, builderId));
  } else if (
    attestations.kind === "on" &&
    !asked.attests.some((text) => isType(text, "provenance"))
  ) {
    const mode = privateRepository ? "mode=min,inline-only=true" : "mode=max";
    values.push(withBuilder(`type=provenance,${mode}`, builderId));
  }
  if (asked.sbom) values.push(`type=sbom,${switched(asked.sbom)}`);
  for (const text of asked.attests) {
    if (isType(text, "provenance")) {
      if (provenance === undefined) values.push(withBuilder(text, builderId));
    } else if (!isType(text, "sbom") || !asked.sbom) values.push(text);
  }
  return values.flatMap((value) => ["--attest", value]);
}

/** `true`, `1` … are `disabled=false`; `false`, `0` … `disabled=true`; the rest stays as it is. */
function switched(attributes: string): string {
  return attributes
    .split(",")
    .map((attribute) => {
      if (/^\s*(?:1|t|true)\s*$/i.test(attribute)) return "disabled=false";
      return /^\s*(?:0|f|false)\s*$/i.test(attribute) ? "disabled=true" : attribute;
    })
    .join(",");
}

function withBuilder(attributes: string, builderId: string | undefined): string {
  const settled = /(?:^|,)\s*(?:builder-id=|disabled=true\s*(?:,|$))/.test(attributes);
  return settled || builderId === undefined ? attributes : `${attributes},builder-id=${builderId}`;
}

const isType = (attributes: string, type: string): boolean =>
  attributes.split(",").some((attribute) => attribute.trim() === `type=${type}`);
