/** Cuts a stream of bytes into lines of bounded length. */

import { StringDecoder } from "node:string_decoder";

/** Hands on each line without its end; a line longer than `limit` characters comes in pieces. */
export class Lines {
  readonly #decoder = new StringDecoder("utf8");
  readonly #limit: number;
  readonly #onLine: (line: string) => void;
  #pieces: string[] = [];
  #length = 0;

  constructor(limit: number, onLine: (line: string) => void) {
    this.#limit = limit;
    this.#onLine = onLine;
  }

  push(data: Buffer): void {
    const parts = this.#decoder.write(data).split("\n");
    const rest = parts.pop() ?? "";
    for (const part of parts) {
      this.#keep(part);
      this.#flush();
    }
    this.#keep(rest);
  }

  /** Hands on what came after the last line end. */
  end(): void {
    this.#keep(this.#decoder.end());
    if (this.#length > 0) this.#flush();
  }

  #keep(text: string): void {
    if (text === "") return;
    this.#pieces.push(text);
    this.#length += text.length;
    if (this.#length > this.#limit) this.#flush();
  }

  #flush(): void {
    const line = this.#pieces.join("");
    this.#pieces = [];
    this.#length = 0;
    this.#onLine(line.endsWith("\r") ? line.slice(0, -1) : line);
  }
}
