/** A builder of the user's whose node is the BuildKit of an engine with the classic store: told before the build. */

import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { contextIn, inFolder, namesIn, programIn, project } from "../support/faults.ts";
import { runAction } from "../support/runner.ts";
import { withEngine } from "../support/told-engine.ts";

/** As buildx 0.29 tells of Docker Engine 28.5. */
const REPORT = `Name:   mine
Driver: remote

Nodes:
Name:      mine0
Endpoint:  tcp://far.example:1234
Status:    running
Platforms: linux/amd64, linux/386
Labels:
 org.mobyproject.buildkit.worker.moby.host-gateway-ip: 172.17.0.1
`;

test("a named builder that can export no image is refused before a build; a question to it is not", async () => {
  await withEngine((engine) =>
    inFolder(async (folder) => {
      await writeFile(join(folder, "report"), REPORT);
      const version = 'echo "github.com/docker/buildx v0.29.1"';
      const build = `touch '${folder}/built'; exit 0`;
      const cases = `"buildx inspect") cat '${folder}/report' ;; "buildx version") ${version} ;; "buildx build") ${build} ;; *) exit 1 ;;`;
      const bin = await programIn(folder, "docker", `case "$1 $2" in ${cases} esac`);
      const context = await contextIn(folder, "FROM scratch\n");
      const run = async (more: Readonly<Record<string, string>>) =>
        await runAction({
          ...{ action: project, dir: folder, temp: join(folder, "temp") },
          env: { ...engine.env, DOCKER_CONFIG: folder, PATH: `${bin}:${process.env.PATH}` },
          with: { context, platforms: "linux/amd64", builder: "mine", ...more },
        });
      const refused = await run({ tags: "a:1", push: "true" });
      assert.equal(refused.exitCode, 1, refused.log);
      const [error] = refused.annotations.filter(({ level }) => level === "error");
      assert.match(error?.message ?? "", /^tcp:\/\/far\.example:1234 can make no image/);
      assert.match(error?.message ?? "", /docker buildx create --driver docker-container ssh:/);
      assert.ok(!(await namesIn(folder)).includes("built"), refused.log);
      await run({ call: "check" });
      assert.ok((await namesIn(folder)).includes("built"));
    }),
  );
});
