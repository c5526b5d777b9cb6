/** Reads which interpreters this machine's own binfmt_misc handlers name. */

import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Architecture } from "../../platform/architecture.ts";

export interface FoundHandler {
  readonly name: string;
  readonly interpreter: string;
}

/**
 * The enabled handlers of an architecture; those of a running job of ours are not the machine's.
 * Empty where binfmt_misc is not mounted. `folder` is /proc/sys/fs/binfmt_misc.
 */
export async function handlersOf(
  architecture: Architecture,
  folder: string,
): Promise<readonly FoundHandler[]> {
  const names = await readdir(folder).catch(() => []);
  const texts = names
    .filter((name) => name !== "register" && name !== "status" && !name.startsWith("anyarch-"))
    .sort()
    .map(async (name) => {
      const text = await readFile(join(folder, name), "utf8").catch(() => "");
      return foundIn(name, text, architecture.magic);
    });
  return (await Promise.all(texts)).filter((found) => found !== undefined);
}

/** The handler that a status text tells of, if it is enabled and has this magic (hex). */
function foundIn(name: string, text: string, magic: string): FoundHandler | undefined {
  const interpreter = /^interpreter (\/.*)$/m.exec(text)?.[1];
  const seen = /^magic ([0-9a-f]+)$/m.exec(text)?.[1];
  const counts = /^enabled$/m.test(text) && seen === magic;
  return counts && interpreter !== undefined ? { name, interpreter } : undefined;
}
