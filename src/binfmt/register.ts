/** Registers this job's handlers on the engine's node, with the least rights that suffice. */

import type { KernelIdentity } from "../engine/node.ts";
import { type TarEntry, tarOf } from "../engine/tar.ts";
import { Failure } from "../failure.ts";
import type { Job } from "../job.ts";
import { type EmulatorFile, verifiedBytes } from "./emulator-file.ts";
import { type Handler, handlerFor } from "./handler.ts";
import { refusedFailure, unmountedFailure } from "./refusal.ts";
import { type RegistrarResult, type Rights, runRegistrar } from "./registrar.ts";
import { PAYLOAD } from "./script.ts";
import type { HandlerStatus } from "./status.ts";

export interface RegisterRequest {
  readonly emulators: readonly EmulatorFile[];
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
  const handlers = request.emulators.map(({ architecture }) =>
    handlerFor(architecture, {
      jobId: job.id,
      interpreter: `${PAYLOAD}/emulators/${architecture.target}`,
      setuid: request.setuid,
    }),
  );
  const payload = await payloadOf(handlers, request);
  const first: Rights = request.way === "privileged" ? "privileged" : "least";
  const attempt = (rights: Rights): Promise<RegistrarResult> =>
    runRegistrar(job, { action: "register", rights, payload });

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

async function payloadOf(
  handlers: readonly Handler[],
  { emulators }: RegisterRequest,
): Promise<Buffer> {
  const lines = handlers.map(
    ({ name, line }) =>
      ({ kind: "file", path: `lines/${name}`, data: Buffer.from(line), mode: 0o444 }) as const,
  );
  const entries: TarEntry[] = [...lines, ...(await Promise.all(emulators.map(emulatorEntry)))];
  return await tarOf(entries);
}

async function emulatorEntry(emulator: EmulatorFile): Promise<TarEntry> {
  const data = await verifiedBytes(emulator);
  return { kind: "file", path: `emulators/${emulator.architecture.target}`, data, mode: 0o555 };
}
