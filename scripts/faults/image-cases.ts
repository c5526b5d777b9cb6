/** Kinds of cases that end with an image in the registry, or must not. */

import { crashingProgram } from "../../__tests__/support/arm64-program.ts";
import { busyboxFiles } from "../../__tests__/support/programs.ts";
import { publishedIndex } from "../../__tests__/support/published.ts";
import { type Case, type Files, failed, fresh } from "./case.ts";
import type { Contender, Ground } from "./contenders.ts";

/** Right is who fails the step in time, and leaves no tag. */
function refused(
  list: string,
  name: string,
  files: (ground: Ground) => Promise<Files> | Files,
): Case {
  const right = async (who: Contender, ground: Ground): Promise<boolean> => {
    const { tag, context } = fresh(ground, await files(ground));
    const inputs = { context, platforms: "linux/arm64", tags: tag, push: "true" };
    const run = await who.build(inputs);
    return failed(run) && (await publishedIndex(tag)) === undefined;
  };
  return { list, name, right };
}

/** A control: right is who publishes an image for arm64. */
export function published(list: string, dockerfile: (base: string) => string): Case {
  const right = async (who: Contender, ground: Ground): Promise<boolean> => {
    const { tag, context } = fresh(ground, { Dockerfile: dockerfile(ground.base) });
    const run = await who.build({ context, platforms: "linux/arm64", tags: tag, push: "true" });
    const images = (await publishedIndex(tag))?.images ?? [];
    return run.succeeded && images.map(({ platform }) => platform).join() === "linux/arm64";
  };
  return { list, name: "a right one is published", right };
}

export const crash = (name: string, step: string): Case =>
  refused("lies of the emulator", name, ({ base }) => ({
    Dockerfile: `FROM ${base}\nCOPY crash /crash\nRUN ${step}\n`,
    crash: crashingProgram(),
  }));

export const machine = (name: string, dockerfile: (base: string) => string): Case =>
  refused("lies of the image", name, async (ground) => ({
    ...(await busyboxFiles(ground)),
    Dockerfile: dockerfile(ground.base),
  }));
