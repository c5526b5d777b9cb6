/** What the emulator itself costs: the CPU it is given, the entry point that gives it, its download. */

import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { emulatorPath } from "../../src/emulator/cpu/derived.ts";
import { type Candidate, candidatesIn } from "../prove-all/emulators.ts";
import { aptGet, aptLists } from "../rig/apt.ts";
import type { RigPaths } from "../rig/paths.ts";
import { explained } from "../rig/progress.ts";
import { layOut } from "../rig/rootfs.ts";
import { qemuSeries } from "../rig/series.ts";
import { madeOnce, unpackAll } from "../rig/unpack.ts";
import { firstRun } from "./first-run.ts";
import { type Subject, timesOf } from "./measure.ts";
import { command, type Place } from "./subjects.ts";
import { type Comparison, type Row, rowOf } from "./table.ts";

type Emulator = Extract<Candidate, { kind: "emulator" }>;

/** Many calls of functions in C: each authenticates a pointer. */
const WORK = `words = {}
for i in range(80000): words[str(i)] = len(str(i).replace("1", "x").split("x"))
sorted(words, key=str.lower)`;
const STARTS = 40;
const LOOP = `i=0; while [ $i -lt ${STARTS} ]; do "$0" "$1" >/dev/null || exit 1; i=$((i+1)); done`;

/** Rows for both series of QEMU; no engine is needed, but a machine of x86-64. */
export async function emulationRows(
  paths: RigPaths,
  place: Place,
  rounds: number,
  print: (text: string) => void,
): Promise<readonly Row[]> {
  const series = await qemuSeries(paths, print);
  const emulators = await Promise.all(series.map(({ programs }) => arm64In(programs)));
  const root = await pythonRoot(paths, print).catch((error: unknown) => {
    print(`Python is not timed: ${explained(error).split("\n")[0]}`);
    return undefined;
  });
  const parts = await Promise.all(emulators.map((one) => partsFor(place, one, root)));
  const times = await timesOf(
    parts.flatMap(({ subjects }) => subjects),
    rounds,
    (round) => print(`round ${round} of ${rounds}`),
  );
  const comparisons = parts.flatMap((part) => part.comparisons);
  const [older] = emulators;
  const bytes = older === undefined ? [] : [await firstRun(place, older.file)];
  return [...comparisons.map((comparison) => rowOf(comparison, times)), ...bytes];
}

async function arm64In(folder: string): Promise<Emulator> {
  const all = await candidatesIn(folder, { os: "linux", architecture: "amd64" });
  const found = all.find(({ architecture }) => architecture.target === "aarch64");
  if (found?.kind === "emulator") return found;
  throw new Error(`${folder} has no emulator of arm64`);
}

/** Python of the newest distribution, whose programs authenticate pointers. */
async function pythonRoot(paths: RigPaths, print: (text: string) => void): Promise<string> {
  const root = join(paths.state, "python-arm64");
  await madeOnce(root, async (partial) => {
    const folder = join(paths.state, "apt/forky-arm64");
    const apt = await aptLists({ folder, suite: "forky", architectures: ["amd64", "arm64"] });
    const debs = join(paths.state, "debs/python-arm64");
    mkdirSync(join(debs, "partial"), { recursive: true });
    const args = ["-y", "--download-only", "--no-install-recommends", "install"];
    const what = "download Python for arm64";
    await aptGet(apt, [`-oDir::Cache::archives=${debs}`, ...args, "python3-minimal:arm64"], {
      what,
    });
    layOut(partial);
    print(`unpacked ${await unpackAll(debs, partial)}`);
  });
  return root;
}

async function partsFor(place: Place, emulator: Emulator, root: string | undefined) {
  const given = await emulatorPath(emulator.file, place.folder);
  const parts = [
    ...(root === undefined ? [] : [python(place, emulator, given, root)]),
    ...(emulator.file.cpu === undefined ? [] : [starts(place, emulator, given)]),
  ];
  return {
    subjects: parts.flatMap(({ subjects }) => subjects),
    comparisons: parts.map(({ comparison }) => comparison),
  };
}

interface Part {
  readonly subjects: readonly Subject[];
  readonly comparison: Comparison;
}

function python(place: Place, { file, version }: Emulator, given: string, root: string): Part {
  const names = readdirSync(join(root, "usr/bin"));
  const program = join(root, "usr/bin", names.find((name) => /^python3\.\d+$/.test(name)) ?? "");
  const work = ["-L", root, program, "-S", "-E", "-c", WORK];
  const [ours, other] = [`Python, QEMU ${version}`, `Python, QEMU ${version} as it is`];
  const subjects = [
    command(place, ours, [given, ...work]),
    command(place, other, [file.path, ...work]),
  ];
  const target = file.cpu === undefined ? 1.05 : 0.2;
  return { subjects, comparison: { what: ours, ours, other, target } };
}

function starts(place: Place, { file, version, architecture }: Emulator, given: string): Part {
  const probe = join(place.folder, "probe");
  writeFileSync(probe, Buffer.from(architecture.probe, "base64"), { mode: 0o755 });
  const [ours, other] = [`${STARTS} starts, QEMU ${version}`, `QEMU_CPU=… QEMU ${version}`];
  const bare = { ...place, env: { ...place.env, QEMU_CPU: file.cpu ?? "" } };
  const subjects = [
    command(place, ours, ["sh", "-c", LOOP, given, probe]),
    command(bare, other, ["sh", "-c", LOOP, file.path, probe]),
  ];
  return { subjects, comparison: { what: ours, ours, other, target: 1.02 } };
}
