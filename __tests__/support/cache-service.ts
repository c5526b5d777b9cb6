/** A loopback cache service as the runner has one, in both protocols; it keeps, forges and stalls. */

import { createServer, type IncomingMessage, type ServerResponse } from "node:http";

export interface CacheService {
  /** Entries by key: the archives. */
  readonly entries: Map<string, Buffer>;
  /** `METHOD path` of every request. */
  readonly requests: string[];
  /** What is answered as an entry's key; default: its own. */
  answered: (key: string) => string;
  /** Answers 503 to everything. */
  stall: boolean;
  /** Refuses to keep anything, as for a token that may only read. */
  denies: boolean;
  /** What a runner with this service has in its environment. */
  variables(protocol: "v1" | "v2"): Record<string, string>;
  close(): void;
}

const TWIRP = "/twirp/github.actions.results.api.v1.CacheService/";

export async function cacheService(): Promise<CacheService> {
  const state: State = {
    ...{ entries: new Map(), requests: [], stall: false, denies: false, base: "" },
    ...{ answered: (key) => key, uploading: { key: "", chunks: [] } },
  };
  const server = createServer((incoming, response) => void serve(state, incoming, response));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  server.unref();
  const bound = server.address();
  state.base = `http://127.0.0.1:${typeof bound === "object" && bound !== null ? bound.port : 0}/`;
  return Object.assign(state, {
    variables: (protocol: "v1" | "v2"): Record<string, string> => ({
      ACTIONS_RUNTIME_TOKEN: "test",
      ...(protocol === "v1"
        ? { ACTIONS_CACHE_URL: state.base }
        : { ACTIONS_RESULTS_URL: state.base, ACTIONS_CACHE_SERVICE_V2: "true" }),
    }),
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  });
}

interface State extends Omit<CacheService, "variables" | "close"> {
  base: string;
  uploading: { key: string; chunks: Buffer[] };
}

async function serve(
  state: State,
  incoming: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const url = new URL(incoming.url ?? "", "http://127.0.0.1");
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk);
  const body = Buffer.concat(chunks);
  state.requests.push(`${incoming.method} ${url.pathname}`);
  if (state.stall) return void response.writeHead(503).end();
  if (url.pathname.startsWith("/entry/")) return blob(state, { incoming, url, body }, response);
  if (url.pathname.startsWith(TWIRP)) {
    const method = url.pathname.slice(TWIRP.length);
    response.setHeader("Content-Type", "application/json");
    return void response.end(JSON.stringify(twirp(state, method, JSON.parse(body.toString()))));
  }
  first(state, { incoming, url, body }, response);
}

interface Asked {
  readonly incoming: IncomingMessage;
  readonly url: URL;
  readonly body: Buffer;
}

/** The archive of an entry, as the storage behind both protocols has it. */
function blob({ entries }: State, { incoming, url, body }: Asked, response: ServerResponse): void {
  const key = decodeURIComponent(url.pathname.slice("/entry/".length));
  if (incoming.method !== "PUT") return void response.end(entries.get(key));
  entries.set(key, body);
  const etag = '"0x1"';
  response.writeHead(201, { etag, "last-modified": new Date(0).toUTCString() }).end();
}

const found = ({ entries }: State, wanted: readonly string[]): string | undefined =>
  [...entries.keys()].find((kept) => wanted.some((start) => kept.startsWith(start)));

const addressOf = ({ base }: State, key: string): string =>
  `${base}entry/${encodeURIComponent(key)}`;

/** The second protocol: every call is a POST of JSON, and archives go to the storage. */
function twirp(
  state: State,
  method: string,
  body: { readonly key: string; readonly restore_keys?: readonly string[] },
): object {
  const { key } = body;
  if (method === "CreateCacheEntry") {
    if (state.denies) return { ok: false, message: "cache write denied: read-only" };
    return { ok: true, signed_upload_url: addressOf(state, key) };
  }
  if (method === "FinalizeCacheEntryUpload") return { ok: state.entries.has(key), entry_id: "7" };
  const match = found(state, [key, ...(body.restore_keys ?? [])]);
  if (match === undefined) return { ok: false };
  const matched = state.answered(match);
  return { ok: true, signed_download_url: addressOf(state, match), matched_key: matched };
}

/** The first protocol: look up, reserve, upload in pieces, commit. */
function first(state: State, { incoming, url, body }: Asked, response: ServerResponse): void {
  if (incoming.method === "GET") {
    const match = found(state, (url.searchParams.get("keys") ?? "").split(","));
    if (match === undefined) return void response.writeHead(204).end();
    const archiveLocation = addressOf(state, match);
    return void response.end(JSON.stringify({ archiveLocation, cacheKey: state.answered(match) }));
  }
  if (url.pathname.endsWith("/caches")) {
    if (state.denies) return void response.writeHead(403).end('{"message":"read-only"}');
    const { key }: { key: string } = JSON.parse(body.toString());
    state.uploading = { key, chunks: [] };
    return void response.writeHead(201).end(JSON.stringify({ cacheId: 7 }));
  }
  if (incoming.method === "PATCH") state.uploading.chunks.push(body);
  else state.entries.set(state.uploading.key, Buffer.concat(state.uploading.chunks));
  response.writeHead(204).end();
}
