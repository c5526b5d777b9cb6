/** The entries of `cache-to`: which call of buildx saves them, and whether it did. */

import type { Env } from "../../runner/env.ts";
import type { Step } from "./steps-event.ts";

export interface CacheResult {
  /** What it is known by: `type=registry, ref=ghcr.io/me/app:cache`. */
  readonly name: string;
  /** Why it was not saved; undefined: it was. */
  readonly reason: string | undefined;
  /** Whether the user wrote `ignore-error=false`: then the step fails for it. */
  readonly strict: boolean;
}

/** BuildKit's names for where caches go. */
const PLACES: Readonly<Record<string, string>> = {
  registry: "registry",
  local: "client directory",
  gha: "GitHub Actions Cache",
  s3: "Amazon S3",
  azblob: "Azure Blob Storage",
};

/** `registry`, `gha`, `inline`, `local` …; a bare name is a registry's. */
export function cacheType(entry: string): string {
  return /(?:^|,)"?type=([^,"]+)/.exec(entry)?.[1] ?? "registry";
}

/** Those that are part of the image itself: every build of it must have them. */
export function inlineCaches(entries: readonly string[]): readonly string[] {
  return entries.filter((entry) => cacheType(entry) === "inline");
}

/**
 * What buildx gets where caches are saved: one that cannot be saved must not fail the build, whose
 * image would be lost with it. What the user said of that is judged by `cacheResults`.
 */
export function forgivingCaches(entries: readonly string[]): readonly string[] {
  return entries.map((entry) => {
    if (cacheType(entry) === "inline") return entry;
    const whole = entry.includes("=") ? entry : `type=registry,ref=${entry}`;
    const others = whole.split(",").filter((field) => !field.startsWith("ignore-error="));
    return [...others, "ignore-error=true"].join(",");
  });
}

/** How saving went for each entry that is not inline, by the steps of that build. */
export function cacheResults(
  entries: readonly string[],
  steps: readonly Step[],
): readonly CacheResult[] {
  const saved = entries.filter((entry) => cacheType(entry) !== "inline");
  return saved.map((entry) => {
    const type = cacheType(entry);
    const failed = steps.filter(
      ({ name, error }) =>
        error !== undefined && name === `exporting cache to ${PLACES[type] ?? type}`,
    );
    const alone = saved.filter((other) => cacheType(other) === type).length === 1;
    const own = failed.find(({ error = "" }) => alone || error.includes(placeIn(entry)));
    const strict = /(?:^|,)ignore-error=(?:0|f|false)(?:,|$)/i.test(entry);
    return { name: nameOf(entry), reason: own?.error, strict };
  });
}

/** Steps that may fail while the build goes on: caches that cannot be read or saved. */
export const isForgiven = ({ name }: Step): boolean =>
  /^(?:importing cache manifest from|exporting cache to) /.test(name);

/** Without what may be secret: tokens and keys of S3, Azure and GitHub. */
function nameOf(entry: string): string {
  const shown = entry.split(",").filter((field) => /^"?(?:type|ref|dest|name|scope)=/.test(field));
  return shown.length === 0 ? entry : shown.join(", ");
}

/** Registry and repository of `ref`, as an address in an error has them; its folder, its scope. */
function placeIn(entry: string): string {
  const place = /(?:^|,)"?(?:ref|dest|name|scope)=([^,"]+)/.exec(entry)?.[1] ?? entry;
  return cacheType(entry) === "registry" ? (place.split("/")[0] ?? place) : place;
}

/** The notice where a cache in GitHub's service is asked for and there is none: buildx is silent. */
export function ghaNotice(entries: readonly string[], env: Env): string | undefined {
  const served = env.ACTIONS_RUNTIME_TOKEN && (env.ACTIONS_RESULTS_URL || env.ACTIONS_CACHE_URL);
  const asked = entries.some(
    (entry) => cacheType(entry) === "gha" && !/(?:^|,)token=./.test(entry),
  );
  if (!asked || served) return undefined;
  return "cache type=gha: this run has no cache service (ACTIONS_RUNTIME_TOKEN and ACTIONS_RESULTS_URL are not set), so nothing is read from it or saved to it.";
}
