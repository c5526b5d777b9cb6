/** Runs an action's entries as an ordinary user, with or without a `sudo` that asks for no password. */

import { execFileSync } from "node:child_process";
import { chmod, copyFile, mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestContext } from "node:test";

/** `nobody`. */
const UID = 65534;

export interface OrdinaryUser {
  /** For `RunOptions.node`. */
  readonly node: string;
  /** PATH of the user: the system's folders, and `sudo` only where there is to be one. */
  readonly path: string;
}

/**
 * The test must run as root. `sudo` is a stand-in that becomes root by a setuid copy of `setpriv`,
 * in a folder that is gone after the test: the real one needs a configuration of the machine.
 * `group` is one more that the user is in, as one who may use an engine's socket.
 */
export async function ordinaryUser(
  t: TestContext,
  options: { readonly node: string; readonly sudo: boolean; readonly group?: number },
): Promise<OrdinaryUser> {
  const folder = await mkdtemp(join(tmpdir(), "ordinary-user-"));
  t.after(() => rm(folder, { recursive: true, force: true }));
  await chmod(folder, 0o755);
  const bin = join(folder, "bin");
  await mkdir(bin);
  for (const name of ["sh", "cat", "readlink", "mount", "umount"]) {
    await symlink(execFileSync("which", [name], { encoding: "utf8" }).trim(), join(bin, name));
  }
  const setpriv = execFileSync("which", ["setpriv"], { encoding: "utf8" }).trim();
  if (options.sudo) {
    const become = join(folder, "become-root");
    await copyFile(setpriv, become);
    await chmod(become, 0o4755);
    const lines = [
      "#!/bin/sh",
      '[ "$1" = -n ] || exit 1',
      "shift",
      `exec ${become} --reuid 0 --regid 0 --clear-groups "$@"`,
    ];
    await writeFile(join(bin, "sudo"), `${lines.join("\n")}\n`, { mode: 0o755 });
  }
  const node = join(folder, "node");
  const groups = options.group === undefined ? "--clear-groups" : `--groups ${options.group}`;
  const drop = `${setpriv} --reuid ${UID} --regid ${UID} ${groups}`;
  const own = `/bin/chown -R ${UID} "\${RUNNER_TEMP%/*}"`;
  await writeFile(node, `#!/bin/sh\n${own}\nexec ${drop} '${options.node}' "$@"\n`, {
    mode: 0o755,
  });
  return { node, path: bin };
}
