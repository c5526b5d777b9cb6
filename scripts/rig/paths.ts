/** Where the rig keeps what it downloads, what its daemons store, and what lives while they run. */

import { createHash } from "node:crypto";
import { join, resolve } from "node:path";

export interface RigPaths {
  /** Everything that outlives a stop: downloads, unpacked programs, image data. */
  readonly state: string;
  /** Sockets, pid files, logs: gone after a stop. */
  readonly run: string;
  /** Programs by the names they are called by; goes in front of PATH. */
  readonly bin: string;
  /** `DOCKER_CONFIG`: the user's own `~/.docker` is never touched. */
  readonly dockerConfig: string;
  /** Start of the names of all network devices of this rig; 8 characters of the 15 allowed. */
  readonly device: string;
  /** 0 to 249, to spread the subnets of several rigs on one machine. */
  readonly slot: number;
}

const checkout = resolve(import.meta.dirname, "../..");

/**
 * The folders of the rig whose state is in `state` (default: `$ANYARCH_RIG`, else `.anyarch/rig`
 * of the checkout). A unix socket's path ends at 107 characters and containerd's sockets lie
 * deep, so they go to a short folder of `/run` that is named after the state folder.
 */
export function rigPaths(state?: string): RigPaths {
  const folder = resolve(state ?? (process.env.ANYARCH_RIG || join(checkout, ".anyarch/rig")));
  const hash = createHash("sha256").update(folder).digest();
  return {
    state: folder,
    run: `/run/anyarch-${hash.toString("hex", 0, 4)}`,
    bin: join(folder, "bin"),
    dockerConfig: join(folder, "docker-config"),
    device: `aa${hash.toString("hex", 0, 3)}`,
    slot: (hash[4] ?? 0) % 250,
  };
}
