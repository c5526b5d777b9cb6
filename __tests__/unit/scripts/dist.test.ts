import assert from "node:assert/strict";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { differences } from "../../../scripts/check/dist.ts";
import { packageFolder } from "../../../scripts/licenses.ts";

describe("differences of dist", () => {
  let root = "";
  before(async () => {
    root = await mkdtemp(join(tmpdir(), "anyarch-test-dist-"));
    for (const folder of ["a/chunks", "b/chunks", "c"])
      await mkdir(join(root, folder), { recursive: true });
    const files = {
      "a/main.js": "1",
      "b/main.js": "2",
      "a/chunks/x.js": "1",
      "b/chunks/y.js": "1",
    };
    for (const [name, text] of Object.entries(files)) await writeFile(join(root, name), text);
  });
  after(async () => await rm(root, { recursive: true }));

  it("names what is old, missing and changed", async () => {
    assert.deepEqual(await differences(join(root, "a"), join(root, "b")), [
      "dist/chunks/y.js is not built any more",
      "dist/chunks/x.js is missing",
      "dist/main.js is not what the sources give",
    ]);
  });

  it("finds none in the same folder", async () => {
    assert.deepEqual(await differences(join(root, "a"), join(root, "a")), []);
  });

  it("finds all missing where there is no dist", async () => {
    assert.equal((await differences(join(root, "a"), join(root, "nowhere"))).length, 2);
  });
});

describe("the package a bundled module comes from", () => {
  const cases = [
    { name: "plain", input: "/x/node_modules/ms/index.js", expected: "/x/node_modules/ms" },
    { name: "scoped", input: "/x/node_modules/@a/b/c.js", expected: "/x/node_modules/@a/b" },
    {
      name: "nested",
      input: "/x/node_modules/a/node_modules/b/c.js",
      expected: "/x/node_modules/a/node_modules/b",
    },
    { name: "virtual", input: "\0/x/node_modules/ms/index.js?x", expected: "/x/node_modules/ms" },
    { name: "our own", input: "/x/src/main.ts", expected: undefined },
  ];
  for (const { name, input, expected } of cases) {
    it(name, () => assert.equal(packageFolder(input), expected));
  }
});
