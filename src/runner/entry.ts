/** Finds the file of another process or thread of this action. */

import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

/**
 * Path of `name` beside the file at `from` (its `import.meta.url`): TypeScript in the sources, an
 * entry of its own in `dist`.
 */
export function entryBeside(name: string, from: string): string {
  const names = [`./${name}.ts`, `./${name}.js`, `../${name}.js`];
  const paths = names.map((each) => fileURLToPath(new URL(each, from)));
  const found = paths.find((path) => existsSync(path));
  if (found === undefined) throw new TypeError(`none of ${paths.join(", ")}`);
  return found;
}
