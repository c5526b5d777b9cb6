/** Reads the names people write for a platform: Docker's, Debian's, QEMU's and the kernel's. */

import { nearest } from "../nearest.ts";
import { architectureFor, architectures } from "./architecture.ts";
import { platformNames } from "./names.ts";
import { type Platform, platformName } from "./platform.ts";

/**
 * Variants an architecture may have besides none, and which of them means none. Source: containerd's
 * platforms package (`normalizeArch`), GOAMD64, GOARM, GOARM64, GORISCV64, GOPPC64.
 */
const variants: Readonly<Record<string, { readonly known: RegExp; readonly plain?: string }>> = {
  amd64: { known: /^v[1-4]$/, plain: "v1" },
  arm: { known: /^v[5-8]$/ },
  arm64: { known: /^v[89](\.\d)?$/, plain: "v8" },
  ppc64le: { known: /^power(8|9|10)$/ },
  riscv64: { known: /^rva2[023]u64$/ },
};

/**
 * The platform that `text` names, canonical, or undefined when it names none on Linux.
 *
 * `arm64`, `linux/aarch64`, `linux/arm64/v8` -> linux/arm64; `linux/armv7`, `armhf`, `arm` ->
 * linux/arm/v7; `x86_64` -> linux/amd64; `linux/amd64/v2` stays. Capitals do not matter.
 */
export function parsePlatform(text: string): Platform | undefined {
  const parts = text.trim().toLowerCase().split("/");
  if (parts[0] === "linux") parts.shift();
  const [name = "", variant, ...rest] = parts;
  if (rest.length > 0) return undefined;
  const named = platformNames().get(name);
  if (named === undefined || variant === undefined) return named;
  return withVariant(named.architecture, variant);
}

/** The canonical platform name that `text` was probably meant to be. */
export function nearestPlatform(text: string): string | undefined {
  const word = text
    .trim()
    .toLowerCase()
    .replace(/^[^/]*\//, (os) => (isNearLinux(os) ? "" : os));
  const found = nearest(word, candidates());
  const platform = found === undefined ? undefined : parsePlatform(found);
  return platform === undefined ? undefined : platformName(platform);
}

/**
 * The QEMU target that `text` names, or undefined: a platform (`linux/arm/v7`, `arm64`), a Debian
 * architecture (`ppc64el`, `hppa`), QEMU's own name or program (`aarch64_be`, `qemu-sh4-static`),
 * what `uname -m` prints there (`parisc`) or an alias. Of two with one name QEMU's own counts.
 */
export function parseTarget(text: string): string | undefined {
  const name = text
    .trim()
    .toLowerCase()
    .replace(/^qemu-(.+?)(-static)?$/, "$1");
  const word = name.replace(/^linux\//, "");
  const platform = parsePlatform(name);
  const found =
    architectures.find(({ target }) => target === word) ??
    (platform === undefined
      ? architectures.find((row) => [...row.debian, ...row.aliases, row.uname].includes(word))
      : architectureFor(platform));
  return found?.target;
}

function withVariant(architecture: string, written: string): Platform | undefined {
  const rule = variants[architecture];
  const variant = /^\d/.test(written) ? `v${written}` : written;
  if (rule === undefined || !rule.known.test(variant)) return undefined;
  return { os: "linux", architecture, ...(variant === rule.plain ? {} : { variant }) };
}

function candidates(): string[] {
  const table = architectures.flatMap(({ platforms }) => [...platforms].reverse());
  return [...platformNames().keys(), ...table.map((name) => name.replace("linux/", ""))];
}

function isNearLinux(os: string): boolean {
  return nearest(os.slice(0, -1), ["linux"]) !== undefined;
}
