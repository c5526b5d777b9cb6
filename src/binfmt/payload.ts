/** What the registrar gets to register: rules, and the emulators they name. */

import { type EmulatorFile, emulatorBytes } from "../emulator/cpu/derived.ts";
import { type TarEntry, tarStream } from "../engine/tar.ts";
import type { Handler } from "./handler.ts";
import type { NodeFiles } from "./node-file.ts";

/**
 * A tar of `lines/<handler name>`, of `emulators/<target>` and of `near` and `marks`, the emulators
 * that the node has itself. It is made while it is read: never more than two emulators are in memory,
 * of all thirty they would be 440 MB. One that is not what it was is a Failure before the tar's end.
 */
export function payloadOf(
  handlers: readonly Handler[],
  emulators: readonly EmulatorFile[],
  near: NodeFiles,
): AsyncIterable<Buffer> {
  const sent = emulators.filter(({ architecture }) => !near.has(architecture.target));
  // Read at once: the container it goes to may still be in the making.
  const [first] = sent.slice(0, 1).map(readAhead);
  return tarStream(entriesOf([...linesOf(handlers), ...marksOf(near)], sent, first));
}

function linesOf(handlers: readonly Handler[]): TarEntry[] {
  return handlers.map(({ name, line }) => textFile(`lines/${name}`, line));
}

function marksOf(near: NodeFiles): TarEntry[] {
  const files = [...near.values()];
  if (files.length === 0) return [];
  return [
    textFile("near", files.map(({ path }) => path).join(" ")),
    textFile("marks", files.map(({ mark }) => mark).join("\n")),
  ];
}

function textFile(path: string, text: string): TarEntry {
  return { kind: "file", path, data: Buffer.from(text), mode: 0o444 };
}

/** The texts, then the emulators: each is read, and its hash compared, while the one before is sent. */
async function* entriesOf(
  texts: readonly TarEntry[],
  emulators: readonly EmulatorFile[],
  first: Promise<Buffer> | undefined,
): AsyncGenerator<TarEntry> {
  yield* texts;
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
