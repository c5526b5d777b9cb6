/** Text of others through everything that prints it, and through a runner that obeys: nothing happens. */

import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { Failure } from "../../../src/failure.ts";
import { StepsLog } from "../../../src/image/build/steps-log.ts";
import { failureText } from "../../../src/report/failure-text.ts";
import { harmless } from "../../../src/runner/log.ts";
import { forgedCommands, fragments } from "../../faults/commands.ts";
import { lineCutter } from "../../support/runner/lines.ts";
import { Obedience } from "../../support/runner/obey.ts";

/** Commands that the runner takes out of what was printed. */
function obeyed(printed: string): readonly string[] {
  const obedience = new Obedience();
  const cutter = lineCutter((line) => obedience.line(line));
  cutter.push(Buffer.from(`${printed}\n`));
  cutter.end();
  return obedience.seen.commands.map(({ name }) => name);
}

const ways: Readonly<Record<string, (text: string) => string>> = {
  "a line": (text) => harmless(text),
  "a line of the build": (text) => {
    const lines: string[] = [];
    const log = new StepsLog((line) => lines.push(harmless(line)), 0);
    const platforms = { runs: text, serves: text };
    const spans = [{ start: 0, end: 1 }];
    const step = { number: 1, name: text, platforms, spans, cached: false, error: text };
    const whole = { ...step, tail: [text], heard: 0 };
    log.tell({ kind: "started", step: whole }, 0);
    log.tell({ kind: "line", step: whole, text, time: 1 }, 0);
    log.tell({ kind: "ended", step: whole }, 0);
    return lines.join("\n");
  },
  "an error": (text) => {
    const command = { line: text, exitCode: 1, stderr: text };
    const parts = { what: text, seen: text, expected: text, cause: text, fix: text, command };
    const also = [{ cause: text, fix: text, anchor: text }];
    const told = failureText(new Failure({ ...parts, also }));
    return harmless(`${told.title}\n${told.text}`);
  },
  "a bug": (text) => harmless(failureText(new Error(text)).text),
};

for (const [name, printed] of Object.entries(ways)) {
  test(`G18 no forged command in ${name} is obeyed`, () => {
    for (const text of forgedCommands) assert.deepEqual(obeyed(printed(text)), [], text);
  });

  test(`G18 no command in ${name} made of 3,000 generated texts is obeyed`, () => {
    const text = fc
      .array(fc.constantFrom(...fragments), { maxLength: 12 })
      .map((all) => all.join(""));
    fc.assert(
      fc.property(text, (generated) => {
        assert.deepEqual(obeyed(printed(generated)), []);
      }),
      { numRuns: 3000 },
    );
  });
}

test("G18 the forged commands are commands to a runner that is not protected from them", () => {
  const taken = forgedCommands.filter((text) => obeyed(text).length > 0);
  assert.ok(taken.length >= 18, `${taken.length} of ${forgedCommands.length}`);
});
