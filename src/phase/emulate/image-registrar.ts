/** Lets an image register its own emulators, as `docker run --privileged IMAGE -p yes` does. */

import { ensureRegistrar, runRegistrar } from "../../binfmt/registrar.ts";
import { removeCommand } from "../../binfmt-misc.ts";
import { ensureImage } from "../../emulator/sources/image-container.ts";
import { runContainer } from "../../engine/container/run.ts";
import { Failure } from "../../failure.ts";
import type { Job } from "../../job/job.ts";
import type { Platform } from "../../platform/platform.ts";
import { log } from "../../runner/log.ts";
import type { RunRecord } from "../record.ts";

/** Milliseconds to see what was added by an image that was stopped. */
const LOOK = 5_000;

export interface ImageRegistrar {
  /** As `emulator-image`: by a digest. */
  readonly image: string;
  /** The node's own. */
  readonly platform: Platform;
}

/**
 * Runs the image without `--reset`, which would remove handlers of others; the ledger then has the
 * names of what it added, and undo removes those alone. Whether it works the proof shows.
 */
export async function registerByImage(
  job: Job,
  { image, platform }: ImageRegistrar,
  record: RunRecord,
): Promise<void> {
  const [ref = ""] = image.split(/\s/);
  const { engine, ledger, signal } = job;
  ledger.note({ handlers: "there" });
  const onPull = (pulled: string | undefined): void => ledger.note({ pulled });
  const facts = { engine, jobId: job.id, platform, signal, onPull };
  await ensureImage(facts, ref, { container: undefined, pulled: false });
  await ensureRegistrar(job);
  const before = await handlerNames(job);
  try {
    await runImage(job, ref);
  } finally {
    const after = await handlerNames({ ...job, signal: AbortSignal.timeout(LOOK) });
    const added = after.filter((name) => !before.includes(name) && !name.startsWith("anyarch-"));
    ledger.note({ added });
    const kept = ledger.current().keep ? added : [];
    record.add({ registered: added, kept });
    if (kept.length > 0) record.notice(keptNotice(kept));
    log.info(`the image added ${added.join(", ") || "no handler"}`);
  }
}

function keptNotice(names: readonly string[]): string {
  return `The image's handlers stay after the job, as asked. They go with: ${removeCommand(names)}`;
}

async function runImage(job: Job, image: string): Promise<void> {
  const { exitCode, stderr, removed } = await runContainer(job.engine, {
    image,
    cmd: ["-p", "yes"],
    labels: { "anyarch.job": job.id },
    network: "none",
    privileged: true,
    usernsHost: true,
    signal: job.signal,
  });
  job.pending.push(removed);
  // A handler that is there already is no reason to stop: what runs is proven.
  if (exitCode !== 0) log.info(`the image ended with exit code ${exitCode}: ${stderr.trim()}`);
}

async function handlerNames(job: Job): Promise<readonly string[]> {
  const { report } = await runRegistrar(job, { action: "list", rights: "least" });
  if (!report.unmounted) return report.entries.map(({ name }) => name);
  throw new Failure({
    what: "binfmt_misc is not mounted on the engine's node; what an image mounts for itself ends with its container",
    seen: "register: image",
    expected: "a mount on the node, or register: auto, which makes one",
    fix: "sudo mount -t binfmt_misc binfmt_misc /proc/sys/fs/binfmt_misc",
    anchor: "binfmt-not-mounted",
  });
}
