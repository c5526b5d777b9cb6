/** Versions of QEMU: out of package versions, compared, and the one asked for. */

import type { EmulatorInputs } from "../inputs/inputs.ts";
import type { Architecture } from "../platform/architecture.ts";

/** QEMU's version in a package's or release's: `1:7.2+dfsg-7+deb12u18+b3` -> `7.2`, `v7.2.0-1` -> `7.2.0`. */
export function upstreamVersion(text: string): string {
  return /^(?:\d+:)?v?(\d+(?:\.\d+)*)/.exec(text)?.[1] ?? text;
}

/** Negative when `a` is older, 0 when equal (`7.2` equals `7.2.0`), positive when newer. */
export function compareVersions(a: string, b: string): number {
  const [left, right] = [a, b].map((text) => upstreamVersion(text).split(".").map(Number));
  const length = Math.max(left?.length ?? 0, right?.length ?? 0);
  for (let part = 0; part < length; part++) {
    const difference = (left?.[part] ?? 0) - (right?.[part] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** Whether `seen` is the version `asked` or a more exact one: `7.2.22` is `7.2`; `7.20` is not. */
export function isVersion(seen: string, asked: string): boolean {
  const [exact, wanted] = [upstreamVersion(seen), upstreamVersion(asked)];
  return exact === wanted || exact.startsWith(`${wanted}.`) || compareVersions(exact, wanted) === 0;
}

/** What `emulator-version` asks for an architecture, or undefined: any. */
export function askedVersion(
  version: EmulatorInputs["version"],
  architecture: Architecture,
): string | undefined {
  if (version === undefined || typeof version === "string") return version;
  return architecture.platforms.map((name) => version[name]).find((found) => found !== undefined);
}
