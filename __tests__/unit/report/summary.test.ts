import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { cutBetweenRows } from "../../../src/report/fitted.ts";
import { nothingYet, type Outcome } from "../../../src/report/outcome.ts";
import { summaryMarkdown as summaryIn } from "../../../src/report/summary.ts";
import { digest, emulated, native, pushed, sha } from "./outcomes.ts";

const MIB = 1024 * 1024;
const run = "https://github.com/somebody/something/actions/runs/1/attempts/1";

const summaryMarkdown = (outcome: Outcome, bytes = MIB): string =>
  summaryIn(outcome, { bytes, run });

test("a push of two platforms, whole", () => {
  assert.equal(
    summaryMarkdown(pushed),
    `## Anyarch: pushed \`linux/amd64\`, \`linux/arm64\`

Digest \`${digest}\`

Builder \`default\`: the engine's own can do all that is asked

| platform      | runs     | emulator      | proof            | build               | size    | check       | test          |
| ------------- | -------- | ------------- | ---------------- | ------------------- | ------- | ----------- | ------------- |
| \`linux/amd64\` | natively | –             | –                | 2.0 s               | –       | –           | –             |
| \`linux/arm64\` | emulated | QEMU \`7.2.22\` | \`aarch64\`, 12 ms | 12.3 s (5/8 cached) | 13.4 MB | 37 programs | passed, 1.2 s |

| published          | digest                                                                    |
| ------------------ | ------------------------------------------------------------------------- |
| \`ghcr.io/me/app:1\` | \`${digest}\` |

\`\`\`text
preflight         31 ms
build            14.0 s  ██████████████████████████████
total            14.0 s
\`\`\`

<details><summary>Emulators</summary>

| platform      | QEMU     | source    | origin                          | sha256                                                             | CPU                   | cached |
| ------------- | -------- | --------- | ------------------------------- | ------------------------------------------------------------------ | --------------------- | ------ |
| \`linux/arm64\` | \`7.2.22\` | \`package\` | \`qemu-user-static 1:7.2+dfsg-7\` | \`${sha}\` | \`max,pauth-impdef=on\` | yes    |

</details>

`,
  );
});

test("G15 a failed test: both rows, the failure in a block, no digest", () => {
  const platforms = [
    { ...native, test: { exitCode: 0, ms: 5 } },
    { ...emulated, test: { exitCode: 3, ms: 7 } },
  ];
  const failure = {
    title: "the test failed on linux/arm64",
    text: "the test failed\n  | </details>",
  };
  const text = summaryMarkdown({ ...nothingYet, platforms, failure });
  assert.match(
    text,
    /^## Anyarch: failed\n\nthe test failed on linux\/arm64\n\n```text\nthe test failed\n/,
  );
  assert.match(text, /\| `linux\/amd64` .*\| passed, 5 ms/);
  assert.match(text, /\| `linux\/arm64` .*\| \*\*failed\*\*, exit code 3, 7 ms/);
});

test("G11 a cache that was not saved, kept handlers, notices of run and check", () => {
  const text = summaryMarkdown({
    ...pushed,
    platforms: [{ ...emulated, check: { checked: 2, notices: ["/opt/x allowed"] } }],
    caches: [
      { name: "type=registry,ref=127.0.0.1:1/c", saved: false, reason: "refused" },
      { name: "type=inline", saved: true },
    ],
    kept: ["anyarch-x-aarch64"],
    notices: ["duplicates folded"],
  });
  assert.ok(text.includes("- cache `type=registry,ref=127.0.0.1:1/c`: not saved: refused\n"));
  assert.ok(text.includes("- cache `type=inline`: saved\n"));
  assert.ok(text.includes("- handler left registered, as asked: `anyarch-x-aarch64`\n"));
  assert.ok(text.includes("- duplicates folded\n- linux/arm64: /opt/x allowed\n"));
});

const headlines: { name: string; input: object; expected: string }[] = [
  { name: "loaded", input: { loaded: ["a"] }, expected: "loaded `linux/amd64` into the engine" },
  { name: "exported", input: { exported: ["x.tar"] }, expected: "wrote `linux/amd64`" },
  { name: "G13 no result", input: {}, expected: "built `linux/amd64` into the cache only" },
  { name: "dry run", input: { dryRun: true }, expected: "planned `linux/amd64`; nothing was done" },
];
for (const { name, input, expected } of headlines) {
  test(`headline: ${name}`, () => {
    const text = summaryMarkdown({ ...nothingYet, platforms: [native], ...input });
    assert.equal(text.split("\n")[0], `## Anyarch: ${expected}`);
  });
}

test("40 platforms: one row each, and a headline that counts them", () => {
  const platforms = Array.from({ length: 40 }, (_, index) => ({
    ...emulated,
    platform: { os: "linux", architecture: `arch${index}` },
  }));
  const text = summaryMarkdown({ ...pushed, platforms });
  assert.equal(text.split("\n")[0], "## Anyarch: pushed 40 platforms");
  assert.equal(text.match(/^\| `linux\/arch\d+` *\| emulated/gm)?.length, 40);
  assert.ok(Buffer.byteLength(text) < 30_000);
});

