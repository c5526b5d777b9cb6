/** Takes the one emulator out of what was downloaded: a packed tarball, a packed or bare program. */

import { createReadStream, createWriteStream } from "node:fs";
import { copyFile, open } from "node:fs/promises";
import { pipeline } from "node:stream/promises";
import { Failure } from "../../failure.ts";
import { Incomplete } from "../../runner/download.ts";
import { MAX_EMULATOR_BYTES } from "../contents.ts";
import { received } from "../elf.ts";
import { bounded, type Packing, packingOf, unpacker } from "./packing.ts";
import { fromTar } from "./tarball.ts";

export interface Unpacking {
  readonly from: string;
  readonly to: string;
  /** QEMU's target name. */
  readonly target: string;
  /** Where it was downloaded, for messages. */
  readonly address: string;
}

/**
 * Layouts: multiarch's `x86_64_qemu-<target>-static.tar.gz` and `qemu-<target>-static.tar.gz` with
 * `qemu-<target>-static` in it, in whatever folder; the bare program; and that program packed, as
 * this project's own assets are. A cut archive is `Incomplete`.
 */
export async function unpackEmulator(unpacking: Unpacking): Promise<void> {
  const head = await headOf(unpacking.from);
  const packing = packingOf(head);
  if (packing !== undefined) return await unpacked(unpacking, packing);
  const kind = received(head);
  if (kind === "an ELF program") return await copyFile(unpacking.from, unpacking.to);
  throw noEmulator(unpacking, kind);
}

function noEmulator({ address, target }: Unpacking, seen: string): Failure {
  return new Failure({
    what: `what ${address} gave is no emulator`,
    seen,
    expected: `a tarball with qemu-${target}-static in it, or that program itself`,
    cause: seen.includes("an HTML")
      ? "the server answered with a page, not with the file"
      : undefined,
    anchor: "emulator-download",
  });
}

async function headOf(path: string): Promise<Buffer> {
  await using file = await open(path);
  const { buffer, bytesRead } = await file.read(Buffer.alloc(512), 0, 512, 0);
  return buffer.subarray(0, bytesRead);
}

async function unpacked(unpacking: Unpacking, packing: Packing): Promise<void> {
  const { from, to, address } = unpacking;
  let inner = Buffer.alloc(0);
  try {
    inner = await innerHead(unpacking, packing);
    const plain = unpacker(packing, address);
    if (received(inner) !== "an ELF program") {
      return await fromTar(unpacking, [createReadStream(from), plain, bounded(address)]);
    }
    const limit = bounded(address, MAX_EMULATOR_BYTES);
    await pipeline(createReadStream(from), plain, limit, createWriteStream(to));
  } catch (error) {
    if (error instanceof Error && /^invalid tar header/i.test(error.message)) {
      throw noEmulator(unpacking, `packed with ${packing}: ${received(inner)}`);
    }
    throw cutOr(error);
  }
}

/** The first bytes of what is packed; that is little work, as it stops there. */
async function innerHead(
  { from, address }: Unpacking,
  packing: Packing,
): Promise<Buffer<ArrayBuffer>> {
  const plain = unpacker(packing, address);
  const reading = pipeline(createReadStream(from), plain);
  // Broken off after the first piece; a fault before it ends the loop as well.
  reading.catch(() => undefined);
  for await (const piece of plain) return Buffer.from(piece);
  return Buffer.alloc(0);
}

/** zlib and tar-stream name a cut archive each in their own way. */
function cutOr(error: unknown): unknown {
  const text = error instanceof Error ? error.message : String(error);
  return /unexpected end|premature close/i.test(text)
    ? new Incomplete("the archive is cut off: it ends in the middle", { cause: error })
    : error;
}
