/** Writes the licence texts of all packages whose code is in the bundle to `dist/licenses.txt`. */

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Plugin } from "rolldown";

/** A plugin of the bundler, which knows exactly what it took in. */
export function licenceTexts(): Plugin {
  return {
    name: "licence-texts",
    generateBundle(_, bundle) {
      const modules = Object.values(bundle).flatMap((file) =>
        file.type === "chunk" ? usedModules(file.modules) : [],
      );
      const folders = new Set(modules.flatMap((id) => packageFolder(id) ?? []));
      const texts = [...new Set([...folders].map(licenceOf))].sort();
      this.emitFile({ type: "asset", fileName: "licenses.txt", source: texts.join("\n") });
    },
  };
}

/** Modules of which something is left after what is not called was taken out. */
function usedModules(modules: Readonly<Record<string, { readonly renderedLength: number }>>) {
  return Object.entries(modules).flatMap(([id, { renderedLength }]) =>
    renderedLength > 0 ? [id] : [],
  );
}

/** `/x/node_modules/@a/b/lib/c.js` -> `/x/node_modules/@a/b`; undefined for our own modules. */
export function packageFolder(id: string): string | undefined {
  return /^.*\/node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/.exec(id.replace(/^\0/, ""))?.[0];
}

/**
 * `name version (licence)` and the text of its licence. Throws for a package that names none; one
 * that names a licence but carries no text (there is such a one) is said to do so.
 */
function licenceOf(folder: string): string {
  const about: unknown = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  const { name, version, license } = isNamed(about) ? about : fail(`${folder} has no name`);
  const files = readdirSync(folder).filter((file) => /^(licen[cs]e|notice)/i.test(file));
  const texts = files.sort().map((file) => readFileSync(join(folder, file), "utf8").trim());
  if (texts.length === 0) texts.push("The package names its licence and carries no text of it.");
  const head = `${name} ${version} (${license})`;
  return `${head}\n${"-".repeat(head.length)}\n${texts.join("\n\n").replaceAll("\r\n", "\n")}\n`;
}

interface Named {
  readonly name: string;
  readonly version: string;
  readonly license: string;
}

function isNamed(value: unknown): value is Named {
  const has = (key: string): boolean =>
    typeof value === "object" && value !== null && typeof Reflect.get(value, key) === "string";
  return has("name") && has("version") && has("license");
}

function fail(message: string): never {
  throw new Error(message);
}
