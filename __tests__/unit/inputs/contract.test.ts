/** What action.yml says, what the parser reads, what the tables tell and what was promised agree. */

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { parse } from "yaml";
import { readAction } from "../../../scripts/action-file.ts";
import {
  defaultsJson,
  inputsTable,
  outputsTable,
  withTables,
} from "../../../scripts/readme-tables.ts";
import { inputsFrom } from "../../../src/inputs/inputs-from.ts";
import { inputNames } from "../../../src/inputs/reader.ts";
import { github } from "./read.ts";

const root = new URL("../../../", import.meta.url);
const action = await readAction(new URL("action.yml", root));
const text = await readFile(new URL("action.yml", root), "utf8");

/** docker/build-push-action's inputs. */
const dockers = `add-hosts allow annotations attests build-args build-contexts builder cache-from
  cache-to call cgroup-parent context file labels load network no-cache no-cache-filters outputs
  platforms provenance pull push sbom secrets secret-envs secret-files shm-size ssh tags target ulimit
  github-token`.split(/\s+/);

const ours = `emulator emulator-version emulator-url emulator-image emulator-sha256 emulator-cpu
  emulator-cache register setuid keep nodes buildkit-image leg test test-network check check-allow crash-allow dry-run
  timeout`.split(/\s+/);

const outputs = "digest imageid metadata platforms emulators digests leg".split(" ");

const sorted = (names: Iterable<string>): string[] => [...names].sort();

test("action.yml has every promised input and output, and no other", () => {
  assert.deepEqual(sorted(action.inputs.map(({ name }) => name)), sorted([...dockers, ...ours]));
  assert.deepEqual(sorted(action.outputs.map(({ name }) => name)), sorted(outputs));
});

test("the parser reads every input of action.yml, and no other", async () => {
  const asked = new Set<string>();
  const raw = new Proxy<Record<string, string>>(
    {},
    {
      get: (_, name) => {
        asked.add(String(name));
        return undefined;
      },
    },
  );
  // The look for quotes asks for every name too: only what is asked for afterwards is read.
  await inputsFrom(raw, github);
  const looked = sorted(inputNames);
  assert.deepEqual(sorted(asked), looked);
  assert.deepEqual(await namesRead(), looked);
});

/** The names that change the result when given a value of their own. */
async function namesRead(): Promise<string[]> {
  const plain = await outcome({});
  const changed: string[] = [];
  for (const name of inputNames) {
    for (const value of ["true", "false", "a=b", "/x", "host", "off", "arm64"]) {
      if ((await outcome({ [name]: value })) === plain) continue;
      changed.push(name);
      break;
    }
  }
  return sorted(changed);
}

async function outcome(raw: Record<string, string>): Promise<string> {
  return await inputsFrom(raw, github).then(JSON.stringify, (error) => String(error));
}

test("docker/build-push-action's defaults are kept, and booleans have one", () => {
  const defaults = new Map(action.inputs.map((input) => [input.name, input.default]));
  const withDefault = dockers.filter((name) => defaults.get(name) !== undefined);
  assert.deepEqual(sorted(withDefault), ["github-token", "load", "no-cache", "pull", "push"]);
  assert.match(defaults.get("github-token") ?? "", /^\$\{\{ github\.token \}\}$/);
  for (const name of ["load", "push", "pull", "no-cache"])
    assert.equal(defaults.get(name), "false");
});

test("a default is written in action.yml only: the parser's copy is made from it", async () => {
  const made = await readFile(new URL("src/inputs/defaults.json", root), "utf8");
  assert.equal(made, defaultsJson(action.inputs));
});

test("README.md holds the tables that action.yml gives", async () => {
  const readme = await readFile(new URL("README.md", root), "utf8");
  assert.equal(readme, withTables(readme, action));
});

test("the action runs on Node 24, and its post whatever happened", () => {
  assert.deepEqual(parse(text).runs, {
    using: "node24",
    main: "dist/main.js",
    post: "dist/post.js",
    "post-if": "always()",
  });
});

test("the tables name every input and output with its default", () => {
  for (const { name, default: given } of action.inputs) {
    const row = inputsTable(action.inputs)
      .split("\n")
      .find((line) => line.startsWith(`| \`${name}\` `));
    assert.ok(row, name);
    if (given !== undefined)
      assert.ok(row.includes(`| \`${given.replace(/@sha256.*/, "")}\` `), row);
  }
  assert.equal(outputsTable(action.outputs).trim().split("\n").length, outputs.length + 2);
});

test("tables go between their markers, again and again, and nowhere without them", () => {
  const readme =
    "# A\n<!-- inputs -->\nSTALE\n<!-- /inputs -->\nB\n<!-- outputs --><!-- /outputs -->\nC\n";
  const once = withTables(readme, action);
  assert.ok(once !== undefined);
  assert.ok(once.includes("| `platforms` "));
  assert.ok(!once.includes("STALE") && once.endsWith("<!-- /outputs -->\nC\n"));
  assert.equal(withTables(once, action), once);
  assert.equal(withTables("# A\n<!-- inputs -->\n", action), undefined);
});
