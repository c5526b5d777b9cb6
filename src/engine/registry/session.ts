/** A conversation with one registry: finds out HTTP or HTTPS, shows credentials, follows, waits and retries. */

import type { IncomingMessage } from "node:http";
import type { Readable } from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";
import type { RegistryAccess } from "./access.ts";
import { challengeFrom } from "./challenge.ts";
import { TRIES, waitAfter, waitAfterError } from "./patience.ts";
import { hostOf } from "./reference.ts";
import { type Asking, authorization } from "./token.ts";

export interface Call {
  readonly method: string;
  /** A path of the registry (`/v2/…`), or an address that it gave. */
  readonly target: string;
  /** What it needs to be allowed: `repository:me/app:pull,push`. */
  readonly scopes: readonly string[];
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** Made anew for each try. */
  readonly body?: (() => Buffer | Promise<Readable>) | undefined;
  /** Tries in all; default: as many as are sensible. */
  readonly tries?: number | undefined;
}

export interface Session {
  /** The answer's head whatever its status; a connection that fails throws the error of the system. */
  send(call: Call): Promise<IncomingMessage>;
  close(): void;
}

interface Party extends Asking {
  readonly access: RegistryAccess;
  /** `Authorization` by scopes. */
  readonly known: Map<string, string>;
  base: Promise<URL> | undefined;
}

const HOPS = 5;

export function openSession(party: Omit<Party, "known" | "asking" | "base">): Session {
  const own: Party = { ...party, known: new Map(), asking: new Map(), base: undefined };
  return { send: (call) => patiently(own, call), close: () => party.wire.close() };
}

async function patiently(party: Party, call: Call): Promise<IncomingMessage> {
  const { tries = TRIES } = call;
  for (let next = 2; ; next += 1) {
    let wait: number | undefined;
    try {
      const reply = await authorized(party, call);
      wait = waitAfter(reply.statusCode ?? 0, reply.headers, next);
      if (wait === undefined || next > tries) return reply;
      reply.resume();
    } catch (error) {
      wait = party.signal.aborted ? undefined : waitAfterError(error, next);
      if (wait === undefined || next > tries) throw error;
    }
    await sleep(wait, undefined, { signal: party.signal });
  }
}

/** Credentials are shown once the registry asks for them; a token that ran out is asked for anew. */
async function authorized(party: Party, call: Call): Promise<IncomingMessage> {
  const key = call.scopes.join(" ");
  const shown = party.known.get(key);
  const { reply, own } = await followed(party, call, shown);
  // Another server's demand would send the registry's account wherever that server says.
  const challenge = own ? challengeFrom(reply.headers["www-authenticate"]) : undefined;
  if (reply.statusCode !== 401 || challenge === undefined) return reply;
  const newer = party.known.get(key);
  const answer = newer === shown ? await authorization(party, challenge, call.scopes) : newer;
  if (answer === undefined) return reply;
  reply.resume();
  if (typeof answer !== "string") return answer;
  party.known.set(key, answer);
  return (await followed(party, call, answer)).reply;
}

/** Follows redirects of reads; to another server, and from HTTPS to HTTP, without the credentials. */
async function followed(
  party: Party,
  { method, target, headers, body }: Call,
  authorization: string | undefined,
): Promise<{ readonly reply: IncomingMessage; readonly own: boolean }> {
  party.base ??= baseOf(party);
  const base = await party.base;
  let url = new URL(target, base);
  for (let hops = 0; ; hops += 1) {
    const own = url.origin === base.origin;
    const shown = own && authorization !== undefined ? { authorization } : {};
    const { wire, signal } = party;
    const reply = await wire.send({
      ...{ method, url, signal, body: await body?.() },
      headers: { ...headers, ...shown },
    });
    const { location } = reply.headers;
    const moved = [301, 302, 303, 307, 308].includes(reply.statusCode ?? 0);
    if (!moved || location === undefined || !/^(GET|HEAD)$/.test(method) || hops === HOPS)
      return { reply, own };
    reply.resume();
    url = new URL(location, url);
  }
}

/** HTTPS; plain HTTP only where the engine's rules allow it, and HTTPS is not spoken. */
async function baseOf({ wire, access, signal }: Party): Promise<URL> {
  const name = hostOf(access.host);
  const secure = new URL(`https://${name}/`);
  if (!access.insecure) return secure;
  try {
    const url = new URL("/v2/", secure);
    (await wire.send({ method: "GET", url, headers: {}, signal })).resume();
    return secure;
  } catch {
    return new URL(`http://${name}/`);
  }
}
