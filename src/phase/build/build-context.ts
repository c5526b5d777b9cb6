/** What all builds of one run have in common: secrets as files, attestations by repository. */

import { type Attestations, hasDefaultProvenance } from "../../image/build/attestations.ts";
import { gitTokenSecret, prepareSecrets } from "../../image/build/secrets.ts";
import type { GitHubFacts } from "../../inputs/github.ts";
import { environment } from "../../runner/env.ts";
import { isPrivateRepository } from "../../runner/input.ts";
import type { BuildContext } from "./build.ts";

/** Completes the context; `github` is undefined outside of a workflow. */
export async function buildContext(
  base: Omit<BuildContext, "secrets" | "attestations">,
  github: GitHubFacts | undefined,
): Promise<BuildContext> {
  const { job, inputs, builder, ground } = base;
  const repository = github && `${github.serverUrl}/${github.repository}.git`;
  const token = gitTokenSecret(inputs.build, repository);
  const all = [...inputs.build.secrets, ...(token === undefined ? [] : [token])];
  const secrets = await prepareSecrets(job, all);
  // The engine's classic store has none: there only what is asked for by name is an error.
  const none = builder.driver === "docker" && ground.node.store === "classic";
  const attestations: Attestations = {
    kind: none || !hasDefaultProvenance(inputs.publish, environment()) ? "default" : "on",
    privateRepository: await isPrivateRepository(),
    builderId: github?.runUrl,
  };
  return { ...base, secrets, attestations };
}
