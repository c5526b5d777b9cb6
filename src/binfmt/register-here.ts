/** Registers handlers on this host itself: as root, or through passwordless sudo. */

import { MISC } from "../binfmt-misc.ts";
import { assertUnchanged, type EmulatorFile, emulatorPath } from "../emulator/cpu/derived.ts";
import { Failure } from "../failure.ts";
import type { HostJob } from "../job/job.ts";
import { refuseNative } from "../platform/emulation.ts";
import type { Platform } from "../platform/platform.ts";
import { type Handler, handlersFor } from "./handler.ts";
import { runOnHost } from "./host-registrar.ts";
import { lacksInstance, lossFailure } from "./instance.ts";
import { ordersFor } from "./orders.ts";
import { lacksModule, noModuleFailure } from "./refusal.ts";
import type { Registration } from "./register.ts";
import type { RegistrarResult } from "./registrar.ts";

export interface HereRequest {
  readonly emulators: readonly EmulatorFile[];
  /** The host's own platform: a rule for its own programs is never registered. */
  readonly host: Platform;
  readonly setuid: boolean;
  /** Whether the engine's containers might see other handlers than this host's. */
  readonly elsewhere: boolean;
  /** Called before binfmt_misc is mounted, so that undo knows. */
  readonly onMount: () => void;
}

/**
 * Writes the rules to this host's binfmt_misc, a few milliseconds instead of a container run, and
 * mounts it where it is not.
 *
 * @throws Failure when this user may not, or the kernel refuses a rule; undo removes the others
 */
export async function registerHere(job: HostJob, request: HereRequest): Promise<Registration> {
  const { emulators } = request;
  refuseNative(request.host, emulators);
  const handlers = await handlersOf(job, request);
  const orders = ordersFor(handlers);
  let result = await runOnHost("register", { orders });
  const mounted = lacksInstance(result.report);
  // A job that ends may unmount it in between.
  for (let left = 3; left > 0 && lacksInstance(result.report); left--) {
    const loss = lossFailure(result.report);
    if (loss !== undefined) throw loss;
    await mountHere(job.id, request.onMount);
    result = await runOnHost("register", { orders });
  }
  const { entries, mounter, bootId, userNamespace, registered } = result.report;
  // Only now: the kernel has opened the very files that are looked at.
  await Promise.all(emulators.filter(({ cpu }) => cpu === undefined).map(assertUnchanged));
  if (result.exitCode !== 0 || registered.length !== handlers.length) throw refused(result);
  const node = { bootId, userNamespace };
  const { elsewhere } = request;
  return { handlers, rights: "least", mounted, mounter, before: entries, node, elsewhere };
}

/** In turn: all emulators that get a CPU at once would fill the memory. */
async function handlersOf(
  job: HostJob,
  { emulators, setuid }: HereRequest,
): Promise<readonly Handler[]> {
  const handlers: Handler[] = [];
  for (const file of emulators) {
    const interpreter = await emulatorPath(file, job.temp);
    handlers.push(...handlersFor(file.architecture, { jobId: job.id, interpreter, setuid }));
  }
  return handlers;
}

async function mountHere(jobId: string, onMount: () => void): Promise<void> {
  onMount();
  const { exitCode, stderr } = await runOnHost("mount", { names: [jobId] });
  if (exitCode === 0) return;
  const command = { line: `mount -t binfmt_misc binfmt_misc ${MISC}`, exitCode, stderr };
  if (lacksModule(stderr)) throw noModuleFailure("this host", command);
  throw new Failure({
    what: "binfmt_misc is not mounted on this host, and could not be",
    command,
    cause: "this is a container without the right to mount",
    fix: "runs-on: ubuntu-24.04   # and no `container:`",
    anchor: "binfmt-not-mounted",
  });
}

function refused({ report, stderr }: RegistrarResult): Failure {
  const said = Object.entries(report.refused).map(([name, error]) => `${name}: ${error}`);
  return new Failure({
    what: "The kernel of this host did not take the binfmt handlers",
    seen: [...said, stderr.trim()].filter((text) => text !== "").join("; ") || "nothing was said",
    expected: "every handler registered",
    cause: said.some((text) => text.endsWith("Permission denied"))
      ? "the emulator lies on a file system that is mounted noexec"
      : undefined,
    fix: "register: container",
    anchor: "registration-refused",
  });
}
