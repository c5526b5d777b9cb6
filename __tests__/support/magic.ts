/** How handlers tell programs of an architecture, as others register them. */

import { architectures } from "../../src/platform/architecture.ts";

/** Magic and mask of a QEMU target, with every byte escaped as the kernel reads it. */
export function archTable(target: string): { readonly magic: string; readonly mask: string } {
  const found = architectures.find((one) => one.target === target);
  if (found === undefined) throw new Error(`no target ${target}`);
  const escaped = (hex: string): string => hex.replace(/../g, "\\x$&");
  return { magic: escaped(found.magic), mask: escaped(found.mask) };
}
