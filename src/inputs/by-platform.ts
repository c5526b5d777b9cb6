/** Reads `platform=value` lines, in which a platform may have any of its names. */

import { nearestPlatform, parsePlatform, parseTarget } from "../platform/parse.ts";
import { platformName } from "../platform/platform.ts";
import { excerpt } from "../visible.ts";
import type { InputName, InputReader } from "./reader.ts";

type Keys = "platform" | "target";

/** Values by canonical platform name, or by QEMU target; a line that is none is a fault. */
export function byPlatform(
  reader: InputReader,
  name: InputName,
  items: readonly string[],
  keys: Keys = "platform",
): Readonly<Record<string, string>> {
  const found: Record<string, string> = {};
  for (const [index, item] of items.entries()) {
    const [, key = "", value = ""] = /^\s*([^=]*?)\s*=\s*(.*)$/s.exec(item) ?? [];
    const canonical = keyOf(key, keys);
    if (canonical === undefined || value === "" || (found[canonical] ?? value) !== value) {
      reader.fault({
        what: `Item ${index + 1} of the input \`${name}\` names no ${keys} with a value.`,
        seen: excerpt(item),
        expected: expectation(key, canonical, keys),
        ...(item.includes("=") || keys === "target" ? {} : { fix: `${name}: linux/arm64=${item}` }),
        anchor: "by-platform",
      });
    } else {
      found[canonical] = value;
    }
  }
  return found;
}

function keyOf(key: string, keys: Keys): string | undefined {
  if (keys === "target") return parseTarget(key);
  const platform = parsePlatform(key);
  return platform === undefined ? undefined : platformName(platform);
}

function expectation(key: string, canonical: string | undefined, keys: Keys): string {
  if (canonical !== undefined) return `one value for ${canonical}`;
  const near = key === "" ? undefined : nearestPlatform(key);
  const example = keys === "target" ? "aarch64=…" : "linux/arm64=…";
  return `${example}, one a line${near === undefined ? "" : ` (did you mean ${near}?)`}`;
}
