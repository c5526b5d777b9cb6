/** What the runner hands over in its environment. */

import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, beforeEach, test } from "node:test";
import { gitHubFacts, isPrivateRepository, rawInputs } from "../../../src/runner/input.ts";

const own = { ...process.env };
const folder = await mkdtemp(join(tmpdir(), "anyarch-event-"));
const event = join(folder, "event.json");

beforeEach(() => {
  for (const name of Object.keys(process.env)) {
    if (/^(INPUT|GITHUB|DOCKER)_/.test(name)) delete process.env[name];
  }
});
after(async () => {
  Object.assign(process.env, own);
  await rm(folder, { recursive: true });
});

test("every input is read as written, white space included", () => {
  Object.assign(process.env, { "INPUT_BUILD-ARGS": " A=1\n", INPUT_TAGS: "" });
  assert.deepEqual(rawInputs(), { "build-args": " A=1\n", tags: "" });
});

test("outside of a workflow there are no facts", async () => {
  assert.equal(await gitHubFacts(), undefined);
  assert.equal(await isPrivateRepository(), false);
});

test("facts of a run", async () => {
  Object.assign(process.env, {
    GITHUB_REPOSITORY: "o/r",
    GITHUB_REF: "refs/heads/main",
    GITHUB_SHA: "c0ffee",
    GITHUB_RUN_ID: "7",
    GITHUB_EVENT_PATH: join(folder, "missing.json"),
  });
  assert.deepEqual(await gitHubFacts(), {
    serverUrl: "https://github.com",
    repository: "o/r",
    commit: "c0ffee",
    runUrl: "https://github.com/o/r/actions/runs/7/attempts/1",
  });
});

test("the event tells a private repository and the head of a pull request", async () => {
  const payload = { repository: { private: true }, pull_request: { head: { sha: "head" } } };
  await writeFile(event, JSON.stringify(payload));
  Object.assign(process.env, {
    GITHUB_REPOSITORY: "o/r",
    GITHUB_REF: "refs/pull/7/merge",
    GITHUB_SHA: "merge",
    GITHUB_SERVER_URL: "https://git.example",
    GITHUB_EVENT_PATH: event,
    DOCKER_DEFAULT_GIT_CONTEXT_PR_HEAD_REF: "true",
  });
  const facts = await gitHubFacts();
  assert.equal(facts?.commit, "head");
  assert.equal(facts?.serverUrl, "https://git.example");
  assert.equal(await isPrivateRepository(), true);
  await writeFile(event, "[not json");
  assert.equal((await gitHubFacts())?.commit, "refs/pull/7/head");
});
