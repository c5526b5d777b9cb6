/** Checks the form of values that buildx would refuse only after emulators and builders have been set up. */

import { nearest } from "../nearest.ts";
import { spelledOut } from "../visible.ts";
import { attributesOf, fieldsOf } from "./attributes.ts";
import type { BuildInputs } from "./inputs.ts";
import type { InputName, InputReader } from "./reader.ts";

/** The form of an item, and an example of it. */
interface Form {
  readonly pattern: RegExp;
  readonly expected: string;
}

/** Source: docker/go-units, `RAMInBytes`. */
const SIZE: Form = {
  pattern: /^\d+(?:\.\d+)? ?(?:[kmgtp]i?b?|b)?$/i,
  expected: "a size, such as 2g",
};
/** Source: docker/go-units, `ParseUlimit`. */
const ULIMIT: Form = {
  pattern:
    /^(?:as|core|cpu|data|fsize|locks|memlock|msgqueue|nice|nofile|nproc|rss|rtprio|rttime|sigpending|stack)=-?\d+(?::-?\d+)?$/,
  expected: "name=soft:hard, such as nofile=1024:1024",
};
const HOST: Form = { pattern: /^[^:=\s]+[:=]\S+$/, expected: "name:address, such as db:10.0.0.2" };

const NETWORKS = ["default", "none", "host"];
const GRANTS = ["network.host", "security.insecure"];
const CACHES = ["registry", "inline", "local", "gha", "s3", "azblob"];

/** What a cache is nothing without, by its direction and type. */
const NEEDED: Readonly<Record<"cache-from" | "cache-to", Readonly<Record<string, string>>>> = {
  "cache-from": { local: "src", registry: "ref" },
  "cache-to": { local: "dest", registry: "ref" },
};

/** A fault for each value of another form. What is new to this table is left to buildx. */
export function checkForms(reader: InputReader, build: BuildInputs): void {
  const { network, shmSize, ulimit, addHosts, allow, cacheFrom, cacheTo } = build;
  if (network !== undefined && !NETWORKS.includes(network)) {
    const near = nearest(network, NETWORKS) ?? "default";
    const expected = `${NETWORKS.join(", ")}: BuildKit has no networks of the engine`;
    wrong(reader, "network", network, { expected, fix: `network: ${near}` });
  }
  if (shmSize !== undefined) checkForm(reader, "shm-size", [shmSize], SIZE);
  checkForm(reader, "ulimit", ulimit, ULIMIT);
  checkForm(reader, "add-hosts", addHosts, HOST);
  for (const item of allow) {
    const near = GRANTS.includes(item) ? undefined : nearest(item, GRANTS);
    if (near === undefined) continue;
    wrong(reader, "allow", item, { expected: `did you mean ${near}?`, fix: `allow: ${near}` });
  }
  for (const item of cacheFrom) checkCache(reader, "cache-from", item);
  for (const item of cacheTo) checkCache(reader, "cache-to", item);
}

function checkForm(
  reader: InputReader,
  name: InputName,
  items: readonly string[],
  form: Form,
): void {
  for (const item of items) {
    if (!form.pattern.test(item)) wrong(reader, name, item, { expected: form.expected });
  }
}

/** A bare name is a registry's; attributes that cannot be read are buildx's to explain. */
function checkCache(reader: InputReader, name: "cache-from" | "cache-to", item: string): void {
  if (!item.includes("=")) return;
  const attributes = attributesOf(fieldsOf(item, reader.csv) ?? [""]);
  if (attributes === undefined) return;
  const { type = "" } = attributes;
  const near = CACHES.includes(type) ? undefined : nearest(type, CACHES);
  const needed = NEEDED[name][type];
  if (near !== undefined) {
    const expected = `a type of ${CACHES.join(", ")} (did you mean ${near}?)`;
    wrong(reader, name, item, { expected, fix: `${name}: ${item.replace(type, near)}` });
  } else if (needed !== undefined && !attributes[needed]) {
    wrong(reader, name, item, { expected: `${needed}=, such as ${item},${needed}=…` });
  }
}

function wrong(
  reader: InputReader,
  name: InputName,
  seen: string,
  parts: { readonly expected: string; readonly fix?: string },
): void {
  reader.fault({
    what: `The input \`${name}\` has a value it cannot have.`,
    seen: spelledOut(seen),
    ...parts,
    anchor: "wrong-value",
  });
}
