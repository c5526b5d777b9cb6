/** What a check is: a name, and a run that gives back what is wrong. */

import { execFile } from "node:child_process";
import { resolve } from "node:path";

export interface Check {
  readonly name: string;
  /** Resolves with what is wrong, as it is shown; undefined where all is well. */
  run(): Promise<string | undefined>;
}

export const ROOT = resolve(import.meta.dirname, "../..");

/** A check by a program from node_modules or this Node; its exit code alone decides. */
export function programCheck(name: string, program: string, args: readonly string[]): Check {
  const file = program === "node" ? process.execPath : resolve(ROOT, "node_modules/.bin", program);
  const env = { ...process.env, NO_COLOR: "1", FORCE_COLOR: "0" };
  const options = { cwd: ROOT, env, maxBuffer: 64 * 1024 * 1024, timeout: 120_000 };
  return {
    name,
    run: async () =>
      await new Promise((done) => {
        execFile(file, [...args], options, (error, stdout, stderr) => {
          const said = `${stdout}${stderr}`.trim();
          done(error === null ? undefined : said || error.message);
        });
      }),
  };
}

/** `undefined` for no problems, else one a line. */
export function problemText(problems: readonly string[]): string | undefined {
  return problems.length === 0 ? undefined : problems.join("\n");
}
