/** Annotates the Dockerfile with what BuildKit's build checks found. */

import { checkAnnotations } from "../../image/build/check-annotations.ts";
import type { BuildWarning } from "../../image/build/progress.ts";
import { goBoolean } from "../../inputs/attributes.ts";
import type { BuildInputs } from "../../inputs/inputs.ts";
import { environment } from "../../runner/env.ts";
import { annotate } from "../../runner/log.ts";

/** Unless `DOCKER_BUILD_CHECKS_ANNOTATIONS` is false. */
export function annotateChecks(warnings: readonly BuildWarning[], build: BuildInputs): void {
  const env = environment();
  if (goBoolean(env.DOCKER_BUILD_CHECKS_ANNOTATIONS) === false) return;
  const places = {
    workspace: env.GITHUB_WORKSPACE || ".",
    repository: `${env.GITHUB_SERVER_URL || "https://github.com"}/${env.GITHUB_REPOSITORY ?? ""}.git`,
  };
  for (const annotation of checkAnnotations(warnings, build, places)) annotate(annotation);
}
