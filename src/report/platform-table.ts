/** The summary's tables with one row for each platform: what was seen, and which emulator ran. */

import { exitCodeText } from "../exit-code.ts";
import { platformName } from "../platform/platform.ts";
import { code, table } from "./markdown.ts";
import type { PlatformOutcome } from "./platform-outcome.ts";
import { countText, durationText, sizeText } from "./units.ts";

const NONE = "–";
/** More rows than architectures exist; what is beyond is counted, not shown. */
const ROWS = 200;

/** Columns that tell of the platform itself, before those that tell of its image. */
const OWN_COLUMNS = 4;

/** Platform, native or emulated, emulator, proof; unless `short`, build time, size, check, test. */
export function platformTable(platforms: readonly PlatformOutcome[], short = false): string {
  if (platforms.length === 0) return "";
  const columns = ["platform", "runs", "emulator", "proof", "build", "size", "check", "test"];
  const head = short ? columns.slice(0, OWN_COLUMNS) : columns;
  const rows = platforms
    .slice(0, ROWS)
    .map((platform) => [
      code(platformName(platform.platform)),
      runsCell(platform),
      emulatorCell(platform),
      proofCell(platform),
      buildCell(platform),
      platform.size === undefined ? NONE : sizeText(platform.size),
      checkCell(platform),
      testCell(platform),
    ])
    .map((row) => row.slice(0, head.length));
  return withRest(table(head, rows), platforms.length - rows.length);
}

/** Where each emulator came from, its whole sha256, and whether a cache had it; empty: none ran. */
export function emulatorTable(platforms: readonly PlatformOutcome[]): string {
  const rows = platforms.slice(0, ROWS).flatMap(({ platform, emulator }) => {
    if (emulator === undefined) return [];
    const { version, source, origin, sha256, cpu, cacheHit } = emulator;
    const cells = [platformName(platform), version, source, origin, sha256].map((cell) =>
      code(cell),
    );
    return [[...cells, cpu === undefined ? "its default" : code(cpu), cacheHit ? "yes" : "no"]];
  });
  if (rows.length === 0) return "";
  return table(["platform", "QEMU", "source", "origin", "sha256", "CPU", "cached"], rows);
}

function withRest(text: string, rest: number): string {
  return rest > 0 ? `${text}\n\n… and ${countText(rest, "more platform")}` : text;
}

function runsCell({ native, node }: PlatformOutcome): string {
  if (node !== undefined) return `on ${code(node)}`;
  return native ? "natively" : "emulated";
}

function emulatorCell({ emulator }: PlatformOutcome): string {
  return emulator === undefined ? NONE : `QEMU ${code(emulator.version)}`;
}

function proofCell({ native, proofs }: PlatformOutcome): string {
  const texts = proofs.map(({ machine, ms, where }) => {
    const place = where === "builder" ? " in the builder" : "";
    return `${code(machine)}${place}, ${durationText(ms)}`;
  });
  if (texts.length > 0) return texts.join("; ");
  return native ? NONE : "**none**";
}

function buildCell({ build }: PlatformOutcome): string {
  if (build === undefined) return NONE;
  const cached = build.cachedSteps > 0 ? ` (${build.cachedSteps}/${build.steps} cached)` : "";
  return durationText(build.ms) + cached;
}

function checkCell({ check }: PlatformOutcome): string {
  if (check === undefined) return NONE;
  const notices = check.notices.length > 0 ? `, ${countText(check.notices.length, "notice")}` : "";
  return countText(check.checked, "program") + notices;
}

function testCell({ test }: PlatformOutcome): string {
  if (test === undefined) return NONE;
  const verdict =
    test.exitCode === 0 ? "passed" : `**failed**, exit code ${exitCodeText(test.exitCode)}`;
  return `${verdict}, ${durationText(test.ms)}`;
}
