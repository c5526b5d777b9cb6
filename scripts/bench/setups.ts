/** The set-up step, for one architecture and for all, each way to register, against docker's. */

import { ROOT } from "../check/check.ts";
import type { Subject } from "./measure.ts";
import { mainAndPost, type Place } from "./subjects.ts";
import type { Comparison } from "./table.ts";

const ACTION = `${ROOT}/setup`;
const WAYS = ["container", "host"] as const;

/** Ratios that are asked of each way against docker/setup-qemu-action. */
const AGAINST_PEER = { container: 0.3, host: 0.1 } as const;

/** `set-up of arm64 by container` and so on, each with its post. */
export function setups(place: Place): readonly Subject[] {
  return WAYS.flatMap((register) =>
    ["arm64", "all"].flatMap((platforms) => {
      const main = nameOf(platforms, register);
      return mainAndPost(
        place,
        { main, post: postOf(main) },
        { action: ACTION, with: { platforms, register } },
      );
    }),
  );
}

/** `run` is a container that does nothing; `peers` are subjects that set up arm64. */
export function setupComparisons(run: string, peers: readonly string[]): readonly Comparison[] {
  const byContainer = nameOf("arm64", "container");
  return [
    { what: byContainer, ours: byContainer, other: run, target: 2.0 },
    { what: "its post", ours: postOf(byContainer), other: run, target: 1.4 },
    ...WAYS.flatMap((way) => {
      const [one, all] = [nameOf("arm64", way), nameOf("all", way)];
      return [
        { what: all, ours: all, other: one, target: 1.5 },
        { what: `post of ${one}`, ours: postOf(one), other: one, target: 1.0 },
        { what: `post of ${all}`, ours: postOf(all), other: all, target: 1.0 },
        ...peers.map((other) => {
          return { what: one, ours: one, other, target: AGAINST_PEER[way] };
        }),
      ];
    }),
  ];
}

function nameOf(platforms: string, way: string): string {
  return `set-up of ${platforms} by ${way}`;
}

function postOf(main: string): string {
  return `post of ${main}`;
}
