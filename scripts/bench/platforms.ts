/** Several emulated platforms in one step, against the slower one alone and against the bare command. */

import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { ROOT } from "../check/check.ts";
import { median, type Subject, type Times, timesOf } from "./measure.ts";
import { command, entry, mainAndPost, type Place } from "./subjects.ts";
import { type Comparison, type Row, rowOf } from "./table.ts";

const FOREIGN = ["linux/arm64", "linux/arm/v7"];
const BARE = "docker buildx build --push";
const SLOWER = "the slower one alone";

const COMPARISONS: readonly Comparison[] = [
  { what: "2 platforms in one step", ours: "step of both", other: SLOWER, target: 1.2 },
  { what: "the same", ours: "step of both", other: BARE, target: 1.1 },
];

/** A compiler at work for about four seconds under emulation, on one processor. */
async function compilation({ folder }: Place, toolchain: string): Promise<string> {
  const context = join(folder, "compilation");
  await mkdir(context, { recursive: true });
  const functions = Array.from(
    { length: 4000 },
    (_, at) =>
      `int f${at}(int a, int b) { int s = ${at}; for (int i = 0; i < a; i++) { if (s & 1) s ^= b * i; else s -= i; } return s; }`,
  );
  await writeFile(join(context, "work.c"), `#include <stdio.h>\n${functions.join("\n")}\n`);
  const loop = "i=0; while [ $i -lt 16 ]; do tcc -c -o /work.o /work.c || exit 1; i=$((i+1)); done";
  await writeFile(join(context, "Dockerfile"), `FROM ${toolchain}\nCOPY work.c /\nRUN ${loop}\n`);
  return context;
}

/** Rows for an engine that builds several platforms; `toolchain` is an image with a C compiler. */
export async function platformRows(
  place: Place,
  toolchain: string,
  rounds: number,
  print: (text: string) => void,
): Promise<readonly Row[]> {
  const context = await compilation(place, toolchain);
  // The bare command has no emulator of its own.
  const set = { action: `${ROOT}/setup`, with: { platforms: "arm64,arm", register: "host" } };
  const { state } = await entry(place, set);
  try {
    const times = await timesOf(subjects(place, context), rounds, (round) =>
      print(`platforms: round ${round} of ${rounds}`),
    );
    const all = new Map([...times, [SLOWER, slower(times)]]);
    return COMPARISONS.map((comparison) => rowOf(comparison, all));
  } finally {
    await entry(place, { ...set, entry: "post", state });
  }
}

function subjects(place: Place, context: string): readonly Subject[] {
  const image = `${place.registry}/bench-platforms`;
  const bare = ["docker", "buildx", "build", "--no-cache", "--push", "--tag", `${image}:bare`];
  const step = (name: string, platforms: string): readonly Subject[] =>
    mainAndPost(
      place,
      { main: name, post: `post of ${name}` },
      {
        action: ROOT,
        with: { context, platforms, tags: `${image}:step`, push: "true", "no-cache": "true" },
      },
    );
  return [
    ...step("step of both", FOREIGN.join()),
    command(place, BARE, [...bare, "--platform", FOREIGN.join(), context]),
    ...FOREIGN.flatMap((platform) => step(platform, platform)),
  ];
}

/** Of the platforms alone, the one with the higher median. */
function slower(times: Times): readonly number[] {
  const alone = FOREIGN.map((platform) => times.get(platform) ?? []);
  return alone.toSorted((a, b) => median(b) - median(a))[0] ?? [];
}
