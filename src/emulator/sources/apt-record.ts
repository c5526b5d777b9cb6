/** Reads apt's records of packages and writes the options that point apt at folders of our own. */

/** A package as `apt-cache show` describes its candidate. */
export interface AptRecord {
  readonly name: string;
  readonly version: string;
  /** Bytes of the package file. */
  readonly size: number;
}

/** Bytes; where `qemu-user` is static, `qemu-user-static` is an empty package of a few kilobytes. */
const EMPTY_PACKAGE = 1024 * 1024;

/**
 * The package with static emulators among the records of `qemu-user-static` and `qemu-user`.
 *
 * Debian up to 12 and Ubuntu up to 24.04 have them in `qemu-user-static` (and dynamic ones in
 * `qemu-user`); newer suites in `qemu-user`, where `qemu-user-static` is gone or only points there.
 */
export function staticPackage(text: string): AptRecord | undefined {
  const records = recordsIn(text);
  const real = (name: string): AptRecord | undefined =>
    records.find((record) => record.name === name && record.size >= EMPTY_PACKAGE);
  return real("qemu-user-static") ?? real("qemu-user");
}

function recordsIn(text: string): AptRecord[] {
  return text.split(/\n\s*\n/).flatMap((paragraph) => {
    const field = (name: string): string | undefined =>
      new RegExp(`^${name}: *(\\S+)`, "m").exec(paragraph)?.[1];
    const [name, version, size] = [field("Package"), field("Version"), field("Size")];
    if (name === undefined || version === undefined || size === undefined) return [];
    return [{ name, version, size: Number(size) }];
  });
}

/**
 * Options for lists and caches in `folder` and packages of Debian architecture `debian`: works for
 * an ordinary user and leaves the machine's own lists alone. Sources and keys stay the machine's.
 */
export function privateOptions(folder: string, debian: string): readonly string[] {
  return options([
    `Dir::State::Lists=${folder}/lists`,
    `Dir::Cache=${folder}/cache`,
    `APT::Architecture=${debian}`,
    `APT::Architectures=${debian}`,
    "Acquire::Languages=none",
  ]);
}

/** Bounds for a mirror that stalls (seconds, tries); unsandboxed, as this run's folders are private. */
export const boundedOptions: readonly string[] = options([
  "Acquire::http::Timeout=30",
  "Acquire::https::Timeout=30",
  "Acquire::Retries=2",
  "APT::Sandbox::User=root",
]);

function options(values: readonly string[]): readonly string[] {
  return values.flatMap((value) => ["-o", value]);
}

/** Member names of an emulator in a package: `./usr/bin/qemu-aarch64-static` or without `-static`. */
export function memberFor(packageName: string, target: string): string {
  return `./usr/bin/qemu-${target}${packageName === "qemu-user-static" ? "-static" : ""}`;
}

/** Distribution and suite out of /etc/os-release: `debian-12`; `unknown` when it says neither. */
export function distributionFrom(text: string): string {
  const field = (name: string): string | undefined =>
    new RegExp(`^${name}="?([^"\\n]*)"?$`, "m").exec(text)?.[1];
  const parts = [field("ID"), field("VERSION_ID") ?? field("VERSION_CODENAME")];
  return parts.filter((part) => part !== undefined).join("-") || "unknown";
}
