/** A registry of node:http on loopback that refuses, loses or holds up whatever is pushed to it. */

import { createHash } from "node:crypto";
import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  type ServerResponse,
} from "node:http";

export interface StubRegistry {
  /** `127.0.0.1:PORT` */
  readonly host: string;
  /** `POST /v2/x/blobs/uploads/` and so on, in order. */
  readonly asked: string[];
  close(): Promise<void>;
}

export type Manner =
  /** Every upload gets this answer. */
  | { readonly kind: "refuses"; readonly status: number; readonly body: string }
  /** Takes everything and has nothing. */
  | { readonly kind: "loses" }
  /** Never answers an upload. */
  | { readonly kind: "holds" };

const JSON_TYPE = { "content-type": "application/json" };
const UNKNOWN = JSON.stringify({ errors: [{ code: "MANIFEST_UNKNOWN", message: "not known" }] });

export async function stubRegistry(manner: Manner): Promise<StubRegistry> {
  const asked: string[] = [];
  const { host, close } = await listening((request, response) => {
    asked.push(`${request.method} ${request.url}`);
    if (request.url === "/v2/") response.end("{}");
    else if (["GET", "HEAD"].includes(request.method ?? ""))
      response.writeHead(404, JSON_TYPE).end(UNKNOWN);
    else upload(manner, request, response);
  });
  return { host, asked, close };
}

function upload(manner: Manner, request: IncomingMessage, response: ServerResponse): void {
  switch (manner.kind) {
    case "holds":
      return;
    case "refuses":
      response.writeHead(manner.status, JSON_TYPE).end(manner.body);
      return;
    case "loses":
      // Whoever hangs up in the middle is no fault of this server.
      taken(request, response).catch(() => undefined);
  }
}

/** The answers of the distribution specification to uploads. */
async function taken(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const hash = createHash("sha256");
  for await (const chunk of request) hash.update(chunk);
  const { pathname, searchParams } = new URL(request.url ?? "", "http://registry");
  if (request.method !== "PUT") {
    const place = request.method === "POST" ? `${pathname}1` : pathname;
    response.writeHead(202, { location: place, "docker-upload-uuid": "1", range: "0-0" }).end();
    return;
  }
  const digest = searchParams.get("digest") ?? `sha256:${hash.digest("hex")}`;
  response.writeHead(201, { location: pathname, "docker-content-digest": digest }).end();
}

/** A server that takes whatever it is asked for, and never answers. */
export async function silentServer(): Promise<StubRegistry> {
  const asked: string[] = [];
  const { host, close } = await listening((request) => {
    asked.push(`${request.method} ${request.url}`);
  });
  return { host, asked, close };
}

async function listening(answer: RequestListener) {
  const server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const port = typeof address === "object" ? address?.port : undefined;
  const close = async (): Promise<void> => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  return { host: `127.0.0.1:${port}`, close };
}
