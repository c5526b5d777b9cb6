/** The registrar: a container on the engine's node that reads and writes its binfmt_misc. */

import { type Begun, beginContainer, endOf } from "../engine/container/begin.ts";
import { type RunSpec, runContainer } from "../engine/container/run.ts";
import { importImage, inspectImage } from "../engine/images/images.ts";
import { type TarEntry, tarOf } from "../engine/tar.ts";
import type { Job } from "../job/job.ts";
import { JOB_LABEL } from "../job/job-id.ts";
import { type Action, BINFMT_MISC, PAYLOAD, SCRIPT } from "./script.ts";
import { parseReport, type ScriptReport } from "./script-report.ts";

/** What the container may do: least first. */
export type Rights = "least" | "privileged";

export interface RegistrarRun {
  readonly action: Action;
  readonly rights: Rights;
  /** Of `unregister`: names of handlers, each `*` in them for any text. */
  readonly names?: readonly string[] | undefined;
  /** Files under `/anyarch`, given to the container alone; absent: none. */
  readonly payload?: Buffer | AsyncIterable<unknown> | undefined;
  /** What `register` reads. */
  readonly orders?: string | undefined;
  /** From `beginRegistrar` of the same rights; absent: a container is made. */
  readonly begun?: Begun | undefined;
}

export interface RegistrarResult {
  readonly exitCode: number;
  readonly report: ScriptReport;
  readonly stderr: string;
}

/** Milliseconds for what takes a tenth of a second; longer than `hold` lets others wait. */
const PATIENCE = 180_000;

/** Folders of the node through which its own shell and tools run; `nix` is NixOS's. */
const NODE_FOLDERS = ["bin", "sbin", "lib", "lib64", "usr", "nix"];

/**
 * Imports the registrar's image into the engine: symbolic links into `/host`, where the node's
 * root is bound read-only. Nothing is pulled and no program is shipped. Returns its reference. Cannot
 * be aborted on purpose: the engine would go on, and nobody remove what it made.
 */
export async function importRegistrar(job: Job): Promise<string> {
  const reference = registrarReference(job.id);
  job.ledger.note({ images: true });
  const folders = ["host", BINFMT_MISC.slice(1), PAYLOAD.slice(1)];
  const entries: TarEntry[] = [
    ...folders.map((path) => ({ kind: "folder", path }) as const),
    ...NODE_FOLDERS.map((path) => ({ kind: "link", path, target: `host/${path}` }) as const),
  ];
  await importImage(job.engine, tarOf(entries), { ref: reference });
  return reference;
}

/** As `importRegistrar`, unless the engine has it: a second one would leave the first without a name. */
export async function ensureRegistrar(job: Job): Promise<void> {
  const known = await inspectImage(job.engine, registrarReference(job.id));
  if (known === undefined) await importRegistrar(job);
}

function registrarReference(jobId: string): string {
  return `anyarch.local/${jobId}/registrar:1`;
}

/**
 * Runs one action of the script on the engine's node.
 *
 * Writing to binfmt_misc needs uid 0 and no capability at all, so `least` drops every one, the
 * network and a writable root. `privileged` is for nodes that refuse that, and for mounting
 * binfmt_misc in the node's own mount namespace: a mount of the container's own would die with it,
 * and from kernel 6.7 on the handlers too.
 */
export async function runRegistrar(job: Job, run: RegistrarRun): Promise<RegistrarResult> {
  const { payload, orders: text, begun } = run;
  const files = payload === undefined ? undefined : { path: PAYLOAD, tar: payload };
  const given = { files, text, timeoutMs: PATIENCE };
  const result =
    begun === undefined
      ? await runContainer(job.engine, { ...registrarSpec(job, run), ...given })
      : await endOf(job.engine, begun, given);
  // The engine removes the one that registered without us: a run that ends meanwhile does not wait.
  if (run.action !== "register") job.pending.push(result.removed);
  return { exitCode: result.exitCode, report: parseReport(result.stdout), stderr: result.stderr };
}

/** Starts the container that registers before it is known what: it waits until it has read that. */
export async function beginRegistrar(job: Job, rights: Rights): Promise<Begun> {
  return await beginContainer(job.engine, registrarSpec(job, { action: "register", rights }));
}

/** The container of one action. */
export function registrarSpec(
  job: Job,
  { action, rights, names = [] }: Pick<RegistrarRun, "action" | "rights" | "names">,
): RunSpec {
  const privileged = rights === "privileged";
  return {
    image: registrarReference(job.id),
    entrypoint: [],
    cmd: ["/bin/sh", "-c", SCRIPT, "sh", action, names.join(" ")],
    env: { PATH: "/usr/sbin:/usr/bin:/sbin:/bin" },
    user: "0:0",
    labels: { [JOB_LABEL]: job.id },
    network: "none",
    readonly: true,
    privileged,
    pidHost: privileged,
    // Of an engine that remaps users, the user namespace that the handlers are in: the machine's. A
    // proof is for what the engine's containers see.
    usernsHost: action !== "prove",
    ...(privileged ? {} : { capDrop: ["ALL"], securityOpt: ["no-new-privileges"] }),
    binds: ["/:/host:ro", `/proc/sys/fs/binfmt_misc:${BINFMT_MISC}`],
    stdin: action === "register",
    ...(["register", "prove"].includes(action) ? { volumes: [PAYLOAD] } : {}),
    signal: job.signal,
  };
}
