/** Lines of rawjson progress as values. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { parseProgress } from "../../../src/image/build/progress.ts";
import { replay } from "./recorded.ts";

for (const line of [
  "",
  "ERROR: failed to build",
  "{not json",
  "{}",
  '{"a":1}',
  "[]",
  "null",
  '{"vertexes":{}}',
]) {
  test(`no progress: ${line}`, () => assert.equal(parseProgress(line), undefined));
}

test("what is not of the expected form is left out, the rest stays", () => {
  const line = JSON.stringify({
    vertexes: [1, null, { name: "no digest" }, { digest: "a", name: 7, cached: "yes" }],
    logs: [{ vertex: "a" }, { vertex: "a", data: "aGk=", timestamp: "nonsense" }],
    statuses: [{ id: "x" }, { vertex: "a", id: "x", current: "7" }],
  });
  const progress = parseProgress(line);
  assert.deepEqual(progress?.vertexes, [
    {
      digest: "a",
      name: "",
      started: undefined,
      completed: undefined,
      cached: false,
      error: undefined,
      inputs: [],
    },
  ]);
  assert.deepEqual(progress?.outputs, [{ vertex: "a", data: Buffer.from("hi"), time: undefined }]);
  assert.deepEqual(progress?.statuses, [
    { vertex: "a", id: "x", current: 0, total: 0, completed: false },
  ]);
});

test("build checks come with rule, file and line", async () => {
  const { steps } = await replay("warnings");
  assert.deepEqual(
    steps.warnings.map(({ text, file, line, url }) => ({ text, file, line, url })),
    [
      {
        text: "FromAsCasing: 'AS' and 'from' keywords' casing do not match (line 1)",
        file: "Dockerfile",
        line: 1,
        url: "https://docs.docker.com/go/dockerfile/rule/from-as-casing/",
      },
      {
        text: "MaintainerDeprecated: Maintainer instruction is deprecated in favor of using label (line 3)",
        file: "Dockerfile",
        line: 3,
        url: "https://docs.docker.com/go/dockerfile/rule/maintainer-deprecated/",
      },
      {
        text: "ConsistentInstructionCasing: Command 'from' should match the case of the command majority (uppercase) (line 1)",
        file: "Dockerfile",
        line: 1,
        url: "https://docs.docker.com/go/dockerfile/rule/consistent-instruction-casing/",
      },
    ],
  );
});
