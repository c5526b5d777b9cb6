/** Looks at the machine that emulates, an engine's node or this host, before anything is changed. */

import { machine, platform as osName, release } from "node:os";
import type { Way } from "../binfmt/way.ts";
import { machineFrom } from "../engine/machine.ts";
import { type NodeFacts, observeNode } from "../engine/node.ts";
import { Failure } from "../failure.ts";
import type { SetupInputs } from "../inputs/setup.ts";
import { type HostJob, hasEngine, type Job } from "../job/job.ts";
import { chosenWay } from "../phase/emulate/chosen-way.ts";
import { architectures } from "../platform/architecture.ts";
import { type Execution, executionOf } from "../platform/emulation.ts";
import { parsePlatform } from "../platform/parse.ts";
import { type Platform, platformName, samePlatform } from "../platform/platform.ts";
import { log } from "../runner/log.ts";

export interface SetupGround {
  /** What the machine itself is. */
  readonly own: Platform;
  /** What its own programs read from the kernel, as `uname -m`. */
  readonly uname: string;
  /** Its own platform, then every other that is wanted. */
  readonly executions: readonly Execution[];
  /** How emulators are registered; undefined: nothing is emulated. */
  readonly way: Way | undefined;
}

/** What does not run for the sole reason that the machine runs at all. */
export function foreignOf({ executions }: SetupGround): readonly Execution[] {
  const own = executions[0]?.architecture;
  return executions.filter(({ kind, architecture }) => kind === "emulated" || architecture !== own);
}

/** Failure: not Linux, a kernel that is too old, a platform QEMU has no emulator for. */
export async function lookAround(job: HostJob, inputs: SetupInputs): Promise<SetupGround> {
  const { own, kernel, node, text } = hasEngine(job) ? await ofEngine(job) : ofHost(inputs);
  log.info(`${text}, ${platformName(own)}, Linux ${kernel}`);
  const wanted = inputs.platforms === "all" ? everyPlatform() : inputs.platforms;
  const others = wanted.filter((platform) => !samePlatform(platform, own));
  const executions = executionOf(own, [own, ...others]);
  const emulates = executions.some(({ kind }) => kind === "emulated");
  const way = emulates ? await chosenWay(job, inputs.registration, { kernel, node }) : undefined;
  return { own, uname: executions[0]?.architecture.uname ?? "", executions, way };
}

/**
 * One platform for each emulator: those that Docker has a name for by their newest variant, after
 * them the others by QEMU's name.
 */
function everyPlatform(): readonly Platform[] {
  const bare = architectures.filter(({ platforms }) => platforms.length === 0);
  return [
    ...architectures.flatMap(({ platforms }) => parsePlatform(platforms.at(-1) ?? "") ?? []),
    ...bare.map(({ target }) => ({ os: "linux", architecture: target })),
  ];
}

interface Seen {
  readonly own: Platform;
  readonly kernel: string;
  readonly node: NodeFacts | undefined;
  readonly text: string;
}

async function ofEngine({ engine, signal }: Job): Promise<Seen> {
  const node = await observeNode(engine, signal);
  const { platform: own, kernel, product, version } = node;
  return { own, kernel, node, text: `${product} ${version}` };
}

function ofHost({ registration }: SetupInputs): Seen {
  if (osName() !== "linux") {
    throw new Failure({
      what: "Only Linux runs programs of other processors by QEMU's user emulators",
      seen: osName(),
      expected: "linux, or a container engine that answers",
      fix: "runs-on: ubuntu-latest",
      anchor: "registration-host",
    });
  }
  const asked = registration.register === "host";
  const text = asked ? "this host, as asked" : "this host, as no container engine answers";
  return {
    own: { os: "linux", ...machineFrom(machine()) },
    kernel: release(),
    node: undefined,
    text,
  };
}
