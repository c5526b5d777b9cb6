/** The package managers other than apt: how each is asked for the package of one target. */

import { join } from "node:path";
import { Failure } from "../../failure.ts";
import { mustRun, runCommand } from "../../runner/command.ts";

/** A manager whose distribution has one package per emulator. */
export interface Manager {
  readonly name: "dnf" | "apk";
  /** Name of the package with the static emulator of a QEMU target. */
  packageOf(target: string): string;
  /** Prints the machine it has packages for, by a name that is QEMU's as well. */
  readonly machine: readonly [string, ...string[]];
  /** Version it offers of a package, or undefined. */
  version(name: string): Promise<string | undefined>;
  /** Downloads it into an empty folder, checks its signature, and unpacks `folder/package.tar.gz`. */
  fetch(name: string, folder: string): Promise<void>;
}

/** Fedora: `qemu-user-static-aarch64` holds `/usr/bin/qemu-aarch64-static`. */
const dnf: Manager = {
  name: "dnf",
  packageOf: (target) => `qemu-user-static-${target}`,
  machine: ["rpm", "--eval", "%{_arch}"],
  version: async (name) => {
    const format = ["--latest-limit=1", "--qf", "%{version}-%{release}\n"];
    const { stdout } = await runCommand("dnf", ["-q", "repoquery", ...format, name]);
    return /^\d\S*/m.exec(stdout)?.[0];
  },
  fetch: async (name, folder) => {
    await mustRun(`download ${name}`, "dnf", ["-q", "download", `--destdir=${folder}`, name]);
    // dnf checks signatures only of what it installs. The distribution's keys lie on the machine,
    // yet rpm knows them only after the first installation: they get a database of their own.
    const script = `set -e
cd "$1"
rpmkeys --dbpath "$1/keys" --import /etc/pki/rpm-gpg/RPM-GPG-KEY-*
LC_ALL=C rpmkeys --dbpath "$1/keys" --checksig -- *.rpm | tee checked >&2
grep -q 'signatures OK$' checked
rpm2archive - <"$(echo *.rpm)" >package.tar.gz`;
    await mustRun(`check and unpack ${name}`, "sh", ["-c", script, "sh", folder]);
  },
};

/** Alpine: `qemu-aarch64` holds `/usr/bin/qemu-aarch64`, static; a package is a gzipped tar. */
const apk: Manager = {
  name: "apk",
  packageOf: (target) => `qemu-${target}`,
  machine: ["apk", "--print-arch"],
  version: async (name) => {
    const { stdout } = await runCommand("apk", ["search", "--exact", name]);
    const line = stdout.split("\n").findLast((text) => text.startsWith(`${name}-`));
    return line?.slice(name.length + 1).trim();
  },
  fetch: async (name, folder) => {
    await mustRun(`download ${name}`, "apk", ["fetch", "--quiet", "--output", folder, name]);
    const script = 'set -e; cd "$1"; apk verify *.apk >&2; mv *.apk package.tar.gz';
    await mustRun(`check ${name}`, "sh", ["-c", script, "sh", folder]);
  },
};

export const managers: readonly Manager[] = [dnf, apk];

/** Failure: `manager` has packages for another machine than the engine's node is. */
export async function refuseForeign(manager: Manager, host: string): Promise<void> {
  const [program, ...args] = manager.machine;
  const { stdout } = await mustRun(`ask ${program} for its machine`, program, args);
  if (stdout.trim() === host) return;
  throw new Failure({
    what: `this machine's ${manager.name} has no emulators that run on ${host}`,
    seen: `packages for ${stdout.trim()}`,
    fix: "emulator: release",
    anchor: "emulator-package",
  });
}

/** Where `fetch` leaves what is in the package. */
export const archiveIn = (folder: string): string => join(folder, "package.tar.gz");
