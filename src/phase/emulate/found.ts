/** Tells which handlers were found on the node, and which stay there. */

import type { Registration } from "../../binfmt/register.ts";
import { type HandlerStatus, sameMagic } from "../../binfmt/status.ts";
import { removeCommand } from "../../binfmt-misc.ts";
import type { Emulator } from "../../emulator/emulator.ts";
import { versionOf } from "../../emulator/kept/known.ts";

/**
 * So that nobody wonders which emulator ran:
 * `found qemu-aarch64 5.2.0 (/usr/bin/qemu-aarch64-static, disabled), using QEMU 7.2.22 for this
 * job`. The version is that of the file there now, where `here` says that this is the node's machine.
 */
export async function foundLines(
  { before, handlers }: Registration,
  emulators: readonly Emulator[],
  here: boolean,
): Promise<readonly string[]> {
  const lines = handlers.flatMap(({ name, architecture, rule }) => {
    const version = emulators.find((emulator) => emulator.architecture === architecture)?.version;
    return sameMagic(before, rule.magic)
      .filter((found) => found.name !== name)
      .map(async (found) => `${await told(found, here)}, using QEMU ${version} for this job`);
  });
  return await Promise.all(lines);
}

async function told(found: HandlerStatus, here: boolean): Promise<string> {
  const { name, interpreter, enabled } = found;
  const version = here ? await versionOf(interpreter) : undefined;
  const named = version === undefined ? name : `${name} ${version}`;
  return `found ${named} (${interpreter}${enabled ? "" : ", disabled"})`;
}

/** Says how to remove what `keep: true` leaves. */
export function keptNotice(jobId: string): string {
  return `The handlers stay on the engine's node after the job (keep: true). To remove them: ${removeCommand([`${jobId}-*`])}`;
}
