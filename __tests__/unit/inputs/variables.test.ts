/** Variables that users of docker/build-push-action have in their workflows. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { variableNotices, withVariables } from "../../../src/inputs/variables.ts";

for (const { env, told } of [
  { env: {}, told: [] },
  { env: { DOCKER_BUILD_SUMMARY: "false", DOCKER_BUILD_CHECKS_ANNOTATIONS: "false" }, told: [] },
  { env: { DOCKER_BUILD_RECORD_UPLOAD: "false", DOCKER_BUILDKIT: "1" }, told: [] },
  {
    env: { DOCKER_BUILD_RECORD_UPLOAD: "true" },
    told: [/^DOCKER_BUILD_RECORD_UPLOAD: no build record/],
  },
  { env: { DOCKER_BUILD_RECORD_RETENTION_DAYS: "3" }, told: [/RETENTION_DAYS: no build record/] },
  { env: { DOCKER_BUILD_EXPORT_RETENTION_DAYS: "3" }, told: [/EXPORT_RETENTION_DAYS: no build/] },
  { env: { DOCKER_BUILD_NO_SUMMARY: "true" }, told: [/DOCKER_BUILD_SUMMARY: false/] },
  { env: { DOCKER_BUILD_SUMARY: "false" }, told: [/did you mean DOCKER_BUILD_SUMMARY\?/] },
  { env: { DOCKER_BUILD_NO_DEFAULT_ATTESTATIONS: "1" }, told: [/mean BUILDX_NO_DEFAULT/] },
  { env: { DOCKER_BUILD_ARGS: "A=1", DOCKER_BUILD_TARGET: "x" }, told: [] },
]) {
  test(`${JSON.stringify(env)}: ${told.length} notices`, () => {
    const notices = variableNotices(env);
    assert.equal(notices.length, told.length, notices.join("\n"));
    for (const [index, pattern] of told.entries()) assert.match(notices[index] ?? "", pattern);
  });
}

test("a secret from a variable that is not set, or empty, is told by its names", () => {
  const secrets = [
    { kind: "env", id: "npm", env: "NPM" },
    { kind: "env", id: "pip", env: "PIP" },
    { kind: "env", id: "gem", env: "GEM" },
  ] as const;
  const notices = variableNotices({ NPM: "x", PIP: "" }, secrets);
  assert.deepEqual(
    notices.map((notice) => /variable (\S+) is not set.* secret (\S+);/.exec(notice)?.slice(1)),
    [
      ["PIP", "pip"],
      ["GEM", "gem"],
    ],
  );
});

test("DOCKER_DEFAULT_PLATFORM stands in for an empty list of platforms", () => {
  const env = { DOCKER_DEFAULT_PLATFORM: "linux/arm64" };
  assert.equal(withVariables({ tags: "a" }, env).platforms, "linux/arm64");
  assert.equal(withVariables({ platforms: " " }, env).platforms, "linux/arm64");
  assert.equal(withVariables({ platforms: "linux/amd64" }, env).platforms, "linux/amd64");
  assert.deepEqual(withVariables({ tags: "a" }, {}), { tags: "a" });
});
