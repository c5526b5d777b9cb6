/** Compares, on one engine, each part of the step with the command that it is to be as fast as. */

import { mkdir } from "node:fs/promises";
import { ROOT } from "../check/check.ts";
import { type Subject, timesOf } from "./measure.ts";
import { peers } from "./peers.ts";
import { setupComparisons, setups } from "./setups.ts";
import { command, entry, mainAndPost, NODE, type Place, writeContext } from "./subjects.ts";
import { type Comparison, type Row, rowOf } from "./table.ts";

const RUN = "docker run --rm IMAGE true";
const BUILD = "docker buildx build --push";
const START = "node -e 0";

/** Targets: what the project asks of itself, as a ratio. */
const COMPARISONS: readonly Comparison[] = [
  { what: "start, to a wrong input's error", ours: "start", other: START, target: 1.5 },
  { what: "step: build, check, push, read back", ours: "step", other: BUILD, target: 2.3 },
  { what: "its post", ours: "step's post", other: RUN, target: 1.4 },
  { what: "the same step by container", ours: "step by container", other: BUILD, target: 2.3 },
];

/** The step as on runners whose user is not root. */
function byContainer(place: Place, build: Readonly<Record<string, string>>): readonly Subject[] {
  const names = { main: "step by container", post: "post of step by container" };
  return mainAndPost(place, names, { action: ROOT, with: { ...build, register: "container" } });
}

/** Every comparison's row for this engine; `print` is told of each round and of peers that do not run. */
export async function compared(
  place: Place,
  rounds: number,
  print: (text: string) => void,
): Promise<readonly Row[]> {
  await mkdir(`${place.folder}/temp`, { recursive: true });
  const context = await writeContext(place);
  const image = `${place.registry}/bench`;
  const build = { context, platforms: "linux/arm64", tags: `${image}:step`, push: "true" };
  const bare = ["buildx", "build", "--platform", "linux/arm64", "-t", `${image}:bare`, "--push"];
  const step = { main: "step", post: "step's post" };
  const start = async (): Promise<number> =>
    (await entry(place, { action: ROOT, with: { platforms: "linux/arm46" } }, true)).ms;
  // The step goes before the bare build: its emulator makes the first, uncached RUN possible.
  const [main, post] = mainAndPost(place, step, { action: ROOT, with: build });
  const others = await peers(
    place,
    { ...build, image: place.binfmt, "cache-image": "false" },
    print,
  );
  const subjects = [
    command(place, START, [NODE, "-e", "0"]),
    { name: "start", run: start },
    command(place, RUN, ["docker", "run", "--rm", place.base, "true"]),
    ...setups(place),
    main,
    post,
    ...byContainer(place, build),
    command(place, BUILD, ["docker", ...bare, context]),
    ...others.subjects,
  ];
  const times = await timesOf(subjects, rounds, (round) => print(`round ${round} of ${rounds}`));
  const peerRows = others.names.map((name): Comparison => {
    return { what: `peer: ${name}`, ours: name, other: BUILD, target: undefined };
  });
  const all = [...COMPARISONS, ...setupComparisons(RUN, others.setups), ...peerRows];
  return all.map((comparison) => rowOf(comparison, times));
}
