/** Reads all sources and has them judged. */

import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { type Check, problemText, ROOT } from "./check.ts";
import { factsOf, type SourceFacts } from "./source.ts";
import { shapeProblems, staleActing, structureProblems } from "./structure.ts";

/** Imports, doors, lengths: of `src` all of it, of scripts and test helpers the shape. */
export const sourcesCheck: Check = {
  name: "structure: imports, doors, lengths",
  run: async () => {
    const files = await factsBelow("src");
    const problems = [...files].flatMap(([path, facts]) => structureProblems(path, facts));
    for (const folder of ["scripts", "__tests__/support"]) {
      for (const [path, facts] of await factsBelow(folder)) {
        const found = shapeProblems(path, facts);
        problems.push(...found.map((problem) => `${folder}/${path}: ${problem}`));
      }
    }
    return problemText([...problems, ...staleActing(files)]);
  },
};

/** Path below `folder` -> what is in the file. */
async function factsBelow(folder: string): Promise<Map<string, SourceFacts>> {
  const root = join(ROOT, folder);
  const names = await readdir(root, { recursive: true });
  const files = names.filter((name) => name.endsWith(".ts")).sort();
  const facts = files.map(async (name) => factsOf(await readFile(join(root, name), "utf8")));
  const read = await Promise.all(facts);
  return new Map(files.flatMap((name, index) => pairOf(name, read[index])));
}

function pairOf(name: string, facts: SourceFacts | undefined): [string, SourceFacts][] {
  return facts === undefined ? [] : [[name, facts]];
}
