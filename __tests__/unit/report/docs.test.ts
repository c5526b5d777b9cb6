import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { parse } from "yaml";

const root = fileURLToPath(new URL("../../../", import.meta.url));
const read = (path: string) => readFileSync(join(root, path), "utf8");
const pages = [
  "README.md",
  "CONTRIBUTING.md",
  "CHANGELOG.md",
  "SECURITY.md",
  ...readdirSync(join(root, "docs")).map((name) => `docs/${name}`),
].filter((path) => path.endsWith(".md"));
const all = (text: string, pattern: RegExp) =>
  [...text.matchAll(pattern)].map((match) => match[1] ?? "");
const anchors = all(read("docs/troubleshooting.md"), /<a id="([^"]+)">/g);

test("no anchor of docs/troubleshooting.md is there twice", () => {
  assert.ok(anchors.length > 20);
  assert.deepEqual(anchors, [...new Set(anchors)]);
});

test("every anchor that an error names is in docs/troubleshooting.md", () => {
  const files = readdirSync(join(root, "src"), { recursive: true, encoding: "utf8" });
  const named = files
    .filter((path) => /\.(?:ts|json)$/.test(path))
    .flatMap((path) => all(read(join("src", path)), /"?anchor"?: "([^"]+)"/g));
  const missing = [...new Set([...named, "bug"])].filter((name) => !anchors.includes(name));
  assert.deepEqual(missing, []);
});

for (const page of pages) {
  test(`${page}: links lead somewhere, YAML is YAML`, () => {
    const text = read(page);
    const prose = text.replace(/^ *```[\s\S]*?^ *```$/gm, "");
    for (const link of all(prose, /\]\(([^)\s]+)\)/g)) {
      if (link.startsWith("https://")) continue;
      const [path = "", anchor] = link.split("#");
      const target = path === "" ? page : join(dirname(page), path);
      assert.ok(existsSync(join(root, target)), `${page}: no ${target}`);
      if (target === "docs/troubleshooting.md" && anchor !== undefined) {
        assert.ok(anchors.includes(anchor), `${page}: no anchor ${anchor}`);
      }
    }
    for (const block of all(text, /^```yaml\n([\s\S]*?)^```$/gm)) {
      assert.equal(typeof parse(block), "object", block);
    }
  });
}

test("README: what must be seen first ends with line 25", () => {
  const lines = read("README.md").split("\n");
  const fences = lines.flatMap((line, index) => (line.startsWith("```") ? [index + 1] : []));
  assert.equal(fences[3], 25);
});
