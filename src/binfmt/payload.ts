/** What the registrar gets to register: rules, and the emulators they name. */

import { type EmulatorFile, emulatorBytes } from "../emulator/cpu-derived.ts";
import { type TarEntry, tarOf } from "../engine/tar.ts";
import type { Handler } from "./handler.ts";

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

async function emulatorEntry(file: EmulatorFile): Promise<TarEntry> {
  const data = await emulatorBytes(file);
  return { kind: "file", path: `emulators/${file.architecture.target}`, data, mode: 0o555 };
}
