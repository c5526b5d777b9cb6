/** A run of the action's own doing, without a workflow: emulators are registered, proven, undone. */

import { randomBytes } from "node:crypto";
import { performance } from "node:perf_hooks";
import type { Proof, Provable } from "../../src/binfmt/proof.ts";
import { prove } from "../../src/binfmt/prove.ts";
import { runsHere } from "../../src/binfmt/prove-here.ts";
import { prepareRegistration, type Registration, register } from "../../src/binfmt/register.ts";
import type { EmulatorFile } from "../../src/emulator/cpu/derived.ts";
import { connectEngine } from "../../src/engine/connection/connection.ts";
import { observeNode } from "../../src/engine/node.ts";
import type { Job } from "../../src/job/job.ts";
import { jobIdAt, NO_RUNNER } from "../../src/job/job-id.ts";
import { openLedger } from "../../src/job/ledger.ts";
import { makeTemp } from "../../src/runner/temp.ts";
import { undo } from "../../src/step/undo.ts";

export interface Registered {
  readonly handlers: readonly Provable[];
  /** Milliseconds that it took to register all and to prove all, as the action does it. */
  readonly ms: number;
  /** Why not all were proven, where it is so. */
  readonly failure: unknown;
  /** Proves one handler, or rejects with why not. */
  prove(handler: Provable): Promise<Proof>;
}

/**
 * Registers `files` on the engine of `env` and proves them all at once; then `work` gets what was
 * registered. Everything is undone at its end; what could not be is an error.
 */
export async function withHandlers<T>(
  env: Readonly<Record<string, string>>,
  files: readonly EmulatorFile[],
  work: (registered: Registered) => Promise<T>,
): Promise<T> {
  const job = await openJob(env);
  const end = async (): Promise<boolean> =>
    await undo({ ...job, last: true }).finally(() => job.engine.close());
  try {
    const result = await work(await registered(job, files));
    if (await end()) return result;
  } catch (error) {
    await end();
    throw error;
  }
  throw new Error(`not all of ${job.id} could be undone`);
}

async function openJob(env: Readonly<Record<string, string>>): Promise<Job> {
  const { signal } = new AbortController();
  const engine = await connectEngine(env, signal);
  const id = jobIdAt(Date.now(), { ...NO_RUNNER, random: randomBytes(4).toString("hex") });
  const temp = await makeTemp(`${id}-`);
  const ledger = openLedger({ jobId: id, temp, keep: false }, () => undefined);
  return { id, temp, engine, signal, trusted: false, ledger, pending: [] };
}

async function registered(job: Job, files: readonly EmulatorFile[]): Promise<Registered> {
  job.ledger.note({ images: true, handlers: "there" });
  const { platform: host } = await observeNode(job.engine, job.signal);
  const way = { kind: "container", rights: "least", most: "privileged", elsewhere: false } as const;
  const waiting = prepareRegistration(job, way);
  await waiting;
  const started = performance.now();
  const onMount = (): void => job.ledger.note({ mounted: true });
  const request = { emulators: files, host, way, setuid: false, waiting, onMount } as const;
  const registration = await register(job, request);
  if (await runsHere(registration.node)) job.ledger.note({ handlers: "here" });
  const handlers = withCpus(registration, files);
  const failure = await prove(job, { ...registration, handlers }).then(
    () => undefined,
    (error: unknown) => error,
  );
  return {
    handlers,
    ms: performance.now() - started,
    failure,
    prove: async (handler) => {
      const [proof] = await prove(job, { ...registration, handlers: [handler] });
      if (proof === undefined) throw new Error("there is no proof");
      return proof;
    },
  };
}

function withCpus({ handlers }: Registration, files: readonly EmulatorFile[]): Provable[] {
  return handlers.map((handler) => {
    const file = files.find(({ architecture }) => architecture === handler.architecture);
    return { ...handler, cpu: file?.cpu };
  });
}
