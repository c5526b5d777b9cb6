/**
 * Obeys the commands in a step's output as GitHub's runner does, and keeps what came of them.
 * Source: actions/runner, src/Runner.Worker/ActionCommandManager.cs.
 */

import { type Command, commandIn } from "./commands.ts";
import {
  type Annotation,
  COMMANDS,
  type Group,
  hidden,
  nothingObeyed,
  type Obeyed,
} from "./obeyed.ts";

export class Obedience {
  readonly seen: Obeyed = nothingObeyed();
  readonly #known = new Set(COMMANDS);
  readonly #onLog: (line: string) => void;
  #stopToken: string | undefined;
  #echo = false;
  #group: Group | undefined;

  /** Problem matchers are not here: they are seen in `commands`, what they would match is not played. */
  readonly #handlers: Readonly<Record<string, (command: Command, line: string) => void>> = {
    "stop-commands": ({ data }, line) => this.#stop(line, data),
    "add-mask": ({ data }) => this.#mask(data),
    error: (command) => this.#annotate(command, "error"),
    warning: (command) => this.#annotate(command, "warning"),
    notice: (command) => this.#annotate(command, "notice"),
    "set-output": (command) => this.#keep(this.seen.outputs, command),
    "save-state": (command) => this.#keep(this.seen.state, command),
    group: ({ data }) => this.#open(data),
    endgroup: () => this.#close(),
    debug: ({ data }) => void this.seen.debug.push(hidden(data, this.seen.masks)),
    "set-env": (_, line) => this.refuse(`Unable to process command '${line}' successfully.`),
    "add-path": (_, line) => this.refuse(`Unable to process command '${line}' successfully.`),
  };

  constructor(onLog: (line: string) => void = () => {}) {
    this.#onLog = onLog;
  }

  /** Takes one line of standard output or standard error. */
  line(line: string): void {
    const command = line === "" ? undefined : commandIn(line, this.#known);
    if (command === undefined) this.print(line);
    else if (this.#stopToken !== undefined) this.#whileStopped(line, command);
    else this.#obey(line, command);
  }

  /** Puts a line into the log, masked,into the group that is open. */
  print(line: string): void {
    const text = hidden(line, this.seen.masks);
    this.seen.log.push(text);
    this.#group?.lines.push(text);
    this.#onLog(this.#group === undefined ? text : `  ${text}`);
  }

  /** Records an error of the runner's own about this step, and fails it unless told otherwise. */
  refuse(message: string, failed = true): void {
    this.#annotate({ name: "error", properties: {}, data: message }, "error");
    this.seen.failed ||= failed;
  }

  #whileStopped(line: string, command: Command): void {
    this.print(line);
    if (command.name !== this.#stopToken) return;
    this.#known.delete(this.#stopToken);
    this.#stopToken = undefined;
    this.seen.commands.push(command);
  }

  #obey(line: string, command: Command): void {
    this.seen.commands.push(command);
    const own = ["add-mask", "debug", "error", "warning", "notice", "stop-commands"];
    if (this.#echo && !own.includes(command.name)) this.print(line);
    if (command.name === "echo") this.#echo = command.data.trim().toLowerCase() === "on";
    this.#handlers[command.name]?.(command, line);
  }

  #close(): void {
    this.#group = undefined;
  }

  #stop(line: string, token: string): void {
    this.print(line);
    this.#stopToken = token.toLowerCase();
    this.#known.add(this.#stopToken);
  }

  #mask(data: string): void {
    const parts = [data, ...data.split(/[\r\n]/).map((part) => part.trim())];
    for (const part of new Set(parts)) if (part.trim() !== "") this.seen.masks.push(part);
  }

  #keep(values: Record<string, string>, { name, properties, data }: Command): void {
    const key = properties.name;
    if (key === undefined) this.refuse(`Required field 'name' is missing in ##[${name}] command.`);
    else values[key] = data;
  }

  #annotate({ properties, data }: Command, level: Annotation["level"]): void {
    const message = hidden(data, this.seen.masks).slice(0, 4096);
    this.seen.annotations.push({ level, message, properties });
    const [first = "", ...others] = message.split("\n");
    const word = level.charAt(0).toUpperCase() + level.slice(1);
    for (const text of [`${word}: ${first}`, ...others]) this.print(text);
  }

  #open(name: string): void {
    this.#group = undefined;
    this.print(`▾ ${name}`);
    this.#group = { name: hidden(name, this.seen.masks), lines: [] };
    this.seen.groups.push(this.#group);
  }
}
