/** Keeps small JSON notes beside the tools of a tool cache. */

import { randomUUID } from "node:crypto";
import { readFile, rename, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { jsonOf } from "../any-json.ts";
import { makeFolder } from "./temp.ts";

/** A small JSON note kept beside the tools, or undefined where there is none or it is no JSON. */
export async function readNote(root: string, name: string): Promise<unknown> {
  return jsonOf(await readFile(notePath(root, name), "utf8").catch(() => ""));
}

/** Writes a note whole or not at all. */
export async function keepNote(root: string, name: string, value: object): Promise<void> {
  const path = notePath(root, name);
  const aside = `${path}.${randomUUID()}`;
  makeFolder(dirname(path));
  await writeFile(aside, `${JSON.stringify(value)}\n`);
  await rename(aside, path);
}

function notePath(root: string, name: string): string {
  return join(root, "anyarch-index", `${name}.json`);
}
