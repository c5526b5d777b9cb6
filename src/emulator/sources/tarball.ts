/** Finds the one emulator in a tar archive made by others. */

import { createWriteStream } from "node:fs";
import type { Readable, Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import { Failure } from "../../failure.ts";
import { MAX_EMULATOR_BYTES } from "../contents.ts";

export interface TarWish {
  readonly to: string;
  /** QEMU's target name. */
  readonly target: string;
  /** Where it was downloaded, for messages. */
  readonly address: string;
}

/** Entries that are looked through; a distribution's package has hundreds. */
const MOST = 10_000;
/** Names that are told where none is the emulator's. */
const TOLD = 10;

/** Names in the tar are compared, never used as paths; only a plain file of bounded size is taken. */
export async function fromTar(
  wish: TarWish,
  [source, ...steps]: readonly [Readable, Transform, Transform],
): Promise<void> {
  const { extract } = await import("tar-stream");
  const names: string[] = [];
  const tar = extract();
  const reading = pipeline([source, ...steps, tar]);
  // Awaited at the end; a fault of the archive breaks the loop below as well.
  reading.catch(() => undefined);
  let [found, entries] = [false, 0];
  for await (const entry of tar) {
    const { name, type, size } = entry.header;
    entries += 1;
    if (entries > MOST) throw tooMany(wish);
    if (names.length < TOLD) names.push(name);
    if (!found && isEmulator(name, wish.target)) {
      refuseOdd(wish, type ?? "thing of no known type", size ?? 0);
      await pipeline(entry, createWriteStream(wish.to));
      found = true;
    } else entry.resume();
  }
  await reading;
  if (!found) throw missing(wish, names);
}

function isEmulator(name: string, target: string): boolean {
  const base = name.split("/").at(-1);
  return base === `qemu-${target}-static` || base === `qemu-${target}`;
}

function refuseOdd({ address, target }: TarWish, type: string, size: number): void {
  if (type === "file" && size <= MAX_EMULATOR_BYTES) return;
  throw new Failure({
    what: `the tarball of ${address} cannot be used`,
    seen: type === "file" ? `an emulator of ${size} bytes` : `qemu-${target} in it is a ${type}`,
    expected: "a plain file",
    anchor: "emulator-unfit",
  });
}

function tooMany({ address }: TarWish): Failure {
  const what = `the tarball of ${address} cannot be used`;
  return new Failure({ what, seen: `more than ${MOST} files in it`, anchor: "emulator-unfit" });
}

function missing({ address, target }: TarWish, names: readonly string[]): Failure {
  return new Failure({
    what: `the tarball of ${address} has no emulator for ${target}`,
    seen: names.join(", ") || "an empty archive",
    expected: `qemu-${target}-static or qemu-${target}`,
    anchor: "emulator-unfit",
  });
}
