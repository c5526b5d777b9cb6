/** Known sha256 of the emulator files in published releases. */

export interface Pin {
  /** QEMU's name of the host's machine, as in the release's file names. */
  readonly host: string;
  readonly target: string;
  /** Tag of the release without its `v`. */
  readonly version: string;
  readonly sha256: string;
}

/**
 * Of the releases of github.com/multiarch/qemu-user-static, the file inside
 * `x86_64_qemu-<target>-static.tar.gz` (which is the bare `qemu-<target>-static` too).
 * Each was read as a checksum written down in public repositories independent of the publisher:
 * 7.2.0-1 aarch64 in seven, arm in six, ppc64le and s390x in one each; 5.2.0-2 aarch64 in one.
 */
export const pins: readonly Pin[] = [
  {
    host: "x86_64",
    target: "aarch64",
    version: "7.2.0-1",
    sha256: "dce64b2dc6b005485c7aa735a7ea39cb0006bf7e5badc28b324b2cd0c73d883f",
  },
  {
    host: "x86_64",
    target: "arm",
    version: "7.2.0-1",
    sha256: "9f07762a3cd0f8a199cb5471a92402a4765f8e2fcb7fe91a87ee75da9616a806",
  },
  {
    host: "x86_64",
    target: "ppc64le",
    version: "7.2.0-1",
    sha256: "a8855b9a9cdefbe2163d9f7851fb71c77207d816451237caed616eb9b03229ac",
  },
  {
    host: "x86_64",
    target: "s390x",
    version: "7.2.0-1",
    sha256: "a438ab2f7c2e0f0ffe63992bccedaf60d789cfb1849e035c0764bda7d9e73a9a",
  },
  {
    host: "x86_64",
    target: "aarch64",
    version: "5.2.0-2",
    sha256: "22cdf516c8cf2ee28282e2dbf3220a80a4ab9fb83d5e1dc26a47170799452c6c",
  },
];

/** The newest release of multiarch's; the project publishes no newer one (seen 2026-11). */
const DEFAULT_RELEASE = "7.2.0-1";

/** `{host}` and `{target}` are QEMU's names, `{version}` the release's tag without `v`. */
export const DEFAULT_ADDRESS =
  "https://github.com/multiarch/qemu-user-static/releases/download/v{version}/{host}_qemu-{target}-static.tar.gz";

/** Hex sha256 of the emulator file in that release, or undefined when it was never written down. */
export function pinFor(host: string, target: string, version: string): string | undefined {
  return pins.find((pin) => pin.host === host && pin.target === target && pin.version === version)
    ?.sha256;
}

/** Tag of the release for a QEMU version: `7.2.0` and `7.2` -> `7.2.0-1`; unknown ones as they are. */
export function releaseFor(version: string | undefined): string {
  if (version === undefined) return DEFAULT_RELEASE;
  const tags = pins.map((pin) => pin.version);
  return (
    tags.find((tag) => tag.split("-")[0] === version || tag.startsWith(`${version}.`)) ?? version
  );
}
