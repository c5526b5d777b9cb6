/** Registers this job's handlers on the engine's node, with the least rights that suffice. */

import { type EmulatorFile, emulatorBytes } from "../emulator/cpu-derived.ts";
import type { KernelIdentity } from "../engine/node.ts";
import { type TarEntry, tarStream } from "../engine/tar.ts";
import { Failure } from "../failure.ts";
import type { Job } from "../job.ts";
import { refuseNative } from "../platform/emulation.ts";
import type { Platform } from "../platform/platform.ts";
import { type Handler, handlersFor } from "./handler.ts";
import { refusedFailure, unmountedFailure } from "./refusal.ts";
import { type RegistrarResult, type Rights, runRegistrar } from "./registrar.ts";
import { PAYLOAD } from "./script.ts";
import type { HandlerStatus } from "./status.ts";

export interface RegisterRequest {
  readonly emulators: readonly EmulatorFile[];
  /** The node's own platform: a rule for its own programs is never registered. */
  readonly host: Platform;
  readonly way: "auto" | "container" | "privileged";
  readonly setuid: boolean;
  /** Called before binfmt_misc is mounted on the node, so that undo knows. */
  readonly onMount: () => void;
}

export interface Registration {
  readonly handlers: readonly Handler[];
  readonly rights: Rights;
  /** Whether binfmt_misc was not mounted on the node and is now, by us. */
  readonly mounted: boolean;
  /** Handlers that were there before, other people's. */
  readonly before: readonly HandlerStatus[];
  /** What tells whether the node shares this process's kernel. */
  readonly node: KernelIdentity;
}

/**
 * Registers a handler for each emulator. Every one is registered, or it throws a Failure that
 * says which was not and why; what was registered until then is removed by undo, by its name.
 */
export async function register(job: Job, request: RegisterRequest): Promise<Registration> {
  refuseNative(request.host, request.emulators);
  const handlers = request.emulators.flatMap(({ architecture }) =>
    handlersFor(architecture, {
      jobId: job.id,
      interpreter: `${PAYLOAD}/emulators/${architecture.target}`,
      setuid: request.setuid,
    }),
  );
  const first: Rights = request.way === "privileged" ? "privileged" : "least";
  const attempt = (rights: Rights): Promise<RegistrarResult> =>
    runRegistrar(job, {
      action: "register",
      rights,
      payload: tarStream(entriesOf(handlers, request)),
    });

  let result = await attempt(first);
  const mounted = result.report.unmounted;
  if (mounted) {
    await mountOnNode(job, request);
    result = await attempt(first);
  }
  let rights = first;
  if (result.exitCode !== 0 && request.way === "auto" && result.report.registered.length === 0) {
    rights = "privileged";
    result = await attempt(rights);
  }
  if (result.report.unmounted) throw unmountedFailure(result);
  if (result.exitCode !== 0 || result.report.registered.length !== handlers.length) {
    throw refusedFailure(result, rights);
  }
  const { entries, bootId, userNamespace } = result.report;
  return { handlers, rights, mounted, before: entries, node: { bootId, userNamespace } };
}

/** Mounts binfmt_misc in the mount namespace of the node itself; only `privileged` can. */
async function mountOnNode(job: Job, request: RegisterRequest): Promise<void> {
  if (request.way === "container") {
    throw new Failure({
      what: "binfmt_misc is not mounted on the engine's node, so no handler can be registered",
      seen: "register: container",
      expected: "register: auto, which may mount it by a privileged container",
      fix: "sudo mount -t binfmt_misc binfmt_misc /proc/sys/fs/binfmt_misc",
      anchor: "binfmt-not-mounted",
    });
  }
  request.onMount();
  const result = await runRegistrar(job, { action: "mount", rights: "privileged" });
  if (result.exitCode !== 0) throw unmountedFailure(result);
}

/** The rules, then the emulators: each is read, and its hash compared, while the one before it is sent. */
async function* entriesOf(
  handlers: readonly Handler[],
  { emulators }: RegisterRequest,
): AsyncGenerator<TarEntry> {
  for (const { name, line } of handlers) {
    yield { kind: "file", path: `lines/${name}`, data: Buffer.from(line), mode: 0o444 };
  }
  let [next] = emulators.slice(0, 1).map(readAhead);
  for (const [at, { architecture }] of emulators.entries()) {
    const data = await next;
    [next] = emulators.slice(at + 1, at + 2).map(readAhead);
    if (data === undefined) continue;
    yield { kind: "file", path: `emulators/${architecture.target}`, data, mode: 0o555 };
  }
}

function readAhead(file: EmulatorFile): Promise<Buffer> {
  const bytes = emulatorBytes(file);
  // Awaited when its turn comes; until then a failure must not count as unhandled.
  bytes.catch(() => undefined);
  return bytes;
}
