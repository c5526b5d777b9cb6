/** Versions of QEMU that are known to crash by themselves, whatever they emulate. */

import { compareVersions } from "./version.ts";

interface Fault {
  readonly since: string;
  readonly before: string;
  readonly says: string;
}

/**
 * Public reports, none of them measured here: 8.0 to 8.2 end with `QEMU internal SIGSEGV
 * {code=MAPERR, addr=0x20}` (containers/podman#22708, lance-format/lance#7902, 8.2.2 of Ubuntu
 * 24.04), 9.0 to 9.2.1 crash in `ldconfig` (tonistiigi/binfmt#245). 5.2, 7.2, 10.0 and 11.1 were
 * measured, over 1,000 runs, without a crash.
 */
const faults: readonly Fault[] = [
  {
    since: "8.0",
    before: "9.0",
    says: "QEMU 8 is known to crash by itself (QEMU internal SIGSEGV)",
  },
  { since: "9.0", before: "9.2.2", says: "QEMU 9 before 9.2.2 is known to crash in ldconfig" },
];

/** What is wrong with a version, `8.2.2` or a package's `1:8.2.2+ds-0ubuntu1`; undefined: nothing known. */
export function versionFault(version: string): string | undefined {
  return faults.find(
    ({ since, before }) =>
      compareVersions(version, since) >= 0 && compareVersions(version, before) < 0,
  )?.says;
}
