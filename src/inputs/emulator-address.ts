/** Judges the address template of an emulator. */

import { nearest } from "../nearest.ts";

const placeholders = ["{host}", "{target}", "{version}"] as const;

/** What was expected instead of `template`, or undefined when it is fine. */
export function addressFault(template: string): string | undefined {
  for (const [found] of template.matchAll(/\{[^}]*\}?/g)) {
    if (placeholders.some((each) => each === found)) continue;
    const near = nearest(found, placeholders);
    const guess = near === undefined ? "" : ` (did you mean ${near}?)`;
    return `only the placeholders ${placeholders.join(", ")}${guess}`;
  }
  const filled = template.replace(/\{(\w+)\}/g, "$1");
  const allowed = "https:, http: to this machine (127.0.0.1, localhost, [::1]), or file:///path";
  if (!URL.canParse(filled) || /\s/.test(template)) return allowed;
  const address = new URL(filled);
  switch (address.protocol) {
    case "https:":
      return undefined;
    case "http:":
      return isLoopback(address.hostname) ? undefined : allowed;
    case "file:":
      return address.hostname === "" ? undefined : allowed;
    default:
      return allowed;
  }
}

function isLoopback(host: string): boolean {
  return host === "localhost" || host === "[::1]" || /^127\.\d+\.\d+\.\d+$/.test(host);
}
