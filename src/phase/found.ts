/** Tells which handlers were found on the node, and which stay there. */

import type { Registration } from "../binfmt/register.ts";
import { sameMagic } from "../binfmt/status.ts";
import type { Emulator } from "../emulator/emulator.ts";

/**
 * So that nobody wonders which emulator ran:
 * `found qemu-aarch64 (/usr/bin/qemu-aarch64-static, disabled), using QEMU 7.2.22 for this job`.
 */
export function foundLines(
  { before, handlers }: Registration,
  emulators: readonly Emulator[],
): string[] {
  return handlers.flatMap(({ name, architecture, rule }) => {
    const version = emulators.find((emulator) => emulator.architecture === architecture)?.version;
    return sameMagic(before, rule.magic)
      .filter((found) => found.name !== name)
      .map((found) => {
        const state = found.enabled ? "" : ", disabled";
        return `found ${found.name} (${found.interpreter}${state}), using QEMU ${version} for this job`;
      });
  });
}

/** Says how to remove what `keep: true` leaves. */
export function keptNotice(jobId: string): string {
  const loop = `for f in /proc/sys/fs/binfmt_misc/${jobId}-*; do echo -1 | sudo tee "$f"; done`;
  return `The handlers stay on the engine's node after the job (keep: true). To remove them: ${loop}`;
}
