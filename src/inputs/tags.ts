/** Checks names of images before anything is built, since buildx says what is wrong only at the end. */

import type { FailureParts } from "../failure.ts";
import { spelledOut } from "../visible.ts";
import { cutCause, looksCut } from "./cut.ts";
import { slipIn } from "./name-slip.ts";

/** Longest tag, in characters; source: the OCI distribution specification. */
const LONGEST_TAG = 128;
/** Longest repository name with its registry, in characters; source: Docker's reference grammar. */
const LONGEST_NAME = 255;

/** Grammar of Docker's reference package. */
const part = "[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*";
const path = new RegExp(`^${part}(?:/${part})*$`);
const label = "[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?";
const registry = new RegExp(`^(?:${label}(?:\\.${label})*|\\[[0-9a-fA-F:]+\\])(?::\\d+)?$`);

/** Every fault of the names in the list input `name`. */
export function tagFaults(name: string, tags: readonly string[]): readonly FailureParts[] {
  const faults: FailureParts[] = [];
  let whole: string | undefined;
  for (const [index, tag] of tags.entries()) {
    const cut = looksCut(tag, whole) && !tag.startsWith("- ");
    const fault = cut ? {} : nameFault(tag);
    const before = whole;
    if (!cut) whole = tag;
    if (fault === undefined) continue;
    faults.push({
      what: `Item ${index + 1} of the input \`${name}\` is not the name of an image.`,
      seen: spelledOut(tag),
      expected: "registry/repository:tag, such as ghcr.io/user/app:1.0",
      ...fault,
      ...(cut && before !== undefined ? { cause: cutCause(name, spelledOut(before)) } : {}),
      anchor: "names",
    });
  }
  return faults;
}

/** The repository of a name: without `:tag`. */
export function repositoryOf(tag: string): string {
  return tag.replace(/:[^:/]*$/, "");
}

/** What is wrong with one name, or undefined. */
function nameFault(name: string): Partial<FailureParts> | undefined {
  const repository = repositoryOf(name);
  const tag = name.slice(repository.length + 1);
  if (tag.length > LONGEST_TAG) {
    return {
      seen: `a tag of ${tag.length} characters: ${spelledOut(tag)}`,
      expected: `at most ${LONGEST_TAG} characters`,
    };
  }
  if (repository.length > LONGEST_NAME) {
    return { expected: `at most ${LONGEST_NAME} characters before the tag` };
  }
  const tagIsFine = repository === name || /^\w[\w.-]*$/.test(tag);
  const [host, rest] = splitRegistry(repository);
  const fine = (text: string): boolean =>
    path.test(text) && (host === undefined || registry.test(host)) && tagIsFine;
  if (fine(rest)) return undefined;
  if (!fine(rest.toLowerCase())) return slipIn(name, isName) ?? {};
  const lower = [...(host === undefined ? [] : [host]), rest.toLowerCase()].join("/");
  return {
    expected: "small letters in the repository",
    fix: lower + name.slice(repository.length),
  };
}

function isName(text: string): boolean {
  return nameFault(text) === undefined;
}

/** `localhost/a`, `reg.io/a`, `reg:5000/a` name a registry; a first part in capitals is a slip. */
function splitRegistry(repository: string): readonly [string | undefined, string] {
  const slash = repository.indexOf("/");
  const first = repository.slice(0, slash);
  if (slash === -1 || !(/[.:]/.test(first) || first === "localhost"))
    return [undefined, repository];
  return [first, repository.slice(slash + 1)];
}
