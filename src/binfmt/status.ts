/** What binfmt_misc tells of one handler: the text of `/proc/sys/fs/binfmt_misc/<name>`. */

export interface HandlerStatus {
  readonly name: string;
  readonly enabled: boolean;
  readonly interpreter: string;
  /** Without the order the kernel prints them in: `PF`, `PCF`, `OCF` … */
  readonly flags: string;
  /** Hex, absent for a handler by file extension. */
  readonly magic: string | undefined;
  /** Which bits of the magic count, hex; absent: all. */
  readonly mask: string | undefined;
  /** Where in a program the magic is, in bytes. */
  readonly offset: number;
  /** Tells this registration from a later one of the same name; absent where it was not asked for. */
  readonly made: string | undefined;
}

/**
 * Reads the kernel's text: `enabled`, `interpreter <path>`, `flags: <letters>`, `offset <n>`,
 * `magic <hex>`, `mask <hex>`.
 */
export function parseStatus(name: string, text: string): HandlerStatus {
  const field = (key: RegExp): string | undefined => key.exec(text)?.[1];
  return {
    name,
    enabled: /^enabled$/m.test(text),
    interpreter: field(/^interpreter (.*)$/m) ?? "",
    flags: field(/^flags: ?(.*)$/m) ?? "",
    magic: field(/^magic ([0-9a-f]+)$/m),
    mask: field(/^mask ([0-9a-f]+)$/m),
    offset: Number(field(/^offset (\d+)$/m) ?? 0),
    made: field(/^made (\d+)$/m),
  };
}

/** The handlers that catch the same programs as a rule with this magic (hex). */
export function sameMagic(handlers: readonly HandlerStatus[], magic: string): HandlerStatus[] {
  return handlers.filter((handler) => handler.magic === magic);
}

/** Whether this handler is for a program with these first bytes, enabled or not. */
export function isFor({ magic = "", mask, offset }: HandlerStatus, program: Buffer): boolean {
  const wanted = Buffer.from(magic, "hex");
  const bits = mask === undefined ? Buffer.alloc(wanted.length, 0xff) : Buffer.from(mask, "hex");
  const differs = wanted.some((byte, at) => {
    const counts = bits[at] ?? 0xff;
    return ((program[offset + at] ?? 0) & counts) !== (byte & counts);
  });
  return wanted.length > 0 && !differs;
}
