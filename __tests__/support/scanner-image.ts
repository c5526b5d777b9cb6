/** Makes the image that BuildKit runs for an SBOM: it tells the name of what it was given. */

import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Bench } from "./action.ts";

/** What `sbom: true` runs. */
const USUAL = "docker/buildkit-syft-scanner:stable-1";

export interface ScannerWish {
  /** Of the engine that gets it. */
  readonly docker: Bench["docker"];
  /** A folder that is there; the image is made in one of its own in it. */
  readonly dir: string;
  readonly base: string;
  /** A further name, of a registry. */
  readonly name: string;
  readonly cleanup: Bench["cleanup"];
}

/** The image is in the engine's store under its usual name, and the same is in the registry. */
export async function scannerImage(wish: ScannerWish): Promise<string> {
  const { docker, dir, base, name, cleanup } = wish;
  const script = [
    "#!/bin/sh -e",
    'name=$(basename "$BUILDKIT_SCAN_SOURCE")',
    `printf '{"predicateType":"https://spdx.dev/Document","predicate":{"name":"%s"}}' "$name" \\`,
    '  >"$BUILDKIT_SCAN_DESTINATION/$name.spdx.json"',
  ];
  const context = join(dir, "scanner");
  await mkdir(context);
  await writeFile(join(context, "scan"), `${script.join("\n")}\n`, { mode: 0o755 });
  const dockerfile = `FROM ${base}\nCOPY scan /scan\nENTRYPOINT ["/scan"]\n`;
  await writeFile(join(context, "Dockerfile"), dockerfile);
  await docker("build", "--quiet", "--tag", USUAL, "--tag", name, context);
  cleanup.push(() => docker("image", "rm", "--force", USUAL, name));
  await docker("push", "--quiet", name);
  return name;
}
