/** Every fault of the cache service, by the bundled set-up step: it goes on without, in time. */

import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, it, type TestContext } from "node:test";
import { type CacheFault, cacheFaults } from "../faults/caches.ts";
import { cacheService } from "../support/cache-service.ts";
import { assertQuiet, type Place, place, QEMU } from "../support/place.ts";
import type { ActionRun } from "../support/runner.ts";

/** Milliseconds for a whole step, whatever comes. */
const IN_TIME = 40_000;

const path = join(QEMU, "qemu-aarch64");
const sha256 = createHash("sha256")
  .update(await readFile(path))
  .digest("hex");

async function ran(here: Place, env: Readonly<Record<string, string>>): Promise<ActionRun> {
  const inputs = { emulator: "release", "emulator-url": `file://${path}` };
  const main = await here.main(
    { platforms: "arm64", ...inputs, "emulator-sha256": `aarch64=${sha256}` },
    { env: { ...env, XDG_CACHE_HOME: here.folder } },
  );
  assert.equal(main.exitCode, 0, main.log);
  assertQuiet(await here.post(main));
  return main;
}

const kept = await firstRun();

/** What a run without a fault keeps in the service. */
async function firstRun(): Promise<readonly [string, Buffer]> {
  const service = await cacheService();
  const ended: (() => unknown)[] = [];
  const here = await place({ after: (end: () => unknown) => ended.push(end) });
  await ran(here, service.variables("v2"));
  for (const end of ended) await end();
  service.close();
  const [entry] = service.entries;
  assert.ok(entry !== undefined, "nothing was saved");
  return entry;
}

describe("faults of the cache service", { concurrency: 6 }, () => {
  for (const fault of cacheFaults) it(fault.name, (t) => played(fault, t));
});

async function played(fault: CacheFault, t: TestContext): Promise<void> {
  const { call, answer, kept: change = (archive: Buffer) => archive } = fault;
  const [here, service] = [await place(t), await cacheService()];
  t.after(() => service.close());
  if (change !== null) service.entries.set(kept[0], change(kept[1]));
  service.answered = fault.key ?? service.answered;
  service.spoils = (asked, response) => {
    if (answer === undefined || (call !== "all" && call !== asked)) return false;
    answer(response);
    return true;
  };
  const started = performance.now();
  const main = await ran(here, service.variables("v2"));
  const ms = performance.now() - started;
  assert.ok(ms < IN_TIME, `${ms} ms`);
  assert.ok(service.requests.length > 0, "it was asked");
  assert.equal(/from the actions cache/.test(main.log), fault.right === "cache", main.log);
  const said = main.annotations.map(({ level, message }) => `${level}: ${message}`).join("\n");
  assert.match(said, fault.warning ?? /^$/);
}
