/** The file of an emulator at the moment it is handed to the kernel. */

import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { Failure } from "../failure.ts";
import type { Architecture } from "../platform/architecture.ts";

/** A verified emulator file; `sha256` (hex) is compared once more with the very bytes that are sent. */
export interface EmulatorFile {
  readonly architecture: Architecture;
  readonly path: string;
  readonly sha256: string;
}

/** The emulator's bytes, compared once more with the hash under which it was verified. */
export async function verifiedBytes({ architecture, path, sha256 }: EmulatorFile): Promise<Buffer> {
  const data = await readFile(path);
  const seen = createHash("sha256").update(data).digest("hex");
  if (seen !== sha256) {
    throw new Failure({
      what: `The emulator for ${architecture.target} changed after it was verified`,
      seen: `sha256 ${seen} of ${path}`,
      expected: `sha256 ${sha256}`,
      cause: "another process writes to the tool cache",
      fix: `rm ${path}`,
      anchor: "emulator-hash",
    });
  }
  return data;
}
