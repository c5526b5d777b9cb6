/** Reads an answer of the engine that is text. */

import type { IncomingMessage } from "node:http";
import { Failure } from "../../failure.ts";
import { toldOf, watch } from "./silence.ts";

/** Bytes of a whole answer that are taken; more is a Failure. */
const MOST = 16 * 1024 * 1024;

/** The whole body of an answer. */
export async function textOf(
  message: IncomingMessage,
  call: { readonly method: string; readonly path: string },
): Promise<string> {
  const pieces: Buffer[] = [];
  let size = 0;
  const watched = watch(message, call);
  try {
    for await (const piece of toldOf(message, watched)) {
      size += piece.length;
      if (size > MOST) {
        throw new Failure({ what: `The engine's answer to ${call.path} is longer than 16 MiB` });
      }
      pieces.push(piece);
    }
  } finally {
    watched.end();
  }
  return Buffer.concat(pieces).toString("utf8");
}
