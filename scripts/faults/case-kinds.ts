/** Kinds of cases that any action which builds and pushes can be tried with, and when it is right. */

import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { forgedCommands } from "../../__tests__/faults/commands.ts";
import { crashingProgram } from "../../__tests__/support/arm64-program.ts";
import { builds, recordingDocker } from "../../__tests__/support/job-run.ts";
import { busyboxFiles } from "../../__tests__/support/programs.ts";
import { publishedIndex } from "../../__tests__/support/published.ts";
import type { ActionRun } from "../../__tests__/support/runner.ts";
import { stubRegistry } from "../../__tests__/support/stub-registry.ts";
import { type Contender, type Ground, type Inputs, type Leg, PLANNED } from "./contenders.ts";

export interface Case {
  /** Name of a list of faults. */
  readonly list: string;
  readonly name: string;
  /** Whether the contender did what it has to. */
  readonly right: (who: Contender, ground: Ground) => Promise<boolean>;
}

let number = 0;

/** A context with these files, and a tag in the registry that nobody has used. */
function fresh(
  { registry, dir }: Ground,
  files: Files,
): { readonly tag: string; readonly context: string } {
  number += 1;
  const context = join(dir, `context-${number}`);
  mkdirSync(context, { recursive: true });
  for (const [name, data] of Object.entries(files))
    writeFileSync(join(context, name), data, { mode: 0o755 });
  return { tag: `${registry}/compared/${process.pid}-${number}:1`, context };
}

type Files = Readonly<Record<string, string | Uint8Array>>;

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

const failed = (run: ActionRun): boolean => !run.succeeded && !run.timedOut;

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

/** What a build prints is printed: right is who lets it command nothing. */
export const forged: readonly Case[] = forgedCommands.map((text): Case => {
  const right = async (who: Contender, ground: Ground): Promise<boolean> => {
    const Dockerfile = `FROM ${ground.base}\nCOPY text /text\nRUN cat /text\n`;
    const { tag, context } = fresh(ground, { Dockerfile, text: `${text}\n` });
    const run = await who.build({ context, tags: tag, "no-cache": "true" });
    const { annotations, masks, state, outputs } = run;
    const said = annotations.some(({ message }) => /^[xy]/.test(message));
    const commanded = ["add-matcher", "echo", "stop-commands"].some((name) =>
      run.commands.some((one) => one.name === name && /^(on|t|\/x)$/.test(one.data)),
    );
    const overwritten = [state.ledger, outputs.digest].includes("bad") || masks.includes("a");
    return run.succeeded && !said && !commanded && !overwritten;
  };
  return { list: "forged commands", name: JSON.stringify(text), right };
});

/** Right is who fails before any build is started. */
export const wrongInput = (name: string, inputs: Inputs): Case => {
  const right = async (who: Contender, ground: Ground): Promise<boolean> => {
    const { tag, context } = fresh(ground, { Dockerfile: `FROM ${ground.base}\n` });
    const recorder = await recordingDocker(ground);
    const run = await who.build({ context, tags: tag, ...inputs }, recorder.path);
    return failed(run) && builds(await recorder.calls()).length === 0;
  };
  return { list: "wrong inputs", name, right };
};

export const lost: Case = {
  list: "registries",
  name: "a push that reports success and is not in the registry",
  right: async (who, ground) => {
    const { context } = fresh(ground, { Dockerfile: `FROM ${ground.base}\nRUN echo a > /a\n` });
    const registry = await stubRegistry({ kind: "loses" });
    try {
      return failed(
        await who.build({ context, tags: `${registry.host}/some/thing:1`, push: "true" }),
      );
    } finally {
      await registry.close();
    }
  },
};

/** Right is who publishes exactly what was planned, or nothing. */
export const merged = (
  name: string,
  legsOf: (amd64: string, arm64: string) => readonly Leg[],
): Case => {
  const right = async (who: Contender, { base }: Ground): Promise<boolean> => {
    number += 1;
    const images = (await publishedIndex(base))?.images ?? [];
    const [amd64 = "", arm64 = ""] = PLANNED.map(
      (wanted) => images.find(({ platform }) => platform === wanted)?.digest,
    );
    const repository = base.replace(/:[^:/]*$/, "");
    const tag = `${repository}:merged-${process.pid}-${number}`;
    await who.merge(tag, repository, legsOf(amd64, arm64));
    const published = await publishedIndex(tag);
    const platforms = published?.images.map(({ platform }) => platform).sort();
    return platforms === undefined || platforms.join() === PLANNED.join();
  };
  return { list: "merges", name, right };
};
