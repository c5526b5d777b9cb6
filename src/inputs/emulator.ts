/** Reads where the emulator comes from and how it is known to be the right one. */

import { excerpt, spelledOut } from "../visible.ts";
import { byPlatform } from "./by-platform.ts";
import { addressFault } from "./emulator-address.ts";
import type { EmulatorInputs, EmulatorSource } from "./inputs.ts";
import type { InputReader } from "./reader.ts";

const sources = ["auto", "release", "image", "package", "host"] as const;

/** As docker's references with a digest, and after white space an absolute path. */
const imageForm = /^[\w.:/[\]-]+@sha256:[0-9a-f]{64}(\s+\/\S+)?$/;

export function emulatorFrom(reader: InputReader): EmulatorInputs {
  return {
    ...sourceFrom(reader),
    version: versionFrom(reader),
    url: urlFrom(reader),
    image: imageFrom(reader),
    sha256: sha256From(reader),
    cpu: byPlatform(reader, "emulator-cpu", reader.list("emulator-cpu")),
    cache: reader.boolean("emulator-cache"),
  };
}

function sourceFrom(reader: InputReader): { source: EmulatorSource; path: string | undefined } {
  const text = reader.text("emulator") ?? "";
  if (text.startsWith("/")) return { source: "path", path: text };
  if (!text.includes("/")) return { source: reader.choice("emulator", sources), path: undefined };
  reader.fault({
    what: "The input `emulator` is a path that is not absolute.",
    seen: spelledOut(text),
    expected: `${sources.join(", ")}, or an absolute path`,
    fix: `emulator: \${{ github.workspace }}/${text.replace(/^\.\//, "")}`,
    anchor: "wrong-value",
  });
  return { source: "auto", path: undefined };
}

function versionFrom(reader: InputReader): EmulatorInputs["version"] {
  const items = reader.list("emulator-version", { commas: true });
  const [first] = items;
  if (first === undefined) return undefined;
  const alone = items.length === 1 && !first.includes("=");
  const versions = alone ? { "*": first } : byPlatform(reader, "emulator-version", items);
  for (const version of Object.values(versions)) {
    if (/^v?\d[\w.+~:-]*$/.test(version)) continue;
    reader.fault({
      what: "The input `emulator-version` holds no version.",
      seen: excerpt(version),
      expected: "a version such as 7.2.0, or platform=version lines",
      anchor: "wrong-value",
    });
  }
  return alone ? first : versions;
}

function urlFrom(reader: InputReader): string | undefined {
  const url = reader.text("emulator-url");
  const expected = url === undefined ? undefined : addressFault(url);
  if (url === undefined || expected === undefined) return url;
  reader.fault({
    what: "The input `emulator-url` is not an address an emulator is taken from.",
    seen: spelledOut(url),
    expected,
    anchor: "emulator-url",
  });
  return undefined;
}

function imageFrom(reader: InputReader): string | undefined {
  const image = reader.text("emulator-image");
  if (image === undefined || imageForm.test(image)) return image;
  reader.fault({
    what: "The input `emulator-image` does not pin an image.",
    seen: spelledOut(image),
    expected: "name:tag@sha256:<64 digits>, and after a space, if need be, the path in the image",
    fix: pinning(image),
    anchor: "emulator-image",
  });
  return undefined;
}

/** The line with a digest in it, and the command that prints that. */
function pinning(image: string): string | undefined {
  const [name = "", ...path] = image.split(/\s+/);
  if (!/^[\w.:/[\]-]+$/.test(name)) return undefined;
  const command = `docker buildx imagetools inspect ${name} --format '{{.Manifest.Digest}}'`;
  return `emulator-image: ${[`${name}@<what this prints: ${command}>`, ...path].join(" ")}`;
}

function sha256From(reader: InputReader): Readonly<Record<string, string>> {
  const items = reader.list("emulator-sha256", { commas: true });
  const [first] = items;
  const alone = first !== undefined && items.length === 1 && !first.includes("=");
  const written = alone ? { "*": first } : byPlatform(reader, "emulator-sha256", items, "target");
  const sums = Object.entries(written).map(([target, hex]) => {
    const sum = hex.toLowerCase().replace(/^sha256:/, "");
    if (!/^[0-9a-f]{64}$/.test(sum)) notASum(reader, target, sum);
    return [target, sum] as const;
  });
  return Object.fromEntries(sums);
}

function notASum(reader: InputReader, target: string, sum: string): void {
  reader.fault({
    what: `The input \`emulator-sha256\` holds no SHA-256${target === "*" ? "" : ` for ${target}`}.`,
    seen: `${excerpt(sum)} (${sum.length} characters)`,
    expected: "64 hexadecimal digits, as sha256sum prints for the emulator file itself",
    fix: "sha256sum /path/of/qemu-aarch64-static",
    anchor: "emulator-sha256",
  });
}
