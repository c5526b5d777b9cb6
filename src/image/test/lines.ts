/** Cuts a container's output into lines as it comes, and keeps the last of them. */

import { StringDecoder } from "node:string_decoder";

/** Lines kept for the report of a failure. */
const KEPT = 20;

/** Characters after which a line without an end is handed on all the same, so that memory is bounded. */
const LONGEST = 64 * 1024;

export class Lines {
  readonly #print: (line: string) => void;
  readonly #open = { stdout: "", stderr: "" };
  readonly #decoders = { stdout: new StringDecoder("utf8"), stderr: new StringDecoder("utf8") };
  readonly #last: string[] = [];

  /** `print` gets every line, without its end. */
  constructor(print: (line: string) => void) {
    this.#print = print;
  }

  push = (stream: "stdout" | "stderr", data: Buffer): void => {
    const text = this.#open[stream] + this.#decoders[stream].write(data);
    const lines = text.split("\n");
    const rest = lines.pop() ?? "";
    for (const line of lines) this.#line(line);
    this.#open[stream] = rest.length > LONGEST ? "" : rest;
    if (rest.length > LONGEST) this.#line(rest);
  };

  /** Hands on what is left without a line's end, and gives back the last lines. */
  end(): readonly string[] {
    for (const stream of ["stdout", "stderr"] as const) {
      const rest = this.#open[stream] + this.#decoders[stream].end();
      if (rest !== "") this.#line(rest);
      this.#open[stream] = "";
    }
    return [...this.#last];
  }

  #line(line: string): void {
    const text = line.replace(/\r$/, "");
    this.#print(text);
    this.#last.push(text);
    if (this.#last.length > KEPT) this.#last.shift();
  }
}
