/** Reads the engine's progress: one JSON value a line. */

import type { Readable } from "node:stream";
import { StringDecoder } from "node:string_decoder";
import { parseJson } from "./json.ts";

/** Every value, as it comes. `whose`: whose answer it is, for a Failure about a line that is no JSON. */
export async function* jsonLines(stream: Readable, whose: string): AsyncGenerator<unknown> {
  const decoder = new StringDecoder("utf8");
  let rest = "";
  for await (const piece of stream) {
    const lines = (rest + decoder.write(piece)).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) if (line.trim() !== "") yield parseJson(line, whose);
  }
  if (rest.trim() !== "") yield parseJson(rest, whose);
}
