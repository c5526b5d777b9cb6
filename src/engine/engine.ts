/** The door to a container engine: its HTTP API, wherever it listens. */

import type { IncomingMessage } from "node:http";
import type { Readable } from "node:stream";

export interface EngineRequest {
  /** JSON when an object, sent as it is when bytes or a stream. */
  readonly body?: object | Buffer | Readable;
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
}

export interface EngineReply {
  readonly status: number;
  readonly headers: IncomingMessage["headers"];
  /** The body as text; at most 16 MiB. */
  readonly text: string;
}

export interface Engine {
  /** Where it listens, as `DOCKER_HOST` writes it. */
  readonly endpoint: string;
  /** One call, whole answer, whatever its status. */
  request(method: string, path: string, request?: EngineRequest): Promise<EngineReply>;
  /** One call whose answer is read as a stream (exports, progress); a status >= 400 is a Failure. */
  stream(method: string, path: string, request?: EngineRequest): Promise<Readable>;
  /** Ends the kept-open connections. */
  close(): void;
}
