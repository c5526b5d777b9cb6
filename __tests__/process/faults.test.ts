import assert from "node:assert/strict";
import { chmod, mkdir, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:net";
import { join } from "node:path";
import { describe, it } from "node:test";
import { contextIn, inFolder, namesIn, programIn, project } from "../support/faults.ts";
import { type RunOptions, runAction } from "../support/runner.ts";
import { type ToldEngine, withEngine } from "../support/told-engine.ts";

/** A docker that has buildx and builds nothing. */
const DOCKER = `case "$*" in
  "buildx version") echo "github.com/docker/buildx v0.29.1" ;;
  *) echo "no such thing" >&2; exit 1 ;;
esac`;

/** Runs main in `folder` with everything right but what `options` make wrong. */
async function tried(folder: string, options: Partial<RunOptions>) {
  const bin = await programIn(folder, "docker", DOCKER);
  await contextIn(folder, "FROM scratch\n");
  const env = { PATH: `${bin}:${process.env.PATH}`, DOCKER_CONFIG: folder, ...options.env };
  const inputs = { context: "context", platforms: "linux/arm64", ...options.with };
  const temp = options.temp ?? join(folder, "temp");
  return await runAction({ action: project, dir: folder, temp, ...options, with: inputs, env });
}

/** A Node without root's right to pass by the modes of files. */
async function powerless(folder: string): Promise<string> {
  const drop =
    "--bounding-set=-dac_override,-dac_read_search --inh-caps=-dac_override,-dac_read_search";
  const bin = await programIn(folder, "node", `exec setpriv ${drop} ${process.execPath} "$@"`);
  return join(bin, "node");
}

async function listening(path: string): Promise<Server> {
  const server = createServer((socket) => socket.destroy());
  await new Promise<void>((resolve) => server.listen(path, resolve));
  return server;
}

describe("an engine that cannot be reached", () => {
  it("a socket that is not there", async () => {
    await inFolder(async (folder) => {
      const run = await tried(folder, { env: { DOCKER_HOST: "unix:///nowhere/engine.sock" } });
      assert.equal(run.exitCode, 1);
      assert.match(run.log, /^Error: The container engine cannot be reached$/m);
      assert.match(run.log, /unix:\/\/\/nowhere\/engine\.sock.*ENOENT/);
      assert.match(run.log, /names a socket that does not exist/);
      assert.deepEqual([run.state, await namesIn(join(folder, "temp"))], [{}, []]);
    });
  });

  it("a socket that may not be opened", async () => {
    await inFolder(async (folder) => {
      const path = join(folder, "engine.sock");
      const server = await listening(path);
      await chmod(path, 0);
      const node = await powerless(folder);
      const run = await tried(folder, { node, env: { DOCKER_HOST: `unix://${path}` } });
      server.close();
      assert.equal(run.exitCode, 1);
      assert.match(run.log, /permission denied: this user is not in the group/);
      assert.match(run.log, /sudo usermod -aG docker/);
    });
  });

  it("something that hangs up", async () => {
    await inFolder(async (folder) => {
      const path = join(folder, "engine.sock");
      const server = await listening(path);
      const run = await tried(folder, { env: { DOCKER_HOST: `unix://${path}` } });
      server.close();
      assert.equal(run.exitCode, 1);
      assert.match(run.log, /^Error: The container engine cannot be reached$/m);
    });
  });

  it("something that never answers, until the job is cancelled", async () => {
    await inFolder(async (folder) => {
      const path = join(folder, "engine.sock");
      const server = createServer(() => undefined);
      await new Promise<void>((resolve) => server.listen(path, resolve));
      const env = { DOCKER_HOST: `unix://${path}` };
      const run = await tried(folder, { env, cancel: { after: 1500 } });
      server.close();
      assert.equal(run.exitCode, 1);
      assert.match(run.log, /^Error: the run was cancelled$/m);
      assert.ok((run.cancelMs ?? 9999) < 3000, `${run.cancelMs} ms after the signal`);
    });
  });
});

/** Runs `use` in a folder of its own, with an engine on a node with this kernel. */
async function onNode(
  kernel: string | undefined,
  use: (folder: string, engine: ToldEngine) => Promise<void>,
): Promise<void> {
  await withEngine((engine) => inFolder((folder) => use(folder, engine)), kernel);
}

describe("a machine that is not good enough", () => {
  it("kernel 4.4", () =>
    onNode("4.4.0-210-generic", async (folder, engine) => {
      const run = await tried(folder, { env: engine.env });
      assert.equal(run.exitCode, 1);
      assert.match(run.log, /kernel of the engine's node is too old/);
      assert.match(run.log, /got: "4\.4\.0-210-generic"/);
      assert.match(run.log, /Linux 4\.8 or newer/);
      assert.deepEqual(await namesIn(join(folder, "temp")), []);
      assert.deepEqual(
        engine.asked.filter((call) => !call.startsWith("GET ")),
        [],
      );
    }));

  it("kernel 4.8 is", () =>
    onNode("4.8.0-22-generic", async (folder, engine) => {
      const run = await tried(folder, { env: engine.env, with: { "dry-run": "true" } });
      assert.equal(run.exitCode, 0, run.log);
      assert.doesNotMatch(run.log, /too old/);
    }));

  it("no place for temporary files", () =>
    onNode(undefined, async (folder, engine) => {
      await writeFile(join(folder, "file"), "");
      const env = { ...engine.env, RUNNER_TEMP: join(folder, "file") };
      const run = await tried(folder, { env });
      assert.equal(run.exitCode, 1);
      assert.match(run.log, /^Error: no temporary folder could be made$/m);
      assert.match(run.log, /because: ENOTDIR/);
      assert.deepEqual(run.state, {});
    }));

  it("a temporary folder that may not be written to", () =>
    onNode(undefined, async (folder, engine) => {
      const temp = join(folder, "temp");
      await mkdir(temp, { mode: 0o555 });
      const run = await tried(folder, { env: engine.env, temp, node: await powerless(folder) });
      assert.equal(run.exitCode, 1);
      assert.match(run.log, /no temporary folder could be made/);
      assert.match(run.log, /because: EACCES/);
    }));
});

describe("files of the runner that are missing", () => {
  it("no GITHUB_OUTPUT at all", () =>
    onNode(undefined, async (folder, engine) => {
      const env = { ...engine.env, GITHUB_OUTPUT: undefined, GITHUB_STATE: undefined };
      const run = await tried(folder, { env, with: { "dry-run": "true" } });
      assert.equal(run.exitCode, 0, run.log);
      assert.deepEqual(Object.keys(run.state), ["ledger"]);
      assert.deepEqual(run.outputs.emulators, "[]");
    }));

  for (const name of ["OUTPUT", "STATE"]) {
    it(`GITHUB_${name} names a file that is not there`, () =>
      onNode(undefined, async (folder, engine) => {
        const env = { ...engine.env, [`GITHUB_${name}`]: "/nowhere/file" };
        const run = await tried(folder, { env, with: { "dry-run": "true" } });
        assert.equal(run.exitCode, 1);
        assert.match(run.log, /^Error: The runner's file for .* could not be written$/m);
        assert.match(run.log, /nowhere/);
        assert.deepEqual(await namesIn(join(folder, "temp")), []);
      }));
  }
});
