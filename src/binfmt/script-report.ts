/** What the registrar's script prints, as values. */

import { Failure } from "../failure.ts";
import { type HandlerStatus, parseStatus } from "./status.ts";

/** What one run of the script saw. */
export interface ScriptReport {
  readonly bootId: string;
  readonly userNamespace: string;
  readonly unmounted: boolean;
  /** binfmt_misc is there, and no handler of it counts: its `status` is `disabled`. */
  readonly switchedOff: boolean;
  /** What is mounted belongs to another user namespace, whose handlers count here meanwhile. */
  readonly inherited: boolean;
  /** Id of the run that mounted it, where one of ours did. */
  readonly mounter: string | undefined;
  readonly registered: readonly string[];
  readonly removed: readonly string[];
  /** Handler name -> why the kernel or the shell refused. */
  readonly refused: Readonly<Record<string, string>>;
  /** Handlers on the node, ours and others'. */
  readonly entries: readonly HandlerStatus[];
  /** Id of a rule -> what its test program printed. */
  readonly machines: Readonly<Record<string, string>>;
  /** Id of a rule -> its emulator's list of CPUs, lines joined by `|`, where it refused one. */
  readonly cpus: Readonly<Record<string, string>>;
  /** Id of a rule -> first line of the emulator's version text. */
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
      anchor: "registration-refused",
    });
  }
  return {
    bootId,
    userNamespace: values("userns")[0] ?? "",
    unmounted: facts.includes("unmounted"),
    switchedOff: facts.includes("status disabled"),
    inherited: facts.includes("inherited"),
    mounter: values("mounter").at(0),
    registered: values("registered"),
    removed: values("removed"),
    refused: pairs("refused"),
    entries: entriesFrom(values("entry")),
    machines: pairs("machine"),
    cpus: pairs("cpus"),
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