const long = "€".repeat(400);
const huge: Outcome = {
  ...pushed,
  platforms: Array.from({ length: 5000 }, () => ({
    ...emulated,
    platform: { os: long, architecture: long },
  })),
  pushed: Array.from({ length: 5000 }, () => ({ ref: long, digest: long })),
  notices: Array.from({ length: 5000 }, () => long.repeat(10)),
  phases: Array.from({ length: 5000 }, () => ({ name: long, ms: 1 })),
  failure: { title: long, text: `${long}\n`.repeat(20_000) },
};

test("never above the room there is, cut at a row, and where the rest is stands at the end", () => {
  const text = summaryMarkdown(huge);
  assert.ok(Buffer.byteLength(text) <= MIB, `${Buffer.byteLength(text)} bytes`);
  assert.ok(Buffer.byteLength(text) > MIB - 20_000, `only ${Buffer.byteLength(text)} bytes`);
  assert.ok(text.includes("(the rest is in the log)"));
  assert.ok(
    text.endsWith(
      `_Too long for a job summary, cut short: emulators. The [log](${run}) of this step has the rest._\n`,
    ),
    text.slice(-300),
  );
});

test("an address that would not stay one link is left out", () => {
  const odd = { bytes: 300, run: "https://github.com/a/b)[x](https://e.example" };
  assert.match(summaryIn(huge, odd), /\. The log of this step has the rest\._\n$/);
});

/** Every table has rows, every fence and every `<details>` has its end. */
function assertWhole(text: string): void {
  assert.ok(!text.includes("\ufffd"));
  const outside = text.replace(/^(`{3,})text\n(?:.*\n)*?\1$/gm, "");
  assert.doesNotMatch(outside, /^```/m, text);
  assert.equal(outside.match(/<details>/g)?.length, outside.match(/^<\/details>$/gm)?.length, text);
  for (const line of outside.split("\n")) if (line.startsWith("|")) assert.match(line, / \|$/);
  assert.doesNotMatch(outside, /^\| -.*(?!\n\|)\n(?!\|)/m, text);
  assert.doesNotMatch(outside, /^\*\*Notices\*\*\n\n(?!-)/m, text);
}

test("in any room a summary is whole Markdown", () => {
  const outcome = {
    ...pushed,
    notices: ["ünïcode €", "two"],
    failure: { title: "it failed", text: "first\n| --- |\n```\n`````\n€€€" },
  };
  const whole = summaryMarkdown(outcome);
  for (let bytes = 0; bytes <= Buffer.byteLength(whole); bytes += 1) {
    const text = summaryMarkdown(outcome, bytes);
    assert.ok(Buffer.byteLength(text) <= bytes, `${Buffer.byteLength(text)} in ${bytes} bytes`);
    if (text !== "") assert.equal(text === whole, !text.includes("_Too long"), text);
    assertWhole(text);
  }
  assert.equal(summaryMarkdown(outcome, Buffer.byteLength(whole)), whole);
  assert.equal(cutBetweenRows("| a |\n| - |\n| €€ |\n| b |", 23), "| a |\n| - |\n| €€ |");
});

test("text of others makes no line, cell, link or HTML of its own", () => {
  const nasty = fc.oneof(
    fc.string({
      unit: fc.constantFrom("`", "|", "<", "\n", "\r", "\\", "a", " ", "[", "]", "(", "*"),
    }),
    fc.constantFrom(
      "</details>",
      "![x](https://e.example)",
      "a\n\n## forged",
      "| a | b |",
      "```\n# h",
    ),
  );
  const lines = (text: string) => text.split(/\r\n|\r|\n/);
  fc.assert(
    fc.property(nasty, (word) => {
      const outcome = (text: string) => ({
        ...pushed,
        platforms: [{ ...emulated, platform: { os: text, architecture: "x" } }],
        pushed: [{ ref: text, digest: text }],
        notices: [text],
        loaded: [text],
        digest: text,
      });
      const [plain, forged] = [
        lines(summaryMarkdown(outcome("x"))),
        lines(summaryMarkdown(outcome(word))),
      ];
      assert.equal(forged.length, plain.length);
      for (const [index, line] of forged.entries()) {
        assert.equal(line.match(/\|/g)?.length, plain[index]?.match(/\|/g)?.length, line);
        const outside = line.replace(/(?<!`)(`+)(?!`).*?(?<!`)\1(?!`)/g, "");
        if (outside.startsWith("<details>") || outside === "</details>") continue;
        assert.doesNotMatch(outside.replace(/\\[\\*_[\]<>&~!$]/g, ""), /<|\[|https?:/, line);
      }
    }),
  );
});
