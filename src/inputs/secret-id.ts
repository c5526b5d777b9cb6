/** Tells the id of a secret, the only part of one that may be shown. */

/**
 * The id before the first `=`, or undefined when there is none that looks like an id: a line of
 * base64 ends in `=` or `==`.
 */
export function secretId(item: string): string | undefined {
  const [, id] = /^\s*([A-Za-z_][\w.-]{0,127})=(?!=?\s*$)/.exec(item) ?? [];
  return id;
}

/**
 * The id where it may be shown: not when its line ends right behind the `=`, since a quote that opens
 * in the middle of a cut value makes its last line of base64 the start of an item.
 */
export function shownSecretId(item: string): string | undefined {
  return /^[^=]*==?[^\S\n]*(?:\r|\n)/.test(item) ? undefined : secretId(item);
}
