/** Reads docker/build-push-action's inputs that go into the build. */

import { attestationFrom } from "./attestation.ts";
import { checkForms } from "./forms.ts";
import { type GitHubFacts, gitContext } from "./github.ts";
import type { BuildInputs } from "./inputs.ts";
import { argumentRule, labelRule, pairRule, pairsFrom } from "./pairs.ts";
import type { InputReader } from "./reader.ts";
import { secretWarning } from "./secret-words.ts";
import { secretsFrom } from "./secrets.ts";

/** `github` is undefined outside of GitHub; the default context is then the working folder. */
export function buildFrom(reader: InputReader, github: GitHubFacts | undefined): BuildInputs {
  const fallback = github === undefined ? "." : gitContext(github);
  const context = withDefault(reader.text("context") ?? "", fallback) || fallback;
  const own = github !== undefined && context.startsWith(fallback);
  const build = {
    ...listsFrom(reader),
    ...textsFrom(reader),
    buildContexts: pairsFrom(reader, "build-contexts", pairRule).map((each) =>
      withDefault(each, fallback),
    ),
    context,
    githubToken: own ? reader.text("github-token") : undefined,
    noCache: reader.boolean("no-cache"),
    provenance: attestationFrom(reader, "provenance"),
    pull: reader.boolean("pull"),
    sbom: attestationFrom(reader, "sbom"),
    secrets: secretsFrom(reader),
  };
  checkForms(reader, build);
  return build;
}

type Lists =
  | "addHosts"
  | "allow"
  | "annotations"
  | "attests"
  | "buildArgs"
  | "cacheFrom"
  | "cacheTo"
  | "labels"
  | "noCacheFilters"
  | "ssh"
  | "ulimit";

function listsFrom(reader: InputReader): Pick<BuildInputs, Lists> {
  return {
    addHosts: reader.list("add-hosts", { commas: true }),
    allow: reader.list("allow", { commas: true }),
    annotations: pairsFrom(reader, "annotations", pairRule),
    attests: reader.list("attests", { attributes: true }),
    buildArgs: argumentsFrom(reader),
    cacheFrom: reader.list("cache-from", { attributes: true }),
    cacheTo: reader.list("cache-to", { attributes: true }),
    labels: pairsFrom(reader, "labels", labelRule),
    noCacheFilters: reader.list("no-cache-filters", { commas: true }),
    ssh: reader.list("ssh", { commas: true }),
    ulimit: reader.list("ulimit"),
  };
}

function argumentsFrom(reader: InputReader): readonly string[] {
  const items = pairsFrom(reader, "build-args", argumentRule);
  const warning = secretWarning(items);
  if (warning !== undefined) reader.warnings.push(warning);
  return items;
}

type Texts = "call" | "cgroupParent" | "file" | "network" | "shmSize" | "target";

function textsFrom(reader: InputReader): Pick<BuildInputs, Texts> {
  return {
    call: reader.text("call"),
    cgroupParent: reader.text("cgroup-parent"),
    file: reader.text("file"),
    network: reader.text("network"),
    shmSize: reader.text("shm-size"),
    target: reader.text("target"),
  };
}

/** Fills in `{{defaultContext}}`. */
function withDefault(text: string, context: string): string {
  return text.replace(/\{\{\s*defaultContext\s*\}\}/g, () => context);
}
