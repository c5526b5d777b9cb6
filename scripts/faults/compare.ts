/** Tries this action and its peers with the same cases, on an engine with the classic store, as hosted runners have it. */

import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { engines, engineVariables } from "../../__tests__/support/engines.ts";
import { binfmtImage } from "../bench/binfmt-image.ts";
import { startRig } from "../rig/rig.ts";
import { CASES } from "./cases.ts";
import { type Contender, type Ground, ours, peers } from "./contenders.ts";

/** Of one list: how many cases each got right. */
interface Compared {
  readonly tried: number;
  readonly ours: number;
  readonly peers: number;
}

/** List -> counts; undefined where `$BENCH_PEERS` names no checkouts. The engines must run. */
export async function compared(
  lists: readonly string[],
  print: (text: string) => void,
): Promise<ReadonlyMap<string, Compared> | undefined> {
  if (!process.env.BENCH_PEERS) return undefined;
  const counts = new Map<string, Compared>();
  const dir = mkdtempSync(join(tmpdir(), "compared-"));
  try {
    const ground = await groundIn(dir);
    const mine = await rightOf(ours(ground), ground, lists, print);
    const other = await peers(ground);
    if (other === undefined) throw new Error("BENCH_PEERS lacks a checkout of one of the three");
    try {
      const theirs = await rightOf(other, ground, lists, print);
      for (const list of lists.filter((name) => CASES.some((one) => one.list === name))) {
        const tried = CASES.filter((one) => one.list === list).length;
        counts.set(list, { tried, ours: mine.get(list) ?? 0, peers: theirs.get(list) ?? 0 });
      }
    } finally {
      await other.end();
    }
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
  return counts;
}

async function groundIn(dir: string): Promise<Ground> {
  const all = await engines();
  const engine = all.list.find(({ store }) => store === "classic");
  if (engine === undefined) throw new Error("no engine has the classic store");
  const dockerConfig = join(dir, "docker");
  for (const path of [dockerConfig, join(dir, "temp"), join(dir, "tools")]) mkdirSync(path);
  symlinkSync(join(engine.dockerConfig, "cli-plugins"), join(dockerConfig, "cli-plugins"));
  const env = { ...engineVariables({ ...engine, dockerConfig }), HOME: dir };
  const docker = async (...args: string[]): Promise<string> =>
    (await promisify(execFile)("docker", args, { env: { ...process.env, ...env } })).stdout.trim();
  const rig = await startRig({ stores: [], qemu: true });
  return { ...all, engine, dir, env, docker, binfmt: await binfmtImage(rig, all.qemuDir) };
}

/** List -> cases that `who` gets right. */
async function rightOf(
  who: Contender,
  ground: Ground,
  lists: readonly string[],
  print: (text: string) => void,
): Promise<ReadonlyMap<string, number>> {
  const right = new Map<string, number>();
  for (const { list, name, right: judge } of CASES.filter((one) => lists.includes(one.list))) {
    const good = await judge(who, ground);
    right.set(list, (right.get(list) ?? 0) + (good ? 1 : 0));
    print(`${who.name}: ${good ? "right" : "wrong"}: ${list}: ${name}`);
  }
  return right;
}
