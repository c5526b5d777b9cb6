/** To whom a conversation with a registry shows credentials. */

import assert from "node:assert/strict";
import { IncomingMessage } from "node:http";
import { Socket } from "node:net";
import { test } from "node:test";
import { openSession } from "../../../src/engine/registry/session.ts";
import type { Exchange } from "../../../src/engine/registry/wire.ts";

const REGISTRY = "https://registry.example/v2/me/app/blobs/x";
const ACCOUNT = { username: "me", password: "secret" };
const BASIC = `Basic ${Buffer.from("me:secret").toString("base64")}`;

type Headers = Readonly<Record<string, string>>;

/** Reads a blob; `answers` by address. One that is not `open` to all demands a login first. */
async function exchanges(answers: Readonly<Record<string, [number, Headers]>>, open = false) {
  const seen: { url: string; shown: string | undefined }[] = [];
  const send = async ({ url, headers }: Exchange): Promise<IncomingMessage> => {
    seen.push({ url: url.href, shown: headers.authorization });
    const demand: [number, Headers] = [401, { "www-authenticate": "Basic" }];
    const closed = !open && url.href === REGISTRY && headers.authorization === undefined;
    const [statusCode, given] = closed ? demand : (answers[url.href] ?? [404, {}]);
    const message = new IncomingMessage(new Socket());
    message.headers = { ...given };
    return Object.assign(message, { statusCode });
  };
  const session = openSession({
    wire: { send, close: () => undefined },
    access: {
      host: "registry.example",
      loopback: false,
      insecure: false,
      authorities: [],
      keyPairs: [],
    },
    account: ACCOUNT,
    signal: new AbortController().signal,
  });
  const scopes = ["repository:me/app:pull"];
  const { statusCode } = await session.send({ method: "GET", target: REGISTRY, scopes });
  return { seen, statusCode };
}

test("a redirect within the registry is followed with the credentials", async () => {
  const there = "https://registry.example/elsewhere";
  const { seen, statusCode } = await exchanges({
    [REGISTRY]: [307, { location: "/elsewhere" }],
    [there]: [200, {}],
  });
  assert.equal(statusCode, 200);
  assert.deepEqual(seen.at(-1), { url: there, shown: BASIC });
});

test("a redirect to plain HTTP of the same host is followed without them", async () => {
  const there = "http://registry.example/elsewhere";
  const { seen } = await exchanges({
    [REGISTRY]: [307, { location: there }],
    [there]: [200, {}],
  });
  assert.deepEqual(seen.at(-1), { url: there, shown: undefined });
});

test("another server that a redirect leads to gets no account, whatever it demands", async () => {
  const there = "https://storage.example/blob";
  const realm = "https://thief.example/token";
  for (const open of [true, false]) {
    const answers: Readonly<Record<string, [number, Headers]>> = {
      [REGISTRY]: [307, { location: there }],
      [there]: [401, { "www-authenticate": `Bearer realm="${realm}"` }],
      [realm]: [403, {}],
    };
    const { seen, statusCode } = await exchanges(answers, open);
    assert.equal(statusCode, 401);
    const strangers = seen.filter(({ url }) => !url.startsWith("https://registry.example/"));
    assert.deepEqual(strangers, [{ url: there, shown: undefined }]);
  }
});
