/** A registry in front of the tests' own: at another address, with TLS, a login, or faults. */

import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  request,
  type ServerResponse,
} from "node:http";
import { createServer as createSecureServer } from "node:https";
import type { Certified } from "./certificate.ts";

export interface FrontOptions {
  /** `127.0.0.1:PORT` of the registry behind it. */
  readonly behind: string;
  /** Where it listens; default 127.0.0.1. */
  readonly address?: string;
  readonly tls?: Certified | undefined;
  readonly login?: Login | undefined;
  /** Status that it answers by itself to such a request; undefined lets it pass. */
  readonly refuses?: ((method: string, url: string) => number | undefined) | undefined;
}

/** `basic`: a name and a password for each request; `token`: a token for them, or for an identity token. */
export interface Login {
  readonly kind: "basic" | "token";
  readonly username: string;
  readonly password: string;
  readonly identityToken?: string;
}

export interface FrontRegistry {
  /** `ADDRESS:PORT` */
  readonly host: string;
  /** `GET /v2/… 401` and so on, in order. */
  readonly asked: string[];
  close(): Promise<void>;
}

const BEARER = "a-token-of-the-front";

export async function frontRegistry(options: FrontOptions): Promise<FrontRegistry> {
  const { address = "127.0.0.1", tls } = options;
  const asked: string[] = [];
  const answer: RequestListener = (incoming, outgoing) => {
    const { method = "", url = "" } = incoming;
    outgoing.on("finish", () => asked.push(`${method} ${url} ${outgoing.statusCode}`));
    if (url.startsWith("/token")) void token(options, incoming, outgoing);
    else if (!isKnown(options, incoming)) challenge(options, incoming, outgoing);
    else {
      const status = options.refuses?.(method, url);
      if (status === undefined) pass(options, incoming, outgoing);
      else outgoing.writeHead(status, { "content-type": "text/plain" }).end("refused by the test");
    }
  };
  const server =
    tls === undefined
      ? createServer(answer)
      : createSecureServer({ cert: tls.certificate, key: tls.key }, answer);
  await new Promise<void>((resolve) => server.listen(0, address, resolve));
  const bound = server.address();
  const host = `${address}:${typeof bound === "object" ? bound?.port : ""}`;
  const close = async (): Promise<void> => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  return { host, asked, close };
}

function isKnown({ login }: FrontOptions, { headers }: IncomingMessage): boolean {
  if (login === undefined) return true;
  const wanted = login.kind === "token" ? `Bearer ${BEARER}` : basicOf(login);
  return headers.authorization === wanted;
}

function challenge(
  { login, tls }: FrontOptions,
  { headers }: IncomingMessage,
  outgoing: ServerResponse,
): void {
  const realm = `${tls === undefined ? "http" : "https"}://${headers.host}/token`;
  const wants =
    login?.kind === "token" ? `Bearer realm="${realm}",service="front"` : 'Basic realm="front"';
  outgoing
    .writeHead(401, { "www-authenticate": wants })
    .end('{"errors":[{"code":"UNAUTHORIZED"}]}');
}

/** https://distribution.github.io/distribution/spec/auth/token/ and …/oauth/ */
async function token(
  { login }: FrontOptions,
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

function pass({ behind, tls }: FrontOptions, incoming: IncomingMessage, outgoing: ServerResponse) {
  const [host, port] = behind.split(":");
  const { authorization: _, ...headers } = incoming.headers;
  const call = request(
    {
      host,
      port,
      method: incoming.method,
      path: incoming.url,
      headers: { ...headers, "x-forwarded-proto": tls === undefined ? "http" : "https" },
    },
    (reply) => {
      outgoing.writeHead(reply.statusCode ?? 502, reply.headers);
      reply.pipe(outgoing);
    },
  );
  call.on("error", () => outgoing.destroy());
  incoming.pipe(call);
}
