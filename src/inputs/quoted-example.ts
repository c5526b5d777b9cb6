/** Shows how an item with line breaks and quotes is written. */

/** Lines to paste for the list input `name`; an example, since a value may be secret. */
export function quotedExample(name: string): string {
  return `${name}: |\n  "KEY=first line\n  a ""quoted"" word in the second"`;
}
