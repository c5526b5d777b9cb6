/** Programs that stand for dnf and apk, on a machine that has neither apt nor much else. */

import { execFileSync } from "node:child_process";
import { symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fresh } from "./emulator-bench.ts";

/** Makes a machine without apt on which only these programs and a few of every machine's are. */
export function machineWith(programs: Readonly<Record<string, string>>): void {
  const bin = fresh();
  for (const name of ["sh", "cat", "cp", "mv", "tee", "grep", "du"]) {
    symlinkSync(
      execFileSync("sh", ["-c", `command -v ${name}`], { encoding: "utf8" }).trim(),
      join(bin, name),
    );
  }
  for (const [name, script] of Object.entries(programs)) {
    writeFileSync(join(bin, name), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  }
  process.env.PATH = bin;
}

/** `archive`: the path of a tar.gz, which a package is; `checked`: what rpmkeys says of it. */
export const fedora = (
  archive: string,
  checked = "digests signatures OK",
): Record<string, string> => ({
  dnf: `case "$*" in
*repoquery*qemu-user-static-aarch64) echo 9.1.3-2.fc41;;
*download*) for a; do case "$a" in --destdir=*) cp '${archive}' "\${a#*=}/q.rpm";; esac; done;;
esac`,
  rpm: "echo x86_64",
  rpmkeys: `case "$*" in *--checksig*) echo 'q.rpm: ${checked}';; esac`,
  rpm2archive: "cat",
});

/** `verified`: the exit code of `apk verify`. */
export const alpine = (archive: string, verified = 0): Record<string, string> => ({
  apk: `case "$1" in
--print-arch) echo x86_64;;
search) [ "$3" = qemu-aarch64 ] && echo qemu-aarch64-9.1.2-r1;;
fetch) cp '${archive}' "$4/$5-9.1.2-r1.apk";;
verify) exit ${verified};;
esac`,
});
