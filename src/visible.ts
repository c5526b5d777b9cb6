/** Makes text of others fit to be shown: what cannot be seen in it is written out. */

/**
 * Output of programs, for one line: drops terminal colours; shows control characters, line breaks and
 * characters that hide or turn text around (`\r`, `\u{202e}`) as escapes.
 */
export function visible(text: string): string {
  return text
    .replace(/\p{Cc}\[[0-9;?]*[A-Za-z]/gu, "")
    .replace(/[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/gu, escaped);
}

/** What a person wrote, so that a fault in it is seen: odd spaces too, `app:1<CR>` -> `app:1\r`. */
export function spelledOut(text: string): string {
  return text.replace(/(?! )[\p{C}\p{Z}]/gu, escaped);
}

/** The first 20 characters of it, spelled out; what is left out is marked. */
export function excerpt(text: string): string {
  const characters = [...text];
  const start = spelledOut(characters.slice(0, 20).join(""));
  return characters.length > 20 ? `${start}…` : start;
}

/** At most `length` characters; what is longer ends in `…`. No character is cut in two. */
export function ended(text: string, length: number): string {
  if (text.length <= length) return text;
  return `${text.slice(0, length - 1).replace(/\p{Cs}$/u, "")}…`;
}

const SHORT: Readonly<Record<string, string>> = { "\n": "\\n", "\r": "\\r", "\t": "\\t" };

function escaped(character: string): string {
  return SHORT[character] ?? `\\u{${character.codePointAt(0)?.toString(16)}}`;
}
