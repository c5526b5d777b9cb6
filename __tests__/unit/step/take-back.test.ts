/** The end of a run that did its work: what it made for itself goes, and what stays is no failure. */

import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import type { Engine } from "../../../src/engine/engine.ts";
import type { HostJob } from "../../../src/job/job.ts";
import { openLedger } from "../../../src/job/ledger.ts";
import { carryOut } from "../../../src/step/take-back.ts";

/** An engine that answers every call with `status`; its calls are kept in `asked`. */
function engine(status: number, asked: string[]): Engine {
  const never = (): Promise<never> => Promise.reject(new Error("not asked"));
  const request: Engine["request"] = async (method, path) => {
    asked.push(`${method} ${path}`);
    return { status, headers: {}, text: '{"message":"it is busy"}' };
  };
  return { endpoint: "", request, stream: never, dialog: never, close: () => undefined };
}

async function job(of: Engine): Promise<HostJob> {
  const temp = await mkdtemp(join(tmpdir(), "anyarch-take-back-"));
  const id = "anyarch-1-2-3";
  const ledger = openLedger({ jobId: id, temp, keep: false }, () => undefined);
  const signal = new AbortController().signal;
  return { id, temp, engine: of, signal, trusted: false, ledger, pending: [] };
}

for (const status of [200, 404, 409, 500]) {
  test(`work that is done stays done, whatever the engine says of its images: ${status}`, async () => {
    const asked: string[] = [];
    const done = await job(engine(status, asked));
    done.pending.push(sleep(20).then(() => assert.fail("a container that stays")));
    await carryOut(done, Promise.resolve(["anyarch.local/one:1"]));
    assert.deepEqual(asked, ["DELETE /images/anyarch.local/one%3A1?force=1"]);
    assert.equal(existsSync(done.temp), false);
    assert.notEqual(done.ledger.current().undone, true);
  });
}
