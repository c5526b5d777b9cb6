/** What the script's `register` reads: rules, and the emulators that the node has itself. */

import type { Handler } from "./handler.ts";
import type { NodeFiles } from "./node-file.ts";
import { END } from "./script-register.ts";

/** A line each; `near` are emulators that no rule may name unless they are what they were here. */
export function ordersFor(
  rules: readonly Pick<Handler, "name" | "line">[],
  near: NodeFiles = new Map(),
): string {
  const lines = [
    ...[...near.values()].map(({ mark, path }) => `near ${mark} ${path}`),
    ...rules.map(({ name, line }) => `rule ${name} ${line}`),
  ];
  return `${[...lines, END].join("\n")}\n`;
}
