/** Reads the platforms to build for, however people write them. */

import { jsonOf } from "../any-json.ts";
import { nearestPlatform, parsePlatform, parseTarget } from "../platform/parse.ts";
import { type Platform, platformName } from "../platform/platform.ts";
import { spelledOut } from "../visible.ts";
import type { InputReader } from "./reader.ts";

/**
 * Canonical platforms, none twice, in the order given. A list may be parted by commas, lines or
 * spaces, or be a JSON array. `local` alone is the builder's own platform: an empty list.
 */
export function platformsFrom(reader: InputReader): readonly Platform[] {
  const words = platformWords(reader);
  const own = words.length === 1 && words[0] === "local";
  return own ? [] : platformsOf(reader, "platforms", words);
}

/** The same of `allow-missing`, in which `local` names none. */
export function platformsMissing(reader: InputReader): readonly Platform[] {
  return platformsOf(reader, "allow-missing", platformWords(reader, "allow-missing"));
}

function platformsOf(
  reader: InputReader,
  input: string,
  words: readonly string[],
): readonly Platform[] {
  const found = new Map<string, { readonly platform: Platform; readonly words: string[] }>();
  for (const [index, word] of words.entries()) {
    const platform = parsePlatform(word);
    if (platform === undefined) {
      unknownPlatform(reader, word, { input, number: index + 1 });
      continue;
    }
    const name = platformName(platform);
    const entry = found.get(name) ?? { platform, words: [] };
    entry.words.push(word);
    found.set(name, entry);
  }
  for (const [name, entry] of found) {
    if (entry.words.length > 1) reader.notices.push(twice(input, name, entry.words));
  }
  return [...found.values()].map(({ platform }) => platform);
}

function twice(input: string, name: string, words: readonly string[]): string {
  return `${input}: ${words.join(" and ")} are one platform; ${name} is built once.`;
}

/** The items of a list of platforms, parted by commas, lines or spaces, or of a JSON array; quotes go. */
export function platformWords(
  reader: InputReader,
  input: "platforms" | "allow-missing" = "platforms",
): readonly string[] {
  const text = reader.text(input) ?? "";
  if (text.startsWith("[")) {
    const array = jsonWords(text);
    if (array !== undefined) return array;
    reader.fault({
      what: `The input \`${input}\` starts like a JSON array and is none of strings.`,
      seen: spelledOut(text),
      expected: '["linux/amd64","linux/arm64"]',
      anchor: "platforms",
    });
    return [];
  }
  return text
    .split(/[\s,]+/)
    .map((word) => word.replace(/^(["'])(.*)\1$/, "$2").trim())
    .filter((word) => word !== "");
}

function jsonWords(text: string): readonly string[] | undefined {
  const value = jsonOf(text);
  if (!Array.isArray(value) || !value.every((each) => typeof each === "string")) return undefined;
  return value.map((each: string) => each.trim()).filter((each) => each !== "");
}

function unknownPlatform(
  reader: InputReader,
  word: string,
  { input, number }: { readonly input: string; readonly number: number },
): void {
  const near = nearestPlatform(word);
  const target = parseTarget(word);
  const otherSystem = /^(windows|darwin|macos|freebsd|netbsd|openbsd|wasi|wasip1|js)\b/i.test(word);
  reader.fault({
    what: `Item ${number} of the input \`${input}\` is not a platform images can be built for.`,
    seen: spelledOut(word),
    expected:
      word === "local"
        ? "`local` alone, or the name of that platform, such as linux/amd64"
        : otherSystem
          ? "a Linux platform; QEMU runs programs of Linux only"
          : near === undefined
            ? "a Linux platform, such as linux/arm64"
            : `did you mean ${near}?`,
    ...(target === undefined
      ? {}
      : { cause: `QEMU emulates ${target}, Docker has no such platform` }),
    ...(near === undefined ? {} : { fix: `${input}: ${near}` }),
    anchor: "platforms",
  });
}
