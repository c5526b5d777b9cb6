/** Lets an image register its own emulators, as `docker run --privileged IMAGE -p yes` does. */

import { alone } from "../../binfmt/alone.ts";
import { foreign, type Provable } from "../../binfmt/proof.ts";
import { ensureRegistrar, runRegistrar } from "../../binfmt/registrar.ts";
import { isFor } from "../../binfmt/status.ts";
import { removeCommand } from "../../binfmt-misc.ts";
import { ensureImage } from "../../emulator/sources/image-container.ts";
import { Failure } from "../../failure.ts";
import type { Job } from "../../job/job.ts";
import type { Architecture } from "../../platform/architecture.ts";
import type { Platform } from "../../platform/platform.ts";
import { log } from "../../runner/log.ts";
import type { RunRecord } from "../record.ts";
import { idleImage } from "./image-idle.ts";
import { type ImageRun, runMarked } from "./image-run.ts";
import { marksBefore, sweepHandlers } from "./leftovers.ts";

export interface ImageRegistrar {
  /** As `emulator-image`: by a digest. */
  readonly image: string;
  /** The node's own. */
  readonly platform: Platform;
  /** What is to be emulated. */
  readonly wanted: readonly Architecture[];
  /** Whether what the image does not register is left out: the user named none. */
  readonly lenient: boolean;
}

/**
 * Runs the image, and gives back what is to be proven: the handlers that it registered.
 * @throws Failure where it registered none for what is wanted, whatever else would run it here
 */
export async function registerByImage(
  job: Job,
  { image, platform, wanted, lenient }: ImageRegistrar,
  record: RunRecord,
): Promise<readonly Provable[]> {
  const [ref = ""] = image.split(/\s/);
  const { engine, ledger, signal } = job;
  ledger.note({ handlers: "there" });
  const onPull = (pulled: string | undefined): void => ledger.note({ pulled });
  const facts = { engine, jobId: job.id, platform, signal, onPull };
  const made = { container: undefined, pulled: false };
  const runnable = { ref, ensure: async () => await ensureImage(facts, ref, made) };
  await runnable.ensure();
  await ensureRegistrar(job);
  const { report } = await runRegistrar(job, { action: "list", rights: "least" });
  if (report.unmounted) throw unmounted();
  // What a killed job left has the names that the image wants.
  await sweepHandlers(job, { before: report.entries });
  const run = await alone(job, ref, async ({ entries }) => {
    const one = await runMarked(job, runnable, entries);
    const kept = marksBefore(entries, [...one.seen.added, ...one.seen.shared]);
    if (ledger.current().keep) ledger.note({ superseded: kept });
    return one;
  });
  tell(job, run, record);
  const provable = provables(wanted, run);
  const lacking = wanted.filter(
    (one) => !provable.some(({ architecture }) => architecture === one),
  );
  if (lacking.length > 0 && (!lenient || provable.length === 0)) {
    throw idleImage(ref, lacking, run);
  }
  return provable;
}

function provables(wanted: readonly Architecture[], { seen }: ImageRun): readonly Provable[] {
  const handlers = [...seen.added, ...seen.shared, ...seen.replaced];
  return wanted.flatMap((architecture) => {
    const program = Buffer.from(architecture.probe, "base64");
    const name = handlers.find((handler) => handler.enabled && isFor(handler, program))?.name;
    return name === undefined ? [] : [{ ...foreign(architecture), name }];
  });
}

function tell(job: Job, { seen, ended }: ImageRun, record: RunRecord): void {
  const names = (handlers: readonly { readonly name: string }[]): readonly string[] =>
    handlers.map(({ name }) => name);
  const [added, shared, replaced] = [seen.added, seen.shared, seen.replaced].map(names);
  const registered = [...(added ?? []), ...(shared ?? [])];
  // A handler that is there already is no reason to stop: what it registered is looked at.
  if (ended.exitCode !== 0) {
    log.info(`the image ended with exit code ${ended.exitCode}: ${ended.stderr.trim()}`);
  }
  log.info(`the image added ${added?.join(", ") || "no handler"}`);
  if (shared?.length) log.info(`the image registered for another job too: ${shared.join(", ")}`);
  if (replaced?.length) {
    record.warn(
      `The image put handlers of its own in the place of others' of the same name, and they stay after the job: ${replaced.join(", ")}.`,
    );
  }
  if (seen.removed.length > 0) {
    record.warn(`The image removed handlers of others: ${seen.removed.join(", ")}.`);
  }
  const { keep } = job.ledger.current();
  job.ledger.note({ added: registered });
  record.add({ registered, kept: keep ? registered : [] });
  if (!keep || registered.length === 0) return;
  const command = removeCommand([...registered, `${job.id}-*`]);
  record.notice(`The image's handlers stay after the job, as asked. They go with: ${command}`);
}

function unmounted(): Failure {
  return new Failure({
    what: "binfmt_misc is not mounted on the engine's node; what an image mounts for itself ends with its container",
    seen: "register: image",
    expected: "a mount on the node, or register: auto, which makes one",
    fix: "sudo mount -t binfmt_misc binfmt_misc /proc/sys/fs/binfmt_misc",
    anchor: "binfmt-not-mounted",
  });
}
