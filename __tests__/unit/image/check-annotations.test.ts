/** Findings of build checks as annotations: which file of the repository, and when there is none. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { checkAnnotations } from "../../../src/image/build/check-annotations.ts";

const finding = {
  text: "FromAsCasing: 'as' and 'FROM' keywords' casing do not match (line 3)",
  detail: "The 'as' keyword should match the case of the 'from' keyword",
  url: "https://docs.docker.com/go/dockerfile/rule/from-as-casing/",
  file: "Dockerfile",
  line: 3,
};
const places = { workspace: "/w", repository: "https://github.com/o/r.git" };
const own = "https://github.com/o/r.git#c0ffee";

for (const { context, file, expected } of [
  { context: ".", expected: "Dockerfile" },
  { context: "sub", expected: "sub/Dockerfile" },
  { context: "sub", file: "docker/app.Dockerfile", expected: "docker/app.Dockerfile" },
  { context: "/w/sub", expected: "sub/Dockerfile" },
  { context: "/elsewhere", expected: undefined },
  { context: "/elsewhere", file: "Dockerfile", expected: "Dockerfile" },
  { context: own, expected: "Dockerfile" },
  { context: `${own}:sub`, expected: "sub/Dockerfile" },
  { context: `${own}:sub`, file: "x.Dockerfile", expected: "sub/x.Dockerfile" },
  { context: "https://github.com/o/rx.git#c0ffee", expected: undefined },
  { context: "git@github.com:o/other.git", expected: undefined },
  { context: "-", expected: undefined },
]) {
  test(`${context} ${file ?? ""} -> ${expected}`, () => {
    const found = checkAnnotations([finding, finding], { context, file }, places);
    assert.deepEqual(
      found,
      expected === undefined
        ? []
        : [
            {
              title: finding.detail,
              message: `FromAsCasing: 'as' and 'FROM' keywords' casing do not match\nMore info: ${finding.url}`,
              file: expected,
              line: 3,
            },
          ],
    );
  });
}
