/** The success lines of the log: each says what was seen, not what was meant. */

import { platformName } from "../platform/platform.ts";
import type { BuilderOutcome, Outcome, PushedRef } from "./outcome.ts";
import type { PlatformOutcome } from "./platform-outcome.ts";
import { countText, durationText, sizeText } from "./units.ts";

/** `linux/arm64: QEMU 7.2.22 from a package (…), from the cache, sha256 0123456789ab…`; native: none. */
export function emulatorLine({ platform, native, emulator }: PlatformOutcome): string {
  const name = platformName(platform);
  if (emulator === undefined) return `${name}: ${native ? "native, no emulator needed" : "none"}`;
  const { version, source, origin, sha256, cpu, cacheHit } = emulator;
  return [
    `${name}: QEMU ${version} from ${sourceText(source)} (${origin})`,
    ...(cacheHit ? ["from the cache"] : []),
    `sha256 ${sha256.slice(0, 12)}…`,
    ...(cpu === undefined ? [] : [`CPU ${cpu}`]),
  ].join(", ");
}

/** `linux/arm64: ran a program, kernel says aarch64, QEMU 7.2.22, 12 ms`, one for each proof. */
export function proofLines({ platform, proofs, node }: PlatformOutcome): string[] {
  const there = node === undefined ? "in the builder" : `on ${node}`;
  return proofs.map(({ machine, ms, where, emulatorVersion }) =>
    [
      `${platformName(platform)}: ran a program${where === "builder" ? ` ${there}` : ""}`,
      `kernel says ${machine}`,
      ...(emulatorVersion === undefined ? [] : [`QEMU ${emulatorVersion}`]),
      durationText(ms),
    ].join(", "),
  );
}

/** `docker-container builder "anyarch-…": the classic store builds one platform at a time`. */
export function builderLine({ kind, name, reason }: BuilderOutcome): string {
  return `${kind} builder "${name}": ${reason}`;
}

/** `linux/arm64: built in 12.3 s, 5 of 8 steps from the cache, 13.4 MB`. */
function buildLine({ platform, build, size }: PlatformOutcome): string | undefined {
  if (build === undefined) return undefined;
  return [
    `${platformName(platform)}: built in ${durationText(build.ms)}`,
    `${build.cachedSteps} of ${countText(build.steps, "step")} from the cache`,
    ...(size === undefined ? [] : [sizeText(size)]),
  ].join(", ");
}

/** `linux/arm64: machine type of 37 programs read, all right`. */
export function checkLine({ platform, check }: PlatformOutcome): string | undefined {
  if (check === undefined) return undefined;
  const end = check.notices.length === 0 ? "all right" : countText(check.notices.length, "notice");
  return `${platformName(platform)}: machine type of ${countText(check.checked, "program")} read, ${end}`;
}

/** `linux/arm64: test passed (exit code 0), 1.2 s`. */
function testLine({ platform, test }: PlatformOutcome): string | undefined {
  if (test === undefined) return undefined;
  const verdict = test.exitCode === 0 ? "passed" : "failed";
  return `${platformName(platform)}: test ${verdict} (exit code ${test.exitCode}), ${durationText(test.ms)}`;
}

/** `ghcr.io/me/app:1: the registry has sha256:…`. */
export function pushLine({ ref, digest }: PushedRef): string {
  return `${ref}: the registry has ${digest}`;
}

/** The end of the log: all that was seen, platform by platform, then what was published. */
export function successLines(outcome: Outcome): string[] {
  const perPlatform = outcome.platforms.flatMap((platform) => [
    ...(platform.native && platform.node === undefined
      ? [emulatorLine(platform)]
      : proofLines(platform)),
    buildLine(platform),
    checkLine(platform),
    testLine(platform),
  ]);
  return [
    ...perPlatform.filter((line) => line !== undefined),
    ...outcome.pushed.map(pushLine),
    ...outcome.loaded.map((name) => `${name}: loaded into the engine`),
    ...outcome.exported.map((path) => `${path}: written`),
  ];
}

/** `package` -> `a package`; an unknown source stays as it is. */
function sourceText(source: string): string {
  const texts: Readonly<Record<string, string>> = {
    release: "a release",
    package: "a distribution's package",
    image: "an image",
    host: "this machine",
    path: "the given path",
  };
  return texts[source] ?? source;
}
