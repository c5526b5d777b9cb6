/** The shell script of the registrar container, and what it prints, as values. */

import { Failure } from "../failure.ts";
import { type HandlerStatus, parseStatus } from "./status.ts";

/** Where the node's binfmt_misc, and what this job brings along, are found in the container. */
export const BINFMT_MISC = "/binfmt_misc";
export const PAYLOAD = "/anyarch";

/** Exit code of `register` when binfmt_misc is not mounted on the node. */
export const UNMOUNTED = 3;

/**
 * Run as `sh -c SCRIPT sh ACTION JOB`. Plain POSIX, by the node's own shell, whichever that is;
 * each fact is one line `@ key value`. A rule must reach the kernel in one write, which `cat`
 * gives and `echo` does not (some read the backslashes).
 */
export const SCRIPT = `
say() { printf '@ %s\\n' "$*"; }
misc=${BINFMT_MISC}
rc=0
read -r boot </proc/sys/kernel/random/boot_id; say boot "$boot"
say userns "$(readlink /proc/self/ns/user)"
entries() {
  for file in "$misc"/*; do
    name=\${file##*/}
    case $name in register | status | '*') continue ;; esac
    while read -r line; do say "entry $name $line"; done <"$file"
  done
}
case $1 in
register)
  [ -e "$misc/register" ] || { say unmounted; exit ${UNMOUNTED}; }
  entries
  for file in ${PAYLOAD}/lines/*; do
    if error=$({ cat "$file" >"$misc/register"; } 2>&1); then say "registered \${file##*/}"
    else say "refused \${file##*/} $error"; rc=4; fi
  done ;;
prove)
  entries
  for file in ${PAYLOAD}/probes/*; do
    say "machine \${file##*/} $("$file" 2>&1)"
    say "version \${file##*/} $(QEMU_VERSION=1 "$file" 2>&1)"
  done ;;
unregister)
  for file in "$misc/$2"-*; do
    [ -e "$file" ] || continue
    if error=$({ echo -1 >"$file"; } 2>&1); then say "removed \${file##*/}"
    else say "refused \${file##*/} $error"; rc=4; fi
  done ;;
mount)
  nsenter -t 1 -m -- mount -t binfmt_misc binfmt_misc /proc/sys/fs/binfmt_misc || rc=$? ;;
umount)
  set -- "$misc"/*
  if [ $# -le 2 ]; then nsenter -t 1 -m -- umount /proc/sys/fs/binfmt_misc || rc=$?
  else say "left $#"; fi ;;
esac
exit $rc
`;

export type Action = "register" | "prove" | "unregister" | "mount" | "umount";

/** What one run of the script saw. */
export interface ScriptReport {
  readonly bootId: string;
  readonly userNamespace: string;
  readonly unmounted: boolean;
  readonly registered: readonly string[];
  readonly removed: readonly string[];
  /** Handler name -> why the kernel or the shell refused. */
  readonly refused: Readonly<Record<string, string>>;
  /** Handlers on the node, ours and others'. */
  readonly entries: readonly HandlerStatus[];
  /** QEMU target -> what its test program printed. */
  readonly machines: Readonly<Record<string, string>>;
  /** QEMU target -> first line of the emulator's version text. */
  readonly versions: Readonly<Record<string, string>>;
}

/** Reads the script's output; lines that are not facts (a shell's complaint) are passed over. */
export function parseReport(output: string): ScriptReport {
  const facts = output
    .split("\n")
    .flatMap((line) => (line.startsWith("@ ") ? [line.slice(2)] : []));
  const values = (key: string): string[] =>
    facts.flatMap((fact) => (fact.startsWith(`${key} `) ? [fact.slice(key.length + 1)] : []));
  const pairs = (key: string): Record<string, string> => Object.fromEntries(values(key).map(split));
  const bootId = values("boot")[0];
  if (bootId === undefined) {
    throw new Failure({
      what: "The registrar container did not start its script",
      seen: output.slice(-500),
      expected: "a line `@ boot <id>`",
      cause: "the engine's node has no shell at /bin/sh that a container can use",
      anchor: "no-shell-on-node",
    });
  }
  return {
    bootId,
    userNamespace: values("userns")[0] ?? "",
    unmounted: facts.includes("unmounted"),
    registered: values("registered"),
    removed: values("removed"),
    refused: pairs("refused"),
    entries: entriesFrom(values("entry")),
    machines: pairs("machine"),
    versions: pairs("version"),
  };
}

function split(text: string): [string, string] {
  const space = text.indexOf(" ");
  return space < 0 ? [text, ""] : [text.slice(0, space), text.slice(space + 1)];
}

function entriesFrom(lines: readonly string[]): HandlerStatus[] {
  const texts = new Map<string, string>();
  for (const [name, line] of lines.map(split)) {
    texts.set(name, `${texts.get(name) ?? ""}${line}\n`);
  }
  return [...texts].map(([name, text]) => parseStatus(name, text));
}
