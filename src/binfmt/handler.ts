/** A binfmt_misc handler of this job's own: its name, its flags and the line the kernel reads. */

import { type Architecture, type Rule, rulesOf } from "../platform/architecture.ts";

export interface Handler {
  /** Name in binfmt_misc: `<job id>-<QEMU target>`, of a further rule `<job id>-microblaze-baab`. */
  readonly name: string;
  readonly architecture: Architecture;
  readonly rule: Rule;
  /** The kernel's registration line, `:name:M:offset:magic:mask:interpreter:flags`. */
  readonly line: string;
}

export interface HandlerOptions {
  readonly jobId: string;
  /** Path of the emulator as the writing process sees it; opened at registration (flag `F`). */
  readonly interpreter: string;
  /** Give setuid programs of the foreign architecture their owner's rights (flag `C`). */
  readonly setuid: boolean;
}

/**
 * The flags of a handler, see Documentation/admin-guide/binfmt-misc.rst of the kernel.
 *
 * `P` keeps argv[0], without which BusyBox runs the wrong applet. `F` opens the emulator once, so
 * that it works in every container and survives its file. `C` hands a foreign setuid file its
 * owner's rights: any user of the machine becomes root by one, so only where the user asks for it.
 */
export function handlerFlags(setuid: boolean): string {
  return setuid ? "PCF" : "PF";
}

/** The handlers that run `architecture`'s programs by the emulator at `options.interpreter`: one a rule. */
export function handlersFor(
  architecture: Architecture,
  options: HandlerOptions,
): readonly Handler[] {
  const flags = handlerFlags(options.setuid);
  return rulesOf(architecture).map((rule) => {
    const name = `${options.jobId}-${rule.id}`;
    const fields = [name, "M", "", escaped(rule.magic), escaped(rule.mask)];
    const line = `:${fields.join(":")}:${options.interpreter}:${flags}`;
    return { name, architecture, rule, line };
  });
}

/** `7f45` -> `\x7f\x45`: every byte escaped, so that none of them can end a field or the line. */
function escaped(hex: string): string {
  return hex.replace(/../g, "\\x$&");
}
