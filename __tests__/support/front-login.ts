/** The login of a registry of the tests: a name and a password, or a token for them. */

import type { IncomingMessage, ServerResponse } from "node:http";

/** `basic`: a name and a password for each request; `token`: a token for them, or for an identity token. */
export interface Login {
  readonly kind: "basic" | "token";
  readonly username: string;
  readonly password: string;
  readonly identityToken?: string;
}

const BEARER = "a-token-of-the-front";

export function isKnown(login: Login | undefined, { headers }: IncomingMessage): boolean {
  if (login === undefined) return true;
  const wanted = login.kind === "token" ? `Bearer ${BEARER}` : basicOf(login);
  return headers.authorization === wanted;
}

export function challenge(login: Login | undefined, base: string, outgoing: ServerResponse): void {
  const realm = `${base}/token`;
  const wants =
    login?.kind === "token" ? `Bearer realm="${realm}",service="front"` : 'Basic realm="front"';
  outgoing
    .writeHead(401, { "www-authenticate": wants })
    .end('{"errors":[{"code":"UNAUTHORIZED"}]}');
}

/** https://distribution.github.io/distribution/spec/auth/token/ and …/oauth/ */
export async function token(
  login: Login | undefined,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): Promise<void> {
  let body = "";
  for await (const chunk of incoming) body += chunk;
  const form = new URLSearchParams(body);
  const known =
    login !== undefined &&
    (incoming.headers.authorization === basicOf(login) ||
      form.get("password") === login.password ||
      (login.identityToken !== undefined && form.get("refresh_token") === login.identityToken));
  const granted = { token: BEARER, access_token: BEARER, expires_in: 300 };
  outgoing
    .writeHead(known ? 200 : 401, { "content-type": "application/json" })
    .end(JSON.stringify(known ? granted : {}));
}

const basicOf = ({ username, password }: Login): string =>
  `Basic ${Buffer.from(`${username}:${password}`).toString("base64")}`;
