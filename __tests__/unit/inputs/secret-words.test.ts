import assert from "node:assert/strict";
import { test } from "node:test";
import { hiddenArguments, hiding } from "../../../src/image/build/hidden-arguments.ts";
import { looksSecret, secretWarning } from "../../../src/inputs/secret-words.ts";

const rows = [
  { input: "NPM_TOKEN=x", expected: true },
  { input: "npm_token=x", expected: true },
  { input: "NPM_TOKEN", expected: true },
  { input: "DB_PASSWORD=x", expected: true },
  { input: "API_KEY=x", expected: true },
  { input: "WHO=ghp_abc", expected: true },
  { input: "KEY_FILE=-----BEGIN RSA", expected: true },
  { input: "NPM_TOKEN=", expected: false },
  { input: "PUBLIC_KEY=x", expected: false },
  { input: "TOKENIZER=x", expected: false },
  { input: "MONKEY=x", expected: false },
  { input: "VERSION=1.0", expected: false },
];

for (const { input, expected } of rows) {
  test(`${input} ${expected ? "looks" : "does not look"} like a secret`, () => {
    assert.equal(looksSecret(input), expected);
  });
}

test("the warning names all of them and tells no value", () => {
  const text = secretWarning(["A=1", "NPM_TOKEN=abc123", "DB_PASSWORD=def456"]) ?? "";
  assert.match(text, /NPM_TOKEN, DB_PASSWORD/);
  assert.doesNotMatch(text, /abc123|def456/);
  assert.equal(secretWarning(["A=1"]), undefined);
});

test("values that look secret go by the environment, others stay as they are", () => {
  const found = hiddenArguments(["A=1", "NPM_TOKEN=a=b", "API_KEY"], { PATH: "/bin" });
  assert.deepEqual(found, {
    args: ["A=1", "NPM_TOKEN", "API_KEY"],
    variables: { NPM_TOKEN: "a=b" },
  });
});

test("a name that the environment uses for something else stays as it is", () => {
  const found = hiddenArguments(["AWS_SECRET=mine"], { AWS_SECRET: "of the cache" });
  assert.deepEqual(found, { args: ["AWS_SECRET=mine"], variables: {} });
});

test("a name given twice with two values keeps buildx's order", () => {
  const found = hiddenArguments(["A_KEY=1", "A_KEY=2"], {});
  assert.deepEqual(found, { args: ["A_KEY", "A_KEY=2"], variables: { A_KEY: "1" } });
});

test("values are hidden in text and in JSON, short ones are not", () => {
  const hide = hiding(['a"secret', "abc"]);
  assert.equal(hide('RUN login a"secret abc'), "RUN login *** abc");
  assert.equal(hide('{"name":"RUN login a\\"secret"}'), '{"name":"RUN login ***"}');
});
