/** Runs the tests of one level with Node's test runner, and prints each file as it ends. */

import { setMaxListeners } from "node:events";
import { readdir } from "node:fs/promises";
import { join, relative } from "node:path";
import { run } from "node:test";
import { inBatches } from "../../src/runner/batches.ts";
import { ROOT } from "../check/check.ts";
import { type Outcome, outcomeOf } from "./outcome.ts";
import { type Counts, NOTHING, sum, tallyOf } from "./tally.ts";

export interface Level {
  /** Also its folder in `__tests__`. */
  readonly name: string;
  readonly says: string;
  /** Test files at a time. */
  readonly concurrency: number;
  readonly needsRig: boolean;
  /** 0: before all others, by itself; else the levels of a lane run in turn, beside those of the other. */
  readonly lane: 0 | 1 | 2;
}

export const LEVELS: readonly Level[] = [
  { name: "unit", says: "pure parts", concurrency: 2, needsRig: false, lane: 0 },
  { name: "process", says: "the action as a process", concurrency: 2, needsRig: true, lane: 1 },
  { name: "kernel", says: "the kernel's binfmt_misc", concurrency: 1, needsRig: true, lane: 1 },
  { name: "engine", says: "real engines and a registry", concurrency: 1, needsRig: true, lane: 2 },
];

/** In milliseconds. Node 20 knows no limit for each test in another process: a file has this one. */
const TEST_LIMIT = 120_000;
const FILE_LIMIT = 900_000;
const LEVEL_LIMIT = 1_200_000;

/** Characters kept of what a test file prints; shown where it fails. */
const SAID_LIMIT = 8000;

/**
 * Runs all test files of `level`; the tests inherit this process's environment. Those that run are
 * ended when `stopped` is aborted.
 */
export async function runLevel(
  level: Level,
  print: (text: string) => void,
  stopped: AbortSignal,
): Promise<Counts> {
  const files = await testFiles(level.name);
  if (files.length === 0) {
    print(`FAIL  __tests__/${level.name} holds no test`);
    return { ...NOTHING, failed: 1 };
  }
  const signal = AbortSignal.any([AbortSignal.timeout(LEVEL_LIMIT), stopped]);
  setMaxListeners(0, signal); // each file listens
  const run = async (file: string): Promise<Counts> => await runFile(file, print, signal);
  return sum(await inBatches(files, level.concurrency, run));
}

/** A run of its own for each file: Node names a test after the file that calls `test`, which helpers do. */
async function runFile(
  file: string,
  print: (text: string) => void,
  signal: AbortSignal,
): Promise<Counts> {
  const perTest = Number(process.versions.node.split(".")[0]) >= 24;
  const timeout = perTest ? TEST_LIMIT : FILE_LIMIT;
  const outcomes: Outcome[] = [];
  let said = "";
  for await (const event of run({ files: [file], concurrency: 1, timeout, signal })) {
    if (event.type === "test:stdout" || event.type === "test:stderr") {
      said = (said + event.data.message).slice(-SAID_LIMIT);
    } else if (event.type === "test:pass" || event.type === "test:fail") {
      outcomes.push(outcomeOf(event.type === "test:pass", event.data));
    }
  }
  // In CI nothing may be left out.
  const tally = tallyOf(relative(ROOT, file), outcomes, process.env.CI === "true");
  for (const line of tally.lines) print(line);
  if (tally.counts.failed > 0 && said.trim() !== "") {
    print(`      its output:\n${said.trim().replace(/^/gm, "        ")}`);
  }
  return tally.counts;
}

async function testFiles(level: string): Promise<string[]> {
  const folder = join(ROOT, "__tests__", level);
  const names = await readdir(folder, { recursive: true }).catch(() => []);
  return names
    .filter((name) => name.endsWith(".test.ts"))
    .sort()
    .map((name) => join(folder, name));
}
