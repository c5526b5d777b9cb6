/** Finds what a program that crashed under the emulator left in an image while a layer was built. */

import type { Tree } from "./tree.ts";

/** As QEMU names core files: program, local time, process (linux-user/elfload.c). */
const CORE = /\/qemu_[^/]*_\d{8}-\d{6}_\d+\.core$/;

/** A notice for each of the image's core files; a layer may come from a cache, and its log is not told again. */
export function coreNotices({ entries }: Tree): readonly string[] {
  return [...entries.keys()]
    .filter((path) => CORE.test(path))
    .map((path) => `${path} is QEMU's core file: a program crashed when this layer was built`);
}
