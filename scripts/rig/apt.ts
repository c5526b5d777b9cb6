/** Asks apt with lists and caches of our own, so that the machine's package state stays as it is. */

import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { distribution, sourceLine } from "./mirror.ts";
import { type RunOptions, run, tryRun } from "./run.ts";

/** One private view of the packages: a suite, some architectures. */
export interface Apt {
  readonly options: readonly string[];
  readonly suite: string;
}

export interface AptWish {
  /** Folder for its lists and caches; made here. */
  readonly folder: string;
  /** Absent: the machine's own sources as they are. */
  readonly suite?: string;
  /** Debian's names; absent: the machine's own. */
  readonly architectures?: readonly string[];
}

/** Folder -> the reading of its lists: several ask for the machine's own at the same time. */
const readings = new Map<string, Promise<Apt>>();

/** Reads the lists that `wish` names, once a run; a list that does not come is a Failure. */
export function aptLists(wish: AptWish): Promise<Apt> {
  const reading = readings.get(wish.folder) ?? readLists(wish);
  readings.set(wish.folder, reading);
  return reading;
}

async function readLists(wish: AptWish): Promise<Apt> {
  const { folder } = wish;
  for (const part of ["lists/partial", "cache/archives/partial"]) {
    mkdirSync(join(folder, part), { recursive: true });
  }
  const options = [
    `-oDir::State::Lists=${folder}/lists`,
    `-oDir::Cache=${folder}/cache`,
    "-oDir::Cache::pkgcache=pkgcache.bin", // container images switch it off: every call parses anew
    "-oAPT::Sandbox::User=root",
    "-oAcquire::Retries=3",
    "-oAcquire::Languages=none",
    "-oAPT::Update::Error-Mode=any",
    ...(wish.architectures ?? []).map((name) => `-oAPT::Architectures::=${name}`),
  ];
  if (wish.suite !== undefined) {
    const own = { folder: join(dirname(folder), "own") };
    const line = await sourceLine(wish.suite, async () => (await aptLists(own)).options);
    writeFileSync(join(folder, "sources.list"), line);
    options.push(`-oDir::Etc::SourceList=${folder}/sources.list`);
    options.push("-oDir::Etc::SourceParts=/dev/null");
    // else apt insists on the versions that the machine has installed
    writeFileSync(join(folder, "status"), "");
    options.push(`-oDir::State::status=${folder}/status`);
  }
  const suite = wish.suite ?? distribution().codename;
  await run("apt-get", [...options, "-q", "update"], {
    what: `read the package lists of ${suite}`,
  });
  return { options, suite };
}

/** As `aptLists`, but tries the suites in turn and gives the first that has all `packages`. */
export async function aptWith(
  packages: readonly string[],
  suites: readonly (string | undefined)[],
  wish: Omit<AptWish, "suite">,
): Promise<Apt> {
  let last: unknown;
  for (const suite of suites) {
    try {
      const folder = join(wish.folder, suite ?? "own");
      const apt = await aptLists({ ...wish, folder, ...(suite === undefined ? {} : { suite }) });
      if ((await candidates(apt, packages)).size === packages.length) return apt;
      last ??= new Error(`${apt.suite} does not have ${packages.join(", ")}`);
    } catch (error) {
      last = error;
    }
  }
  throw last;
}

/** Package name -> the version apt would take; what apt does not know is left out. */
export async function candidates(
  apt: Apt,
  names: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const { stdout } = await tryRun("apt-cache", [...apt.options, "policy", ...names]);
  const found = stdout.matchAll(/^(\S+):\n +Installed: .*\n +Candidate: (?!\(none\))(.+)$/gm);
  return new Map([...found].map(([, name = "", version = ""]) => [name, version]));
}

/** Downloads `packages` (each `name` or `name:architecture`) into `folder`. */
export async function download(
  apt: Apt,
  folder: string,
  packages: readonly string[],
): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const what = `download ${packages.join(", ")} of ${apt.suite}`;
  await aptGet(apt, ["download", ...packages], { cwd: folder, what });
}

let fetched = 0;

/** Bytes that apt fetched in this run, to three digits as it tells them. */
export function fetchedBytes(): number {
  return fetched;
}

/** Runs `apt-get` on this view of the packages. */
export async function aptGet(apt: Apt, args: string[], options: RunOptions): Promise<void> {
  const said = await run("apt-get", [...apt.options, "-q", ...args], options);
  const units: Readonly<Record<string, number>> = { B: 1, kB: 1e3, MB: 1e6, GB: 1e9 };
  for (const [, amount = "", unit = ""] of said.matchAll(/^Fetched ([\d.,]+) (\w+)/gm)) {
    fetched += Number(amount.replaceAll(",", "")) * (units[unit] ?? 0);
  }
}
