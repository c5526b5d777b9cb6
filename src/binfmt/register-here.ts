/** Registers handlers on this host itself: as root, or through passwordless sudo. */

import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Failure } from "../failure.ts";
import type { HostJob } from "../job.ts";
import { type EmulatorFile, verifiedBytes } from "./emulator-file.ts";
import { handlerFor } from "./handler.ts";
import { runOnHost } from "./host-registrar.ts";
import { MISC } from "./prove-here.ts";
import type { Registration } from "./register.ts";
import type { RegistrarResult } from "./registrar.ts";

export interface HereRequest {
  readonly emulators: readonly EmulatorFile[];
  readonly setuid: boolean;
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
  const { emulators, setuid } = request;
  for (const emulator of emulators) await verifiedBytes(emulator);
  const handlers = emulators.map(({ architecture, path }) =>
    handlerFor(architecture, { jobId: job.id, interpreter: path, setuid }),
  );
  const payload = join(job.temp, "payload");
  await mkdir(join(payload, "lines"), { recursive: true });
  await Promise.all(
    handlers.map(({ name, line }) => writeFile(join(payload, "lines", name), line)),
  );
  let result = await runOnHost(job, "register", payload);
  const mounted = result.report.unmounted;
  if (mounted) {
    await mountHere(job, request.onMount);
    result = await runOnHost(job, "register", payload);
  }
  const { entries, bootId, userNamespace, registered } = result.report;
  if (result.exitCode !== 0 || registered.length !== handlers.length) throw refused(result);
  const node = { bootId, userNamespace };
  return { handlers, rights: "least", mounted, before: entries, node };
}

async function mountHere(job: HostJob, onMount: () => void): Promise<void> {
  onMount();
  const { exitCode, stderr } = await runOnHost(job, "mount");
  if (exitCode === 0) return;
  throw new Failure({
    what: "binfmt_misc is not mounted on this host, and could not be",
    command: { line: `mount -t binfmt_misc binfmt_misc ${MISC}`, exitCode, stderr },
    cause: /unknown filesystem type|No such device/i.test(stderr)
      ? "the kernel has no binfmt_misc"
      : "this is a container without the right to mount",
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
    fix: "register: container",
    anchor: "registration-refused",
  });
}
