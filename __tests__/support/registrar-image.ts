/** An image that registers its own emulator, as multiarch/qemu-user-static does, with the same command line. */

import { copyFile } from "node:fs/promises";
import { join } from "node:path";
import { type Bench, folder } from "./action.ts";
import { archTable } from "./magic.ts";

/**
 * `--reset` there takes others' handlers, `-p yes` gives its own the flag F. (P is for BusyBox.) A
 * name that is taken is refused by the kernel.
 */
const script = (name: string, before: string): string => {
  const { magic, mask } = archTable("aarch64");
  return `#!/bin/sh
[ "$*" = "-p yes" ] || exit 9
mount -t binfmt_misc binfmt_misc /proc/sys/fs/binfmt_misc
cd /proc/sys/fs/binfmt_misc && ${before}
printf %s ':${name}:M::${magic}:${mask}:/usr/bin/qemu-aarch64-static:PF' >register
`;
};

/** Its reference by digest, in the registry alone: it registers `name` for arm64, after it did `before`. */
export async function registrarImage(bench: Bench, name: string, before = ":"): Promise<string> {
  const Dockerfile = `FROM ${bench.base}\nCOPY qemu-aarch64-static /usr/bin/\nCOPY register /\nENTRYPOINT ["/register"]\n`;
  const dir = await folder(bench, "registrar", { Dockerfile, register: script(name, before) });
  await copyFile(join(bench.qemuDir, "qemu-aarch64"), join(dir, "qemu-aarch64-static"));
  const tag = `${bench.repository}:registrar`;
  await bench.docker("build", "--quiet", "--platform=linux/amd64", "--tag", tag, dir);
  await bench.docker("push", "--quiet", tag);
  const digests = "{{index .RepoDigests 0}}";
  const image = await bench.docker("image", "inspect", "--format", digests, tag);
  await bench.docker("image", "rm", "--force", tag, image);
  return image;
}
