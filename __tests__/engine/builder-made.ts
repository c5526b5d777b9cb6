/** Sees the moment at which a container builder is being made. */

import { setTimeout as sleep } from "node:timers/promises";
import type { Bench } from "../support/action.ts";

export interface BuilderMade {
  /** Aborted as soon as the engine has a container of BuildKit, started or not. */
  readonly signal: AbortSignal;
  /** Of that container; "" as long as there is none. */
  name(): string;
  end(): void;
}

/** Looks at the bench's engine until there is one. */
export function whenBuilderIsMade({ docker }: Bench): BuilderMade {
  const made = new AbortController();
  const filter = ["--filter", "name=buildx_buildkit_anyarch-", "--format", "{{.Names}}"];
  let name = "";
  let ended = false;
  const look = async (): Promise<void> => {
    while (name === "" && !ended) {
      name = await docker("ps", "--all", ...filter);
      await sleep(20);
    }
    if (name !== "") made.abort();
  };
  void look();
  return {
    signal: made.signal,
    name: () => name,
    end: () => {
      ended = true;
    },
  };
}
