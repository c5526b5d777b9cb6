/** Kinds of cases about what a step takes, says and believes. */

import { forgedCommands } from "../../__tests__/faults/commands.ts";
import { builds, recordingDocker } from "../../__tests__/support/job-run.ts";
import { publishedIndex } from "../../__tests__/support/published.ts";
import { stubRegistry } from "../../__tests__/support/stub-registry.ts";
import { type Case, failed, fresh } from "./case.ts";
import { type Contender, type Ground, type Inputs, type Leg, PLANNED } from "./contenders.ts";

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

/** Right is who publishes exactly what was planned; or nothing, where the legs are not `whole`. */
export const merged = (
  name: string,
  legsOf: (amd64: string, arm64: string) => readonly Leg[],
  whole = false,
): Case => {
  const right = async (who: Contender, ground: Ground): Promise<boolean> => {
    const { base } = ground;
    const { tag: unused } = fresh(ground, {});
    const images = (await publishedIndex(base))?.images ?? [];
    const [amd64 = "", arm64 = ""] = PLANNED.map(
      (wanted) => images.find(({ platform }) => platform === wanted)?.digest,
    );
    const repository = base.replace(/:[^:/]*$/, "");
    const tag = `${repository}:merged-${unused.replace(/\W+/g, "-")}`;
    await who.merge(tag, repository, legsOf(amd64, arm64));
    const published = await publishedIndex(tag);
    const platforms = published?.images.map(({ platform }) => platform).sort();
    return platforms === undefined ? !whole : platforms.join() === PLANNED.join();
  };
  return { list: "merges", name, right };
};
