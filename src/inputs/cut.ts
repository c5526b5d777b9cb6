/** Tells pieces that a hidden line break cut off from the item before. */

/**
 * Whether an item looks like the rest of a version that a line break cut: `.0`, `-rc1`, or digits
 * alone after another item.
 */
export function looksCut(item: string, before: string | undefined): boolean {
  return /^[.+-]/.test(item) || (before !== undefined && /^\d[\d.]*$/.test(item));
}

/** The likely cause of a fault in an item after `before`. */
export function cutCause(name: string, before: string): string {
  return `the item before, ${before}, was probably cut by a line break in the value given to \`${name}\``;
}
