/** What the registrar gets to register: rules, and the emulators they name. */

import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { type TarEntry, tarOf } from "../engine/tar.ts";
import { Failure } from "../failure.ts";
import type { Handler } from "./handler.ts";
import type { EmulatorFile } from "./register.ts";

/** A tar of `lines/<handler name>` and `emulators/<target>`; a file that is not what it was is a Failure. */
export async function payloadOf(
  handlers: readonly Handler[],
  emulators: readonly EmulatorFile[],
): Promise<Buffer> {
  const lines = handlers.map(
    ({ name, line }) =>
      ({ kind: "file", path: `lines/${name}`, data: Buffer.from(line), mode: 0o444 }) as const,
  );
  const entries: TarEntry[] = [...lines, ...(await Promise.all(emulators.map(emulatorEntry)))];
  return tarOf(entries);
}

async function emulatorEntry({ architecture, path, sha256 }: EmulatorFile): Promise<TarEntry> {
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
  return { kind: "file", path: `emulators/${architecture.target}`, data, mode: 0o555 };
}
