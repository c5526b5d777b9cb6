/** The bundled set-up step where it changes nothing on the machine: inputs, files, state, rights. */

import assert from "node:assert/strict";
import { chmod, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { inFolder, namesIn, project } from "../support/faults.ts";
import { type ActionRun, type RunOptions, runAction } from "../support/runner.ts";
import { type ToldEngine, toldEngine } from "../support/told-engine.ts";
import { ordinaryUser } from "../support/user.ts";
import { elfFile, usageText } from "../unit/emulator/elf-file.ts";

const MISC = "/proc/sys/fs/binfmt_misc";
const action = join(project, "setup");
const own = process.arch === "arm64" ? "linux/arm64" : "linux/amd64";

let engine: ToldEngine;
before(async () => {
  engine = await toldEngine();
});
after(async () => await engine.close());

interface Tried extends ActionRun {
  /** What is left in the runner's temporary folder and in the tool cache. */
  readonly left: readonly string[];
}

/** Runs main; the engine that is there answers who it is, and no more. */
async function tried(folder: string, options: Partial<RunOptions>): Promise<Tried> {
  const [temp, toolCache] = [options.temp ?? join(folder, "temp"), join(folder, "tools")];
  const env = { ...engine.env, DOCKER_CONFIG: folder, ...options.env };
  const run = await runAction({ action, ...options, temp, toolCache, env });
  const names = [...(await namesIn(temp)), ...(await namesIn(toolCache))];
  // The mark tells other jobs that this one lives; it goes in post.
  return { ...run, left: names.filter((name) => !name.endsWith(".mark")) };
}

const errorOf = ({ annotations }: ActionRun): string =>
  annotations.flatMap(({ level, message }) => (level === "error" ? [message] : [])).join("\n");

describe("wrong inputs of the set-up step", () => {
  it("are told together, before anything is asked or made", () =>
    inFolder(async (folder) => {
      engine.asked.length = 0;
      const inputs = {
        platforms: "arm46,linux/s390",
        reset: "yes",
        "cache-image": "ture",
        image: "tonistiigi/binfmt: latest",
        "emulator-url": "http://example.com/x",
        register: "hots",
      };
      const run = await tried(folder, { with: inputs });
      assert.equal(run.exitCode, 1);
      const text = errorOf(run);
      assert.match(text, /^7 inputs or items are wrong; nothing was registered or changed\.\n/);
      for (const hint of ["linux/arm64", "linux/s390x", "true", "host"]) {
        assert.ok(text.includes(`did you mean ${hint}?`), hint);
      }
      for (const name of Object.keys(inputs)) assert.ok(text.includes(`\`${name}\``), name);
      assert.deepEqual([run.left, run.state, engine.asked], [[], {}, []]);
      assert.equal(run.outputs.platforms, undefined);
    }));

  it("`platform` for `platforms` is a notice that says so", () =>
    inFolder(async (folder) => {
      const env = { INPUT_PLATFORM: "arm64" };
      const run = await tried(folder, { env, with: { platforms: own, register: "host" } });
      assert.equal(run.exitCode, 0, run.log);
      const notices = run.annotations.filter(({ level }) => level === "notice");
      assert.match(notices[0]?.message ?? "", /did you mean `platforms`\?/);
    }));
});

describe("the set-up step where nothing is to be emulated", () => {
  it("tells the machine's own platform, on the host and by an engine, and registers nothing", () =>
    inFolder(async (folder) => {
      const before = await readdir(MISC);
      const onHost = await tried(folder, { with: { platforms: own, register: "host" } });
      assert.equal(onHost.exitCode, 0, onHost.log);
      assert.deepEqual([onHost.outputs.platforms, onHost.outputs.emulators], [own, "[]"]);
      const byEngine = await tried(folder, { with: { platforms: "linux/amd64" } });
      assert.equal(byEngine.exitCode, 0, byEngine.log);
      assert.match(byEngine.log, /docker 28\.5\.2, linux\/amd64/);
      assert.equal(byEngine.outputs.platforms, "linux/amd64");
      assert.ok(engine.asked.every((call) => call.startsWith("GET ")));
      assert.deepEqual([onHost.left, byEngine.left], [[], []]);
      assert.deepEqual(await readdir(MISC), before);
    }));

  it("post then does nothing, and without state nothing either", () =>
    inFolder(async (folder) => {
      const main = await tried(folder, { with: { platforms: own, register: "host" } });
      assert.deepEqual(Object.keys(main.state), ["ledger"]);
      for (const state of [main.state, {}, { ledger: "]{" }]) {
        const post = await tried(folder, { entry: "post", state });
        assert.deepEqual([post.exitCode, post.log, post.stderr], [0, "", ""]);
      }
    }));

  it("an output file that cannot be written is a failed step", () =>
    inFolder(async (folder) => {
      for (const name of ["OUTPUT", "STATE"]) {
        const env = { [`GITHUB_${name}`]: "/nowhere/file" };
        const run = await tried(folder, { env, with: { platforms: own, register: "host" } });
        assert.equal(run.exitCode, 1);
        assert.match(run.log, /^Error: The runner's file for .* could not be written$/m);
        assert.deepEqual(run.left, []);
      }
    }));
});

describe("the set-up step on a machine that is not good enough", () => {
  it("a file in the place of the temporary folder", () =>
    inFolder(async (folder) => {
      await writeFile(join(folder, "file"), "");
      const env = { RUNNER_TEMP: join(folder, "file") };
      const run = await tried(folder, { env, with: { platforms: own, register: "host" } });
      assert.equal(run.exitCode, 1);
      assert.match(errorOf(run), /^no temporary folder could be made\n/);
      assert.deepEqual(run.state, {});
    }));

  it("an engine that was named and does not answer is an error; the host is not used instead", () =>
    inFolder(async (folder) => {
      const env = { DOCKER_HOST: `unix://${folder}/none.sock` };
      const run = await tried(folder, { env, with: { platforms: "arm64" } });
      assert.equal(run.exitCode, 1);
      assert.match(errorOf(run), /^The container engine cannot be reached\n/);
      assert.deepEqual(run.left, []);
    }));

  it("a kernel that is too old for handlers in containers", async () => {
    const old = await toldEngine("4.4.0-210-generic");
    await inFolder(async (folder) => {
      const run = await tried(folder, { env: old.env, with: { platforms: "arm64" } });
      assert.equal(run.exitCode, 1);
      assert.match(errorOf(run), /too old/);
      assert.deepEqual(
        old.asked.filter((call) => !call.startsWith("GET ")),
        [],
      );
    });
    await old.close();
  });

  it("neither root nor sudo: one plain sentence, and nothing is registered or left", async (t) => {
    const { node, path } = await ordinaryUser(t, { node: process.execPath, sudo: false });
    await inFolder(async (folder) => {
      await chmod(folder, 0o755);
      const emulator = join(folder, "qemu-s390x");
      const machine = process.arch === "arm64" ? 183 : 62;
      await writeFile(emulator, elfFile({ machine, text: usageText("s390x", "7.2.0") }), {
        mode: 0o755,
      });
      const before = await readdir(MISC);
      const env = { PATH: path, DOCKER_HOST: undefined, DOCKER_CONFIG: undefined };
      const inputs = { platforms: "s390x", register: "host", emulator };
      const run = await runAction({ action, node, env, with: inputs });
      assert.equal(run.exitCode, 1, run.log);
      assert.match(errorOf(run), /only root or a user with passwordless sudo can register/);
      assert.match(errorOf(run), /got: "an ordinary user, and there is no sudo"/);
      assert.deepEqual(await readdir(MISC), before);
      const { ledger = "{}" } = run.state;
      assert.equal(JSON.parse(ledger).undone, true, ledger);
    });
  });
});

it("the state names the job's folder before anything else is made in it", () =>
  inFolder(async (folder) => {
    const run = await tried(folder, { with: { platforms: "s390x", emulator: "/usr/share" } });
    assert.equal(run.exitCode, 1);
    const { jobId, temp, undone } = JSON.parse(run.state.ledger ?? "{}");
    assert.ok(temp.startsWith(join(folder, "temp", jobId)), temp);
    assert.equal(undone, true);
    assert.match(await readFile(join(project, "setup/action.yml"), "utf8"), /post-if: always\(\)/);
  }));
