/** Names the emulators of a run, for errors. */

import { platformName } from "../../platform/platform.ts";
import type { RunRecord } from "../record.ts";

/** By platform; without a version where the emulator is of the machine and did not tell it. */
export function emulatorNames(record: RunRecord): Readonly<Record<string, string>> {
  const emulated = record
    .outcome()
    .platforms.filter(({ native, node }) => !native && node === undefined);
  return Object.fromEntries(
    emulated.map(({ platform, emulator, proofs }) => {
      const version = emulator?.version ?? proofs[0]?.emulatorVersion;
      return [platformName(platform), version === undefined ? "the emulator" : `QEMU ${version}`];
    }),
  );
}
