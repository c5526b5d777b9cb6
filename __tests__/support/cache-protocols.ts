/** The two protocols of GitHub's cache service: what each call answers and keeps. */

import type { IncomingMessage, ServerResponse } from "node:http";

/** `lookup`, `create`, `finalize` of an entry; `read` and `write` of its archive. */
export type CacheCall = "lookup" | "create" | "finalize" | "read" | "write";

export type Spoiling = (call: CacheCall, response: ServerResponse) => boolean;

export interface State {
  /** Entries by key: the archives. */
  readonly entries: Map<string, Buffer>;
  /** `METHOD path` of every request. */
  readonly requests: string[];
  /** What is answered as an entry's key; default: its own. */
  answered: (key: string) => string;
  /** Answers in the place of the service where it wants to: then it is true. */
  spoils: Spoiling;
  /** Refuses to keep anything, as for a token that may only read. */
  denies: boolean;
  /** Its own address, with a slash at the end. */
  base: string;
  uploading: { key: string; chunks: Buffer[] };
}

export interface Asked {
  readonly incoming: IncomingMessage;
  readonly url: URL;
  readonly body: Buffer;
}

const found = ({ entries }: State, wanted: readonly string[]): string | undefined =>
  [...entries.keys()].find((kept) => wanted.some((start) => kept.startsWith(start)));

const addressOf = ({ base }: State, key: string): string =>
  `${base}entry/${encodeURIComponent(key)}`;

/** The second protocol: every call is a POST of JSON, and archives go to the storage. */
export function twirp(
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
export function first(
  state: State,
  { incoming, url, body }: Asked,
  response: ServerResponse,
): void {
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
