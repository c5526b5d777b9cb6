import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { factsOf } from "../../../scripts/check/source.ts";
import { structureProblems } from "../../../scripts/check/structure.ts";

const head = "/** Does a thing. */\n";

describe("structure", () => {
  const cases = [
    { name: "a lower layer", path: "image/a.ts", text: `import "../emulator/b.ts";`, expected: [] },
    {
      name: "a higher layer",
      path: "emulator/a.ts",
      text: `import type { B } from "../image/b.ts";`,
      expected: ["src/emulator/a.ts: imports image/b.ts, which stands above it"],
    },
    {
      name: "a higher layer, when needed",
      path: "emulator/a.ts",
      text: `const b = await import("../report/b.ts");`,
      expected: ["src/emulator/a.ts: imports report/b.ts, which stands above it"],
    },
    {
      name: "a higher layer, handed on",
      path: "failure.ts",
      text: `export * from "./job.ts";`,
      expected: ["src/failure.ts: imports job.ts, which stands above it"],
    },
    {
      name: "a type of a pure folder",
      path: "report/a.ts",
      text: `import type { E } from "../engine/e.ts";`,
      expected: [],
    },
    {
      name: "code in a pure folder",
      path: "report/a.ts",
      text: `import { e } from "../engine/e.ts";`,
      expected: ["src/report/a.ts: imports engine/e.ts, but report/ only computes"],
    },
    {
      name: "the runner's packages",
      path: "image/a.ts",
      text: `import * as core from "@actions/core";`,
      expected: ["src/image/a.ts: uses @actions/core, which is for runner/"],
    },
    {
      name: "the runner's packages in runner",
      path: "runner/a.ts",
      text: `import "@actions/core";`,
      expected: [],
    },
    {
      name: "the environment",
      path: "engine/a.ts",
      text: `const a = process.env.HOME;`,
      expected: ["src/engine/a.ts: uses process.env, which is for runner/, (top)"],
    },
    {
      name: "the environment, taken apart",
      path: "image/a.ts",
      text: `const { env } = process;`,
      expected: ["src/image/a.ts: uses process, which is for runner/, (top)"],
    },
    {
      name: "anything, at the top",
      path: "main.ts",
      text: `import { run } from "./phase/run.ts"; process.exitCode = Number(process.env.X);`,
      expected: [],
    },
    {
      name: "the top, from below",
      path: "phase/a.ts",
      text: `import { run } from "../run.ts";`,
      expected: ["src/phase/a.ts: imports run.ts, which stands above it"],
    },
    {
      name: "programs",
      path: "image/a.ts",
      text: `import { spawn } from "node:child_process";`,
      expected: ["src/image/a.ts: uses node:child_process, which is for runner/, engine/"],
    },
    {
      name: "a type of http",
      path: "image/a.ts",
      text: `import type { IncomingMessage } from "node:http";`,
      expected: [],
    },
    {
      name: "the network",
      path: "emulator/a.ts",
      text: `const a = await fetch("x");`,
      expected: ["src/emulator/a.ts: uses fetch, which is for runner/, engine/"],
    },
    {
      name: "files in what computes",
      path: "binfmt/a.ts",
      text: `import { readFile } from "node:fs/promises";`,
      expected: [
        "src/binfmt/a.ts: uses node:fs/promises: compute here and act elsewhere, or name it in ACTING of scripts/check/rules.ts",
      ],
    },
    {
      name: "a cast",
      path: "binfmt/a.ts",
      text: `const a = b as string;\nconst c = d as const;`,
      expected: [`src/binfmt/a.ts: line 2: "as" other than "as const"`],
    },
    {
      name: "a long function",
      path: "binfmt/a.ts",
      text: `const a = () => {${"\n".repeat(40)}};`,
      expected: ["src/binfmt/a.ts: the function at line 2 has 41 lines, 40 are allowed"],
    },
    {
      name: "a long file",
      path: "binfmt/a.ts",
      text: `${"\n".repeat(119)}const a = 1;`,
      expected: ["src/binfmt/a.ts: 121 lines, 120 are allowed; split it"],
    },
    {
      name: "a folder nobody knows",
      path: "utils/a.ts",
      text: "",
      expected: ["src/utils/a.ts: belongs to no layer; name it in scripts/check/rules.ts"],
    },
  ];
  for (const { name, path, text, expected } of cases) {
    it(name, () => assert.deepEqual(structureProblems(path, factsOf(head + text)), expected));
  }

  it("a file that does not say what it is for", () => {
    const problems = structureProblems("binfmt/a.ts", factsOf("const a = 1;"));
    assert.match(problems.join(), /does not open with a sentence/);
  });
});
