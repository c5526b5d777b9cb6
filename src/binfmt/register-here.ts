/** Registers handlers by this very process: root, on the engine's own machine. */

import { readFile, readlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type EmulatorFile, emulatorPath } from "../emulator/cpu-derived.ts";
import { Failure } from "../failure.ts";
import type { Job } from "../job.ts";
import { refuseNative } from "../platform/emulation.ts";
import type { Platform } from "../platform/platform.ts";
import { type Handler, handlersFor } from "./handler.ts";
import { MISC } from "./prove-here.ts";
import type { Registration } from "./register.ts";

export interface HereRequest {
  readonly emulators: readonly EmulatorFile[];
  /** The node's own platform: a rule for its own programs is never registered. */
  readonly host: Platform;
  readonly setuid: boolean;
}

/**
 * Writes the rules to this machine's binfmt_misc, a few milliseconds instead of a container run.
 *
 * @throws Failure when this process may not, or binfmt_misc is not mounted
 */
export async function registerHere(job: Job, request: HereRequest): Promise<Registration> {
  refuseNative(request.host, request.emulators);
  const handlers = await Promise.all(
    request.emulators.map(async (file) => {
      const interpreter = await emulatorPath(file, job.temp);
      return handlersFor(file.architecture, { jobId: job.id, interpreter, setuid: request.setuid });
    }),
  );
  for (const handler of handlers.flat()) await writeRule(handler);
  const bootId = (await readFile("/proc/sys/kernel/random/boot_id", "utf8")).trim();
  const userNamespace = await readlink("/proc/self/ns/user");
  const node = { bootId, userNamespace };
  return { handlers: handlers.flat(), rights: "least", mounted: false, before: [], node };
}

async function writeRule(handler: Handler): Promise<void> {
  try {
    await writeFile(join(MISC, "register"), handler.line);
  } catch (cause) {
    const code = cause instanceof Error && "code" in cause ? String(cause.code) : String(cause);
    throw new Failure(
      {
        what: `The handler for ${handler.architecture.target} could not be registered on this host`,
        seen: `register: host, and the kernel says ${code}`,
        expected: "root, and binfmt_misc mounted",
        fix: code === "ENOENT" ? `sudo mount -t binfmt_misc binfmt_misc ${MISC}` : "register: auto",
        anchor: "registration-refused",
      },
      { cause },
    );
  }
}
