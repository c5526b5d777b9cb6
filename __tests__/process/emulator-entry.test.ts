/** Entries of the Actions cache that are not what their key says, or are and still cannot serve. */

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { createHash, randomBytes } from "node:crypto";
import { linkSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, beforeEach, type TestContext, test } from "node:test";
import { restoreEntry, saveEntry } from "../../src/emulator/kept/shared-entry.ts";
import type { Place } from "../../src/emulator/sources/place.ts";
import { cacheService } from "../support/cache-service.ts";
import { elfFile, usageText } from "../unit/emulator/elf-file.ts";
import { architecture, fresh, freshToolCache } from "./emulator-bench.ts";

const service = await cacheService();
after(() => service.close());

beforeEach(() => {
  freshToolCache();
  service.entries.clear();
  service.answered = (key) => key;
  for (const name of ["GITHUB_EVENT_NAME", "ACTIONS_CACHE_MODE"]) delete process.env[name];
  Object.assign(process.env, service.variables("v2"));
});

/** A place whose hash nobody knows beforehand: whatever is under its name is taken, if it is right. */
const place: Place = {
  source: "package",
  key: "s390x-on-x86_64-package-test",
  sha256: undefined,
  address: undefined,
  version: "7.2",
};
const facts = () => ({
  architecture: architecture("s390x"),
  host: architecture("x86_64"),
  temp: fresh(),
  signal: new AbortController().signal,
});

const good = elfFile({ text: usageText("s390x", "7.2.22") });
const hashOf = (data: Buffer): string => createHash("sha256").update(data).digest("hex");

/** Lays an archive of what `make` puts into a folder under the key of this hash. */
function kept(sha256: string, make: (home: string) => void): string {
  const [home, out] = [fresh(), fresh()];
  make(home);
  const file = join(out, "entry.tar");
  execFileSync("tar", ["-cf", file, "-C", home, ...readdirSync(home)]);
  execFileSync("zstd", ["-q", file]);
  const key = `anyarch-1-${place.key}-sha256-${sha256}`;
  service.entries.set(key, readFileSync(`${file}.zst`));
  return key;
}

function keptFile(data: Buffer, sha256 = hashOf(data)): string {
  return kept(sha256, (home) => writeFileSync(join(home, "qemu"), data));
}

/** Texts of the warnings that the restore prints; nothing is given back. */
async function refused(t: TestContext): Promise<string> {
  const lines: string[] = [];
  const write = process.stdout.write.bind(process.stdout);
  // What is no command of the runner is the test's own report.
  t.mock.method(process.stdout, "write", (text: string | Uint8Array) => {
    if (typeof text !== "string" || !text.startsWith("::")) return write(text);
    return lines.push(text) > 0;
  });
  const wanted = facts();
  const file = await restoreEntry(place, wanted);
  t.mock.restoreAll();
  assert.equal(file, undefined);
  const warnings = lines.filter((line) => line.startsWith("::warning::"));
  assert.equal(warnings.length, 1, lines.join(""));
  return warnings.join("");
}

test("an entry that is right comes back, by a key that carries its hash", async () => {
  const path = join(fresh(), "emulator");
  writeFileSync(path, good, { mode: 0o755 });
  assert.ok(await saveEntry({ path, sha256: hashOf(good) }, place, facts()));
  const [key = ""] = service.entries.keys();
  assert.equal(keptFile(good), key);
  const file = await restoreEntry(place, facts());
  assert.deepEqual([file?.sha256, file?.version], [hashOf(good), "7.2.22"]);
});

const unfit = [
  {
    name: "for another host",
    data: elfFile({ machine: 183, text: usageText("s390x", "7.2") }),
    said: /aarch64|machine/,
  },
  {
    name: "of another target",
    data: elfFile({ text: usageText("arm", "7.2") }),
    said: /it emulates arm/,
  },
  {
    name: "linked dynamically",
    data: elfFile({ segments: [1, 3], text: usageText("s390x", "7.2") }),
    said: /dynamic|static/,
  },
  { name: "cut in the middle", data: good.subarray(0, 2048), said: /cut|ends|bytes/ },
] as const;

for (const { name, data, said } of unfit) {
  test(`a file ${name}, under its own hash: a miss with a warning`, async (t) => {
    keptFile(data);
    assert.match(await refused(t), said);
  });
}

test("another hash in the key than the file has: a miss with a warning", async (t) => {
  keptFile(good, "0".repeat(64));
  assert.match(await refused(t), /is not the file it should be/);
});

const odd = [
  {
    name: "two files",
    make: (home: string): void => {
      for (const file of ["qemu", "more"]) writeFileSync(join(home, file), good);
    },
    said: /its entry holds more, qemu/,
  },
  {
    name: "a folder",
    make: (home: string): void => void mkdirSync(join(home, "qemu")),
    said: /not one plain file/,
  },
  {
    name: "a file that has two names",
    make: (home: string): void => {
      writeFileSync(join(home, "qemu"), good);
      linkSync(join(home, "qemu"), join(home, "r"));
    },
    said: /its entry holds qemu, r/,
  },
  {
    name: "a pipe",
    make: (home: string): void => void execFileSync("mkfifo", [join(home, "qemu")]),
    said: /not one plain file/,
  },
] as const;

for (const { name, make, said } of odd) {
  test(`an archive with ${name}: a miss with a warning`, async (t) => {
    kept(hashOf(good), make);
    assert.match(await refused(t), said);
  });
}

for (const [name, change] of [
  ["cut in the middle", (archive: Buffer) => archive.subarray(0, archive.length / 2)],
  ["that is none", (archive: Buffer) => Buffer.alloc(archive.length, 1)],
] as const) {
  test(`an archive ${name}: a miss with a warning`, async (t) => {
    const key = keptFile(Buffer.concat([good, randomBytes(100_000)]));
    service.entries.set(key, change(service.entries.get(key) ?? Buffer.alloc(0)));
    assert.match(await refused(t), /its entry cannot be unpacked/);
  });
}
