/** Takes the one emulator out of what was downloaded: a gzipped tarball or the bare program. */

import { createReadStream, createWriteStream } from "node:fs";
import { copyFile, open } from "node:fs/promises";
import { pipeline } from "node:stream/promises";
import { createGunzip } from "node:zlib";
import { Failure } from "../failure.ts";
import { Incomplete } from "../runner/download.ts";
import { MAX_EMULATOR_BYTES } from "./contents.ts";
import { received } from "./elf.ts";

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
 * `qemu-<target>-static` in it, in whatever folder, and the bare program. Names in a tarball are
 * compared, never used as paths; only a plain file is taken. A cut archive is `Incomplete`.
 */
export async function unpackEmulator(unpacking: Unpacking): Promise<void> {
  const head = await headOf(unpacking.from);
  const kind = received(head);
  if (kind === "an ELF program") return await copyFile(unpacking.from, unpacking.to);
  if (kind === "a gzip archive") return await fromTarball(unpacking);
  throw new Failure({
    what: `what ${unpacking.address} gave is no emulator`,
    seen: kind,
    expected: `a gzipped tarball with qemu-${unpacking.target}-static in it, or that program itself`,
    cause: kind.startsWith("an HTML")
      ? "the server answered with a page, not with the file"
      : undefined,
    anchor: "emulator-download",
  });
}

async function headOf(path: string): Promise<Buffer> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(512), 0, 512, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

async function fromTarball(unpacking: Unpacking): Promise<void> {
  const { extract } = await import("tar-stream");
  const names: string[] = [];
  const tar = extract();
  const reading = pipeline(createReadStream(unpacking.from), createGunzip(), tar);
  // Awaited at the end; a fault of the archive breaks the loop below as well.
  reading.catch(() => undefined);
  try {
    let found = false;
    for await (const entry of tar) {
      const { name, type, size } = entry.header;
      names.push(name);
      if (!found && isEmulator(name, unpacking.target)) {
        refuseOdd(unpacking, type ?? "file", size ?? 0);
        await pipeline(entry, createWriteStream(unpacking.to));
        found = true;
      } else entry.resume();
    }
    await reading;
    if (!found) throw missing(unpacking, names);
  } catch (error) {
    throw cutOr(error);
  }
}

/** zlib and tar-stream name a cut archive each in their own way. */
function cutOr(error: unknown): unknown {
  const text = error instanceof Error ? error.message : String(error);
  return /unexpected end|premature close/i.test(text)
    ? new Incomplete("the archive is cut off: it ends in the middle", { cause: error })
    : error;
}

function isEmulator(name: string, target: string): boolean {
  const base = name.split("/").at(-1);
  return base === `qemu-${target}-static` || base === `qemu-${target}`;
}

function refuseOdd(unpacking: Unpacking, type: string, size: number): void {
  if (type === "file" && size <= MAX_EMULATOR_BYTES) return;
  throw new Failure({
    what: `the tarball of ${unpacking.address} cannot be used`,
    seen:
      type === "file"
        ? `an emulator of ${size} bytes`
        : `qemu-${unpacking.target} in it is a ${type}`,
    expected: "a plain file",
    anchor: "emulator-unfit",
  });
}

function missing(unpacking: Unpacking, names: readonly string[]): Failure {
  return new Failure({
    what: `the tarball of ${unpacking.address} has no emulator for ${unpacking.target}`,
    seen: names.slice(0, 10).join(", ") || "an empty archive",
    expected: `qemu-${unpacking.target}-static or qemu-${unpacking.target}`,
    anchor: "emulator-unfit",
  });
}
