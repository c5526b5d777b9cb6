/** Registers this job's handlers on the engine's node, with the least rights that suffice. */

import { assertUnchanged, type EmulatorFile } from "../emulator/cpu/derived.ts";
import type { Begun } from "../engine/container/begin.ts";
import type { KernelIdentity } from "../engine/node.ts";
import type { Job } from "../job/job.ts";
import { refuseNative } from "../platform/emulation.ts";
import type { Platform } from "../platform/platform.ts";
import { attemptOf } from "./attempt.ts";
import type { Handler } from "./handler.ts";
import { lacksInstance } from "./instance.ts";
import { mountOnNode } from "./mount-node.ts";
import { nodeFiles } from "./node-file.ts";
import { refusedFailure, unmountedFailure } from "./refusal.ts";
import { beginRegistrar, importRegistrar, type Rights, runRegistrar } from "./registrar.ts";
import type { HandlerStatus } from "./status.ts";
import type { ContainerWay } from "./way.ts";

export interface RegisterRequest {
  readonly emulators: readonly EmulatorFile[];
  /** The node's own platform: a rule for its own programs is never registered. */
  readonly host: Platform;
  readonly way: ContainerWay;
  readonly setuid: boolean;
  /** From `prepareRegistration` of the same way. */
  readonly waiting: Promise<Begun>;
  /** Called before binfmt_misc is mounted on the node, so that undo knows. */
  readonly onMount: () => void;
}

export interface Registration {
  readonly handlers: readonly Handler[];
  readonly rights: Rights;
  /** Whether binfmt_misc was not mounted on the node and is now, by us. */
  readonly mounted: boolean;
  /** Id of the run of ours that mounted it; undefined where others did, or nobody may unmount it. */
  readonly mounter: string | undefined;
  /** Handlers that were there before, other people's. */
  readonly before: readonly HandlerStatus[];
  /** What tells whether the node shares this process's kernel. */
  readonly node: KernelIdentity;
  /** Whether the engine's containers might see other handlers than the node's own. */
  readonly elsewhere: boolean;
}

/**
 * Registers a handler for each emulator. Every one is registered, or it throws a Failure that
 * says which was not and why; what was registered until then is removed by undo, by its name.
 */
export async function register(job: Job, request: RegisterRequest): Promise<Registration> {
  refuseNative(request.host, request.emulators);
  for (let left = 2, waiting: RegisterRequest["waiting"] | undefined = request.waiting; ; left--) {
    const registration = await registerOnce(job, request, waiting);
    waiting = undefined;
    if (left === 0 || !(await wasUnmounted(job, registration))) return registration;
  }
}

/**
 * Whether another job, which ended meanwhile, took the mount of one of ours away: a container that is
 * there before goes on seeing it, and what that registers goes with it.
 */
async function wasUnmounted(job: Job, { handlers, mounter }: Registration): Promise<boolean> {
  if (mounter === undefined) return false;
  const { report } = await runRegistrar(job, { action: "list", rights: "least" });
  const names = report.entries.map(({ name }) => name);
  return !handlers.every(({ name }) => names.includes(name));
}

async function registerOnce(
  job: Job,
  request: RegisterRequest,
  waiting: Promise<Begun> | undefined,
): Promise<Registration> {
  const near = await nodeFiles(job, request.emulators);
  const { rights: first, most, elsewhere } = request.way;
  let attempt = attemptOf(job, request, near);
  let result = await attempt.run(first, waiting);
  const mounted = lacksInstance(result.report);
  // A job that ends may unmount it in between.
  for (let left = 3; left > 0 && lacksInstance(result.report); left--) {
    await mountOnNode(job, request, result.report);
    result = await attempt.run(first);
  }
  if (near.size > 0 && result.exitCode !== 0 && result.report.registered.length === 0) {
    attempt = attemptOf(job, request, new Map());
    result = await attempt.run(first);
  }
  let rights = first;
  if (result.exitCode !== 0 && most !== first && result.report.registered.length === 0) {
    rights = most;
    result = await attempt.run(rights);
  }
  const { handlers } = attempt;
  if (lacksInstance(result.report)) throw unmountedFailure(result);
  if (result.exitCode !== 0 || result.report.registered.length !== handlers.length) {
    throw refusedFailure(result, rights);
  }
  await Promise.all(attempt.near.map(assertUnchanged));
  const { entries: before, bootId, userNamespace } = result.report;
  const mounter = request.way.most === "privileged" ? result.report.mounter : undefined;
  return { handlers, rights, mounted, mounter, before, node: { bootId, userNamespace }, elsewhere };
}

/**
 * Imports the registrar and starts the container of the first attempt, while the emulator is still
 * being obtained: 150-250 ms. It registers nothing before it is told, as `waiting` of the request.
 */
export async function prepareRegistration(job: Job, { rights }: ContainerWay): Promise<Begun> {
  await importRegistrar(job);
  return await beginRegistrar(job, rights);
}
