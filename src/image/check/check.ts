/** Checks that the programs of an image are made for the image's platform. */

import { createContainer, removeContainer } from "../../engine/container/container.ts";
import type { Engine } from "../../engine/engine.ts";
import { Failure } from "../../failure.ts";
import { JOB_LABEL } from "../../job/job-id.ts";
import type { Platform } from "../../platform/platform.ts";
import { loadWorkdir, readLibraries } from "./application.ts";
import { coreNotices } from "./cores.ts";
import type { Machine } from "./elf.ts";
import { type Programs, programsIn } from "./programs.ts";
import { loadReader } from "./reading.ts";
import { type CheckReport, checkReport } from "./report.ts";
import { loadAll, loadFolders, lookUpAll, startConfig } from "./rootfs.ts";
import { pathFolders } from "./start.ts";
import type { Rootfs } from "./stat.ts";
import { emptyTree } from "./tree.ts";

export interface CheckSpec {
  /** Reference or id of an image that the engine has. */
  readonly ref: string;
  readonly platform: Platform;
  /** What the platform's programs are made for: its row of the table of architectures. */
  readonly architecture: Machine;
  /**
   * `programs`: what the image starts, what that loads, what is on PATH, and compiled modules in the
   * working folder; `strict`: every ELF file.
   */
  readonly mode: "programs" | "strict";
  /** Globs over absolute paths that may be foreign. */
  readonly allow: readonly string[];
  /** The run that the container belongs to, as its label says. */
  readonly jobId: string;
  readonly signal: AbortSignal;
  /** Gets the removal of the container, which nothing waits for here. */
  readonly pending: Promise<unknown>[];
}

/** Rounds of lookups: each follows one link, `#!` line or loader further. */
const MOST_ROUNDS = 40;

/**
 * Nothing of the image is run. Failure: the engine has no such image, or not of this platform.
 * An abort throws the signal's reason.
 */
export async function checkImage(engine: Engine, spec: CheckSpec): Promise<CheckReport> {
  spec.signal.throwIfAborted();
  const [id] = await Promise.all([create(engine, spec), loadReader()]);
  try {
    return checkReport(await programsOf({ engine, id, signal: spec.signal }, spec.mode), spec);
  } catch (error) {
    throw spec.signal.aborted ? spec.signal.reason : error;
  } finally {
    spec.pending.push(removeContainer(engine, id));
  }
}

async function programsOf(rootfs: Rootfs, mode: CheckSpec["mode"]): Promise<Programs> {
  const strict = mode === "strict";
  const tree = emptyTree();
  const config = await startConfig(rootfs);
  await (strict ? loadAll(rootfs, tree) : loadFolders(rootfs, tree, pathFolders(config)));
  const cut = strict ? [] : await loadWorkdir(rootfs, tree, config.workdir);
  let programs = programsIn(tree, config, strict);
  for (let round = 0; asks(programs) && round < MOST_ROUNDS; round += 1) {
    await lookUpAll(rootfs, tree, programs.unknown);
    await readLibraries(rootfs, tree, programs.unread);
    programs = programsIn(tree, config, strict);
  }
  return { ...programs, notices: [...programs.notices, ...cut, ...coreNotices(tree)] };
}

function asks({ unknown, unread }: Programs): boolean {
  return unknown.length + unread.length > 0;
}

/** An image that starts nothing makes no container; its command is then made up, and never run. */
async function create(engine: Engine, spec: CheckSpec): Promise<string> {
  const container = {
    image: spec.ref,
    platform: spec.platform,
    labels: { [JOB_LABEL]: spec.jobId },
    network: "none",
  };
  try {
    return await createContainer(engine, { ...container, cmd: [] });
  } catch (error) {
    const empty = error instanceof Failure && /no command specified/i.test(error.parts.seen ?? "");
    if (!empty) throw error;
    return await createContainer(engine, { ...container, cmd: [""] });
  }
}
