/** Gets what a registry wants to be shown: a name with its password, or a token of its token server. */

import type { IncomingMessage } from "node:http";
import { isRecord } from "../json.ts";
import type { Account } from "./auth.ts";
import { basicHeader, type Challenge, tokenRequest } from "./challenge.ts";
import { bytesOf, type Wire } from "./wire.ts";

interface Asking {
  readonly wire: Wire;
  readonly account: Account | undefined;
  readonly signal: AbortSignal;
}

/** The header's value; undefined: there is nothing to show; an answer: the token was refused. */
export async function authorization(
  { wire, account, signal }: Asking,
  challenge: Challenge,
  scopes: readonly string[],
): Promise<string | IncomingMessage | undefined> {
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
  try {
    const value: unknown = JSON.parse(text);
    const token = isRecord(value) ? (value.token ?? value.access_token) : undefined;
    return typeof token === "string" && token !== "" ? token : undefined;
  } catch {
    return undefined;
  }
}
