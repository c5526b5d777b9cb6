/** Makes a container builder reach the registries of this build as the engine does. */

import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { BuilderRequest } from "../../engine/buildx/container-builder.ts";
import { defaultBuilderConfig } from "../../engine/buildx/state.ts";
import { registryAccess } from "../../engine/registry/access.ts";
import type { RegistryTrust } from "../../engine/registry/trust.ts";
import { readDockerfile } from "../../image/build/dockerfile.ts";
import { builderConfig } from "../../image/builder/config.ts";
import { registriesIn } from "../../image/registries.ts";
import type { Inputs } from "../../inputs/inputs.ts";
import type { Job } from "../../job/job.ts";
import { environment } from "../../runner/env.ts";

/** Its network, and the file of its settings where it needs one. */
export async function builderReach(
  job: Job,
  { build, publish }: Inputs,
  trust: RegistryTrust,
): Promise<Pick<BuilderRequest, "hostNetwork" | "config">> {
  const env = environment();
  const hosts = registriesIn(build, publish, await readDockerfile(build));
  const [given, ...registries] = await Promise.all([
    defaultBuilderConfig(env),
    ...hosts.map((host) => registryAccess(host, trust, env)),
  ]);
  // Not otherwise: with the node's network, RUN steps could reach what listens on the runner.
  const hostNetwork = registries.some(({ loopback }) => loopback);
  const text = builderConfig({ registries, mirrors: trust.mirrors, given });
  if (text === undefined) return { hostNetwork };
  const config = join(job.temp, "buildkitd.toml");
  await writeFile(config, text);
  return { hostNetwork, config };
}
