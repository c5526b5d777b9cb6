/** Turns whatever was thrown into what the user reads: the seven parts of an error, in order. */

import { inspect } from "node:util";
import { exitCodeText } from "../exit-code.ts";
import { type FailedCommand, Failure, type FailureParts, Failures } from "../failure.ts";
import { fullDiskFailure } from "../full-disk.ts";
import { ended, visible } from "../visible.ts";

export interface FailureText {
  /** One line: what could not be done. */
  readonly title: string;
  /** All of it, first line included; lines end in LF, none is longer than 2000 characters. */
  readonly text: string;
}

const STDERR_LINES = 20;
const LINE_LENGTH = 2000;
const STACK_LINES = 30;
const TROUBLESHOOTING = "docs/troubleshooting.md";

/** The text for `error`: a Failure, several as Failures, or anything else, which is a bug of ours. */
export function failureText(error: unknown): FailureText {
  const failure = error instanceof Failure ? error : fullDiskFailure(error);
  if (failure) return { title: titleOf(failure), text: lines(failure).join("\n") };
  return error instanceof Failures ? several(error) : bug(error);
}

function titleOf(error: Error): string {
  return ended(visible(error.message), 500);
}

function several(error: Failures): FailureText {
  const title = titleOf(error);
  const items = error.failures.flatMap((failure, index) => {
    const number = `${index + 1}. `;
    return lines(failure).map((line, at) =>
      at === 0 ? number + line : " ".repeat(number.length) + line,
    );
  });
  return { title, text: [title, ...items].join("\n") };
}

function lines(failure: Failure): string[] {
  const { seen, expected, command, cause, fix, anchor, also } = failure.parts;
  const inner = innerError(failure);
  return [
    titleOf(failure),
    ...(seen === undefined ? [] : part("got", quoted(seen))),
    ...(expected === undefined ? [] : part("expected", expected)),
    ...(command === undefined ? [] : commandLines(command)),
    ...(inner === undefined ? [] : part("because", inner)),
    ...(cause === undefined ? [] : part("likely cause", cause)),
    ...cure({ fix, anchor }),
    ...(also ?? []).flatMap((one) => [...part("or", one.cause), ...cure(one)]),
  ];
}

function cure({ fix, anchor }: Pick<FailureParts, "fix" | "anchor">): string[] {
  return [
    ...(fix === undefined ? [] : ["  do this:", ...block(fix, "    ")]),
    ...(anchor === undefined ? [] : [`  more: ${TROUBLESHOOTING}#${anchor}`]),
  ];
}

/** `  name: text`, or below each other when `text` has several lines. */
function part(name: string, text: string): string[] {
  const [only, ...rest] = block(text, "");
  if (rest.length === 0) return [`  ${name}: ${only ?? ""}`];
  return [`  ${name}:`, ...block(text, "    ")];
}

/** A value in quotes, unless it brings its own or has several lines (which stand for themselves). */
function quoted(value: string): string {
  return value.trimEnd().includes("\n") || /^".*"$/.test(value) ? value : `"${visible(value)}"`;
}

function commandLines({ line, exitCode, stderr }: FailedCommand): string[] {
  const all = block(stderr, "    | ");
  const last = all.slice(-STDERR_LINES);
  const heading = all.length > last.length ? `its last ${STDERR_LINES} lines` : "it said";
  return [
    ...part("command", visible(line)),
    `  exit code: ${exitCodeText(exitCode)}`,
    ...(last.length === 0 ? ["  it said nothing"] : [`  ${heading}:`, ...last]),
  ];
}

/** Lines without trailing blank ones, each behind `indent`; of a redrawn line (CR) the last state. */
function block(text: string, indent: string): string[] {
  const all = text.replace(/\r+\n/g, "\n").trimEnd();
  if (all === "") return [];
  return all.split("\n").map((line) => {
    const state = line.slice(line.lastIndexOf("\r") + 1).replaceAll("\t", "  ");
    return ended(indent + visible(state), LINE_LENGTH);
  });
}

/** What the failure was thrown for: the message of its `cause`. */
function innerError(error: Error): string | undefined {
  return error.cause instanceof Error ? error.cause.message : undefined;
}

function bug(error: unknown): FailureText {
  const thrown = error instanceof Error ? `${error.name}: ${error.message}` : inspect(error);
  const stack = block(error instanceof Error ? inspect(error) : "", "    ").slice(0, STACK_LINES);
  const title = ended(`a bug in Anyarch: ${visible(thrown)}`, 500);
  const text = [
    title,
    "  This is our fault, not your workflow's.",
    ...(stack.length === 0 ? [] : ["  where:", ...stack]),
    "  do this:",
    "    open an issue in Anyarch's repository with these lines and the step's inputs",
    `  more: ${TROUBLESHOOTING}#bug`,
  ];
  return { title, text: text.join("\n") };
}
