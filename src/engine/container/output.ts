/** Takes a container's output apart: the engine sends stdout and stderr as frames of one stream. */

import type { Readable } from "node:stream";
import { Tail } from "../../runner/tail.ts";

export interface Output {
  readonly stdout: string;
  readonly stderr: string;
}

export type OnOutput = (stream: "stdout" | "stderr", data: Buffer) => void;

/** Bytes kept of each stream; what is older is dropped, so that memory is bounded. */
const KEPT = 1024 * 1024;

/** Bytes of a frame's head: stream number, three zeros, length (big endian). Docker API, "Attach". */
const HEAD = 8;

/** Reads the stream to its end. An abort throws the signal's reason. */
export async function collect(
  stream: Readable,
  signal: AbortSignal,
  onOutput: OnOutput = () => undefined,
): Promise<Output> {
  const kept = { stdout: new Tail(KEPT), stderr: new Tail(KEPT) };
  const frames = new Frames((name, data) => {
    kept[name].push(data);
    onOutput(name, data);
  });
  try {
    for await (const piece of stream) frames.push(piece);
  } catch (error) {
    throw signal.aborted ? signal.reason : error;
  }
  return { stdout: kept.stdout.text(), stderr: kept.stderr.text() };
}

/** Cuts pieces of any length into frames, and hands their contents on without waiting for a frame's end. */
export class Frames {
  readonly #onData: OnOutput;
  #head: Buffer = Buffer.alloc(0);
  #left = 0;
  #name: "stdout" | "stderr" = "stdout";

  constructor(onData: OnOutput) {
    this.#onData = onData;
  }

  push(piece: Buffer): void {
    let rest = piece;
    while (rest.length > 0) rest = this.#left > 0 ? this.#content(rest) : this.#start(rest);
  }

  #start(piece: Buffer): Buffer {
    const missing = HEAD - this.#head.length;
    this.#head = Buffer.concat([this.#head, piece.subarray(0, missing)]);
    if (this.#head.length === HEAD) {
      this.#name = this.#head[0] === 2 ? "stderr" : "stdout";
      this.#left = this.#head.readUInt32BE(4);
      this.#head = Buffer.alloc(0);
    }
    return piece.subarray(missing);
  }

  #content(piece: Buffer): Buffer {
    const data = piece.subarray(0, this.#left);
    this.#left -= data.length;
    this.#onData(this.#name, data);
    return piece.subarray(data.length);
  }
}
