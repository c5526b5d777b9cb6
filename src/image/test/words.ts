/** Splits a simple command line into words, for images that have no shell. */

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
