/** What the whole step adds to a build that takes as long as people's builds do. */

import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { ROOT } from "../check/check.ts";
import { timesOf } from "./measure.ts";
import { command, entry, mainAndPost, type Place } from "./subjects.ts";
import { type Row, rowOf } from "./table.ts";

/** Half a minute of work for an emulated shell, which prints now and then. */
const WORK =
  'i=0; while [ $i -lt 1200000 ]; do i=$((i+1)); case $i in *0000) echo "$i" ;; esac; done';
const ROUNDS = 3;
const BARE = "docker buildx build --no-cache --push";
const NAMES = { main: "long build", post: "long build's post" };

/**
 * Emulate, build, watch for crashes, check, push, read back, against the bare build and push, neither
 * with a cache. The bare one runs under handlers of the set-up step, which are there before.
 */
export async function longBuild(place: Place, print: (text: string) => void): Promise<Row> {
  const folder = join(place.folder, "long");
  const context = join(folder, "context");
  await mkdir(join(folder, "temp"), { recursive: true });
  await mkdir(context);
  await writeFile(join(context, "Dockerfile"), `FROM ${place.base}\nRUN ${WORK}\n`);
  const here = { ...place, folder };
  const image = `${place.registry}/bench`;
  const inputs = { context, platforms: "linux/arm64", tags: `${image}:long`, push: "true" };
  const given = { action: ROOT, with: { ...inputs, "no-cache": "true" } };
  const bare = `${BARE} --platform linux/arm64 -t ${image}:bare ${context}`.split(" ");
  const setUp = { action: `${ROOT}/setup`, with: { platforms: "arm64" } };
  const { state } = await entry(here, setUp);
  try {
    const subjects = [...mainAndPost(here, NAMES, given), command(here, BARE, bare)];
    const times = await timesOf(subjects, ROUNDS, (round) => print(`long build ${round}`));
    const comparison = { what: "a long build", ours: NAMES.main, other: BARE, target: 1.05 };
    return rowOf(comparison, times);
  } finally {
    await entry(here, { ...setUp, entry: "post", state });
  }
}
