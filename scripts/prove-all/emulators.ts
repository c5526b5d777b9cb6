/** What a folder of emulators has for each architecture of the table, seen before anything is changed. */

import { existsSync } from "node:fs";
import { join } from "node:path";
import { cpuDefault } from "../../src/emulator/cpu/default.ts";
import type { EmulatorFile } from "../../src/emulator/cpu/derived.ts";
import { verifyEmulator } from "../../src/emulator/verify.ts";
import {
  type Architecture,
  architectureFor,
  architectures,
} from "../../src/platform/architecture.ts";
import { isNativeTo } from "../../src/platform/emulation.ts";
import type { Platform } from "../../src/platform/platform.ts";
import { explained } from "../rig/progress.ts";

export type Candidate =
  | {
      readonly kind: "emulator";
      readonly architecture: Architecture;
      readonly version: string;
      readonly file: EmulatorFile;
    }
  | {
      readonly kind: "native" | "absent";
      readonly architecture: Architecture;
    }
  | { readonly kind: "unfit"; readonly architecture: Architecture; readonly why: string };

/** One for each row of the table, in its order. */
export async function candidatesIn(folder: string, node: Platform): Promise<readonly Candidate[]> {
  const host = architectureFor(node);
  if (host === undefined) throw new Error(`no architecture of the table is ${node.architecture}`);
  return await Promise.all(
    architectures.map(async (architecture): Promise<Candidate> => {
      const path = join(folder, `qemu-${architecture.target}`);
      if (isNativeTo(node, architecture)) return { kind: "native", architecture };
      if (!existsSync(path)) return { kind: "absent", architecture };
      try {
        const seen = await verifyEmulator(path, { architecture, host, origin: path });
        const version = seen.version ?? "unknown";
        const cpu = cpuDefault(architecture, version);
        const file = { architecture, path, sha256: seen.sha256, cpu };
        return { kind: "emulator", architecture, version, file };
      } catch (error) {
        return { kind: "unfit", architecture, why: explained(error) };
      }
    }),
  );
}
