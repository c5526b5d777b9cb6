/** Finds the builder the user has, makes a container builder of our own, and removes it. */

import { type BuilderReport, inspectBuilder } from "../../engine/buildx/buildx.ts";
import {
  type BuilderRequest,
  createBuilder,
  deleteBuilder,
} from "../../engine/buildx/container-builder.ts";
import { instanceOf, removalCommands } from "../../engine/buildx/instance.ts";
import { builderNames, currentBuilderName } from "../../engine/buildx/state.ts";
import { Failure } from "../../failure.ts";
import type { Job } from "../../job/job.ts";
import type { Env } from "../../runner/env.ts";
import { startFault } from "./fault.ts";

/**
 * The builder an earlier step made current, or undefined where that is the engine's own: then
 * nothing is run.
 * @throws Failure when the recorded builder cannot be inspected.
 */
export async function currentBuilder(env: Env): Promise<BuilderReport | undefined> {
  const name = await currentBuilderName(env);
  return name === undefined ? undefined : await inspected(name, env, false);
}

/**
 * The builder that the input `builder` names, started.
 * @throws Failure when there is none of that name (with those there are), or it does not start.
 */
export async function namedBuilder(name: string, env: Env): Promise<BuilderReport> {
  return await inspected(name, env, true);
}

async function inspected(name: string, env: Env, start: boolean): Promise<BuilderReport> {
  const { result, report } = await inspectBuilder(name, start);
  if (report !== undefined) return report;
  const missing = /\bno builder\b.*\bfound\b/i.test(result.stderr);
  const names = (await builderNames(env)).join(", ");
  const line = `docker buildx inspect ${name}${start ? " --bootstrap" : ""}`;
  throw new Failure({
    what: missing ? `There is no builder named ${name}.` : `Builder ${name} cannot be used.`,
    seen: name,
    expected: `one of: ${names}`,
    command: { line, exitCode: result.exitCode, stderr: result.stderr },
    cause: missing ? undefined : "Its driver did not start, or its node does not answer.",
    fix: start
      ? "remove the input `builder`, or name one that an earlier step makes"
      : "docker buildx use default   # in an earlier step",
    anchor: "builder-missing",
  });
}

/**
 * Makes and starts a container builder called `job.id`; it does not become the current one.
 * @throws Failure when its image cannot be had or it does not start; what was made is removed.
 */
export async function makeBuilder(
  job: Pick<Job, "id">,
  own: Omit<BuilderRequest, "name">,
): Promise<void> {
  const result = await createBuilder({ name: job.id, ...own });
  if (result.exitCode === 0) return;
  await deleteBuilder(job.id);
  throw new Failure({
    what: "The container builder could not be started.",
    seen: `buildkit-image: ${own.image}`,
    command: {
      line: `docker buildx create --driver docker-container --driver-opt image=${own.image} --bootstrap`,
      ...result,
    },
    ...startFault(result.stderr, own.image),
    anchor: "builder-start",
  });
}

interface Removing {
  readonly env: Env;
  /** Whether somebody tries again: then buildx must still know what it could not remove. */
  readonly again: boolean;
}

/**
 * Removes the builders of a job, with their containers and volumes; quiet when they are gone already.
 * @throws Failure when one is still there afterwards; its fix removes what is on each node.
 */
export async function removeBuilders(jobId: string, removing: Removing): Promise<void> {
  const isOurs = (name: string): boolean => name === jobId || name.startsWith(`${jobId}-`);
  const ours = (await builderNames(removing.env)).filter(isOurs);
  const names = ours.length > 0 ? ours : [jobId];
  await Promise.all(names.map((name) => removeBuilder(name, removing)));
}

async function removeBuilder(name: string, { env, again }: Removing): Promise<void> {
  const known = await instanceOf(name, env);
  const result = await deleteBuilder(name);
  if (result.exitCode === 0) return;
  if (again) await known?.restore();
  const command = { line: `docker buildx rm ${name}`, ...result };
  const byHand = known === undefined ? [] : removalCommands(known);
  throw new Failure({
    what: `The builder ${name} could not be removed`,
    seen: /^failed to remove .*/m.exec(result.stderr)?.[0],
    command,
    fix: byHand.length === 0 ? command.line : byHand.join("; "),
  });
}
