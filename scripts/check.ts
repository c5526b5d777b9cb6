/** `npm run check`: everything that can be judged without running the action, in seconds. */

import { availableParallelism } from "node:os";
import { pathToFileURL } from "node:url";
import { type Check, programCheck } from "./check/check.ts";
import { distCheck } from "./check/dist.ts";
import { sourcesCheck } from "./check/sources.ts";
import { workflowsCheck } from "./check/workflows.ts";

export const CHECKS: readonly Check[] = [
  programCheck("types", "tsc", []),
  programCheck("format and lint", "biome", ["ci", "--colors=off", "--error-on-warnings", "."]),
  programCheck("nothing unused: files, exports, packages", "knip", ["--no-progress"]),
  programCheck("contract: action.yml and README agree", "node", [
    ...["--import", "tsx", "scripts/readme-tables.ts", "--check"],
  ]),
  sourcesCheck,
  workflowsCheck,
  distCheck,
];

/** Runs all checks, as many at a time as there are processors; resolves with how many failed. */
export async function runChecks(print: (text: string) => void): Promise<number> {
  const waiting = [...CHECKS];
  let failed = 0;
  const work = async (): Promise<void> => {
    for (let check = waiting.shift(); check !== undefined; check = waiting.shift()) {
      const start = performance.now();
      const problem = await check.run().catch((error: unknown) => String(error));
      const seconds = ((performance.now() - start) / 1000).toFixed(1);
      print(`${problem === undefined ? "ok  " : "FAIL"}  ${check.name}  ${seconds} s`);
      if (problem === undefined) continue;
      failed += 1;
      print(problem.replace(/^/gm, "      "));
    }
  };
  await Promise.all(Array.from({ length: availableParallelism() }, work));
  return failed;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  process.exitCode = (await runChecks(console.log)) === 0 ? 0 : 1;
}
