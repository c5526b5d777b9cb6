/** Bridges and addresses of the rig's engines, and the few firewall rules they need. */

import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { RigPaths } from "./paths.ts";
import { type RunResult, run, tryRun } from "./run.ts";

const FORWARD = "/proc/sys/net/ipv4/ip_forward";

/**
 * Makes the bridge device of one engine (idempotent) and gives its name.
 *
 * Several dockerd on one machine rewrite each other's iptables chains, so ours run with
 * `iptables: false`, and what they need to reach the outside is added and taken away here.
 */
export async function makeBridge(paths: RigPaths, index: number): Promise<string> {
  const bridge = `${paths.device}${index}`;
  if (existsSync(`/sys/class/net/${bridge}`)) return bridge;
  const busybox = join(paths.bin, "busybox");
  const prefix = await freePrefix(busybox, (paths.slot + index * 83) % 250);
  await run(busybox, ["ip", "link", "add", "name", bridge, "type", "bridge"], {
    what: `make the bridge ${bridge}`,
  });
  await run(busybox, ["ip", "addr", "add", `${prefix}.1/24`, "dev", bridge], {
    what: `give ${bridge} an address`,
  });
  await run(busybox, ["ip", "link", "set", bridge, "up"]);
  for (const rule of rules(bridge, prefix)) await firewall(paths, ["-I", ...rule]);
  openForwarding(paths);
  return bridge;
}

/**
 * An address of this machine that is no loopback one, for registries of tests (idempotent): the
 * engines are told to take plain HTTP from it. TEST-NET-2 of RFC 5737, which nobody routes.
 */
export async function makeAddress(paths: RigPaths): Promise<string> {
  const address = addressOf(paths);
  // Two engines that start together both ask for it.
  await run(join(paths.bin, "busybox"), ["ip", "addr", "replace", `${address}/32`, "dev", "lo"], {
    what: `give lo the address ${address}`,
  });
  return address;
}

const addressOf = ({ slot }: RigPaths): string => `198.51.100.${slot + 1}`;

/** Takes away every device whose name is this rig's, its rules, and forwarding if we opened it. */
export async function removeBridges(paths: RigPaths): Promise<void> {
  for (const link of readdirSync("/sys/class/net")) {
    if (!link.startsWith(paths.device)) continue;
    await tryRun(join(paths.bin, "busybox"), ["ip", "link", "del", link]);
  }
  await tryRun(join(paths.bin, "busybox"), [
    "ip",
    "addr",
    "del",
    `${addressOf(paths)}/32`,
    "dev",
    "lo",
  ]);
  for (const table of ["filter", "nat"]) {
    const { stdout } = await firewall(paths, ["-t", table, "-S"]);
    for (const rule of stdout.split("\n")) {
      if (!rule.startsWith("-A ") || !rule.includes(` ${paths.device}`)) continue;
      await firewall(paths, ["-t", table, ...rule.replace("-A", "-D").split(" ")]);
    }
  }
  closeForwarding(paths);
}

function rules(bridge: string, prefix: string): string[][] {
  return [
    ["FORWARD", "-i", bridge, "-j", "ACCEPT"],
    ["FORWARD", "-o", bridge, "-j", "ACCEPT"],
    ["POSTROUTING", "-t", "nat", "-s", `${prefix}.0/24`, "!", "-o", bridge, "-j", "MASQUERADE"],
  ];
}

/** Best effort: without iptables, containers just do not reach the outside. */
async function firewall(paths: RigPaths, args: readonly string[]): Promise<RunResult> {
  const env = { PATH: `${paths.bin}:${process.env.PATH ?? ""}:/usr/sbin:/sbin` };
  return await tryRun("iptables", ["-w", ...args], { env });
}

/** The first three numbers of a /24 of 172.29.0.0/16 that no route covers, from `slot` on. */
async function freePrefix(busybox: string, slot: number): Promise<string> {
  const taken = await run(busybox, ["ip", "route"]);
  for (let tries = 0; tries < 250; tries += 1) {
    const prefix = `172.29.${(slot + tries) % 250}`;
    if (!taken.includes(`${prefix}.`)) return prefix;
  }
  throw new Error("no free subnet in 172.29.0.0/16");
}

function openForwarding(paths: RigPaths): void {
  if (readFileSync(FORWARD, "utf8").trim() !== "0") return;
  writeFileSync(join(paths.run, "forwarding"), "0");
  writeFileSync(FORWARD, "1");
}

function closeForwarding(paths: RigPaths): void {
  try {
    writeFileSync(FORWARD, readFileSync(join(paths.run, "forwarding")));
  } catch {
    // it was open before
  }
}
