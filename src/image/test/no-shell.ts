/** Images without a shell: how that shows, and the simple command lines that need none. */

import { Failure } from "../../failure.ts";
import { spelledOut } from "../../visible.ts";

/**
 * The words of `script` where it is one command without anything only a shell can do (variables,
 * globs, pipes, lists, assignments); undefined otherwise. Quotes and backslashes are taken as sh does.
 *
 *     /entry --version     -> ["/entry", "--version"]
 *     /app "a b" 'c'       -> ["/app", "a b", "c"]
 *     /app && echo done    -> undefined
 */
export function simpleWords(script: string): readonly string[] | undefined {
  const lines = script.split("\n").map((line) => line.trim());
  const [line, ...more] = lines.filter((text) => text !== "" && !text.startsWith("#"));
  if (line === undefined || more.length > 0) return undefined;
  const words: string[] = [];
  let rest = line;
  while (rest !== "") {
    const word = WORD.exec(rest)?.[0];
    if (word === undefined) return undefined;
    words.push(plain(word));
    const after = rest.slice(word.length);
    // A word must end where it stops: anything but white space there is something for a shell.
    if (after !== "" && !/^\s/.test(after)) return undefined;
    rest = after.trimStart();
  }
  return /^\w+=/.test(words[0] ?? "") ? undefined : words;
}

/** Characters without a meaning for a shell, quoted text, or an escaped character. */
const WORD = /^(?:[\w./:,@%+=^-]|'[^']*'|"[^"$`\\]*"|\\.)+/;

function plain(word: string): string {
  return word.replace(
    /'([^']*)'|"([^"]*)"|\\(.)/g,
    (_, single?: string, double?: string, escaped?: string) => single ?? double ?? escaped ?? "",
  );
}

/** Whether the engine refused to start because the image has no `/bin/sh` (runc's and crun's words). */
export function lacksShell({ parts: { seen = "" } }: Failure): boolean {
  return /\/bin\/sh["`]?:? (?:stat \/bin\/sh: )?(?:no such file or directory|not found)/.test(seen);
}

/** Whether the engine refused to start because the image has no such program. */
export function lacksProgram({ parts: { seen = "" } }: Failure): boolean {
  return /exec: "[^"]*": (?:executable file not found|stat [^:]+: no such file)/.test(seen);
}

/** The Failure for a test that is one command, of a program that the image has not either. */
export function noProgram(program: string): Failure {
  return new Failure({
    what: `The image has no program ${spelledOut(program)}, nor a shell (/bin/sh) to look for one`,
    expected: "a program of the image, by its path",
    fix: "Test it by a program that is in it:\n  test: /app --version",
  });
}

export function noShell(script: string): Failure {
  return new Failure({
    what: "The image has no shell (/bin/sh) to run the test",
    seen: script.trim(),
    expected: "one command with plain words, which needs no shell",
    fix: "Test it by one command:\n  test: /app --version",
  });
}
