/** Runs the test programs by this very process, where it shares the kernel of the engine's node. */

import { mkdtemp, readFile, readlink, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { MISC } from "../binfmt-misc.ts";
import { type KernelIdentity, sameKernel } from "../engine/node.ts";
import type { HostJob } from "../job/job.ts";
import { execute } from "../runner/execute.ts";
import { CPU_COMPLAINT } from "./cpu-failure.ts";
import type { Provable, Sighting } from "./proof.ts";
import { proveInShells } from "./prove-in-shells.ts";
import { TOUCHSTONE } from "./script.ts";
import { parseStatus } from "./status.ts";

/** Whether this process has the node's kernel and user namespace, and so its handlers. */
export async function runsHere(node: KernelIdentity): Promise<boolean> {
  try {
    const bootId = (await readFile("/proc/sys/kernel/random/boot_id", "utf8")).trim();
    return sameKernel({ bootId, userNamespace: await readlink("/proc/self/ns/user") }, node);
  } catch {
    return false;
  }
}

/** So many are each run by this process, which tells more of one that fails. */
const FEW = 4;

/** Runs each handler's test program; id of its rule -> what was seen. */
export async function proveHere(
  job: HostJob,
  handlers: readonly Provable[],
): Promise<Map<string, Sighting>> {
  const folder = await mkdtemp(join(job.temp, "probes-"));
  try {
    if (handlers.length > FEW) return await proveInShells(folder, handlers, MISC);
    const seen = handlers.map(
      async (handler) => [handler.rule.id, await sighted(folder, handler)] as const,
    );
    return new Map(await Promise.all(seen));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function sighted(folder: string, { name, rule, cpu, version }: Provable): Promise<Sighting> {
  const program = join(folder, rule.id);
  await writeFile(program, Buffer.from(rule.probe, "base64"), { mode: 0o700 });
  const started = performance.now();
  const [variable = "", value = ""] = TOUCHSTONE.split(/=(.*)/s);
  const env = cpu === undefined ? {} : { [variable]: value };
  const run = await execute(program, env);
  const ms = performance.now() - started;
  // A list of CPUs ends with exit code 1 or 0, on stdout; asked for only where one was refused.
  const refused = run.failed !== undefined && CPU_COMPLAINT.test(run.stderr);
  const cpus = refused ? (await execute(program, { QEMU_CPU: "help" })).stdout.split("\n") : [];
  // QEMU's user emulators read their options from the environment too, before the program's run.
  const asks = version === undefined || run.stderr.includes("usage: qemu-");
  const versionText = asks ? (await execute(program, { QEMU_VERSION: "1" })).stdout : "";
  return {
    machine: run.failed ?? run.stdout.trim(),
    complaint: run.stderr,
    cpus,
    versionText: versionText.split("\n")[0] ?? "",
    ms,
    ...(await listing(name)),
  };
}

/** Nothing is told where the list is not mounted in this process's mount namespace. */
async function listing(
  name: string | undefined,
): Promise<Pick<Sighting, "listed" | "switchedOff">> {
  try {
    const switchedOff = (await readFile(join(MISC, "status"), "utf8")).trim() === "disabled";
    return { listed: name === undefined ? undefined : await isListed(name), switchedOff };
  } catch {
    return { listed: undefined, switchedOff: undefined };
  }
}

async function isListed(name: string): Promise<boolean> {
  try {
    return parseStatus(name, await readFile(join(MISC, name), "utf8")).enabled;
  } catch {
    return false;
  }
}
