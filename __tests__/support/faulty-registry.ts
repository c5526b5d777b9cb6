/** A loopback proxy before the real registry: it spoils some answers, and writes down what was asked. */

import { createServer, type IncomingMessage, request, type ServerResponse } from "node:http";

/** What is wrong with one answer. */
export type Spoilt =
  | { readonly status: number; readonly body?: string; readonly retryAfter?: number }
  /** The connection ends in the middle of the answer. */
  | "cut"
  /** The right answer, with these in its head. */
  | { readonly headers: Readonly<Record<string, string>> }
  /** The answer comes so many milliseconds later. */
  | { readonly late: number }
  /** The request goes on once something else happened. */
  | { readonly after: Promise<unknown> };

export interface AskedFor {
  readonly method: string;
  readonly path: string;
  /** Milliseconds since the first request. */
  readonly ms: number;
  /** What was answered. */
  status: number;
}

export interface FaultyRegistry {
  /** `127.0.0.1:PORT` */
  readonly host: string;
  readonly asked: readonly AskedFor[];
  close(): Promise<void>;
}

/** `rule` says what is wrong with the answer to a request, undefined for nothing. */
export async function faultyRegistry(
  upstream: string,
  rule: (asked: AskedFor, all: readonly AskedFor[]) => Spoilt | undefined,
): Promise<FaultyRegistry> {
  const asked: AskedFor[] = [];
  let started: number | undefined;
  const server = createServer((incoming, response) => {
    started ??= performance.now();
    const { method = "", url: path = "" } = incoming;
    const one: AskedFor = { method, path, ms: performance.now() - started, status: 0 };
    asked.push(one);
    const spoilt = rule(one, asked);
    if (spoilt === "cut") return void cut(response);
    if (spoilt !== undefined && "status" in spoilt) return refuse(one, spoilt, incoming, response);
    const headers = spoilt !== undefined && "headers" in spoilt ? spoilt.headers : {};
    const onward = (): void => pass(upstream, one, incoming, response, headers);
    if (spoilt !== undefined && "after" in spoilt) return void spoilt.after.then(onward);
    // One that is too late for its test holds nobody up.
    setTimeout(onward, spoilt !== undefined && "late" in spoilt ? spoilt.late : 0).unref();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const host = `127.0.0.1:${typeof address === "object" ? address?.port : ""}`;
  const close = async (): Promise<void> => {
    // Not waited for: an engine may hold a connection on which it never asks.
    server.close();
    server.closeAllConnections();
  };
  return { host, asked, close };
}

function refuse(
  one: AskedFor,
  { status, body = "", retryAfter }: Extract<Spoilt, { status: number }>,
  incoming: IncomingMessage,
  response: ServerResponse,
): void {
  one.status = status;
  incoming.resume();
  const type = body.startsWith("{") ? "application/json" : "text/html";
  const wait = retryAfter === undefined ? {} : { "retry-after": String(retryAfter) };
  response.writeHead(status, { "content-type": type, ...wait }).end(body);
}

function cut(response: ServerResponse): void {
  response.writeHead(200, { "content-length": 1000 });
  response.write("half", () => response.destroy());
}

function pass(
  upstream: string,
  one: AskedFor,
  incoming: IncomingMessage,
  response: ServerResponse,
  spoilt: Readonly<Record<string, string>>,
): void {
  // An engine that hung up meanwhile; one that does so in the middle must leave nothing open behind.
  if (response.destroyed) return;
  const { method, headers, url } = incoming;
  // The registry writes the Host it is asked by into the addresses it answers.
  const onward = request(`http://${upstream}${url}`, { method, headers }, (reply) => {
    one.status = reply.statusCode ?? 0;
    response.writeHead(one.status, { ...reply.headers, ...spoilt });
    reply.pipe(response);
  });
  onward.on("error", () => response.destroy());
  response.on("close", () => onward.destroy());
  incoming.pipe(onward);
}
