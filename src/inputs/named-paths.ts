/** Lists the files and folders that the inputs name. */

import { dirname, join } from "node:path";
import { spelledOut } from "../visible.ts";
import { isRemote } from "./context.ts";
import type { Inputs } from "./inputs.ts";

type Kind = "folder" | "file" | "file or folder";

/** Something an input names: `what` is the input in words. */
export interface Named {
  readonly what: string;
  readonly path: string;
  readonly kind: Kind;
  /** Its input, where the path is all of the value. */
  readonly input?: string;
  /** What to do where it is missing and no name is near. */
  readonly fix?: string;
}

/** In the order in which they are told. Addresses and `-` are left to BuildKit. */
export function namedIn({ build, emulator, publish }: Inputs): readonly Named[] {
  const { context, file, buildContexts, secrets } = build;
  const named: Named[] = [];
  if (!isRemote(context)) {
    named.push({
      what: "The folder of the input `context`",
      path: context,
      kind: "folder",
      input: "context",
    });
    const what = file === undefined ? "The Dockerfile" : "The Dockerfile of the input `file`";
    const path = file ?? join(context, "Dockerfile");
    if (!isRemote(path)) named.push({ what, path, kind: "file", input: "file" });
  }
  for (const each of buildContexts) {
    const path = each.slice(each.indexOf("=") + 1);
    const what = `The folder ${each.split("=", 1)[0]} of the input \`build-contexts\``;
    if (!/^(target|docker-image|oci-layout):/.test(path) && !isRemote(path)) {
      named.push({ what, path, kind: "folder" });
    }
  }
  for (const each of secrets) {
    const what = `The file of the secret ${each.id} in the input \`secret-files\``;
    if (each.kind === "file") named.push({ what, path: each.path, kind: "file" });
  }
  const { path } = emulator;
  if (path !== undefined) {
    named.push({ what: "The emulator of the input `emulator`", path, kind: "file or folder" });
  }
  return [...named, ...destinationsIn(publish)];
}

/** BuildKit makes the folder of `type=local` alone. */
function destinationsIn({ outputs }: Inputs["publish"]): readonly Named[] {
  return outputs.flatMap(({ type, attributes: { dest = "-" } }) => {
    if (dest === "-" || type === "local") return [];
    const path = dirname(dest);
    const what = `The folder of ${spelledOut(dest)} in the input \`outputs\``;
    const fix = `run: mkdir -p '${path}'   # in an earlier step`;
    return [{ what, path, kind: "folder" as const, fix }];
  });
}
