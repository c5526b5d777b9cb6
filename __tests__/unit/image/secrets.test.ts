/** Secrets become files and names; no value is in what goes on a command line. */

import assert from "node:assert/strict";
import { mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { csvField } from "../../../src/engine/buildx/csv-field.ts";
import { Failure } from "../../../src/failure.ts";
import { gitTokenSecret, prepareSecrets } from "../../../src/image/build/secrets.ts";
import { nothing } from "./build-inputs.ts";

test("G07 values go byte for byte into files that only we can read", async (t) => {
  const temp = await mkdtemp(join(tmpdir(), "image-secrets-"));
  t.after(() => rm(temp, { recursive: true }));
  const value = 'two lines\n"quoted", and a comma\r\n';
  const [flag = ""] = await prepareSecrets({ temp }, [{ kind: "value", id: "TOKEN", value }]);
  const [, file = ""] = /^id=TOKEN,src=(.*)$/.exec(flag) ?? [];
  assert.equal(await readFile(file, "utf8"), value);
  assert.equal((await stat(file)).mode & 0o777, 0o600);
  assert.ok(file.startsWith(`${temp}/`));
  assert.ok(!flag.includes("quoted"));
});

test("environment names and the user's files are handed on, quoted where they must be", async (t) => {
  const temp = await mkdtemp(join(tmpdir(), "image-secrets-"));
  t.after(() => rm(temp, { recursive: true }));
  const path = join(temp, "a,b");
  await writeFile(path, "x");
  const flags = await prepareSecrets({ temp }, [
    { kind: "env", id: "E", env: "MY_ENV" },
    { kind: "file", id: "F", path },
  ]);
  assert.deepEqual(flags, ["id=E,env=MY_ENV", `id=F,"src=${path}"`]);
});

test("a missing file is named with its id", async (t) => {
  const temp = await mkdtemp(join(tmpdir(), "image-secrets-"));
  t.after(() => rm(temp, { recursive: true }));
  await assert.rejects(
    prepareSecrets({ temp }, [{ kind: "file", id: "F", path: join(temp, "nope") }]),
    (error) => error instanceof Failure && /secret F /.test(error.parts.what),
  );
});

test("without secrets nothing is made", async () => {
  assert.deepEqual(await prepareSecrets({ temp: "/nonexistent" }, []), []);
});

const repository = "https://github.com/o/r.git";
const tokens: { name: string; context: string; ids: string[]; expected: string | undefined }[] = [
  {
    name: "own repository",
    context: `${repository}#abc`,
    ids: [],
    expected: "GIT_AUTH_TOKEN.github.com",
  },
  {
    name: "own repository, query",
    context: `${repository}?ref=a`,
    ids: [],
    expected: "GIT_AUTH_TOKEN.github.com",
  },
  { name: "a folder", context: ".", ids: [], expected: undefined },
  {
    name: "another repository",
    context: "https://github.com/o/r2.git",
    ids: [],
    expected: undefined,
  },
  { name: "a longer name", context: `${repository}x`, ids: [], expected: undefined },
  {
    name: "a token of the user's",
    context: repository,
    ids: ["GIT_AUTH_TOKEN"],
    expected: undefined,
  },
];

for (const { name, context, ids, expected } of tokens) {
  test(`token for git: ${name}`, () => {
    const secrets = ids.map((id) => ({ kind: "env", id, env: "X" }) as const);
    const build = { ...nothing, context, secrets, githubToken: "ghs_x" };
    assert.equal(gitTokenSecret(build, repository)?.id, expected);
  });
}

test("no token, no secret", () => {
  assert.equal(gitTokenSecret({ ...nothing, context: repository }, repository), undefined);
});

for (const [text, expected] of [
  ["id=a", "id=a"],
  ["src=/a,b", '"src=/a,b"'],
  ['src=/a"b', '"src=/a""b"'],
] as const) {
  test(`csv field ${text}`, () => assert.equal(csvField(text), expected));
}
