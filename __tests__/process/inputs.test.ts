import assert from "node:assert/strict";
import { readdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { contextIn, inFolder, namesIn, programIn, project, recorded } from "../support/faults.ts";
import { type ActionRun, runAction } from "../support/runner.ts";
import { type ToldEngine, toldEngine } from "../support/told-engine.ts";

let engine: ToldEngine;
before(async () => {
  engine = await toldEngine();
});
after(async () => await engine.close());

interface Tried extends ActionRun {
  readonly docker: readonly string[];
  readonly left: readonly string[];
}

/** Runs main with a `docker` and an engine that record whatever they are asked. */
async function tried(inputs: Readonly<Record<string, string>>, env = {}): Promise<Tried> {
  return await inFolder(async (folder) => {
    const file = join(folder, "docker.log");
    const bin = await programIn(folder, "docker", `echo "$*" >>${file}`);
    const [temp, toolCache] = [join(folder, "temp"), join(folder, "tools")];
    await contextIn(folder, "FROM scratch\n");
    const path = { PATH: `${bin}:${process.env.PATH}`, ...engine.env };
    const run = await runAction({
      action: project,
      with: inputs,
      env: { ...path, ...env },
      ...{ dir: folder, temp, toolCache },
    });
    const left = [...(await namesIn(temp)), ...(await namesIn(toolCache))];
    return { ...run, docker: await recorded(file), left };
  });
}

const cases = [
  {
    name: "an unknown platform",
    inputs: { platforms: "linux/arm46", context: "context" },
    expected: [/`platforms`/, /got: "linux\/arm46"/, /did you mean linux\/arm64\?/],
  },
  {
    name: "no tags with push",
    inputs: { push: "true", context: "context" },
    expected: [/`push: true` needs a name/, /at least one tag/, /tags: ghcr\.io/],
  },
  {
    name: "a missing context",
    inputs: { context: "contxt" },
    expected: [/`context` does not exist/, /got: "contxt"/, /did you mean context\?/],
  },
  {
    name: "a missing Dockerfile",
    inputs: { context: "context", file: "context/Dockerfiel" },
    expected: [/`file` does not exist/, /did you mean context\/Dockerfile\?/],
  },
  {
    name: "provenance: maybe",
    inputs: { provenance: "maybe", context: "context" },
    expected: [/`provenance` has a value it cannot have/, /got: "maybe"/, /true, false/],
  },
  {
    name: "an emulator that is not there",
    inputs: { emulator: "/nowhere/qemu-aarch64", context: "context" },
    expected: [/`emulator` does not exist/, /got: "\/nowhere\/qemu-aarch64"/],
  },
];

describe("wrong inputs fail before anything is asked, made or changed", () => {
  for (const { name, inputs, expected } of cases) {
    it(name, async () => {
      const run = await tried(inputs);
      assert.equal(run.exitCode, 1, run.log);
      for (const text of expected) assert.match(run.log, text);
      assert.match(run.log, /^Error: One input is wrong; nothing was built or changed\.$/m);
      assert.deepEqual([engine.asked, run.docker, run.left, run.state], [[], [], [], {}]);
      assert.equal(run.annotations.length, 1, "one annotation");
    });
  }

  it("all at once", async () => {
    const inputs = cases.map((each) => each.inputs);
    const run = await tried(Object.assign({}, ...inputs, { context: "contxt", file: "" }));
    assert.equal(run.exitCode, 1);
    assert.match(run.log, /5 inputs or items are wrong/);
    for (const { name, expected } of cases) {
      if (name === "a missing Dockerfile") continue;
      for (const text of expected) assert.match(run.log, text);
    }
    assert.deepEqual([engine.asked, run.docker, run.left, run.state], [[], [], [], {}]);
  });

  it("and without loading the code for caches and downloads", async () => {
    await inFolder(async (folder) => {
      const run = await tried({ platforms: "linux/arm46" }, { NODE_V8_COVERAGE: folder });
      assert.equal(run.exitCode, 1);
      const files = await loadedFrom(folder);
      assert.ok(
        files.includes(join(project, "dist/main.js")),
        "the coverage names what was loaded",
      );
      const sizes = await Promise.all(files.map(async (file) => (await stat(file)).size));
      const bytes = sizes.reduce((sum, size) => sum + size, 0);
      // @actions/cache and @actions/tool-cache bring 1.7 MB with them.
      assert.ok(bytes < 400_000, `${bytes} bytes of ${files.join(", ")}`);
    });
  });
});

/** Files of `dist` that a process with `NODE_V8_COVERAGE=folder` loaded. */
async function loadedFrom(folder: string): Promise<string[]> {
  const files = (await readdir(folder)).map((name) => join(folder, name));
  const reports = await Promise.all(files.map((file) => readFile(file, "utf8")));
  const urls = reports.flatMap((text) => [...text.matchAll(/"url":"file:\/\/([^"]+)"/g)]);
  const paths = urls.map(([, path = ""]) => decodeURIComponent(path));
  return [...new Set(paths.filter((path) => path.startsWith(join(project, "dist/"))))];
}
