import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { type RunOptions, runAction } from "../support/runner.ts";

/** An action whose entries do what their input `script` says, in JavaScript. */
const ACTION = `
inputs:
  script: { description: JavaScript to run }
  word: { description: any, default: "\${{ github.token }}" }
runs: { using: node24, main: main.mjs, post: post.mjs }
`;
const ENTRY = `
import { appendFileSync } from "node:fs";
import { spawn } from "node:child_process";
const put = (file, text) => appendFileSync(process.env["GITHUB_" + file], text);
const say = (text) => process.stdout.write(text);
await new Function("put", "say", "spawn", "return (async () => {" + process.env.INPUT_SCRIPT + "})()")(put, say, spawn);
`;

let action = "";
before(async () => {
  action = await mkdtemp(join(tmpdir(), "anyarch-test-runner-"));
  await writeFile(join(action, "action.yml"), ACTION);
  for (const name of ["main.mjs", "post.mjs"]) await writeFile(join(action, name), ENTRY);
});
after(async () => await rm(action, { recursive: true, force: true }));

const run = async (script: string, options: Partial<RunOptions> = {}) =>
  await runAction({ action, with: { script }, ...options });

describe("the played runner, with a real process", () => {
  it("reads outputs, state, variables, paths and summary", async () => {
    const seen = await run(`
      put("OUTPUT", "a<<E\\n1\\n2\\nE\\n"); put("STATE", "s=1\\n"); put("ENV", "V=1\\n");
      put("PATH", "/x\\n"); put("STEP_SUMMARY", "# hi\\n"); say("::set-output name=b::2\\n");`);
    assert.deepEqual(seen.outputs, { a: "1\n2", b: "2" });
    assert.deepEqual([seen.state, seen.variables, seen.paths], [{ s: "1" }, { V: "1" }, ["/x"]]);
    assert.equal(seen.summary, "# hi\n");
    assert.equal(seen.succeeded, true);
  });

  it("gives post the state main saved, and the inputs", async () => {
    const script = `say(process.env.STATE_id + process.env.INPUT_WORD)`;
    const options = {
      entry: "post",
      state: { id: "7" },
      contexts: { "github.token": "t" },
    } as const;
    assert.equal((await run(script, options)).stdout, "7t");
  });

  it("runs Node 24 with nothing of the test's own environment", async () => {
    const script =
      "say([process.version.split('.')[0], process.env.NODE_TEST_CONTEXT, process.env.X].join())";
    assert.equal((await run(script, { env: { X: "1" } })).stdout, "v24,,1");
  });

  it("tells exit codes apart", async () => {
    const seen = await run("process.exit(3)");
    assert.deepEqual([seen.exitCode, seen.signal, seen.succeeded], [3, null, false]);
  });

  it("fails a step whose output file is broken", async () => {
    const seen = await run(`put("OUTPUT", "nonsense\\n")`);
    assert.deepEqual([seen.exitCode, seen.succeeded], [0, false]);
  });

  it("drops a summary over 1 MiB whole", async () => {
    const seen = await run(`put("STEP_SUMMARY", "x".repeat(1024 * 1024 + 1))`);
    assert.equal(seen.summary, "");
    assert.equal(seen.annotations[0]?.level, "error");
  });

  it("ends what runs too long", async () => {
    const seen = await run("await new Promise((r) => setTimeout(r, 60000))", { limitMs: 300 });
    assert.deepEqual([seen.timedOut, seen.signal], [true, "SIGKILL"]);
  });

  it("names and ends what a step left running", async () => {
    const seen = await run(`spawn("sleep", ["60"], { stdio: "ignore", detached: true }).unref()`);
    assert.deepEqual(seen.orphans, ["sleep 60"]);
  });

  it("cancels at a line with SIGINT, then SIGTERM, then SIGKILL", async () => {
    const script = `for (const s of ["SIGINT", "SIGTERM"]) process.on(s, () => say(s + "\\n"));
      say("go\\n"); await new Promise((r) => setTimeout(r, 60000))`;
    const signals = [
      [0, "SIGINT"],
      [200, "SIGTERM"],
      [200, "SIGKILL"],
    ] as const;
    const seen = await run(script, { cancel: { when: (line) => line === "go", signals } });
    assert.equal(seen.stdout, "go\nSIGINT\nSIGTERM\n");
    assert.equal(seen.signal, "SIGKILL");
    assert.ok((seen.cancelMs ?? 0) >= 390, `took ${seen.cancelMs} ms`);
  });
});

describe("a forged command is seen", () => {
  const ways = [
    { name: "at a line's start", text: "::set-output name=digest::bad\n" },
    { name: "without a line break at the end", text: "::set-output name=digest::bad" },
    { name: "after blanks", text: "  \t::set-output name=digest::bad\n" },
    { name: "after Unicode white space", text: "\u2003\u3000::set-output name=digest::bad\n" },
    { name: "after a next-line character", text: "\u0085::set-output name=digest::bad\n" },
    { name: "after a lone CR", text: "x\r::set-output name=digest::bad\n" },
    { name: "after CR LF", text: "x\r\n::set-output name=digest::bad\n" },
    { name: "in capitals", text: "::SET-OUTPUT NAME=digest::bad\n" },
    { name: "legacy", text: "##[set-output name=digest]bad\n" },
    { name: "legacy in the middle of a line", text: "#9 0.1 x ##[set-output name=digest]bad\n" },
    { name: "legacy after a colour", text: "\u001b[31m##[set-output name=digest]bad\n" },
    {
      name: "behind a fence whose token is guessed",
      text: "::t::\n::set-output name=digest::bad\n",
    },
  ];
  for (const { name, text } of ways) {
    it(name, async () => {
      const fence = name.startsWith("behind") ? "::stop-commands::t\n" : "";
      const seen = await run(`say(${JSON.stringify(fence + text)})`);
      assert.deepEqual(seen.outputs, { digest: "bad" });
    });
  }

  it("on standard error too", async () => {
    const seen = await run(`process.stderr.write("::add-mask::e\\n")`);
    assert.deepEqual(seen.masks, ["e"]);
  });

  it("but not behind a fence", async () => {
    const seen = await run(`say("::stop-commands::t\\n::set-output name=digest::bad\\n::t::\\n")`);
    assert.deepEqual(seen.outputs, {});
  });
});
