/** Reads what the engine says when it refuses a call. */

import { Failure } from "../failure.ts";
import type { EngineReply } from "./engine.ts";
import { maybeTextAt } from "./json.ts";

/** The engine's words: `message` of its JSON, or the text as it is. */
export function messageOf(text: string): string {
  try {
    return maybeTextAt(JSON.parse(text), "message") ?? text.trim();
  } catch {
    return text.trim();
  }
}

/** The Failure of a call that the engine refused. */
export function refusal(
  what: string,
  { status, text }: Pick<EngineReply, "status" | "text">,
): Failure {
  return new Failure({ what, seen: messageOf(text) || `HTTP status ${status}` });
}

/** Gives `reply` back where its status is below 400, throws the refusal otherwise. */
export function accepted(what: string, reply: EngineReply): EngineReply {
  if (reply.status >= 400 || reply.status === 0) throw refusal(what, reply);
  return reply;
}

/**
 * What went wrong with a removal, as a value, so that the caller may wait for it later; undefined
 * where the thing is gone, or is left with a status that is `fine`. Never rejects.
 */
export async function removal(
  what: string,
  ask: () => Promise<EngineReply>,
  fine: readonly number[] = [404],
): Promise<Failure | undefined> {
  try {
    const reply = await ask();
    return reply.status < 400 || fine.includes(reply.status) ? undefined : refusal(what, reply);
  } catch (cause) {
    return cause instanceof Failure ? cause : new Failure({ what, seen: String(cause) }, { cause });
  }
}
