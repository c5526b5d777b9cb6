/** Which of GitHub's own runners builds which platform, and what their labels say of their processor. */

import { architectureFor } from "../platform/architecture.ts";
import { isNativeTo } from "../platform/emulation.ts";
import { type Platform, platformName } from "../platform/platform.ts";

/**
 * Labels of the standard runners, which public and private repositories have alike: "GitHub-hosted
 * runners reference" in GitHub's documentation, both tables; those for arm64 came to private
 * repositories in January 2026.
 */
const HOSTED: Readonly<Record<string, string>> = { "linux/arm64": "ubuntu-24.04-arm" };
const OTHERS = "ubuntu-24.04";

/** The runner that builds `platform` where the workflow names none. */
export function hostedRunner(platform: Platform): string {
  return HOSTED[platformName(platform)] ?? OTHERS;
}

/**
 * Whether a runner of GitHub's with this label runs programs of `platform` without an emulator;
 * undefined where the label is not one of theirs, and says nothing.
 */
export function isNativeOn(label: string, platform: Platform): boolean | undefined {
  const arm = /^ubuntu-\d\d\.04-arm$/.test(label);
  if (!arm && !/^ubuntu-(\d\d\.04|latest|slim)$/.test(label)) return undefined;
  const own = { os: "linux", architecture: arm ? "arm64" : "amd64" };
  const architecture = architectureFor(platform);
  return architecture !== undefined && isNativeTo(own, architecture);
}
