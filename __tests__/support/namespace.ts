/** A user and mount namespace with a binfmt_misc of its own, in which an action can run as root. */

import { execFileSync, spawn } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

export interface Namespace {
  /** For `RunOptions.node`: runs Node in it. */
  readonly node: string;
  /** Standard output of shell lines run in it; throws where they fail. */
  sh(script: string): string;
  close(): Promise<void>;
}

/**
 * Holds it open until `close`. There binfmt_misc looks as if it were not mounted (a folder lies over
 * the machine's), and `/run` is empty, so that no engine is found where engines usually listen.
 */
export async function openNamespace(node: string): Promise<Namespace> {
  const folder = await mkdtemp(join(tmpdir(), "namespace-"));
  const ready =
    "mount -t tmpfs none /proc/sys/fs/binfmt_misc && mount -t tmpfs none /run && echo ready";
  const holder = spawn("unshare", ["-Urm", "sh", "-c", `${ready} && exec sleep 600`]);
  await new Promise((resolve, reject) => {
    holder.stdout.once("data", resolve);
    holder.once("exit", (code) => reject(new Error(`no namespace: exit code ${code}`)));
  });
  const enter = ["-t", String(holder.pid), "-U", "-m", "--preserve-credentials"];
  const wrapper = join(folder, "node");
  const line = `exec nsenter ${enter.join(" ")} '${node}' "$@"`;
  // Dash drops variables whose names have a hyphen, which inputs have.
  await writeFile(wrapper, `#!/bin/bash\n${line}\n`, { mode: 0o755 });
  return {
    node: wrapper,
    sh: (script) =>
      execFileSync("nsenter", [...enter, "sh", "-c", script], { encoding: "utf8", stdio: "pipe" }),
    close: async () => {
      holder.kill("SIGKILL");
      while (holder.exitCode === null && holder.signalCode === null) await sleep(5);
      await rm(folder, { recursive: true, force: true });
    },
  };
}
