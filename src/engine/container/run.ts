/** Runs a container to its end, and leaves nothing of it whatever happens. */

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
import { collect, type Output } from "./output.ts";

export interface RunSpec extends ContainerSpec {
  /** Id of a container that was made of this very spec before; absent: one is made. */
  readonly created?: string | undefined;
  readonly files?: ContainerFiles | undefined;
  /** Milliseconds after which it is killed: a Failure. */
  readonly timeoutMs?: number | undefined;
  readonly signal: AbortSignal;
  /** Called for every piece of output, as it comes. */
  readonly onOutput?: ((stream: "stdout" | "stderr", data: Buffer) => void) | undefined;
}

export interface RunResult extends Output {
  readonly exitCode: number;
  /** Settles when the container is gone; never rejects: what went wrong is its value. */
  readonly removed: Promise<Failure | undefined>;
}

/**
 * Creates, fills, starts and waits for a container; any exit code is a result. stdout and stderr
 * hold the last 1 MiB each. On an error, an abort (its reason is thrown) or a timeout the container
 * is killed and removed before this throws; else its removal is under way as `removed`.
 */
export async function runContainer(engine: Engine, spec: RunSpec): Promise<RunResult> {
  spec.signal.throwIfAborted();
  const id = spec.created ?? (await createContainer(engine, spec));
  const stop = new AbortController();
  const timer =
    spec.timeoutMs === undefined
      ? undefined
      : setTimeout(() => stop.abort(tooLong(spec)), spec.timeoutMs);
  try {
    const signal = AbortSignal.any([spec.signal, stop.signal]);
    const result = await runCreated(engine, id, { ...spec, signal });
    return { ...result, removed: removeContainer(engine, id) };
  } catch (error) {
    stop.abort();
    await removeContainer(engine, id);
    throw error;
  } finally {
    clearTimeout(timer);
  }
}

async function runCreated(
  engine: Engine,
  id: string,
  spec: RunSpec,
): Promise<Output & { readonly exitCode: number }> {
  const { signal, files } = spec;
  const [attached] = await Promise.all([
    engine.stream("POST", `/containers/${id}/attach?stream=1&stdout=1&stderr=1`, { signal }),
    files === undefined ? undefined : putFiles(engine, id, files),
  ]);
  signal.throwIfAborted();
  // Read at once: a container whose output nobody takes stands still.
  const output = collect(attached, signal, spec.onOutput);
  const exitCode = startContainer(engine, id, spec.image).then(() => exitOf(engine, id, signal));
  const [code, text] = await Promise.all([exitCode, output]);
  return { exitCode: code, ...text };
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

function tooLong(spec: RunSpec): Failure {
  const seconds = (spec.timeoutMs ?? 0) / 1000;
  const what = `A container of ${spec.image} ran longer than ${seconds} s and was killed`;
  return new Failure({ what, seen: spec.cmd.join(" ") });
}
