/** Turns findings of BuildKit's build checks into annotations of the Dockerfile. */

import { isAbsolute, join, relative, resolve } from "node:path";
import { isRemote } from "../../inputs/context.ts";
import type { BuildInputs } from "../../inputs/inputs.ts";
import type { BuildWarning } from "./progress.ts";

export interface CheckAnnotation {
  readonly title: string;
  readonly message: string;
  /** From the top of the repository. */
  readonly file: string;
  readonly line: number;
}

export interface Places {
  /** The runner's workspace, which is the top of the repository; the working folder too. */
  readonly workspace: string;
  /** Address of the workflow's own repository, `https://github.com/owner/name.git`. */
  readonly repository: string;
}

/** As docker/build-push-action's; none where the Dockerfile is in another repository, or in none. */
export function checkAnnotations(
  warnings: readonly BuildWarning[],
  build: Pick<BuildInputs, "context" | "file">,
  places: Places,
): readonly CheckAnnotation[] {
  const file = dockerfileIn(build, places);
  if (file === undefined) return [];
  const all = warnings
    .filter(({ text, detail, file: named }) => text !== "" && detail !== "" && named !== "")
    .map(({ text, detail, url, line }) => ({
      title: detail,
      message: `${text.replace(/ \(line \d+\)$/, "")}${url === "" ? "" : `\nMore info: ${url}`}`,
      file,
      line,
    }));
  // Every platform that is built has its own findings.
  const keys = all.map((annotation) => JSON.stringify(annotation));
  return all.filter((_, index) => keys.indexOf(keys[index] ?? "") === index);
}

function dockerfileIn(
  { context, file }: Pick<BuildInputs, "context" | "file">,
  { workspace, repository }: Places,
): string | undefined {
  if (isRemote(context)) {
    const rest = context.startsWith(repository) ? context.slice(repository.length) : undefined;
    if (rest === undefined || !/^(?:[#?]|$)/.test(rest)) return undefined;
    const folder = /^#[^:]*:(.+)$/.exec(rest)?.[1] ?? "";
    return join(folder, file ?? "Dockerfile");
  }
  const path = relative(workspace, resolve(workspace, file ?? join(context, "Dockerfile")));
  return path.startsWith("..") || isAbsolute(path) ? undefined : path;
}
