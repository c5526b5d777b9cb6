/** Opens a connection on which both sides go on speaking: the streams of a container. */

import { request as send } from "node:http";
import { addAbortSignal, type Duplex } from "node:stream";
import { refusal } from "../refusal.ts";
import { textOf } from "./answer-text.ts";
import { type Call, lost, type Wire } from "./api.ts";
import { watch } from "./silence.ts";

/**
 * One call that the engine answers by changing the protocol, as `docker run --interactive` asks for
 * it. An abort ends the connection; a refusal is a Failure with the engine's words.
 */
export async function dialog(wire: Wire, call: Call & { signal: AbortSignal }): Promise<Duplex> {
  const { method, path, signal } = call;
  const headers = { Host: "docker", Connection: "Upgrade", Upgrade: "tcp" };
  const outgoing = send({ ...wire.target, agent: wire.agent, method, path, headers, signal });
  const watched = watch(outgoing, call);
  const opened = new Promise<Duplex>((resolve, reject) => {
    outgoing.on("error", (error) => reject(lost(wire, call, error)));
    outgoing.on("upgrade", (_, socket, first) => {
      socket.unshift(first);
      resolve(addAbortSignal(signal, socket));
    });
    outgoing.on("response", (message) => {
      const status = message.statusCode ?? 0;
      textOf(message, call).then(
        (text) => reject(refusal(`The engine refused ${method} ${path}`, { status, text })),
        reject,
      );
    });
    outgoing.end();
  });
  return await opened.finally(watched.end);
}
