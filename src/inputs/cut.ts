/** Tells pieces that a hidden line break cut off from the item before. */

/**
 * Whether an item looks like the rest of a version that a line break cut: `.0`, `-rc1`, or digits
 * alone after another item.
 */
export function looksCut(item: string, before: string | undefined): boolean {
  return /^[.+-]/.test(item) || (before !== undefined && /^\d[\d.]*$/.test(item));
}

/** The likely cause, for a fault in `item`. */
export function cutCause(name: string, before: string | undefined): string {
  const item = before === undefined ? "an item" : `the item before, ${before},`;
  return `${item} was probably cut by a line break in the value given to \`${name}\``;
}
