/** The job summary: what was done, platform by platform, in Markdown that GitHub renders. */

import { platformName } from "../platform/platform.ts";
import { doneText } from "./done-text.ts";
import { fitted, type Room } from "./fitted.ts";
import { legTable } from "./legs.ts";
import { code, fenced, folded, prose, table } from "./markdown.ts";
import type { Outcome } from "./outcome.ts";
import { emulatorTable, platformTable } from "./platform-table.ts";
import { countText, durationText } from "./units.ts";

const FAILURE_LIMIT = 60_000;
const LIST_LIMIT = 100;
const BAR = 30;

/**
 * The summary in the room there is for it. Text of others cannot make markup, links or HTML in it.
 */
export function summaryMarkdown(outcome: Outcome, room: Room): string {
  const sections = [
    { name: "headline", text: headline(outcome) },
    { name: "failure", text: failureBlock(outcome) },
    { name: "platforms", text: platformTable(outcome.platforms, outcome.emulationOnly) },
    { name: "legs", text: legTable(outcome.legs) },
    { name: "results", text: results(outcome) },
    { name: "notices", text: noticeSection(outcome) },
    { name: "phases", text: phases(outcome) },
    { name: "emulators", text: emulatorSection(outcome) },
  ];
  return fitted(sections, room);
}

function headline(outcome: Outcome): string {
  const { failure, digest, builder } = outcome;
  const title = failure === undefined ? doneText(outcome) : "failed";
  return [
    `## Anyarch: ${title}`,
    ...(failure === undefined ? [] : [prose(failure.title)]),
    ...(failure !== undefined || digest === undefined ? [] : [`Digest ${code(digest)}`]),
    ...(builder === undefined ? [] : [`Builder ${code(builder.name)}: ${prose(builder.reason)}`]),
  ].join("\n\n");
}

function failureBlock({ failure }: Outcome): string {
  if (failure === undefined) return "";
  const { text } = failure;
  if (text.length <= FAILURE_LIMIT) return fenced(text);
  const end = text.lastIndexOf("\n", FAILURE_LIMIT);
  const cut = text.slice(0, end === -1 ? FAILURE_LIMIT : end);
  return fenced(`${cut}\n… (the rest is in the log)`);
}

function results({ pushed, loaded, exported, caches, kept }: Outcome): string {
  const refs = pushed.slice(0, LIST_LIMIT).map(({ ref, digest }) => [code(ref), code(digest)]);
  const more = pushed.length - refs.length;
  const others = [
    ...(more > 0 ? [`and ${countText(more, "more published reference")}`] : []),
    ...loaded.map((name) => `loaded: ${code(name)}`),
    ...exported.map((path) => `written: ${code(path)}`),
    ...caches.map(({ name, saved, reason }) => {
      const why = reason === undefined ? "" : `: ${prose(reason)}`;
      return `cache ${code(name)}: ${saved ? "saved" : `not saved${why}`}`;
    }),
    ...kept.map((name) => `handler left registered, as asked: ${code(name)}`),
  ];
  const published = refs.length === 0 ? [] : [table(["published", "digest"], refs)];
  return [...published, list(others)].filter((text) => text !== "").join("\n\n");
}

function noticeSection({ notices, warnings, platforms }: Outcome): string {
  const ofChecks = platforms.flatMap(({ platform, check }) =>
    (check?.notices ?? []).map((notice) => `${platformName(platform)}: ${notice}`),
  );
  const more = ofChecks.filter((text) => !notices.includes(text));
  const texts = [...warnings, ...notices, ...more].map((text) => prose(text));
  return texts.length === 0 ? "" : `**Notices**\n\n${list(texts)}`;
}

function list(items: readonly string[]): string {
  const more = items.length - LIST_LIMIT;
  return [...items.slice(0, LIST_LIMIT), ...(more > 0 ? [`… and ${more} more`] : [])]
    .map((item) => `- ${item}`)
    .join("\n");
}

/** A bar chart in plain text: mermaid needs a script, and nobody could read its source in a log. */
function phases(outcome: Outcome): string {
  const shown = outcome.phases.slice(0, LIST_LIMIT);
  if (shown.length === 0) return "";
  const width = Math.max(5, ...shown.map(({ name }) => name.length));
  const longest = Math.max(1, ...shown.map(({ ms }) => ms));
  const row = (name: string, ms: number, bar: string) =>
    `${name.padEnd(width)}  ${durationText(ms).padStart(12)}  ${bar}`.trimEnd();
  const bars = shown.map(({ name, ms }) =>
    row(name, ms, "█".repeat(Math.round((ms / longest) * BAR))),
  );
  const total = shown.reduce((sum, { ms }) => sum + ms, 0);
  return fenced([...bars, row("total", total, "")].join("\n"));
}

function emulatorSection({ platforms }: Outcome): string {
  const text = emulatorTable(platforms);
  return text === "" ? "" : folded("Emulators", text);
}
