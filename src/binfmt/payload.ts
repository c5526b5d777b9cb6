/** The emulators that the registrar gets, where the node does not have them itself. */

import { type EmulatorFile, emulatorBytes } from "../emulator/cpu/derived.ts";
import { type TarEntry, tarStream } from "../engine/tar.ts";

/**
 * A tar of `emulators/<target>`, or undefined: there are none. It is made while it is read: never
 * more than two emulators are in memory, of all thirty they would be 440 MB. One that is not what it
 * was is a Failure before the tar's end.
 */
export function payloadOf(emulators: readonly EmulatorFile[]): AsyncIterable<Buffer> | undefined {
  const [first] = emulators;
  // Read at once: the container it goes to may still be in the making.
  return first === undefined ? undefined : tarStream(entriesOf(emulators, readAhead(first)));
}

/** Each is read, and its hash compared, while the one before is sent. */
async function* entriesOf(
  emulators: readonly EmulatorFile[],
  first: Promise<Buffer>,
): AsyncGenerator<TarEntry> {
  let next: Promise<Buffer> | undefined = first;
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
