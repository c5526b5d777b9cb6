import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { after, before, describe, it } from "node:test";
import { build } from "rolldown";
import { forgedCommands } from "../faults/commands.ts";
import { type RunOptions, runAction } from "../support/runner.ts";

const source = resolve(import.meta.dirname, "../../src/runner");
let root = "";
before(async () => {
  root = await mkdtemp(join(tmpdir(), "anyarch-test-wrappers-"));
});
after(async () => await rm(root, { recursive: true, force: true }));

/** Runs `body` as an action's entry, with all exports of `src/runner` in reach. */
async function run(name: string, body: string, options: Partial<RunOptions> = {}) {
  const entry = join(root, `${name}.ts`);
  const modules = ["fail", "log", "output", "signals", "state", "temp"];
  const imports = modules.map((module) => `import * as ${module} from "${source}/${module}.ts";`);
  await writeFile(entry, `${imports.join("\n")}\nglobalThis.all = [${modules}];\n${body}`);
  await build({
    input: entry,
    cwd: resolve(source, "../.."),
    platform: "node",
    logLevel: "silent",
    output: { dir: join(root, name), format: "esm", entryFileNames: "main.mjs" },
  });
  const yml = "runs: { using: node24, main: main.mjs, post: main.mjs }";
  await writeFile(join(root, name, "action.yml"), yml);
  return await runAction({ action: join(root, name), ...options });
}

describe("src/runner, under the played runner", () => {
  it("carries any output unchanged", async () => {
    const seen = await run(
      "output",
      `output.setOutput("a", "1\\n::error::x\\nE\\r\\n"); state.saveState("s", "2");`,
    );
    assert.deepEqual([seen.outputs, seen.state], [{ a: "1\n::error::x\nE\r\n" }, { s: "2" }]);
    assert.deepEqual(seen.commands, []);
  });

  it("gives state to post, and none where none was saved", async () => {
    const body = `log.log.info(state.stateOf("s") + "," + state.stateOf("t"));`;
    const seen = await run("state", body, { entry: "post", state: { s: "7" } });
    assert.equal(seen.log, "7,undefined");
  });

  it("makes a folder of its own for temporary files", async () => {
    const body = `import { statSync } from "node:fs";
      const made = await temp.makeTemp("job-");
      log.log.info((statSync(made).mode & 0o777).toString(8) + " " + made.startsWith(process.env.RUNNER_TEMP + "/job-"));`;
    assert.equal((await run("temp", body)).log, "700 true");
  });

  it("fails in words where there can be no such folder", async () => {
    const body = `await temp.makeTemp("job-").catch((error) => log.log.info(error.parts.what + " " + error.parts.seen));`;
    const seen = await run("no-temp", body, { env: { RUNNER_TEMP: "/nowhere" } });
    assert.equal(seen.log, "no temporary folder could be made /nowhere");
  });

  it("fails the step with one annotation", async () => {
    const seen = await run(
      "fail",
      `fail.setFailed({ title: "no: engine", lines: ["a, b", "::error::c"] });`,
    );
    assert.equal(seen.exitCode, 1);
    const message = "a, b\n:\u200b:error::c";
    const properties = { title: "no: engine" };
    assert.deepEqual(seen.annotations, [{ level: "error", message, properties }]);
  });

  it("prints a failure whole that is too long for an annotation", async () => {
    const seen = await run(
      "long",
      `fail.setFailed({ title: "t", lines: ["x".repeat(5000), "end"] });`,
    );
    assert.equal(seen.annotations[0]?.message.length, 4096);
    assert.match(seen.log, /^x{5000}\nend\n/);
  });

  it("aborts once at the runner's cancel, and is left the time to undo", async () => {
    const body = `const { signal, dispose } = signals.cancelOnSignal();
      signal.addEventListener("abort", () => log.log.info("abort " + signal.reason.parts.seen));
      log.log.info("go");
      const alive = setInterval(() => {}, 1000);
      await new Promise((done) => signal.addEventListener("abort", done));
      await new Promise((done) => setTimeout(done, 400));
      log.log.info("undone"); dispose(); clearInterval(alive); process.exitCode = 1;`;
    const signals = [
      [0, "SIGINT"],
      [100, "SIGTERM"],
      [100, "SIGINT"],
    ] as const;
    const seen = await run("cancel", body, { cancel: { when: (line) => line === "go", signals } });
    assert.equal(seen.log, "go\nabort SIGINT\nundone");
    assert.equal(seen.exitCode, 1);
  });

  it("gives the signals back", async () => {
    const body = `const { dispose } = signals.cancelOnSignal(); dispose(); log.log.info("go");
      await new Promise((done) => setTimeout(done, 20000));`;
    const signals = [[0, "SIGTERM"]] as const;
    const seen = await run("dispose", body, { cancel: { when: (line) => line === "go", signals } });
    assert.equal(seen.signal, "SIGTERM");
  });

  it("lets nothing through that the runner would obey", async () => {
    const body = `for (const text of ${JSON.stringify(forgedCommands)}) {
        log.log.info(text); await log.inGroup(text, async () => {}); log.log.warning(text);
      }`;
    const seen = await run("forged", body);
    const names = new Set(seen.commands.map((command) => command.name));
    assert.deepEqual([...names].sort(), ["endgroup", "group", "warning"]);
    assert.equal(seen.commands.length, 3 * forgedCommands.length);
  });
});
