/** The rules for workflows: each finds its fault, and a sound workflow breaks none. */

import assert from "node:assert/strict";
import { readdir, readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { test } from "node:test";
import { RULES } from "../../../scripts/check/workflow-rules.ts";
import { partsIn, workflowProblems, workflowsIn } from "../../../scripts/check/workflows.ts";

const root = resolve(import.meta.dirname, "../../..");
const SHA = "3d3c42e5aac5ba805825da76410c181273ba90b1";

const sound = `on: { push: {}, pull_request: {} }
permissions: {}
jobs:
  image:
    runs-on: ubuntu-24.04
    permissions: { contents: read, packages: write }
    steps:
      - uses: actions/checkout@${SHA} # v7.0.1
        with: { persist-credentials: false }
      - uses: OWNER/anyarch@main
      - uses: ./setup
      - uses: $/plan
      - run: echo "$TITLE"
        env: { TITLE: "\${{ github.event.pull_request.title }}", P: "\${{ secrets.P }}" }
  call:
    uses: OWNER/anyarch/.github/workflows/build.yml@main
    permissions: { contents: read }
    secrets: { password: "\${{ secrets.P }}" }
`;

const broken = [
  { rule: "unpinned-uses", from: `${SHA} # v7.0.1`, to: "v7" },
  { rule: "unpinned-uses", from: ` # v7.0.1`, to: "" },
  { rule: "unpinned-uses", from: "OWNER/anyarch@main", to: "some/anyarch@main" },
  { rule: "unpinned-uses", from: "OWNER/anyarch/.github", to: "other/one/.github" },
  { rule: "template-injection", from: '"$TITLE"', to: '"${{ github.event.pull_request.title }}"' },
  { rule: "excessive-permissions", from: "permissions: {}\n", to: "permissions: write-all\n" },
  {
    rule: "excessive-permissions",
    from: "permissions: {}\n",
    to: "permissions: { packages: write }\n",
  },
  {
    rule: "excessive-permissions",
    from: "permissions: {}\n",
    to: "",
    also: ["    permissions: { contents: read }\n", ""],
  },
  { rule: "persisted-credentials", from: "persist-credentials: false", to: "fetch-depth: 0" },
  { rule: "dangerous-triggers", from: "pull_request: {}", to: "pull_request_target: {}" },
  {
    rule: "dangerous-triggers",
    from: "{ push: {}, pull_request: {} }",
    to: "[push, pull_request_target]",
  },
  {
    rule: "secrets-inherit",
    from: 'secrets: { password: "${{ secrets.P }}" }',
    to: "secrets: inherit",
  },
  { rule: "all-secrets", from: 'P: "${{ secrets.P }}"', to: 'P: "${{ toJSON(secrets) }}"' },
  { rule: "moving-runner", from: "ubuntu-24.04", to: "ubuntu-latest" },
] as const;

test("a sound workflow has no problem", () => {
  assert.deepEqual(workflowProblems("x.yml", sound), []);
});

for (const [index, { rule, from, to, ...more }] of broken.entries()) {
  test(`${rule} is found (${index})`, () => {
    const [alsoFrom, alsoTo] = "also" in more ? more.also : ["", ""];
    const text = sound.replace(from, () => to).replace(alsoFrom, () => alsoTo);
    assert.notEqual(text, sound);
    const [problem = "", ...others] = workflowProblems("x.yml", text);
    assert.match(problem, new RegExp(`^x.yml: ${rule}: `));
    assert.deepEqual(others, []);
  });
}

test("every rule has a workflow that breaks it", () => {
  const tested = new Set<string>(broken.map(({ rule }) => rule));
  assert.deepEqual(
    RULES.filter(({ name }) => !tested.has(name)),
    [],
  );
});

test("what GitHub's parser refuses is told with its line", () => {
  const [problem] = workflowProblems("x.yml", sound.replace("runs-on", "runs_on"));
  assert.match(problem ?? "", /x\.yml.*Line: 5.*runs_on/);
});

test("a called workflow need not say permissions: the job that calls it does", () => {
  const called = sound
    .replace("{ push: {}, pull_request: {} }", "workflow_call")
    .replace(/ *permissions: .*\n/g, "");
  assert.deepEqual(workflowProblems("x.yml", called), []);
});

test("of a page, whole workflows are taken, and other blocks are not", () => {
  const page =
    "a\n\n```yaml\non: push\njobs: {}\n```\n\n```yaml\nimage:\n  runs-on: x\n```\n\n```sh\non: x\n```\n";
  assert.deepEqual(workflowsIn(page), ["on: push\njobs: {}\n"]);
});

test("of a page, jobs and steps are taken as the workflow they become", () => {
  const job = "image:\n  runs-on: x\n  steps:\n    - run: x\n";
  const steps = "- uses: some/one@v1\n  with: { a: b }\n";
  const [one = "", two = "", ...others] = partsIn(
    ["on: push\n", job, steps, "name: x\n"].map((text) => `\`\`\`yaml\n${text}\`\`\`\n`).join("\n"),
  );
  assert.deepEqual(others, []);
  assert.match(workflowProblems("p.md", one).join("\n"), /image: none said/);
  assert.match(
    workflowProblems("p.md", two).join("\n"),
    /^p\.md: unpinned-uses: some\/one@v1\n.*$/,
  );
});

test("every commit that a workflow or a recipe pins is told of, with its version and where it was read", async () => {
  const told = await readFile(join(root, "docs/dependencies.md"), "utf8");
  const folders = [".github/workflows", "docs", "docs/recipes"];
  const files = folders.map(async (folder) =>
    (await readdir(join(root, folder)))
      .filter((name) => /\.(md|yml)$/.test(name))
      .map((name) => join(root, folder, name)),
  );
  const all = [join(root, "README.md"), ...(await Promise.all(files)).flat()];
  const texts = all.map((file) => readFile(file, "utf8"));
  const pins = (await Promise.all(texts)).flatMap((text) => [
    ...text.matchAll(/uses: (\S+)@([0-9a-f]{40}) # (v\S+)/g),
  ]);
  assert.ok(pins.length > 10);
  for (const [, name = "", commit = "", version = ""] of pins) {
    const row = new RegExp(`^\\| .${name}.\\s+\\| ${version}\\s+\\| ${commit} `, "m");
    assert.match(told, row);
  }
});
