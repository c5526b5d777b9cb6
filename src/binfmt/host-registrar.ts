/** The registrar without a container: its script run on this host, by root or through sudo. */

import { MISC } from "../binfmt-misc.ts";
import { Failure } from "../failure.ts";
import { environment } from "../runner/env.ts";
import { type Execution, execute } from "../runner/execute.ts";
import { isRoot } from "../runner/user.ts";
import type { RegistrarResult } from "./registrar.ts";
import { type Action, SCRIPT } from "./script.ts";
import { parseReport } from "./script-report.ts";

/**
 * Runs one action of the script as root of this host: as we are, or by `sudo -n`, which never asks
 * for a password. `orders` are what `register` reads, `names` those of `unregister`.
 *
 * @throws Failure when this user is neither root nor may become it
 */
export async function runOnHost(
  action: Action,
  { names = [], orders = "" }: { names?: readonly string[]; orders?: string } = {},
): Promise<RegistrarResult> {
  const shell = ["sh", "-c", SCRIPT, "sh", action, names.join(" "), MISC];
  const [program = "", ...args] = isRoot() ? shell : ["sudo", "-n", ...shell];
  const result = await execute(program, environment(), args, { input: orders });
  if (!result.stdout.startsWith("@ ")) throw notAllowed(result);
  const { stderr, failed = "0" } = result;
  const exitCode = /^\d+$/.test(failed) ? Number(failed) : 1;
  return { exitCode, report: parseReport(result.stdout), stderr };
}

function notAllowed({ failed, stderr }: Execution): Failure {
  const said = failed === "ENOENT" ? "there is no sudo" : (stderr.trim().split("\n").at(-1) ?? "");
  return new Failure({
    what: "Without a container engine, only root or a user with passwordless sudo can register emulators on this host",
    seen: `an ordinary user, and ${said || `sudo ended with ${failed ?? 0}`}`,
    expected: "an engine that answers, root, or passwordless sudo",
    fix: "runs-on: ubuntu-24.04   # its user has passwordless sudo and Docker",
    anchor: "registration-host",
  });
}
