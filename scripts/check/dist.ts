/** Checks that `dist` is what the sources give: builds again elsewhere and compares every byte. */

import { execFile } from "node:child_process";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { build } from "rolldown";
import config from "../../rolldown.config.ts";
import { type Check, problemText, ROOT } from "./check.ts";

export const distCheck: Check = {
  name: "dist is built from these sources",
  run: async () => {
    const fresh = await mkdtemp(join(tmpdir(), "anyarch-dist-"));
    try {
      await build({ ...config, logLevel: "silent", output: { ...config.output, dir: fresh } });
      const problems = await differences(fresh, join(ROOT, "dist"));
      problems.push(...(await untracked()).map((name) => `${name} is not committed`));
      return problemText(problems.length === 0 ? [] : [...problems, "fix: npm run build"]);
    } finally {
      await rm(fresh, { recursive: true, force: true });
    }
  },
};

/** What must change in `there` for it to be as `fresh`, one line a file. */
export async function differences(fresh: string, there: string): Promise<string[]> {
  const [wanted, present] = await Promise.all([filesIn(fresh), filesIn(there)]);
  const problems = present
    .filter((name) => !wanted.includes(name))
    .map((name) => `dist/${name} is not built any more`);
  for (const name of wanted) {
    if (!present.includes(name)) problems.push(`dist/${name} is missing`);
    else if (!(await sameBytes(join(fresh, name), join(there, name)))) {
      problems.push(`dist/${name} is not what the sources give`);
    }
  }
  return problems;
}

async function filesIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  const files = entries.filter((entry) => entry.isFile());
  return files.map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1)).sort();
}

async function sameBytes(a: string, b: string): Promise<boolean> {
  const [first, second] = await Promise.all([readFile(a), readFile(b)]);
  return first.equals(second);
}

/** Files in `dist` that git does not know; none where this is no checkout. */
async function untracked(): Promise<string[]> {
  const args = ["ls-files", "--others", "--", "dist"];
  const { stdout } = await promisify(execFile)("git", args, { cwd: ROOT }).catch(() => ({
    stdout: "",
  }));
  return stdout.split("\n").filter((line) => line !== "");
}
