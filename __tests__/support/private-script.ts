/** The registrar's script on a binfmt_misc of its own, in user and mount namespaces of a test. */

import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { SCRIPT } from "../../src/binfmt/script.ts";

interface Ran {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * Gives a function that runs shell lines where `script ACTION [NAMES]` is the registrar on a binfmt_misc of its own, at
 * `$misc`; what it is to register is in `rules` (name -> line).
 */
export function privateScript(
  after: (done: () => void) => void,
): (rules: Readonly<Record<string, string>>, lines: string) => Ran {
  const root = mkdtempSync(join(tmpdir(), "private-script-"));
  after(() => rmSync(root, { recursive: true, force: true }));
  writeFileSync(join(root, "script.sh"), SCRIPT);
  mkdirSync(join(root, "misc"));
  return (rules, lines) => inPrivate(root, rules, lines);
}

function inPrivate(root: string, rules: Readonly<Record<string, string>>, work: string): Ran {
  const folder = mkdtempSync(join(root, "orders-"));
  const lines = Object.entries(rules).map(([name, line]) => `rule ${name} ${line}\n`);
  writeFileSync(join(folder, "orders"), `${lines.join("")}.\n`);
  const setUp = `misc=${root}/misc folder=${folder} orders=${folder}/orders
mount -t binfmt_misc binfmt_misc "$misc" || exit 99
script() { sh -c "$(cat ${root}/script.sh)" sh "$1" "$2" "$misc" <"$orders"; }
${work}`;
  return spawnSync("unshare", ["-Urm", "sh", "-c", setUp], {
    encoding: "utf8",
    maxBuffer: 1 << 28,
  });
}
