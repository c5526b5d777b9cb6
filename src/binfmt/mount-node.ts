/** Mounts binfmt_misc on the engine's node. */

import { Failure } from "../failure.ts";
import type { Job } from "../job/job.ts";
import { lossFailure } from "./instance.ts";
import { unmountedFailure } from "./refusal.ts";
import { runRegistrar } from "./registrar.ts";
import type { ScriptReport } from "./script-report.ts";
import type { ContainerWay } from "./way.ts";

interface Mounting {
  readonly way: ContainerWay;
  /** Called before, so that undo knows. */
  readonly onMount: () => void;
}

/** Mounts binfmt_misc in the mount namespace of the node itself; only `privileged` can. */
export async function mountOnNode(
  job: Job,
  { way, onMount }: Mounting,
  seen: ScriptReport,
): Promise<void> {
  const loss = way.rights === "least" ? lossFailure(seen) : undefined;
  if (loss !== undefined) throw loss;
  if (way.most === "least") {
    const whose = seen.inherited ? " for the engine's user namespace" : "";
    throw new Failure({
      what: `binfmt_misc is not mounted${whose} on the engine's node, so no handler can be registered`,
      seen: "register: container",
      expected: "register: auto, which may mount it by a privileged container",
      fix: "sudo mount -t binfmt_misc binfmt_misc /proc/sys/fs/binfmt_misc",
      anchor: "binfmt-not-mounted",
    });
  }
  onMount();
  const result = await runRegistrar(job, {
    action: "mount",
    rights: "privileged",
    names: [job.id],
  });
  if (result.exitCode !== 0) throw unmountedFailure(result);
}
