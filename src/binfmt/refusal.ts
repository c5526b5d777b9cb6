/** Why a registration was refused, in words of the user. */

import { type FailedCommand, Failure } from "../failure.ts";
import type { RegistrarResult, Rights } from "./registrar.ts";

/** What the kernel or the shell answers to a rule -> the likely cause and what to do about it. */
const CAUSES: readonly { text: RegExp; cause: string; fix?: string }[] = [
  {
    text: /Operation not permitted|Permission denied/i,
    cause:
      "the engine's containers do not run as root of the machine, or a security module forbids it",
    fix: "sudo docker context use default  # a rootful engine",
  },
  { text: /File exists/i, cause: "a handler of this name is there already" },
  {
    text: /Invalid argument/i,
    cause: "the kernel is older than 4.8, where the flag F is not known",
    fix: "runs-on: ubuntu-24.04",
  },
  { text: /No such file|Exec format/i, cause: "the emulator did not reach the node whole" },
  { text: /Read-only file system/i, cause: "binfmt_misc is mounted read-only on the node" },
];

/** The Failure for handlers that were not registered, each with the kernel's own words. */
export function refusedFailure(result: RegistrarResult, rights: Rights): Failure {
  const { refused, registered } = result.report;
  const said = Object.entries(refused).map(([name, error]) => `${name}: ${error}`);
  const text = [...said, result.stderr].join("\n");
  const known = CAUSES.find((candidate) => candidate.text.test(text));
  return new Failure({
    what: "The kernel of the engine's node did not take the binfmt handlers",
    seen: said.length > 0 ? said.join("; ") : `${registered.length} registered`,
    expected: "every handler registered",
    command: {
      line: `registrar container (${rights === "least" ? "no capabilities" : "privileged"}): register`,
      exitCode: result.exitCode,
      stderr: result.stderr,
    },
    cause: known?.cause,
    fix: known?.fix,
    anchor: "registration-refused",
  });
}

/** The Failure for a node where binfmt_misc is not there and could not be mounted. */
export function unmountedFailure({ exitCode, stderr }: RegistrarResult): Failure {
  const line = "mount -t binfmt_misc binfmt_misc /proc/sys/fs/binfmt_misc";
  const command = { line, exitCode, stderr };
  if (lacksModule(stderr)) return noModuleFailure("the engine's node", command);
  return new Failure({
    what: "binfmt_misc could not be mounted on the engine's node",
    seen: stderr.trim() || `exit code ${exitCode}`,
    command,
    cause: "the engine does not let a privileged container into the node's mount namespace",
    fix: `sudo ${line}`,
    anchor: "binfmt-not-mounted",
  });
}

/** Whether `mount` said that the kernel does not know binfmt_misc (util-linux's words, then BusyBox's). */
export function lacksModule(stderr: string): boolean {
  return /unknown filesystem type|No such device/i.test(stderr);
}

/** The Failure for a kernel without binfmt_misc; `where` it runs, in words. */
export function noModuleFailure(where: string, command: FailedCommand): Failure {
  return new Failure({
    what: `The kernel of ${where} has no binfmt_misc, so it cannot run foreign programs`,
    seen: command.stderr.trim(),
    command,
    cause: "the kernel was built without CONFIG_BINFMT_MISC, or its module is not loaded",
    fix: "sudo modprobe binfmt_misc",
    anchor: "binfmt-missing",
  });
}
