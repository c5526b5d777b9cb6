/** Fills the address template of a release and refuses addresses that could be changed on the way. */

import { Failure } from "../../failure.ts";
import { addressFault } from "../../inputs/emulator-address.ts";

export interface AddressParts {
  /** QEMU's names of the node's machine and of the emulated one. */
  readonly host: string;
  readonly target: string;
  readonly version: string;
}

/** `…/v{version}/{host}_qemu-{target}-static.tar.gz` -> address; https:, http: to loopback, file:. */
export function addressFrom(template: string, parts: AddressParts): string {
  const expected = addressFault(template);
  if (expected !== undefined) {
    const what = "the address of the emulator cannot be used";
    throw new Failure({ what, seen: template, expected, anchor: "emulator-url" });
  }
  return template
    .replaceAll("{host}", parts.host)
    .replaceAll("{target}", parts.target)
    .replaceAll("{version}", parts.version);
}
