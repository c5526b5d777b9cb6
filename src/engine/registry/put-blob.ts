/** Brings a blob to a registry, unless it has it. */

import { setTimeout as sleep } from "node:timers/promises";
import { RegistryFailure } from "./failure.ts";
import type { Registry } from "./registry.ts";
import type { BlobSource } from "./stored.ts";

const TRIES = 3;
const WAIT = 1_000;

/** An upload that breaks is begun anew. */
export async function putBlob(registry: Registry, path: string, blob: BlobSource): Promise<void> {
  if (await registry.hasBlob(path, blob)) return;
  for (let left = TRIES - 1; ; left -= 1) {
    try {
      await registry.sendBlob(path, blob);
      return;
    } catch (error) {
      const passing =
        error instanceof RegistryFailure && ["busy", "broken", "other"].includes(error.refusal);
      if (left === 0 || !passing) throw error;
    }
    await sleep(WAIT);
  }
}
