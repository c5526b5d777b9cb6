/** Gets what a registry wants to be shown: a name with its password, or a token of its token server. */

import type { IncomingMessage } from "node:http";
import { isFields, jsonOf } from "../../any-json.ts";
import type { Account } from "./auth.ts";
import { basicHeader, type Challenge, tokenRequest } from "./challenge.ts";
import { bytesOf, type Wire } from "./wire.ts";

export interface Asking {
  readonly wire: Wire;
  readonly account: Account | undefined;
  readonly signal: AbortSignal;
  /** Under way, by scopes. */
  readonly asking: Map<string, Promise<Shown>>;
}

/** The header's value; undefined: there is nothing to show; an answer: the token was refused. */
type Shown = string | IncomingMessage | undefined;

/** What is shown for `scopes`; calls that need the same at the same time ask for it once. */
export async function authorization(
  party: Asking,
  challenge: Challenge,
  scopes: readonly string[],
): Promise<Shown> {
  const key = scopes.join(" ");
  const others = await party.asking.get(key)?.catch(() => undefined);
  if (typeof others === "string") return others;
  const own = askedFor(party, challenge, scopes);
  party.asking.set(key, own);
  return await own.finally(() => party.asking.delete(key));
}

async function askedFor(
  { wire, account, signal }: Asking,
  challenge: Challenge,
  scopes: readonly string[],
): Promise<Shown> {
  if (challenge.kind === "basic") return basicHeader(account);
  if (account?.registrytoken !== undefined) return `Bearer ${account.registrytoken}`;
  const { method, url, headers, body } = tokenRequest(challenge, scopes, account);
  const bytes = body === undefined ? undefined : Buffer.from(body);
  const reply = await wire.send({ method, url: new URL(url), headers, body: bytes, signal });
  if (reply.statusCode !== 200) return reply;
  const token = tokenIn((await bytesOf(reply, 1 << 20)).toString("utf8"));
  if (token === undefined) throw new Error(`the token server ${new URL(url).host} gave no token`);
  return `Bearer ${token}`;
}

function tokenIn(text: string): string | undefined {
  const value = jsonOf(text);
  const token = isFields(value) ? (value.token ?? value.access_token) : undefined;
  return typeof token === "string" && token !== "" ? token : undefined;
}
