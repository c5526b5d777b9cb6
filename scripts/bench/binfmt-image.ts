/** The image that docker/setup-qemu-action runs, or where no public registry answers one that does the same. */

import { cpSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { architectures, mainRule } from "../../src/platform/architecture.ts";
import { copyPublic } from "../rig/public.ts";
import { digestOf, pushIndex } from "../rig/push.ts";
import type { Rig } from "../rig/rig.ts";
import { layOut, linkApplets, tarOf } from "../rig/rootfs.ts";

const REFERENCE = "binfmt:2";

/** What the public one has emulators for, on amd64. */
const TARGETS = "aarch64 arm i386 loongarch64 mips64 mips64el ppc64le riscv64 s390x".split(" ");

/**
 * The command line of github.com/tonistiigi/binfmt: it mounts binfmt_misc for itself, removes or adds
 * handlers, tells of each on stderr, and prints what there is. Exit code 0, whatever happens.
 */
const BINFMT = `#!/bin/sh
misc=/proc/sys/fs/binfmt_misc
[ -e $misc/status ] || { mount -t binfmt_misc binfmt_misc $misc && trap "umount $misc" EXIT; }
case $1 in
--version) echo "binfmt/stand-in" >&2; exit 0 ;;
--uninstall) for file in $misc/$2; do
    [ -e "$file" ] && echo -1 >"$file" && echo "uninstalling: \${file##*/} OK" >&2
  done ;;
--install) [ "$2" = all ] && set -- "$1" "$(ls /lines | tr '\\n' ' ')"
  for name in $(echo "$2" | tr , ' '); do
    if cat "/lines/\${name##*/}" >$misc/register 2>/dev/null; then echo "installing: $name OK" >&2
    else echo "installing: $name already registered" >&2; fi
  done ;;
esac
supported='"linux/amd64"'
for name in $(ls /lines); do
  read -r target </targets/$name
  [ -e $misc/qemu-$target ] && supported="$supported, \\"linux/$name\\""
done
echo "{ \\"supported\\": [$supported], \\"emulators\\": [] }"
exit 0
`;

/** Makes sure it is in the rig's registry; gives its reference. */
export async function binfmtImage(rig: Rig, qemuDir: string): Promise<string> {
  const reference = `${rig.registry}/${REFERENCE}`;
  if ((await digestOf(rig.registry, REFERENCE)) !== undefined) return reference;
  if (await copyPublic(rig, "tonistiigi/binfmt:latest", REFERENCE)) return reference;
  const folder = join(rig.paths.state, "binfmt-image");
  rmSync(folder, { recursive: true, force: true });
  const root = join(folder, "root");
  layOut(root);
  await fill(root, qemuDir, join(rig.paths.bin, "busybox"));
  const layer = await tarOf(root, join(folder, "layer.tar"));
  const config = { Entrypoint: ["/usr/bin/binfmt"], Env: ["PATH=/usr/bin"] };
  await pushIndex(rig.registry, REFERENCE, [{ architecture: "amd64", layer, config }]);
  rmSync(folder, { recursive: true, force: true });
  return reference;
}

async function fill(root: string, qemuDir: string, busybox: string): Promise<void> {
  cpSync(busybox, join(root, "usr/bin/busybox"), { dereference: true });
  await linkApplets(root, busybox);
  writeFileSync(join(root, "usr/bin/binfmt"), BINFMT, { mode: 0o755 });
  for (const folder of ["lines", "targets"]) mkdirSync(join(root, folder));
  for (const architecture of architectures.filter(({ target }) => TARGETS.includes(target))) {
    const { target, platforms } = architecture;
    const { magic, mask } = mainRule(architecture);
    const bytes = [magic, mask].map((hex) => hex.replace(/../g, "\\x$&")).join(":");
    const name = platforms[0]?.split("/")[1] ?? target;
    const emulator = `/usr/bin/qemu-${target}`;
    writeFileSync(join(root, "lines", name), `:qemu-${target}:M::${bytes}:${emulator}:CFP`);
    writeFileSync(join(root, "targets", name), `${target}\n`);
    cpSync(join(qemuDir, `qemu-${target}`), join(root, emulator), { dereference: true });
  }
}
