/** Fills the address template of a release and refuses addresses that could be changed on the way. */

import { Failure } from "../../failure.ts";

export interface AddressParts {
  /** QEMU's names of the node's machine and of the emulated one. */
  readonly host: string;
  readonly target: string;
  readonly version: string;
}

/** `…/v{version}/{host}_qemu-{target}-static.tar.gz` -> address; https:, http: to loopback, file:. */
export function addressFrom(template: string, parts: AddressParts): string {
  const address = template
    .replaceAll("{host}", parts.host)
    .replaceAll("{target}", parts.target)
    .replaceAll("{version}", parts.version);
  if (/[{}]/.test(address))
    throw refused(template, "only {host}, {target} and {version} are filled in");
  if (!URL.canParse(address)) throw refused(template, "it is not an address");
  if (!allowed(new URL(address))) throw refused(template, "plain http: reaches only this machine");
  return address;
}

function allowed(url: URL): boolean {
  if (url.protocol === "https:" || url.protocol === "file:") return true;
  return url.protocol === "http:" && isLoopback(url.hostname);
}

/** `localhost`, 127.0.0.0/8 and `[::1]`. */
function isLoopback(hostname: string): boolean {
  return hostname === "localhost" || hostname === "[::1]" || /^127(\.\d+){3}$/.test(hostname);
}

function refused(template: string, cause: string): Failure {
  return new Failure({
    what: "the address of the emulator cannot be used",
    seen: template,
    expected: "https://…, http://127.0.0.1…, or file:///…, with {host}, {target}, {version}",
    cause,
    anchor: "emulator-url",
  });
}
