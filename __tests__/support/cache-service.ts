/** A loopback cache service as the runner has one, in both protocols; it keeps, forges and fails. */

import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { type Asked, type CacheCall, first, type State, twirp } from "./cache-protocols.ts";

export interface CacheService extends State {
  /** What a runner with this service has in its environment. */
  variables(protocol: "v1" | "v2"): Record<string, string>;
  close(): void;
}

/** A JSON Web Token as GitHub gives it: BuildKit reads out of it which caches it may write. */
const TOKEN = [
  { alg: "none" },
  { ac: JSON.stringify([{ Scope: "refs/heads/main", Permission: 3 }]), nbf: 0, exp: 4_102_444_800 },
  "unsigned",
]
  .map((part) => Buffer.from(JSON.stringify(part)).toString("base64url"))
  .join(".");

const TWIRP = "/twirp/github.actions.results.api.v1.CacheService/";

export async function cacheService(): Promise<CacheService> {
  const state: State = {
    ...{ entries: new Map(), requests: [], spoils: () => false, denies: false, base: "" },
    ...{ answered: (key) => key, uploading: { key: "", chunks: [] } },
  };
  const server = createServer((incoming, response) => void serve(state, incoming, response));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  server.unref();
  const bound = server.address();
  state.base = `http://127.0.0.1:${typeof bound === "object" && bound !== null ? bound.port : 0}/`;
  return Object.assign(state, {
    variables: (protocol: "v1" | "v2"): Record<string, string> => ({
      ACTIONS_RUNTIME_TOKEN: TOKEN,
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
  if (state.spoils(callOf(incoming.method ?? "", url.pathname), response)) return;
  if (url.pathname.startsWith("/entry/")) return blob(state, { incoming, url, body }, response);
  if (url.pathname.startsWith(TWIRP)) {
    const method = url.pathname.slice(TWIRP.length);
    response.setHeader("Content-Type", "application/json");
    return void response.end(JSON.stringify(twirp(state, method, JSON.parse(body.toString()))));
  }
  first(state, { incoming, url, body }, response);
}

function callOf(method: string, path: string): CacheCall {
  if (path.startsWith("/entry/")) return method === "PUT" ? "write" : "read";
  if (method === "GET" || path.endsWith("/GetCacheEntryDownloadURL")) return "lookup";
  if (/\/caches$|\/CreateCacheEntry$/.test(path)) return "create";
  return method === "PATCH" ? "write" : "finalize";
}

/** The archive of an entry, as the storage behind both protocols has it. */
function blob({ entries }: State, { incoming, url, body }: Asked, response: ServerResponse): void {
  const key = decodeURIComponent(url.pathname.slice("/entry/".length));
  if (incoming.method !== "PUT") return void response.end(entries.get(key));
  entries.set(key, body);
  // BuildKit panics where the storage does not give the request a number.
  const request = { "x-ms-request-id": "7", etag: '"0x1"' };
  response.writeHead(201, { ...request, "last-modified": new Date(0).toUTCString() }).end();
}
