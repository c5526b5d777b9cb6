/** A run that failed because its engine stopped, and one that failed by itself. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { orEngineStopped } from "../../../src/engine/connection/stopped.ts";
import type { Engine } from "../../../src/engine/engine.ts";
import { Failure } from "../../../src/failure.ts";

const gone = new Failure({
  what: "The container engine cannot be reached",
  seen: "unix:///run/e.sock: connect ENOENT /run/e.sock",
  anchor: "engine-unreachable",
});
const killed = new Failure({
  what: "The test failed",
  seen: "exit code 137",
  cause: "no memory",
  fix: "run fewer jobs",
  anchor: "killed",
});
const cut = Object.assign(new Error("aborted"), { code: "ECONNRESET" });

function engine(ping: () => Promise<unknown>): Engine {
  const never = (): Promise<never> => Promise.reject(new Error("not asked"));
  const request: Engine["request"] = async (_, path) => {
    assert.equal(path, "/_ping");
    await ping();
    return { status: 200, headers: {}, text: "OK" };
  };
  return { endpoint: "", request, stream: never, dialog: never, close: () => undefined };
}

/** Never answers. */
const untilAborted: Engine["request"] = async (_method, _path, options) =>
  await new Promise((_resolve, reject) => {
    options?.signal?.addEventListener("abort", () => reject(options.signal?.reason));
  });

const there = engine(async () => undefined);
const away = engine(() => Promise.reject(gone));
const stopped = "The container engine stopped in the middle";

const cases = [
  { name: "there: a failure stays", engine: there, error: killed, what: undefined },
  { name: "there: a bug stays", engine: there, error: new TypeError("x"), what: undefined },
  {
    name: "away: not for want of memory",
    engine: away,
    error: killed,
    what: /\. The test failed$/,
  },
  { name: "away: no bug of ours", engine: away, error: new Error("EOF"), what: /\. EOF$/ },
  { name: "away: its own refusal", engine: away, error: gone, what: /middle$/ },
  { name: "back: it could not be reached", engine: there, error: gone, what: /middle$/ },
  { name: "back: an answer was cut", engine: there, error: cut, what: /middle$/ },
];

for (const one of cases) {
  test(`an engine ${one.name}`, async () => {
    const { signal } = new AbortController();
    const reason = await orEngineStopped(one.engine, one.error, signal);
    if (one.what === undefined) return assert.equal(reason, one.error);
    assert.ok(reason instanceof Failure);
    const { what, cause, anchor, fix, seen } = reason.parts;
    assert.ok(what.startsWith(stopped) && one.what.test(what), what);
    assert.deepEqual([anchor, seen === undefined], ["engine-stopped", false]);
    assert.match(fix ?? "", /^sudo journalctl/);
    const now = one.engine === there ? /it answers again\.$/ : /not answer \(unix:.*ENOENT.*\)\.$/;
    assert.match(cause ?? "", now);
  });
}

test("an engine that is slow to answer has not stopped", async () => {
  const { signal } = new AbortController();
  const slow = { ...there, request: untilAborted };
  assert.equal(await orEngineStopped(slow, killed, signal), killed);
});

test("an engine that does not answer a ping is not waited for once the job is cancelled", async () => {
  const cancel = new AbortController();
  setTimeout(() => cancel.abort(new Error("cancelled")), 10);
  const silent = { ...there, request: untilAborted };
  const started = performance.now();
  assert.equal(await orEngineStopped(silent, killed, cancel.signal), killed);
  assert.ok(performance.now() - started < 1000);
});
