/** What the registrar's script and the kernel make of faults: bad rules, races, what is gone meanwhile. */

import assert from "node:assert/strict";
import { after, test } from "node:test";
import { refusedFailure } from "../../src/binfmt/refusal.ts";
import { parseReport, type ScriptReport } from "../../src/binfmt/script-report.ts";
import { archTable } from "../support/magic.ts";
import { privateScript } from "../support/private-script.ts";

const inPrivate = privateScript(after);
const { magic, mask } = archTable("aarch64");

const rule = (name: string, interpreter = "/bin/true"): string =>
  `:${name}:M::${magic}:${mask}:${interpreter}:PF`;

/** Registers `rules` and a good one, which none of them keeps from being registered. */
function refusedOf(rules: Readonly<Record<string, string>>): ScriptReport {
  const { status, stdout } = inPrivate({ ...rules, good: rule("good") }, "script register");
  assert.equal(status, 4);
  const report = parseReport(stdout);
  assert.deepEqual(report.registered, ["good"]);
  return report;
}

test("an interpreter that is not there, or none that can be opened, is told with the kernel's words", () => {
  const folder = refusedOf({ folder: rule("folder", "/etc") });
  assert.match(folder.refused.folder ?? "", /(Exec format error|Permission denied)$/);
  const report = refusedOf({ gone: rule("gone", "/nowhere/qemu") });
  const failure = refusedFailure({ exitCode: 4, report, stderr: "" }, "least");
  assert.match(failure.parts.seen ?? "", /^gone: .*No such file or directory$/);
  assert.equal(failure.parts.cause, "the emulator did not reach the node whole");
});

/** This project's code writes none of these. */
const malformed: Readonly<Record<string, string>> = {
  "no bytes at all": "",
  "one byte": "x",
  "no delimiter": "no delimiter at all",
  "no name": String.raw`::M::\x7fELF::/bin/true:F`,
  "a name with a slash": String.raw`:a/b:M::\x7fELF::/bin/true:F`,
  "the name .": String.raw`:.:M::\x7fELF::/bin/true:F`,
  "the name ..": String.raw`:..:M::\x7fELF::/bin/true:F`,
  "another type": String.raw`:t:Z::\x7fELF::/bin/true:F`,
  "no magic": ":t:M::::/bin/true:F",
  "cut after the magic": String.raw`:t:M::\x7fELF:`,
  "cut before the flags": String.raw`:t:M::\x7fELF::/bin/true`,
  "an offset that is no number": String.raw`:t:M:x:\x7fELF::/bin/true:F`,
  "an offset below 0": String.raw`:t:M:-1:\x7fELF::/bin/true:F`,
  "an offset beyond the head of a file": String.raw`:t:M:300:\x7fELF::/bin/true:F`,
  "a mask of another length": String.raw`:t:M::\x7fELF:\xff:/bin/true:F`,
  "no interpreter": String.raw`:t:M::\x7fELF:::F`,
  "an extension with a slash": ":t:E::a/b::/bin/true:F",
  "another flag": String.raw`:t:M::\x7fELF::/bin/true:X`,
  "more after the flags": String.raw`:t:M::\x7fELF::/bin/true:F:`,
  "longer than the kernel takes": `:t:M::x::/bin/${"0".repeat(2000)}:F`,
};

test(`${Object.keys(malformed).length} malformed rules: each is refused, and the good one registered`, () => {
  const names = Object.keys(malformed);
  const rules = Object.fromEntries(names.map((name, at) => [`bad-${at}`, malformed[name] ?? ""]));
  const { refused } = refusedOf(rules);
  for (const [at, name] of names.entries()) {
    const said = refused[`bad-${at}`];
    assert.match(said ?? "not refused", at === 0 ? /^$/ : /Invalid argument$/, name);
  }
});

test("200 at once of one name: one is registered, the others hear that it exists", () => {
  const { status, stdout } = inPrivate(
    { same: rule("same") },
    `for at in $(seq 200); do { script register; echo "@@ $?"; } >"$folder/$at" & done; wait
cat "$folder"/[0-9]*; ls "$misc" >&2; script unregister same`,
  );
  assert.equal(status, 0);
  const count = (text: RegExp): number => stdout.match(text)?.length ?? 0;
  assert.equal(count(/^@ registered same$/gm), 1);
  assert.equal(count(/^@ refused same .*File exists$/gm), 199);
  assert.deepEqual([count(/^@@ 0$/gm), count(/^@@ 4$/gm)], [1, 199]);
});

test("50 at once, each with a name of its own: all register, and each removes its own", () => {
  const { status, stdout, stderr } = inPrivate(
    {},
    `for at in $(seq 50); do
  printf '%s\\n' 'rule job-AT-arm ${rule("job-AT-arm")}' . | sed "s/AT/$at/g" >"$folder/$at.orders"
done
for at in $(seq 50); do
  { orders=$folder/$at.orders; script register && script unregister "job-$at-*"; echo "@@ $?"; } >"$folder/$at.out" &
done; wait
grep -hE '^@(@ | removed)' "$folder"/*.out; cd "$misc"; echo "left: $(echo *)"`,
  );
  assert.equal(status, 0, stderr);
  assert.equal(stdout.match(/^@@ 0$/gm)?.length, 50, stdout.slice(0, 500));
  assert.equal(stdout.match(/^@ removed job-/gm)?.length, 50);
  assert.match(stdout, /^left: register status$/m);
});

test("removed by somebody else meanwhile: 50 remove the same handlers, and none fails", () => {
  const names = Array.from({ length: 8 }, (_, at) => `job-${at}`);
  const { status, stdout } = inPrivate(
    Object.fromEntries(names.map((name) => [name, rule(name)])),
    `script register >/dev/null
for at in $(seq 50); do { script unregister 'job-*'; echo "@@ $?"; } >"$folder/$at" & done; wait
cat "$folder"/[0-9]*; cd "$misc"; echo "left: $(echo *)"`,
  );
  assert.equal(status, 0);
  assert.equal(stdout.match(/^@@ 0$/gm)?.length, 50, stdout);
  assert.match(stdout, /^left: register status$/m);
});
