/** Speaks HTTP with the engine: one method for whole answers, one for streams. */

import type { Agent, ClientRequest, IncomingMessage } from "node:http";
import { request as send } from "node:http";
import type { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { codeOf, Failure } from "../../failure.ts";
import type { EngineReply, EngineRequest } from "../engine.ts";
import { refusal } from "../refusal.ts";
import { textOf } from "./answer-text.ts";
import { toldOf, watch } from "./silence.ts";

export interface Wire {
  readonly agent: Agent;
  /** Ends all of its connections, and makes no other. */
  readonly close: () => void;
  /** `socketPath`, or `host` and `port`; neither where the agent makes the connections. */
  readonly target: {
    readonly socketPath?: string;
    readonly host?: string;
    readonly port?: number;
  };
  /** Makes the Failure of a connection that could not be had or was lost. */
  readonly lost: (error: unknown) => Failure;
}

export interface Call extends EngineRequest {
  readonly method: string;
  /** Whole path, with the version of the API. */
  readonly path: string;
}

/** One call, whole answer, whatever its status. An aborted one throws the signal's reason. */
export async function wholeAnswer(wire: Wire, call: Call): Promise<EngineReply> {
  const message = await answer(wire, call);
  try {
    const text = await textOf(message, call);
    return { status: message.statusCode ?? 0, headers: message.headers, text };
  } catch (error) {
    throw error instanceof Failure ? error : lost(wire, call, error);
  }
}

/** One call whose answer is a stream; a status >= 400 is a Failure with the engine's words. */
export async function streamedAnswer(wire: Wire, call: Call): Promise<Readable> {
  const message = await answer(wire, call);
  const status = message.statusCode ?? 0;
  if (status < 400) return message;
  const reply = { status, headers: message.headers, text: await textOf(message, call) };
  throw refusal(`The engine refused ${call.method} ${call.path}`, reply);
}

/** The answer's head. A read whose kept-open connection was just closed is asked once more. */
async function answer(wire: Wire, call: Call): Promise<IncomingMessage> {
  for (let attempt = 1; ; attempt += 1) {
    const outgoing = send({
      ...wire.target,
      agent: wire.agent,
      method: call.method,
      path: call.path,
      headers: headersOf(call),
      ...(call.signal === undefined ? {} : { signal: call.signal }),
    });
    try {
      return await headOf(outgoing, call);
    } catch (error) {
      const stale = outgoing.reusedSocket && ["ECONNRESET", "EPIPE"].includes(codeOf(error));
      if (!stale || call.method !== "GET" || attempt > 1) throw lost(wire, call, error);
    }
  }
}

function headOf(outgoing: ClientRequest, call: Call): Promise<IncomingMessage> {
  const { body } = call;
  const watched = watch(outgoing, call);
  const head = new Promise<IncomingMessage>((resolve, reject) => {
    outgoing.on("response", resolve);
    outgoing.on("error", reject);
    if (isStream(body)) pipeline(toldOf(body, watched), outgoing).catch(reject);
    else outgoing.end(body === undefined || Buffer.isBuffer(body) ? body : JSON.stringify(body));
  });
  return head.finally(watched.end);
}

function headersOf({ body, headers }: EngineRequest): Readonly<Record<string, string>> {
  if (body === undefined) return { Host: "docker", ...headers };
  const raw = Buffer.isBuffer(body) || isStream(body);
  const type = raw ? "application/x-tar" : "application/json";
  return { Host: "docker", "Content-Type": type, ...headers };
}

/** Not `instanceof Readable`: the streams of tar-stream are none of Node's. */
function isStream(body: EngineRequest["body"]): body is AsyncIterable<unknown> {
  return body !== undefined && Symbol.asyncIterator in body;
}

/** A Failure comes out of the body that was being sent: the connection was not at fault. */
export function lost(wire: Wire, { signal }: Call, error: unknown): unknown {
  if (error instanceof Failure) return error;
  return signal?.aborted ? signal.reason : wire.lost(error);
}
