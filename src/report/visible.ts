/** Makes text of others fit for one line: nothing invisible in it, and not too long. */

const SHORT: Readonly<Record<string, string>> = { "\n": "\\n", "\r": "\\r", "\t": "\\t" };

/**
 * Drops terminal colours; shows control characters, line breaks and characters that hide or turn
 * text around (`\r`, `\u{202e}`) as escapes.
 */
export function visible(text: string): string {
  return text
    .replace(/\p{Cc}\[[0-9;?]*[A-Za-z]/gu, "")
    .replace(
      /[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/gu,
      (character) => SHORT[character] ?? escaped(character),
    );
}

function escaped(character: string): string {
  return `\\u{${character.codePointAt(0)?.toString(16)}}`;
}

/** At most `length` characters; what is longer ends in `…`. No character is cut in two. */
export function ended(text: string, length: number): string {
  if (text.length <= length) return text;
  return `${text.slice(0, length - 1).replace(/\p{Cs}$/u, "")}…`;
}
