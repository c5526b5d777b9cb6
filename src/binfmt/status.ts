/** What binfmt_misc tells of one handler: the text of `/proc/sys/fs/binfmt_misc/<name>`. */

export interface HandlerStatus {
  readonly name: string;
  readonly enabled: boolean;
  readonly interpreter: string;
  /** Without the order the kernel prints them in: `PF`, `PCF`, `OCF` … */
  readonly flags: string;
  /** Hex, absent for a handler by file extension. */
  readonly magic: string | undefined;
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
  };
}

/** The handlers that catch the same programs as a rule with this magic (hex). */
export function sameMagic(handlers: readonly HandlerStatus[], magic: string): HandlerStatus[] {
  return handlers.filter((handler) => handler.magic === magic);
}
