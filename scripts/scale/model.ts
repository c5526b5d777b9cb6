/** Minutes and money of an image for linux/amd64 and linux/arm64, by three ways. Pure. */

import { ASSUMPTIONS } from "./assumptions.ts";

const of = (name: keyof typeof ASSUMPTIONS): number => ASSUMPTIONS[name].value;

export const WAYS = ["emulation", "native runners", "own nodes"] as const;
type Way = (typeof WAYS)[number];

export interface Load {
  /** Minutes that one platform takes natively on two cores. */
  readonly native: number;
  /** What most of it is. */
  readonly work: "unpack" | "compile";
  /** Builds a day. */
  readonly builds: number;
}

export interface Estimate {
  /** Minutes from the start of one build to its image. */
  readonly wait: number;
  /** Minutes of hosted runners that are billed for one build. */
  readonly billed: number;
  /** Dollars a month for all builds. */
  readonly month: number;
  /** Hosted jobs at once in the busiest time. */
  readonly jobs: number;
}

interface Job {
  readonly minutes: number;
  readonly rate: number;
}

/** What one way costs. */
export function estimate(way: Way, load: Load): Estimate {
  const jobs = jobsOf(way, load);
  const billed = jobs.map(({ minutes }) => Math.ceil(minutes / of("rounded")) * of("rounded"));
  const build = jobs.reduce((sum, { rate }, at) => sum + rate * (billed[at] ?? 0), 0);
  const nodes = way === "own nodes" ? nodesFor(load) * of("node") : 0;
  return {
    wait: waitOf(way, load),
    billed: billed.reduce((sum, minutes) => sum + minutes, 0),
    month: build * load.builds * of("days") + nodes,
    jobs: atOnce(
      load.builds,
      jobs.reduce((sum, { minutes }) => sum + minutes, 0),
    ),
  };
}

/** The hosted jobs of one build. */
function jobsOf(way: Way, { native, work }: Load): readonly Job[] {
  const [start, amd64, arm64] = [of("start"), of("amd64"), of("arm64")];
  switch (way) {
    case "emulation":
      return [{ minutes: start + native * (1 + of(work)), rate: amd64 }];
    case "own nodes":
      return [{ minutes: start + native, rate: amd64 }];
    case "native runners":
      // The plan and the merge themselves take a second: each is a job all the same.
      return [
        { minutes: start, rate: amd64 },
        { minutes: start + native, rate: amd64 },
        { minutes: start + native, rate: arm64 },
        { minutes: start, rate: amd64 },
      ];
  }
}

function waitOf(way: Way, { native, work }: Load): number {
  const start = of("start");
  if (way === "emulation") return start + native * (1 + of(work));
  return (way === "native runners" ? 3 * start : start) + native;
}

/** In the busiest time twice the mean of the hours in which builds come. */
const atOnce = (builds: number, minutes: number): number =>
  (2 * builds * minutes) / (of("hours") * 60);

function nodesFor({ builds, native }: Load): number {
  return Math.max(1, Math.ceil(atOnce(builds, native) / (of("cores") / 2)));
}

/** The way that costs least; of two that cost the same, the one with fewer jobs. */
export function best(load: Load): Way {
  const costs = (way: Way): number => estimate(way, load).month;
  return WAYS.toSorted((a, b) => costs(a) - costs(b))[0] ?? WAYS[0];
}

/** The longest build, in tenths of a minute, for which emulation costs no more than native runners. */
export function emulationEnds(work: Load["work"]): number {
  const costs = (way: Way, native: number) => estimate(way, { native, work, builds: 1 }).month;
  const tenths = Array.from({ length: 600 }, (_, at) => (at + 1) / 10);
  return (
    tenths.findLast((native) => costs("emulation", native) <= costs("native runners", native)) ?? 0
  );
}

/** The least builds a day from which own nodes cost less than another way; undefined: never. */
export function nodesBegin(image: Omit<Load, "builds">, other: Way): number | undefined {
  const numbers = Array.from({ length: 2000 }, (_, at) => at + 1);
  return numbers.find((builds) => {
    const load = { ...image, builds };
    return estimate("own nodes", load).month < estimate(other, load).month;
  });
}
