/** The names that lead to a platform, gathered from the table of architectures. */

import { architectures } from "./architecture.ts";
import type { Platform } from "./platform.ts";

/** Names that no column of the table holds; `armel` is v6 as in containerd, not Debian's v5. */
const more: Readonly<Record<string, string>> = {
  arm: "linux/arm/v7",
  armhf: "linux/arm/v7",
  armel: "linux/arm/v6",
  armv5tel: "linux/arm/v5",
  armv8l: "linux/arm/v7",
  arm64v8: "linux/arm64",
  "x86-64": "linux/amd64",
  x64: "linux/amd64",
  x86: "linux/386",
  i486: "linux/386",
  i586: "linux/386",
  i686: "linux/386",
  powerpc64le: "linux/ppc64le",
  powerpc64: "linux/ppc64",
};

let index: ReadonlyMap<string, Platform> | undefined;

/** Every name, without `linux/` and in small letters, with its platform; made at the first use. */
export function platformNames(): ReadonlyMap<string, Platform> {
  index ??= new Map([...names()].reverse());
  return index;
}

/** Names with their platforms; of two with one name the first counts: Docker's own, `more`, others. */
function* names(): Generator<[string, Platform]> {
  const rows = architectures.flatMap((row) => row.platforms.map((name) => ({ row, name })));
  for (const { name } of rows) yield* dockerNames(fromCanonical(name));
  for (const [alias, name] of Object.entries(more)) yield [alias, fromCanonical(name)];
  for (const { row, name } of rows.reverse()) {
    for (const alias of [row.target, ...row.debian, ...row.aliases, row.uname])
      yield [alias, fromCanonical(name)];
  }
}

/** `arm64`; of arm `armv7`, `armv7l`, `arm32v7` (`arm` itself is in `more`). */
function* dockerNames(platform: Platform): Generator<[string, Platform]> {
  const { architecture, variant } = platform;
  if (variant === undefined) yield [architecture, platform];
  else
    for (const form of [`arm${variant}`, `arm${variant}l`, `arm32${variant}`])
      yield [form, platform];
}

function fromCanonical(name: string): Platform {
  const [os = "", architecture = "", variant] = name.split("/");
  return { os, architecture, ...(variant === undefined ? {} : { variant }) };
}
