/** Reads back from a registry what a reference names there. */

import { type Platform, platformName } from "../../platform/platform.ts";
import type { Engine } from "../engine.ts";
import { type Descriptor, descriptorFrom, platformFrom } from "../images/image-facts.ts";
import { authHeader, type RegistryOptions } from "../images/push.ts";
import { listAt, maybeTextAt, parseJson, textAt, valueAt } from "../json.ts";
import { messageOf } from "../refusal.ts";
import { RegistryFailure } from "./failure.ts";
import { inPath, parseReference } from "./reference.ts";

export interface Distribution extends Descriptor {
  /**
   * Platforms of an index, or of a single manifest. Undefined: the engine does not tell them for a
   * single manifest of OCI's media type, it reads the config of Docker's only; the digest counts.
   */
  readonly platforms: readonly Platform[] | undefined;
  /** Manifests of an index that are no image: provenance, SBOM. */
  readonly attestations: number;
}

/**
 * What the registry holds under `ref` (tag or digest), asked by the engine, so with its trust and
 * from its network; undefined where it holds nothing. RegistryFailure: it cannot be asked.
 */
export async function readDistribution(
  engine: Engine,
  ref: string,
  options: RegistryOptions = {},
): Promise<Distribution | undefined> {
  const reference = parseReference(ref);
  const { signal } = options;
  const reply = await engine.request("GET", `/distribution/${inPath(ref)}/json`, {
    headers: authHeader(options),
    signal,
  });
  if (reply.status < 400) {
    return distributionFrom(parseJson(reply.text, `the registry's answer about ${ref}`));
  }
  const text = messageOf(reply.text);
  if (reply.status === 404) return undefined;
  const authenticated = options.auth !== undefined;
  throw new RegistryFailure({ did: "read back from", reference, text, authenticated });
}

/** The facts out of the answer to `/distribution/{name}/json`. */
export function distributionFrom(answer: unknown): Distribution {
  const all = listAt(answer, "Platforms").map((platform) =>
    platformFrom({
      os: textAt(platform, "os"),
      architecture: textAt(platform, "architecture"),
      variant: maybeTextAt(platform, "variant"),
    }),
  );
  const descriptor = descriptorFrom(valueAt(answer, "Descriptor"));
  const images = all.filter((platform) => platformName(platform) !== "unknown/unknown");
  const platforms = all.length === 0 ? undefined : images;
  return { ...descriptor, platforms, attestations: all.length - images.length };
}
