/** One attempt to register in a container: its handlers, and the run that writes them. */

import type { EmulatorFile } from "../emulator/cpu/derived.ts";
import type { Begun } from "../engine/container/begin.ts";
import type { Job } from "../job/job.ts";
import { type Handler, handlersFor } from "./handler.ts";
import type { NodeFiles } from "./node-file.ts";
import { ordersFor } from "./orders.ts";
import { payloadOf } from "./payload.ts";
import { type RegistrarResult, type Rights, runRegistrar } from "./registrar.ts";
import { PAYLOAD } from "./script.ts";

export interface Attempt {
  readonly handlers: readonly Handler[];
  /** Emulators that the kernel opens where the node has them; to be looked at afterwards. */
  readonly near: readonly EmulatorFile[];
  /** In the container that waits, or one that is made for it. */
  run(rights: Rights, waiting?: Promise<Begun>): Promise<RegistrarResult>;
}

/** Registers the emulators that are `near` where the node has them, and sends it the others. */
export function attemptOf(
  job: Job,
  { emulators, setuid }: { readonly emulators: readonly EmulatorFile[]; readonly setuid: boolean },
  near: NodeFiles,
): Attempt {
  const handlers = emulators.flatMap(({ architecture }) => {
    const { target } = architecture;
    const interpreter = near.get(target)?.path ?? `${PAYLOAD}/emulators/${target}`;
    return handlersFor(architecture, { jobId: job.id, interpreter, setuid });
  });
  return {
    handlers,
    near: emulators.filter(({ architecture }) => near.has(architecture.target)),
    run: async (rights, waiting) => {
      const payload = payloadOf(
        emulators.filter(({ architecture }) => !near.has(architecture.target)),
      );
      const given = { payload, orders: ordersFor(handlers, near), begun: await waiting };
      return await runRegistrar(job, { action: "register", rights, ...given });
    },
  };
}
