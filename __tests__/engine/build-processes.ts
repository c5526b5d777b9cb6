/** Looks at the processes of this machine. */

import { readdir, readFile } from "node:fs/promises";

/** Command lines of all processes that contain `text`, this one's own excepted. */
export async function processesWith(text: string): Promise<string[]> {
  const ids = (await readdir("/proc")).filter((name) => /^\d+$/.test(name));
  const lines = await Promise.all(
    ids.map((id) => readFile(`/proc/${id}/cmdline`, "utf8").catch(() => "")),
  );
  return lines.map((line) => line.replaceAll("\0", " ")).filter((line) => line.includes(text));
}
