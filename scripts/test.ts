/** `npm test [-- level …]`: checks, then the tests of each level; ends with `N passed, N failed`. */

import { CHECKS, runChecks } from "./check.ts";
import { explained } from "./rig/progress.ts";
import { LEVELS, type Level, runLevel } from "./test/level.ts";
import { startTestRig, type TestRig } from "./test/rig.ts";
import { type Counts, countText, NOTHING, sum } from "./test/tally.ts";
import { tidy } from "./test/tidy.ts";

const print = (text: string): void => console.log(text);
const ONE_FAILED = { ...NOTHING, failed: 1 };

const names = ["checks", ...LEVELS.map((level) => level.name)];
const chosen = process.argv.length > 2 ? process.argv.slice(2) : names;
const unknown = chosen.filter((name) => !names.includes(name));
if (unknown.length > 0) {
  console.error(`error: no level "${unknown.join('", "')}"; there are ${names.join(", ")}`);
  process.exit(2);
}

const levels = LEVELS.filter((level) => chosen.includes(level.name));
const rig = levels.some((level) => level.needsRig) ? startTestRig(print) : undefined;
const stopped = new AbortController();
for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.once(signal, () => {
    stopped.abort();
    void Promise.resolve(rig?.stop()).finally(() => process.exit(1));
  });
}

print(`Node ${process.versions.node}; ${chosen.join(", ")}`);
const counts: Counts[] = [];
try {
  if (chosen.includes("checks")) counts.push(await checks());
  for (const level of levels.filter(({ lane }) => lane === 0))
    counts.push(await runOne(level, print));
  // Those with real engines wait more than they work: the others run meanwhile, and are told of as they end.
  const lanes = [1, 2].map((lane) => levels.filter((level) => level.lane === lane));
  counts.push(...(await Promise.all(lanes.map(runLane))).flat());
} catch (error) {
  print(`FAIL  ${String(error)}`);
  counts.push(ONE_FAILED);
} finally {
  await rig?.stop();
}
const total = sum(counts);
const good = total.failed === 0 && total.passed > 0;
if (total.skipped + total.todo > 0) print(`\n${countText(total)}`);
print(`\n${total.passed} passed, ${total.failed} failed`);
process.exit(good ? 0 : 1);

async function checks(): Promise<Counts> {
  print("\n== checks: the sources, without running them");
  const failed = await runChecks(print);
  return { ...NOTHING, passed: CHECKS.length - failed, failed };
}

/** One level after the other; of all lanes but the last the lines come when a level has ended. */
async function runLane(lane: readonly Level[]): Promise<readonly Counts[]> {
  const results: Counts[] = [];
  for (const level of lane) {
    const lines: string[] = [];
    const alone = levels.every((other) => other.lane === level.lane || other.lane === 0);
    const later = level.lane === 1 && !alone;
    results.push(await runOne(level, later ? (line) => lines.push(line) : print));
    if (later) print(lines.join("\n"));
  }
  return results;
}

async function runOne(level: Level, print: (text: string) => unknown): Promise<Counts> {
  const ready = level.needsRig ? await isReady(rig) : true;
  print(`\n== ${level.name}: ${level.says}`);
  if (!ready) return ONE_FAILED;
  const say = (text: string): void => void print(text);
  const run = async (): Promise<Counts> => await runLevel(level, say, stopped.signal);
  return level.name === "engine" && rig !== undefined ? await tidy(rig, run, say) : await run();
}

/** Waits for the rig; false, and said why, where it cannot be had. */
async function isReady(wanted: TestRig | undefined): Promise<boolean> {
  try {
    await wanted?.ready();
    return true;
  } catch (error) {
    print(`FAIL  the engines did not start: ${explained(error)}`);
    return false;
  }
}
