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
  /** Takes everything, and has the layers and nothing else. */
  | { readonly kind: "loses" }
  /** Never answers an upload. */
  | { readonly kind: "holds" };

const JSON_TYPE = { "content-type": "application/json" };
const UNKNOWN = JSON.stringify({ errors: [{ code: "MANIFEST_UNKNOWN", message: "not known" }] });

export async function stubRegistry(manner: Manner): Promise<StubRegistry> {
  const asked: string[] = [];
  const sizes: Sizes = new Map();
  const { host, close } = await listening((request, response) => {
    asked.push(`${request.method} ${request.url}`);
    if (request.url === "/v2/") response.end("{}");
    else if (["GET", "HEAD"].includes(request.method ?? "")) look(sizes, request, response);
    else upload(manner, sizes, request, response);
  });
  return { host, asked, close };
}

/** Bytes that came for each upload, by its path, and of each blob, by its digest. */
type Sizes = Map<string, number>;

function look(sizes: Sizes, { url }: IncomingMessage, response: ServerResponse): void {
  const digest = /\/blobs\/(sha256:[0-9a-f]+)$/.exec(url ?? "")?.[1] ?? "";
  const size = sizes.get(digest);
  if (size === undefined) response.writeHead(404, JSON_TYPE).end(UNKNOWN);
  else response.writeHead(200, { "content-length": size, "docker-content-digest": digest }).end();
}

function upload(
  manner: Manner,
  sizes: Sizes,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  switch (manner.kind) {
    case "holds":
      return;
    case "refuses":
      response.writeHead(manner.status, JSON_TYPE).end(manner.body);
      return;
    case "loses":
      // Whoever hangs up in the middle is no fault of this server.
      taken(sizes, request, response).catch(() => undefined);
  }
}

/** The answers of the distribution specification to uploads. */
async function taken(
  sizes: Sizes,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const hash = createHash("sha256");
  const { pathname, searchParams } = new URL(request.url ?? "", "http://registry");
  let size = sizes.get(pathname) ?? 0;
  for await (const chunk of request) {
    hash.update(chunk);
    size += chunk.length;
  }
  if (request.method !== "PUT") {
    const place = request.method === "POST" ? `${pathname}${sizes.size}` : pathname;
    sizes.set(place, size);
    const range = `0-${Math.max(size - 1, 0)}`;
    response.writeHead(202, { location: place, "docker-upload-uuid": "1", range }).end();
    return;
  }
  const blob = searchParams.get("digest");
  if (blob !== null) sizes.set(blob, size);
  const digest = blob ?? `sha256:${hash.digest("hex")}`;
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
