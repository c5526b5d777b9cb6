/** What a killed job left on a node that is dead: tried once more, then told with how it goes by hand, and never again. */

import assert from "node:assert/strict";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { contextIn, inFolder, namesIn, programIn, project } from "../support/faults.ts";
import { runAction } from "../support/runner.ts";
import { withEngine } from "../support/told-engine.ts";

/** Began in 1970, under another kernel: over, whoever looks. */
const OLD = "anyarch-0-00000000-000001234567";

test("a builder with a dead node is told with the command for the node, and costs the next job no time", async () => {
  await withEngine((engine) =>
    inFolder(async (folder) => {
      const instances = join(folder, "buildx", "instances");
      await mkdir(instances, { recursive: true });
      const nodes = [{ Name: `${OLD}0`, Endpoint: "ssh://user@far" }];
      const record = { Name: OLD, Driver: "docker-container", Nodes: nodes };
      await writeFile(join(instances, OLD), JSON.stringify(record));
      const removes = `rm -f '${instances}/'"$3"; echo "failed to remove $3: no route to host" >&2; exit 1`;
      const version = 'echo "github.com/docker/buildx v0.29.1"';
      const cases = `"buildx rm") ${removes} ;; "buildx version") ${version} ;; "buildx build") exit 0 ;; *) exit 1 ;;`;
      const bin = await programIn(folder, "docker", `case "$1 $2" in ${cases} esac`);
      const context = await contextIn(folder, "FROM scratch\n");
      const run = await runAction({
        ...{ action: project, dir: folder, temp: join(folder, "temp") },
        env: { ...engine.env, DOCKER_CONFIG: folder, PATH: `${bin}:${process.env.PATH}` },
        with: { context, platforms: "linux/amd64", tags: "a:1", load: "true" },
      });
      const told = run.annotations
        .filter(({ level, message }) => level === "warning" && message.includes(OLD))
        .map(({ message }) => message);
      assert.equal(told.length, 1, run.log);
      assert.match(told[0] ?? "", /^What a job before left stays: .*no route to host/);
      const way = `docker --host ssh://user@far rm --force --volumes buildx_buildkit_${OLD}0; `;
      assert.ok(told[0]?.includes(`by hand: ${way}`), told[0]);
      assert.deepEqual(await namesIn(instances), []);
    }),
  );
});
