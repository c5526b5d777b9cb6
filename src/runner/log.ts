/** Writes the step's log: groups a person can read, with nothing in it the runner could obey. */

import * as core from "@actions/core";

/**
 * Renders text that others wrote (build output, names, answers of servers) as plain log text.
 *
 * The runner obeys `::name::` at the start of a line (after any white space, and after a lone CR)
 * and `##[name]` anywhere in one. A zero-width space breaks both without being seen.
 */
export function harmless(text: string): string {
  return text
    .replace(/\r\n?/g, "\n")
    .replace(/(?![\n\t])\p{Cc}\[[0-9;?]*[A-Za-z]/gu, "")
    .replace(/(?![\n\t])[\p{Cc}\u2028\u2029]/gu, "")
    .replace(/##(?=\[)/g, "#\u200b#")
    .replace(/^(\s*):(?=:)/gmu, "$1:\u200b");
}

/**
 * From now on a line is written when the runner has taken it. Node would queue what a slow runner
 * does not take: a long log would be kept in memory, and its end be lost when the process exits.
 */
export function waitForRunner(): void {
  // Node has no other way to it; a file needs none and has no such handle.
  const handle: unknown = Reflect.get(process.stdout, "_handle");
  if (typeof handle !== "object" || handle === null) return;
  const setBlocking: unknown = Reflect.get(handle, "setBlocking");
  if (typeof setBlocking === "function") Reflect.apply(setBlocking, handle, [true]);
}

export const log = {
  info: (text: string): void => core.info(harmless(text)),
  debug: (text: string): void => core.debug(harmless(text)),
  notice: (text: string): void => core.notice(harmless(text)),
  warning: (text: string): void => core.warning(harmless(text)),
  error: (text: string): void => core.error(harmless(text)),
};

/** Characters of a line that is worth hiding: a mask of less would hide half of every log. */
const SHORTEST = 4;

/** Has the runner hide `secret` in all logs of the job from now on, line by line. */
export function mask(secret: string): void {
  for (const line of secret.split(/[\r\n]+/)) if (line.length >= SHORTEST) core.setSecret(line);
}

/** A warning at a line of a file of the repository. */
export function annotate(at: {
  readonly title: string;
  readonly message: string;
  readonly file: string;
  readonly line: number;
}): void {
  const { title, message, file, line } = at;
  core.warning(harmless(message), { title: harmless(title), file, startLine: line });
}

/** Runs `work` inside a log group named by what it does, and closes the group whatever happens. */
export async function inGroup<T>(name: string, work: () => Promise<T>): Promise<T> {
  return await core.group(harmless(name), work);
}
