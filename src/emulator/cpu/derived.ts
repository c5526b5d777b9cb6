/** Reads an emulator file at the moment of use: checked by its hash, then given its CPU. */

import { constants } from "node:fs";
import { chmod, copyFile, type FileHandle, open } from "node:fs/promises";
import { join } from "node:path";
import { Failure } from "../../failure.ts";
import type { Architecture } from "../../platform/architecture.ts";
import { bytesOf, contentsOf } from "../kept/known.ts";
import { cpuChanges, entryFault, withCpu } from "./entry.ts";

/** A verified emulator file, and the CPU that its handler shall give. */
export interface EmulatorFile {
  readonly architecture: Architecture;
  readonly path: string;
  /** Hex, of the file as it lies there. */
  readonly sha256: string;
  /** QEMU_CPU; undefined: QEMU's own default, and the file as it is. */
  readonly cpu?: string | undefined;
}

/**
 * The bytes to register. They are a function of the hash, which is compared with the very bytes read
 * here, and of the CPU: so the changed file needs neither a cache nor a hash of its own.
 */
export async function emulatorBytes(file: EmulatorFile): Promise<Buffer> {
  const { data, sha256 } = await bytesOf(file.path);
  if (sha256 !== file.sha256) throw changed(file, `sha256 ${sha256} of ${file.path}`);
  return file.cpu === undefined ? data : withCpu(data, file.cpu);
}

/** @throws Failure where the file is not the verified one any more: after the kernel opened it */
export async function assertUnchanged(file: EmulatorFile): Promise<void> {
  const contents = await contentsOf(file.path);
  const seen = typeof contents === "string" ? contents : `sha256 ${contents.sha256}`;
  if (seen !== `sha256 ${file.sha256}`) throw changed(file, `${seen} of ${file.path}`);
}

function changed({ architecture, path, sha256 }: EmulatorFile, seen: string): Failure {
  return new Failure({
    what: `The emulator for ${architecture.target} changed after it was verified`,
    seen,
    expected: `sha256 ${sha256}`,
    cause: "another process writes to the tool cache",
    fix: `rm ${path}`,
    anchor: "emulator-hash",
  });
}

/**
 * Path of a file to register on this very machine: the emulator itself, or, with a CPU, a changed
 * copy in `folder`. The kernel opens it at registration; it may go afterwards. The copy is made by
 * the kernel, and is of the verified bytes, since the file is the same before and after.
 */
export async function emulatorPath(file: EmulatorFile, folder: string): Promise<string> {
  if (file.cpu === undefined) return file.path;
  const path = join(folder, `qemu-${file.architecture.target}-${file.sha256.slice(0, 12)}`);
  await assertUnchanged(file);
  await copyFile(file.path, path, constants.COPYFILE_FICLONE);
  await assertUnchanged(file);
  await chmod(path, 0o755);
  await using copy = await open(path, "r+");
  const { size } = await copy.stat();
  for (const { at, data } of cpuChanges(await headOf(copy), size, file.cpu)) {
    await copy.write(data, 0, data.length, at);
  }
  return path;
}

/** Why the file at `path` cannot be given a CPU, as one sentence, or undefined. */
export async function cpuFault(path: string): Promise<string | undefined> {
  await using file = await open(path);
  return entryFault(await headOf(file));
}

async function headOf(file: FileHandle): Promise<Buffer> {
  const head = Buffer.alloc(64 * 1024);
  const { bytesRead } = await file.read(head, 0, head.length, 0);
  return head.subarray(0, bytesRead);
}
