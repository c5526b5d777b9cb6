/** Begins a container that waits for what it is given, and sees it to its end. */

import type { Duplex, Readable } from "node:stream";
import { Failure } from "../../failure.ts";
import type { Engine } from "../engine.ts";
import type { ContainerSpec } from "./body.ts";
import {
  type ContainerFiles,
  createContainer,
  exitOf,
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
  /** No longer waits for it, as it ran longer than these milliseconds. */
  readonly giveUp: (ms: number) => void;
}

/** What a container that runs is given. */
export interface Given {
  readonly files?: ContainerFiles | undefined;
  /** What it reads, which tells its own end: not every way to an engine can end one direction alone. */
  readonly text?: string | undefined;
  /** Milliseconds from now after which it is killed: a Failure. */
  readonly timeoutMs?: number | undefined;
}

export interface RunResult extends Output {
  readonly exitCode: number;
  /** Settles when the container is gone; never rejects: what went wrong is its value. */
  readonly removed: Promise<Failure | undefined>;
}

/** Creates, fills and starts a container, and leaves nothing of it where that fails. */
export async function beginContainer(engine: Engine, spec: BeginSpec): Promise<Begun> {
  const late = new AbortController();
  const signal = AbortSignal.any([spec.signal, late.signal]);
  signal.throwIfAborted();
  const id = await createContainer(engine, spec);
  return await orRemoved(engine, id, async () => {
    const [{ output, input }] = await Promise.all([
      attach(engine, id, { ...spec, signal }),
      spec.files === undefined ? undefined : putFiles(engine, id, spec.files),
    ]);
    signal.throwIfAborted();
    // Read at once: a container whose output nobody takes stands still.
    const texts = collect(output, signal, spec.onOutput);
    const both = Promise.all([texts, startContainer(engine, id, spec.image)]);
    // Podman before 5 looks at a container without a pause as long as anybody waits for its end.
    const ended = both.then(async ([text]) => {
      return { exitCode: await exitOf(engine, id, signal), ...text };
    });
    // Told by `endOf`; where nobody comes to that, by nobody.
    ended.catch(() => undefined);
    return { id, ended, input, giveUp: (ms) => late.abort(tooLong(spec, ms)) };
  });
}

/** Gives a container what it waits for, and waits for its end; its removal is under way then. */
export async function endOf(engine: Engine, begun: Begun, given: Given = {}): Promise<RunResult> {
  const { id, ended, input, giveUp } = begun;
  const { files, text, timeoutMs: ms } = given;
  const timer = ms === undefined ? undefined : setTimeout(() => giveUp(ms), ms);
  const ending = orRemoved(engine, id, async () => {
    if (files !== undefined) await putFiles(engine, id, files);
    if (text !== undefined) input?.write(text);
    return { ...(await ended), removed: removeContainer(engine, id) };
  });
  return await ending.finally(() => {
    clearTimeout(timer);
    input?.destroy();
  });
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

function tooLong({ image }: BeginSpec, ms: number): Failure {
  return new Failure({
    what: `A container of ${image} ran longer than ${ms / 1000} s and was killed`,
    cause: "the engine or its machine is overloaded, or stands still",
    fix: "docker info   # must answer at once",
    anchor: "engine-silent",
  });
}
