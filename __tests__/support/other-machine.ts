/** Plays a runner that is another machine than the engine's node: its kernel bears another name. */

import { randomUUID } from "node:crypto";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Bench } from "./action.ts";

/**
 * For `RunOptions.node`: runs the entry where the kernel's boot id is another, and no binfmt_misc is
 * mounted: what was registered on the node can then only be seen through the engine.
 */
export async function otherMachine({ dir }: Bench, node = process.execPath): Promise<string> {
  const path = join(dir, "node-elsewhere");
  const bootId = join(dir, "boot-id");
  await writeFile(bootId, `${randomUUID()}\n`);
  const steps = [
    `mount --bind '${bootId}' /proc/sys/kernel/random/boot_id`,
    "umount /proc/sys/fs/binfmt_misc",
    `exec '${node}' "$@"`,
  ];
  // bash: other shells drop variables named as inputs are, with a dash.
  const inner = `bash -ec "$STEPS" bash "$@"`;
  const script = [
    "#!/bin/bash",
    `read -rd '' STEPS <<'END'`,
    ...steps,
    "END",
    `exec unshare --mount --propagation private ${inner}`,
  ].join("\n");
  await writeFile(path, script, { mode: 0o755 });
  return path;
}
