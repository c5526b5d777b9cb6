/** `node --import tsx scripts/programs.ts [--write]`: compares the programs in `src` with their sources. */

import { readFileSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import stubs from "../src/emulator/stub/stubs.json" with { type: "json" };
import { architectures } from "../src/platform/architecture.ts";
import { builtPrograms, toolsForPrograms } from "./programs/build.ts";

const TABLE = resolve(import.meta.dirname, "../src/platform/architectures.json");
const STUBS = resolve(import.meta.dirname, "../src/emulator/stub/stubs.json");

const built = await builtPrograms(await toolsForPrograms());
let table = readFileSync(TABLE, "utf8");
const changed: string[] = [];
for (const { target, probe } of architectures) {
  const now = built.probes.get(target)?.toString("base64");
  if (now === undefined) console.log(`${target}: no assembler here`);
  if (now === undefined || now === probe) continue;
  changed.push(target);
  table = table.replace(new RegExp(`("target":"${target}",.*"probe":")[^"]*`), `$1${now}`);
}
const known = Object.entries(stubs);
const entries = known.map(([host, stub]) => {
  const now = built.stubs.get(host)?.toString("base64") ?? stub;
  if (now !== stub) changed.push(`cpu-entry/${host}`);
  return [host, now] as const;
});
console.log(`${built.probes.size} test programs and ${built.stubs.size} entry points built`);
console.log(changed.length === 0 ? "all as in src" : `not as in src: ${changed.join(", ")}`);
if (process.argv.includes("--write")) {
  writeFileSync(TABLE, table);
  writeFileSync(STUBS, `${JSON.stringify(Object.fromEntries(entries), undefined, 2)}\n`);
} else if (changed.length > 0) process.exitCode = 1;
