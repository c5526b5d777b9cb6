/** `npm run faults [-- LIST …]`: tries every entry of the lists of faults, and prints one table. */

import { join } from "node:path";
import { run } from "node:test";
import { table } from "../src/report/markdown.ts";
import { ROOT } from "./check/check.ts";
import { LISTS, type List } from "./faults/lists.ts";
import { type Outcome, outcomeOf } from "./test/outcome.ts";
import { startTestRig } from "./test/rig.ts";

const asked = process.argv.slice(2);
const lists = LISTS.filter(({ name }) => asked.length === 0 || asked.includes(name));
if (lists.length === 0 || asked.some((name) => lists.every((list) => list.name !== name))) {
  console.error(`error: the lists are ${LISTS.map(({ name }) => `"${name}"`).join(", ")}`);
  process.exit(2);
}

/** Every test of `file`, one at a time. */
async function outcomesOf(file: string): Promise<readonly Outcome[]> {
  const outcomes: Outcome[] = [];
  for await (const event of run({ files: [join(ROOT, "__tests__", file)], concurrency: 1 })) {
    if (event.type !== "test:pass" && event.type !== "test:fail") continue;
    const outcome = outcomeOf(event.type === "test:pass", event.data);
    if (!outcome.suite) outcomes.push(outcome);
  }
  return outcomes;
}

function rowOf({ name, files, only }: List, outcomes: ReadonlyMap<string, readonly Outcome[]>) {
  const all = files.flatMap((file) => outcomes.get(file) ?? []);
  // A file that broke is one failed test, whatever it is called.
  const tried = all.filter((one) => !one.passed || only === undefined || only.test(one.name));
  const wrong = tried.filter(({ passed }) => !passed);
  return { name, tried: tried.length, right: tried.length - wrong.length, wrong };
}

const rig = startTestRig((text) => console.log(text));
for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.once(signal, () => void rig.stop().finally(() => process.exit(1)));
}
try {
  await rig.ready();
  const outcomes = new Map<string, readonly Outcome[]>();
  for (const file of new Set(lists.flatMap(({ files }) => files))) {
    console.log(file);
    outcomes.set(file, await outcomesOf(file));
  }
  const rows = lists.map((list) => rowOf(list, outcomes));
  for (const { wrong } of rows) for (const one of wrong) console.log(`\n${one.name}\n${one.error}`);
  // What is tried with others looks for the engines as it is loaded: they must run.
  const { compared } = await import("./faults/compare.ts");
  const counts = await compared(
    lists.map(({ name }) => name),
    (text) => console.log(text),
  );
  const cells = rows.map(({ name, tried, right, wrong }) => {
    const { tried: same, ours, peers } = counts?.get(name) ?? {};
    const both = [same, ours, peers].map((count) => count ?? "-");
    return [name, tried, right, wrong.length, ...(counts === undefined ? [] : both)].map(String);
  });
  const more = counts === undefined ? [] : ["the same cases", "right", "peers right"];
  console.log(`\n${table(["list", "tried", "right", "wrong", ...more], cells)}`);
  process.exitCode = rows.every(({ tried, wrong }) => tried > 0 && wrong.length === 0) ? 0 : 1;
} finally {
  await rig.stop();
}
