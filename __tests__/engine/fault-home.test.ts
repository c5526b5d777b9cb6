/** A HOME that is read-only: nothing of docker's own can be kept there, and the step works all the same. */

import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type Bench, folder, onEngines } from "../support/action.ts";
import { runJob } from "../support/job-run.ts";

/** A Node for which HOME, docker's folder in it and the tool cache are read-only. */
async function readOnly({ dir, env }: Bench): Promise<string> {
  const places = [env.DOCKER_CONFIG, join(dir, "tools")].join(" ");
  const bind = "mount --bind $p $p && mount -o remount,ro,bind $p || exit 99";
  const lines = `for p in ${places}; do ${bind}; done; exec "$0" "$@"`;
  const script = `exec unshare -m /bin/bash -c '${lines}' '${process.execPath}' "$@"`;
  await writeFile(join(dir, "node"), `#!/bin/bash\n${script}\n`, { mode: 0o755 });
  return join(dir, "node");
}

onEngines(
  "a HOME and a tool cache that are read-only, with a container builder",
  async (bench) => {
    const context = await folder(bench, "context", {
      Dockerfile: `FROM ${bench.base}\nRUN true\n`,
    });
    const env = { HOME: bench.env.DOCKER_CONFIG, XDG_CACHE_HOME: undefined };
    const inputs = { context, platforms: "linux/arm64", provenance: "true" };
    // That builder, handlers and files are gone after post is asserted there.
    const { main } = await runJob(bench, inputs, { node: await readOnly(bench), env });
    assert.equal(main.exitCode, 0, main.log);
    assert.match(main.log, /buildx cannot be written to: buildx gets a folder of this run's own/);
    assert.match(main.log, /docker-container builder/);
  },
  "classic",
);
