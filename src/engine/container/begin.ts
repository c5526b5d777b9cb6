/** Begins a container that waits for what it is given, and sees it to its end. */

import type { Duplex, Readable } from "node:stream";
import { Failure } from "../../failure.ts";
import type { Engine } from "../engine.ts";
import { maybeTextAt, numberAt, parseJson } from "../json.ts";
import { accepted } from "../refusal.ts";
import type { ContainerSpec } from "./body.ts";
import {
  type ContainerFiles,
  createContainer,
  putFiles,
  removeContainer,
  startContainer,
} from "./container.ts";
import { collect, type OnOutput, type Output } from "./output.ts";

export interface BeginSpec extends ContainerSpec {
  /** Laid into it before it starts. */
  readonly files?: ContainerFiles | undefined;
  readonly signal: AbortSignal;
  /** Called for every piece of output, as it comes. */
  readonly onOutput?: OnOutput | undefined;
}

/** A container that was told to start. */
export interface Begun {
  readonly id: string;
  readonly ended: Promise<Output & { readonly exitCode: number }>;
  /** Its standard input; undefined where it has none. */
  readonly input: Duplex | undefined;
}

/** What a container that runs is given. */
export interface Given {
  readonly files?: ContainerFiles | undefined;
  /** What it reads, which tells its own end: not every way to an engine can end one direction alone. */
  readonly text?: string | undefined;
}

export interface RunResult extends Output {
  readonly exitCode: number;
  /** Settles when the container is gone; never rejects: what went wrong is its value. */
  readonly removed: Promise<Failure | undefined>;
}

/** Creates, fills and starts a container, and leaves nothing of it where that fails. */
export async function beginContainer(engine: Engine, spec: BeginSpec): Promise<Begun> {
  const { signal, files } = spec;
  signal.throwIfAborted();
  const id = await createContainer(engine, spec);
  return await orRemoved(engine, id, async () => {
    const [{ output, input }] = await Promise.all([
      attach(engine, id, spec),
      files === undefined ? undefined : putFiles(engine, id, files),
    ]);
    signal.throwIfAborted();
    // Read at once: a container whose output nobody takes stands still.
    const texts = collect(output, signal, spec.onOutput);
    const exitCode = startContainer(engine, id, spec.image).then(() => exitOf(engine, id, signal));
    const both = Promise.all([exitCode, texts]);
    const ended = both.then(([code, text]) => ({ exitCode: code, ...text }));
    // Told by `endOf`; where nobody comes to that, by nobody.
    ended.catch(() => undefined);
    return { id, ended, input };
  });
}

/** Gives a container what it waits for, and waits for its end; its removal is under way then. */
export async function endOf(engine: Engine, begun: Begun, given: Given = {}): Promise<RunResult> {
  const { id, ended, input } = begun;
  const ending = orRemoved(engine, id, async () => {
    if (given.files !== undefined) await putFiles(engine, id, given.files);
    if (given.text !== undefined) input?.write(given.text);
    return { ...(await ended), removed: removeContainer(engine, id) };
  });
  return await ending.finally(() => input?.destroy());
}

async function orRemoved<T>(engine: Engine, id: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    await removeContainer(engine, id);
    throw error;
  }
}

async function attach(
  engine: Engine,
  id: string,
  { stdin, signal }: BeginSpec,
): Promise<{ readonly output: Readable; readonly input: Duplex | undefined }> {
  const path = `/containers/${id}/attach?stream=1&stdout=1&stderr=1`;
  if (!stdin) return { output: await engine.stream("POST", path, { signal }), input: undefined };
  const both = await engine.dialog(`${path}&stdin=1`, signal);
  return { output: both, input: both };
}

/** Waits for "not running", which is true at once of a container that has ended already. */
async function exitOf(engine: Engine, id: string, signal: AbortSignal): Promise<number> {
  const reply = await engine.request("POST", `/containers/${id}/wait?condition=not-running`, {
    signal,
  });
  const body = parseJson(accepted("Could not wait for a container", reply).text, "its exit code");
  const seen = maybeTextAt(body, "Error", "Message");
  if (seen !== undefined) throw new Failure({ what: "A container ended with an error", seen });
  return numberAt(body, "StatusCode");
}
