/** Shows text with its invisible characters written out, so that a fault in it can be seen. */

const short: Readonly<Record<string, string>> = { "\r": "\\r", "\n": "\\n", "\t": "\\t" };

/** `app:1<CR>` -> `app:1\r`; other control, format and odd space characters -> `\u{200b}`. */
export function visible(text: string): string {
  return text.replace(/(?! )[\p{C}\p{Z}]/gu, (character) => {
    const code = character.codePointAt(0) ?? 0;
    return short[character] ?? `\\u{${code.toString(16)}}`;
  });
}

/** The first 20 characters of an item, visible; what is left out is marked. */
export function excerpt(text: string): string {
  const characters = [...text];
  const start = visible(characters.slice(0, 20).join(""));
  return characters.length > 20 ? `${start}…` : start;
}
