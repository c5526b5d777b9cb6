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
import { challenge, isKnown, type Login, token } from "./front-login.ts";

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

export interface FrontRegistry {
  /** `ADDRESS:PORT` */
  readonly host: string;
  /** `GET /v2/… 401` and so on, in order. */
  readonly asked: string[];
  close(): Promise<void>;
}

export async function frontRegistry(options: FrontOptions): Promise<FrontRegistry> {
  const { address = "127.0.0.1", tls } = options;
  const asked: string[] = [];
  const answer: RequestListener = (incoming, outgoing) => {
    const { method = "", url = "" } = incoming;
    outgoing.on("finish", () => asked.push(`${method} ${url} ${outgoing.statusCode}`));
    if (url.startsWith("/token")) void token(options.login, incoming, outgoing);
    else if (!isKnown(options.login, incoming)) {
      challenge(
        options.login,
        `http${tls === undefined ? "" : "s"}://${incoming.headers.host}`,
        outgoing,
      );
    } else {
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
