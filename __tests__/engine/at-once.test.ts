/** Several jobs at once on one engine: each builds and pushes, and nobody undoes another's. */

import assert from "node:assert/strict";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { type Bench, folder, onEngines, ROOT } from "../support/action.ts";
import { publishedIndex } from "../support/published.ts";
import { runAction } from "../support/runner.ts";
import { traces } from "../support/traces.ts";

/** How many; by hand more: `ANYARCH_AT_ONCE=20`. */
const JOBS = Number(process.env.ANYARCH_AT_ONCE ?? 4);
const WAYS = ["auto", "host", "privileged", "auto"];

/** One job of a runner of its own; gives the digest it pushed, once its post has undone it all. */
async function job(bench: Bench, at: number, context: string): Promise<string> {
  const temp = join(bench.dir, `runner-${at}`);
  await mkdir(temp);
  const common = { action: ROOT, temp, toolCache: join(bench.dir, "tools"), env: bench.env };
  const main = await runAction({
    ...common,
    with: {
      context,
      emulator: bench.qemuDir,
      register: WAYS[at % WAYS.length] ?? "",
      platforms: at % 2 === 0 ? "linux/arm64" : "linux/arm64,linux/arm/v7",
      tags: `${bench.repository}:${at}`,
      push: "true",
      test: "uname -m",
      "no-cache": "true",
    },
  });
  assert.equal(main.exitCode, 0, main.log);
  const post = await runAction({ ...common, entry: "post", state: main.state });
  assert.deepEqual([post.exitCode, post.log, post.stderr], [0, "", ""]);
  return main.outputs.digest ?? "";
}

onEngines(
  `${JOBS} jobs at once on one engine`,
  async (bench) => {
    const steps = 'RUN case "$(uname -m)" in aarch64 | armv7l) ;; *) false ;; esac';
    const dockerfile = `FROM ${bench.base}\n${steps}\n`;
    const context = await folder(bench, "context", { Dockerfile: dockerfile });
    const before = await traces(bench);
    const digests = await Promise.all(
      Array.from({ length: JOBS }, (_, at) => job(bench, at, context)),
    );
    assert.deepEqual([...(await traces(bench))].sort(), [...before].sort());
    for (const [at, digest] of digests.entries()) {
      assert.equal((await publishedIndex(`${bench.repository}:${at}`))?.digest, digest);
    }
  },
  "containerd",
);
