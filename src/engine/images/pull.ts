/** Pulls an image from its registry into the engine's store. */

import { Failure } from "../../failure.ts";
import { type Platform, platformName } from "../../platform/platform.ts";
import type { Engine } from "../engine.ts";
import { maybeTextAt } from "../json.ts";
import { jsonLines } from "../json-lines.ts";
import { RegistryFailure } from "../registry/failure.ts";
import { parseReference, type Reference, repositoryOf } from "../registry/reference.ts";
import { authHeader, type RegistryOptions } from "./push.ts";

/** Pulls `ref` for one platform. RegistryFailure: registry, repository and its words. */
export async function pullImage(
  engine: Engine,
  ref: string,
  options: RegistryOptions & { readonly platform: Platform },
): Promise<void> {
  const reference = parseReference(ref);
  const query = new URLSearchParams({
    fromImage: repositoryOf(reference),
    tag: reference.digest ?? reference.tag ?? "latest",
    platform: platformName(options.platform),
  });
  const path = `/images/create?${query}`;
  const { signal } = options;
  try {
    const stream = await engine.stream("POST", path, { headers: authHeader(options), signal });
    for await (const line of jsonLines(stream, `the engine's answer to the pull of ${ref}`)) {
      const seen = maybeTextAt(line, "errorDetail", "message") ?? maybeTextAt(line, "error");
      if (seen !== undefined) throw failed(seen, reference, options);
    }
  } catch (error) {
    signal?.throwIfAborted();
    if (!(error instanceof Failure) || error instanceof RegistryFailure) throw error;
    throw failed(error.parts.seen ?? error.message, reference, options);
  }
}

function failed(text: string, reference: Reference, { auth }: RegistryOptions): RegistryFailure {
  return new RegistryFailure({
    did: "pull from",
    reference,
    text,
    authenticated: auth !== undefined,
  });
}
