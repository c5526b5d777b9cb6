/** Gives tasks to the process that talks to the Actions cache, and takes its answers. */

import type { ChildProcess } from "node:child_process";
import type { CacheAnswers } from "./action-cache-task.ts";

/** No keys where it ended without a word. */
export async function answersFrom(child: ChildProcess, errand: object): Promise<CacheAnswers> {
  return await new Promise((resolve) => {
    const none = (): void => resolve({ keys: [], said: "no answer in time" });
    child.once("error", none);
    child.once("exit", none);
    child.once("message", (reply: unknown) =>
      isAnswers(reply) ? resolve(unpacked(reply)) : none(),
    );
    child.send(errand, () => undefined);
  });
}

/** On its way between processes `undefined` in a list becomes `null`. */
function unpacked({ keys, said }: CacheAnswers): CacheAnswers {
  return { keys: keys.map((key) => key ?? undefined), said };
}

function isAnswers(value: unknown): value is CacheAnswers {
  return (
    typeof value === "object" && value !== null && "keys" in value && Array.isArray(value.keys)
  );
}
