/** Builds with a push as the exporter, again where the registry was busy: then all comes out of the cache. */

import { again } from "../../engine/registry/again.ts";
import { registryAuth } from "../../engine/registry/credentials.ts";
import { RegistryFailure } from "../../engine/registry/failure.ts";
import { parseReference } from "../../engine/registry/reference.ts";
import { Failure } from "../../failure.ts";
import type { BuildResult } from "../../image/build/build.ts";
import { environment } from "../../runner/env.ts";
import { log } from "../../runner/log.ts";
import { type BuildContext, build, type Step } from "../build/build.ts";

/** RegistryFailure: what the registry said to BuildKit's push; anything else is thrown as it is. */
export async function buildAndPush(context: BuildContext, step: Step): Promise<BuildResult> {
  const patience = { signal: context.job.signal, tell: log.info };
  return await again(() => build(context, step).catch(throwRefusal), patience);
}

async function throwRefusal(error: unknown): Promise<never> {
  const seen = error instanceof Failure ? (error.parts.seen ?? "") : "";
  const [, ref, text] = /failed to push (\S+): ([\s\S]+)/.exec(seen) ?? [];
  if (ref === undefined || text === undefined) throw error;
  const authenticated = (await registryAuth(ref, environment())) !== undefined;
  throw new RegistryFailure({
    ...{ did: "push to", reference: parseReference(ref), authenticated },
    text: text.trim(),
  });
}
