/** Real programs of each platform, to be copied into images by a Dockerfile. */

import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Bench } from "./action.ts";

/**
 * `bb-amd64`, `bb-arm64`: BusyBox as a program of either platform, by name of a file in a context.
 * Taken out of the base image by an export, which runs nothing.
 */
export async function busyboxFiles(
  bench: Pick<Bench, "docker" | "base" | "dir">,
): Promise<Record<string, Uint8Array>> {
  const files: Record<string, Uint8Array> = {};
  for (const architecture of ["amd64", "arm64"]) {
    const name = `exported-${architecture}`;
    const platform = `linux/${architecture}`;
    const ref = await bench.docker(
      "create",
      "--pull=always",
      "--quiet",
      "--platform",
      platform,
      bench.base,
    );
    const id = ref.split("\n").at(-1) ?? "";
    const path = join(bench.dir, name);
    await bench.docker("cp", "--follow-link", `${id}:/usr/bin/busybox`, path);
    await bench.docker("rm", id);
    files[`bb-${architecture}`] = await readFile(path);
  }
  await bench.docker("image", "rm", "--force", bench.base);
  return files;
}
