/** A stand-in for the registrar's container: its root folder, entered in namespaces of the test's own. */

import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Handler, handlersFor } from "../../src/binfmt/handler.ts";
import { ordersFor } from "../../src/binfmt/orders.ts";
import { SCRIPT } from "../../src/binfmt/script.ts";
import { type EmulatorFile, emulatorBytes } from "../../src/emulator/cpu/derived.ts";

export const JOB = "anyarch-test-00000000";

export interface NodeRoot {
  readonly folder: string;
  /**
   * Runs lines of bash in it, as root of a user namespace with a binfmt_misc of its own, where the
   * emulators are registered. `registrar ACTION` runs the registrar's script.
   */
  run(lines: string): { status: number | null; stdout: string; stderr: string };
  remove(): void;
}

/** A root with handlers for `emulators`, and with `files` (path in it -> bytes or a file to copy). */
export async function nodeRoot(
  emulators: readonly EmulatorFile[],
  files: Readonly<Record<string, Buffer | string>>,
): Promise<NodeRoot> {
  const folder = mkdtempSync(join(tmpdir(), "anyarch-kernel-"));
  const parts = ["host", "binfmt_misc", "proc", "dev", "anyarch/emulators"];
  for (const part of [...parts, "anyarch/probes"]) {
    mkdirSync(join(folder, part), { recursive: true });
  }
  for (const name of ["bin", "sbin", "lib", "lib64", "usr"]) {
    symlinkSync(`host/${name}`, join(folder, name));
  }
  writeFileSync(join(folder, "script.sh"), SCRIPT);
  const handlers: Handler[] = [];
  for (const emulator of emulators) {
    const { architecture } = emulator;
    const interpreter = `/anyarch/emulators/${architecture.target}`;
    writeFileSync(join(folder, interpreter), await emulatorBytes(emulator), { mode: 0o755 });
    const options = { jobId: JOB, interpreter, setuid: false };
    for (const handler of handlersFor(architecture, options)) {
      handlers.push(handler);
      const probe = Buffer.from(handler.rule.probe, "base64");
      writeFileSync(join(folder, "anyarch/probes", handler.rule.id), probe, { mode: 0o755 });
    }
  }
  writeFileSync(join(folder, "orders"), ordersFor(handlers));
  for (const [path, source] of Object.entries(files)) {
    if (typeof source === "string") cpSync(source, join(folder, path));
    else writeFileSync(join(folder, path), source, { mode: 0o755 });
  }
  return {
    folder,
    run: (lines) => inNamespaces(folder, lines),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

function inNamespaces(
  folder: string,
  lines: string,
): { status: number | null; stdout: string; stderr: string } {
  const inside = `set -e
registrar() { /bin/sh -c "$(cat /script.sh)" sh "$1" '${JOB}-*' </orders; }
registrar register >/registered || { cat /registered >&2; exit 99; }
${lines}`;
  const outside = `set -e
for part in / /proc /dev; do
  to=$part; [ $part != / ] || to=/host
  mount --rbind $part ${folder}$to
done
mount -t binfmt_misc binfmt_misc ${folder}/binfmt_misc
exec chroot ${folder} /bin/bash -c "$1"`;
  return spawnSync("unshare", ["-Urm", "sh", "-c", outside, "sh", inside], {
    encoding: "utf8",
    env: { PATH: process.env.PATH },
    timeout: 120_000,
  });
}
