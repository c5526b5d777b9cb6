/** Makes and removes containers on the engine's node. */

import { text as textOf } from "node:stream/consumers";
import { Failure } from "../../failure.ts";
import type { Engine } from "../engine.ts";
import { maybeTextAt, numberAt, parseJson, textAt } from "../json.ts";
import { accepted, refusal, removal } from "../refusal.ts";
import { type ContainerSpec, createCall } from "./body.ts";

/** A tar of files to lay into a container before it starts. */
export interface ContainerFiles {
  readonly tar: Buffer | AsyncIterable<unknown>;
  /** Folder inside it; with a read-only root it must be one of its volumes. */
  readonly path: string;
}

/**
 * Creates a container and gives back its id. Cannot be aborted on purpose: an id that never
 * arrived would be a container that nobody removes.
 * Failure: the image is not there, or not for this platform; the engine's words are `seen`.
 */
export async function createContainer(engine: Engine, spec: ContainerSpec): Promise<string> {
  const { path, body } = createCall(spec);
  const what = `Could not create a container of ${spec.image}`;
  const reply = accepted(what, await engine.request("POST", path, { body }));
  return textAt(parseJson(reply.text, "the engine's answer to /containers/create"), "Id");
}

/**
 * Unpacks a tar into a container, running or not. What a streamed one throws while it is read is
 * thrown here; the container may hold some of its files then.
 */
export async function putFiles(engine: Engine, id: string, files: ContainerFiles): Promise<void> {
  const path = `/containers/${id}/archive?path=${encodeURIComponent(files.path)}`;
  const reply = await engine.request("PUT", path, { body: files.tar });
  accepted(`Could not lay files into ${files.path} of a container`, reply);
}

/** Starts a container. Failure: the engine's words, such as runc's `exec format error`. */
export async function startContainer(engine: Engine, id: string, image: string): Promise<void> {
  const reply = await engine.request("POST", `/containers/${id}/start`);
  if (reply.status < 400) return;
  const { parts } = refusal(`Could not start a container of ${image}`, reply);
  const foreign = parts.seen?.includes("exec format error") === true;
  throw new Failure({
    ...parts,
    ...(foreign ? { cause: "the node has no working emulator for the image's platform" } : {}),
  });
}

/** Waits for "not running", which is true at once of a container that has ended already. */
export async function exitOf(engine: Engine, id: string, signal: AbortSignal): Promise<number> {
  const path = `/containers/${id}/wait?condition=not-running`;
  // A stream, whose answer may take as long as it likes: a program can end its output and go on.
  const reply = await engine.stream("POST", path, { signal });
  const text = await textOf(reply).catch((error) => {
    throw signal.aborted ? signal.reason : error;
  });
  const body = parseJson(text, "the exit code of a container");
  const seen = maybeTextAt(body, "Error", "Message");
  if (seen !== undefined) throw new Failure({ what: "A container ended with an error", seen });
  return numberAt(body, "StatusCode");
}

/**
 * Kills and removes a container with its anonymous volumes, as a `removal`. One that somebody else is
 * removing is waited for.
 */
export async function removeContainer(engine: Engine, id: string): Promise<Failure | undefined> {
  return await removal(`Could not remove container ${id.slice(0, 12)}`, async () => {
    const reply = await engine.request("DELETE", `/containers/${id}?force=1&v=1`);
    if (reply.status !== 409) return reply;
    return await engine.request("POST", `/containers/${id}/wait?condition=removed`);
  });
}
