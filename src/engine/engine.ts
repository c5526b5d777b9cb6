/** The door to a container engine: its HTTP API, wherever it listens. */

import type { IncomingMessage } from "node:http";
import type { Duplex, Readable } from "node:stream";

export interface EngineRequest {
  /** JSON when a plain object, sent as it is (a tar unless `headers` say otherwise) when bytes or a stream. */
  readonly body?: object | Buffer | AsyncIterable<unknown> | undefined;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  readonly signal?: AbortSignal | undefined;
}

export interface EngineReply {
  readonly status: number;
  readonly headers: IncomingMessage["headers"];
  /** The body as text; at most 16 MiB. */
  readonly text: string;
}

export interface Engine {
  /** Where it listens, as `DOCKER_HOST` writes it; `context NAME` for one of the client's contexts. */
  readonly endpoint: string;
  /** One call, whole answer, whatever its status. `path` without a version: `/info`. */
  request(method: string, path: string, request?: EngineRequest): Promise<EngineReply>;
  /** One call whose answer is read as a stream (exports, progress); a status >= 400 is a Failure. */
  stream(method: string, path: string, request?: EngineRequest): Promise<Readable>;
  /** One call after which both sides speak on the connection, until `signal` ends it. */
  dialog(path: string, signal: AbortSignal): Promise<Duplex>;
  /** Ends the kept-open connections. */
  close(): void;
}
