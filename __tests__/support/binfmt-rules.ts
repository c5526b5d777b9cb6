/** Rules of binfmt_misc as the kernel reads and applies them, written anew for the tests. */

import type { Rule } from "../../src/platform/architecture.ts";

export type Pattern = Pick<Rule, "magic" | "mask">;

/** QEMU target -> its rule, out of registration lines (`:qemu-arm:M::\x7f…:\xff…:/path:OPF`). */
export function rulesIn(text: string): Map<string, Pattern> {
  const lines = text.split("\n").filter((line) => line.startsWith(":"));
  return new Map(
    lines.map((line) => {
      const [, name = "", , offset, magic = "", mask = ""] = line.split(":");
      if (offset !== "") throw new Error(`a rule with an offset: ${line}`);
      return [name.replace(/^qemu-/, ""), { magic: hex(magic), mask: hex(mask) }];
    }),
  );
}

/** `\x7fELF\x02` -> `7f454c4602` */
function hex(escaped: string): string {
  const bytes = escaped.match(/\\x[0-9a-f]{2}|[^\\]/g) ?? [];
  return bytes
    .map((byte) => (byte.length > 1 ? byte.slice(2) : byte.charCodeAt(0).toString(16)))
    .join("");
}

/**
 * Whether the kernel takes `file` for the rule's: fs/binfmt_misc.c search_binfmt_handler compares
 * byte by byte with what it has read of the file, which is zero beyond its end.
 */
export function matches({ magic, mask }: Pattern, file: Uint8Array): boolean {
  const [wanted, counts] = [Buffer.from(magic, "hex"), Buffer.from(mask, "hex")];
  return wanted.every((byte, at) => (((file[at] ?? 0) ^ byte) & (counts[at] ?? 0xff)) === 0);
}

/**
 * Whether some file is both rules': none is, exactly where one bit that counts in both is wanted
 * differently. Bytes beyond the shorter rule are free in it.
 */
export function overlap(a: Pattern, b: Pattern): boolean {
  const [magicA, maskA, magicB, maskB] = [a.magic, a.mask, b.magic, b.mask].map((text) =>
    Buffer.from(text, "hex"),
  );
  for (let at = 0; at < Math.min(magicA?.length ?? 0, magicB?.length ?? 0); at += 1) {
    const both = (maskA?.[at] ?? 0) & (maskB?.[at] ?? 0);
    if ((((magicA?.[at] ?? 0) ^ (magicB?.[at] ?? 0)) & both) !== 0) return false;
  }
  return true;
}
