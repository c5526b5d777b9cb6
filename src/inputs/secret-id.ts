/** Tells the id of a secret, the only part of one that may be shown. */

/**
 * The id before the first `=`, or undefined when there is none that looks like an id. What is not
 * plainly an id may be a piece of a value (a line of base64 ends in `=` or `==`): it is never shown.
 */
export function secretId(item: string): string | undefined {
  const [, id] = /^\s*([A-Za-z_][\w.-]{0,127})=(?!=?\s*$)/.exec(item) ?? [];
  return id;
}
