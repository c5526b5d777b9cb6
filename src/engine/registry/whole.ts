/** Reads an answer with its body; one that breaks off in the middle is asked for anew. */

import type { IncomingMessage } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { waitAfterError } from "./patience.ts";
import { bytesOf } from "./wire.ts";

export interface Answer {
  readonly reply: IncomingMessage;
  readonly bytes: Buffer;
}

/** Throws the error of the system where it still breaks off after all tries, or is over `most` bytes. */
export async function wholeAnswer(
  ask: () => Promise<IncomingMessage>,
  most: number,
): Promise<Answer> {
  for (let next = 2; ; next += 1) {
    const reply = await ask();
    try {
      return { reply, bytes: await bytesOf(reply, most) };
    } catch (error) {
      const wait = waitAfterError(error, next);
      if (wait === undefined) throw error;
      await sleep(wait);
    }
  }
}
