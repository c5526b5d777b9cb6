/** What the registrar gets to register: rules, and the emulators they name. */

import { type EmulatorFile, emulatorBytes } from "../emulator/cpu-derived.ts";
import { type TarEntry, tarStream } from "../engine/tar.ts";
import type { Handler } from "./handler.ts";

/**
 * A tar of `lines/<handler name>` and `emulators/<target>`, made while it is read: never more than
 * two emulators are in memory, of all thirty they would be 440 MB. One that is not what it was is a
 * Failure before the tar's end.
 */
export function payloadOf(
  handlers: readonly Handler[],
  emulators: readonly EmulatorFile[],
): AsyncIterable<Buffer> {
  // Read at once: the container it goes to may still be in the making.
  const [first] = emulators.slice(0, 1).map(readAhead);
  return tarStream(entriesOf(handlers, emulators, first));
}

/** The rules, then the emulators: each is read, and its hash compared, while the one before is sent. */
async function* entriesOf(
  handlers: readonly Handler[],
  emulators: readonly EmulatorFile[],
  first: Promise<Buffer> | undefined,
): AsyncGenerator<TarEntry> {
  for (const { name, line } of handlers) {
    yield { kind: "file", path: `lines/${name}`, data: Buffer.from(line), mode: 0o444 };
  }
  let next = first;
  for (const [at, { architecture }] of emulators.entries()) {
    const data = await next;
    [next] = emulators.slice(at + 1, at + 2).map(readAhead);
    if (data === undefined) continue;
    yield { kind: "file", path: `emulators/${architecture.target}`, data, mode: 0o555 };
  }
}

function readAhead(file: EmulatorFile): Promise<Buffer> {
  const bytes = emulatorBytes(file);
  // Awaited when its turn comes; until then a failure must not count as unhandled.
  bytes.catch(() => undefined);
  return bytes;
}
