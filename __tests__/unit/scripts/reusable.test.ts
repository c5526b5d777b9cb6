/** The reusable workflow and the action take the same inputs, but for those that are named with a reason. */

import assert from "node:assert/strict";
import { access, readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { test } from "node:test";
import { parse } from "yaml";
import { readAction } from "../../../scripts/action-file.ts";
import { imageAction, NOT_IN_WORKFLOW, withInputs } from "../../../scripts/reusable.ts";

const root = resolve(import.meta.dirname, "../../..");
const action = await readAction(join(root, "action.yml"));
const workflow = await readFile(join(root, ".github/workflows/build.yml"), "utf8");

test("what is not in the workflow is an input of the action", () => {
  const names = action.inputs.map(({ name }) => name);
  assert.deepEqual(
    Object.keys(NOT_IN_WORKFLOW).filter((name) => !names.includes(name)),
    [],
  );
});

test("every input of the workflow reaches a step, and no other is asked for", () => {
  const declared = Object.keys(parse(workflow).on.workflow_call.inputs);
  const asked = [...workflow.matchAll(/\binputs\.([a-z0-9-]+)/g)].map(([, name = ""]) => name);
  assert.deepEqual([...new Set(asked)].sort(), declared.sort());
});

test("defaults are the action's, and truth values are truth values", () => {
  const inputs = [
    { name: "push", description: 'a "quoted": one', default: "false" },
    { name: "file", description: "b" },
    { name: "context", description: "c" },
    { name: "load", description: "not in it" },
  ];
  const made = parse(
    withInputs(
      `a:\n      # <inputs>\n      # </inputs>\nb:\n          # <with>\n          # </with>\n`,
      inputs,
    ) ?? "",
  );
  assert.deepEqual(made, {
    a: {
      push: { description: 'a "quoted": one', type: "boolean", default: false },
      file: { description: "b", type: "string" },
      context: { description: "c", type: "string", default: "." },
    },
    b: { file: "${{ inputs.file }}", context: "${{ inputs.context }}" },
  });
  assert.equal(withInputs("a: 1\n", inputs), undefined);
});

test("the legs' action has the entries of the root's", async () => {
  const again = imageAction(await readFile(join(root, "action.yml"), "utf8"));
  const { runs } = parse(again);
  for (const entry of [runs.main, runs.post])
    await access(join(root, ".github/actions/image", entry));
});
