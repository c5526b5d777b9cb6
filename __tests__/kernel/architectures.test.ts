/** All rules at once in the real kernel: which of them each generated header is run by. */

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { handlersFor } from "../../src/binfmt/handler.ts";
import { machineFrom } from "../../src/engine/machine.ts";
import { type Architecture, architectures, mainRule } from "../../src/platform/architecture.ts";
import { isNativeTo, refuseNative } from "../../src/platform/emulation.ts";
import { type Header, headers } from "../support/elf-headers.ts";

const { stdout } = spawnSync("uname", ["-m"], { encoding: "utf8" });
const host = { os: "linux", ...machineFrom(stdout.trim()) };
const foreign = architectures.filter((row) => !isNativeTo(host, row));
const own = architectures.filter((row) => isNativeTo(host, row));
let root = "";

before(() => {
  root = mkdtempSync(join(tmpdir(), "anyarch-rules-"));
  mkdirSync(join(root, "rules"));
  mkdirSync(join(root, "lines"));
});

after(() => rmSync(root, { recursive: true, force: true }));

/** Writes the rules of `rows`; the interpreter of each is a script that prints the rule's name. */
function lay(rows: readonly Architecture[]): void {
  for (const row of rows) {
    const options = { jobId: "t", interpreter: "", setuid: false };
    for (const { name, rule, line } of handlersFor(row, options)) {
      const interpreter = join(root, "rules", rule.id);
      writeFileSync(interpreter, `#!/bin/sh\necho by ${rule.id}\n`, { mode: 0o755 });
      // The kernel is given no `F` here: a script has to be found by its name once more.
      writeFileSync(join(root, "lines", name), line.replace(/::?PF$/, `:${interpreter}:`));
    }
  }
}

/** Runs shell lines where a binfmt_misc of their own, with all rules, is mounted. */
function inPrivate(lines: string) {
  const script = `set -e
mount -t binfmt_misc binfmt_misc /proc/sys/fs/binfmt_misc
for line in ${root}/lines/*; do cat "$line" >/proc/sys/fs/binfmt_misc/register; done
ls /proc/sys/fs/binfmt_misc | wc -l
${lines}`;
  const options = { encoding: "utf8", maxBuffer: 64 * 1024 * 1024 } as const;
  return spawnSync("unshare", ["-Urm", "sh", "-c", script], options);
}

/** Runs each file of a folder and prints `name<TAB>what it printed`, in the order of names. */
const RUN_ALL = `for file in ${"$"}1/*; do printf '%s\\t%s\\n' "${"$"}{file##*/}" "$("$file" 2>/dev/null)"; done`;

test("the kernel runs each generated header by the rule it should, or by none", () => {
  lay(foreign);
  const all = headers();
  const folder = join(root, "headers");
  mkdirSync(folder);
  const named = new Map(all.map((header, at) => [String(at).padStart(5, "0"), header] as const));
  for (const [name, { bytes }] of named) writeFileSync(join(folder, name), bytes, { mode: 0o755 });
  const run = inPrivate(`set +e\nset -- ${folder}\n${RUN_ALL}`);
  const [count = "", ...lines] = run.stdout.trimEnd().split("\n");
  assert.equal(Number(count), foreign.length + 2 + 2, run.stderr);
  assert.equal(lines.length, all.length);
  const wrong = lines.flatMap((line) => {
    const [name = "", seen = ""] = line.split("\t");
    const header = named.get(name);
    const expected = header === undefined ? "a header" : expectedOf(header);
    return seen === expected ? [] : [`${header?.name}: "${seen}", expected "${expected}"`];
  });
  assert.deepEqual(wrong, []);
});

/** Rules for the host's own programs are not registered, so that nothing is to run those. */
function expectedOf({ expected }: Header): string {
  const [id] = expected.filter((name) => !own.some(({ target }) => target === name));
  return id === undefined ? "" : `by ${id}`;
}

test("each test program is run by its own rule", () => {
  const folder = join(root, "probes");
  mkdirSync(folder);
  for (const rule of foreign.flatMap((row) => [mainRule(row), ...(row.also ?? [])])) {
    writeFileSync(join(folder, rule.id), Buffer.from(rule.probe, "base64"), { mode: 0o755 });
  }
  const { stdout } = inPrivate(`set -- ${folder}\n${RUN_ALL}`);
  const lines = stdout.trimEnd().split("\n").slice(1);
  assert.equal(lines.length, foreign.length + 2);
  for (const line of lines) {
    const [id, seen] = line.split("\t");
    assert.equal(seen, `by ${id}`);
  }
});

test("why a rule for the host's own programs never passes: nothing runs from then on", () => {
  const [row] = own.filter(({ class: bits }) => bits === 64);
  assert.ok(row, `${host.architecture} is no 64-bit host of the table`);
  assert.throws(() => refuseNative(host, [{ architecture: row }]), /never registered/);
  rmSync(join(root, "lines"), { recursive: true });
  mkdirSync(join(root, "lines"));
  lay([row]);
  const line = join(root, "lines", `t-${row.target}`);
  const script = `mount -t binfmt_misc binfmt_misc /proc/sys/fs/binfmt_misc
true && /bin/true && echo before
read -r line <${line}; printf '%s' "$line" >/proc/sys/fs/binfmt_misc/register
/bin/true || echo "nothing runs"
echo -1 >/proc/sys/fs/binfmt_misc/t-${row.target}; /bin/true && echo after`;
  const run = spawnSync("unshare", ["-Urm", "sh", "-c", script], { encoding: "utf8" });
  assert.deepEqual(run.stdout.trim().split("\n"), ["before", "nothing runs", "after"], run.stderr);
});
