/** Bundles the entry of emulation alone as an action of its own, in a temporary folder. */

import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { rolldown } from "rolldown";
import config from "../../rolldown.config.ts";
import { ROOT } from "../check/check.ts";

/** Makes `<folder>/action.yml` with the step's own inputs and its own post entry; bundled alike. */
export async function makeSetupAction(folder: string): Promise<void> {
  const { output, ...input } = config;
  const bundle = await rolldown({
    ...input,
    input: {
      setup: join(ROOT, "scripts/bench/setup-entry.ts"),
      post: join(ROOT, "src/post.ts"),
      "action-cache-child": join(ROOT, "src/runner/action-cache-child.ts"),
    },
  });
  await bundle.write({ ...output, dir: join(folder, "dist"), cleanDir: false });
  await bundle.close();
  const action = await readFile(join(ROOT, "action.yml"), "utf8");
  await writeFile(
    join(folder, "action.yml"),
    action.replace("main: dist/main.js", "main: dist/setup.js"),
  );
}
