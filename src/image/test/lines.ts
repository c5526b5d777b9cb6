/** Cuts a container's two streams into lines as they come, and keeps the last of them. */

import { Lines } from "../../engine/lines.ts";
import { countedCrash, crashIn } from "../build/crash.ts";

/** Lines kept for the report of a failure. */
const KEPT = 20;

/** Characters after which a line without an end is handed on all the same: memory is bounded. */
const LONGEST = 64 * 1024;

export class OutputLines {
  readonly #last: string[] = [];
  #crash: number | undefined;
  readonly #streams: Readonly<Record<"stdout" | "stderr", Lines>>;

  /** `print` gets every line, without its end; `script` is what prints them. */
  constructor(print: (line: string) => void, script: string) {
    const take = (line: string): void => {
      print(line);
      this.#crash = countedCrash(script, this.#crash, crashIn(line));
      this.#last.push(line);
      if (this.#last.length > KEPT) this.#last.shift();
    };
    this.#streams = { stdout: new Lines(LONGEST, take), stderr: new Lines(LONGEST, take) };
  }

  /** The signal of a crash that the emulator told of, one that the script does not expect before others. */
  get crash(): number | undefined {
    return this.#crash;
  }

  push = (stream: "stdout" | "stderr", data: Buffer): void => this.#streams[stream].push(data);

  /** Hands on what is left without a line's end, and gives back the last lines. */
  end(): readonly string[] {
    this.#streams.stdout.end();
    this.#streams.stderr.end();
    return [...this.#last];
  }
}
