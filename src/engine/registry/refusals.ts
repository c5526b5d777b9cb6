/** What registries say when they refuse, what it means, and what helps. */

import type { FailureParts } from "../../failure.ts";
import { trustFaultIn, trustParts } from "./trust-fault.ts";

/** `busy` and `broken` alone may pass if it is tried again. */
export type Refusal =
  | "unauthenticated"
  | "denied"
  | "unreachable"
  | "untrusted"
  | "immutable"
  | "broken"
  | "busy"
  | "other";

interface Pattern {
  readonly refusal: Refusal;
  readonly text: RegExp;
  /** HTTP status that such words stand for, where they leave it out. */
  readonly status?: string;
}

/** The first that matches counts: a limit of requests may come with the status of a denial. */
const patterns: readonly Pattern[] = [
  {
    refusal: "busy",
    text: /\b(?:408|429|50[0234]) [A-Z]|toomanyrequests|too many requests|rate.?limit|retry.?after|slow down|try again (?:later|in )/i,
  },
  { refusal: "immutable", text: /immutable|cannot be overwritten/i },
  {
    refusal: "unauthenticated",
    text: /token has expired|expired token|no basic auth credentials|unauthorized|\b401\b|authentication required/i,
    status: "401",
  },
  { refusal: "denied", text: /denied|forbidden|\b403\b|insufficient_scope/i, status: "403" },
  {
    refusal: "unreachable",
    text: /connection refused|no such host|no route to host|network is unreachable|server misbehaving/i,
  },
  {
    refusal: "broken",
    text: /\bEOF\b|connection reset|broken pipe|i\/o timeout|handshake timeout|invalid checksum digest format|server closed|use of closed network connection/i,
  },
];

/** What kind of refusal the words tell. "denied" without credentials means: not logged in. */
export function kindIn(
  text: string,
  authenticated: boolean,
): { readonly refusal: Refusal; readonly status: string | undefined } {
  if (trustFaultIn(text) !== undefined) return { refusal: "untrusted", status: undefined };
  const found = patterns.find((pattern) => pattern.text.test(text));
  const anonymous = found?.refusal === "denied" && !authenticated;
  const refusal = anonymous ? "unauthenticated" : (found?.refusal ?? "other");
  return { refusal, status: found?.status };
}

/** Whether what the words tell may pass by itself. */
export const mayPass = (refusal: Refusal): boolean => refusal === "busy" || refusal === "broken";

export interface Refused {
  readonly text: string;
  readonly domain: string;
  readonly repository: string;
  readonly authenticated: boolean;
}

type Hint = Pick<FailureParts, "cause" | "fix" | "anchor">;

export const hintFor = (refusal: Refusal, refused: Refused): Hint => HINTS[refusal](refused);

const HINTS: Readonly<Record<Refusal, (refused: Refused) => Hint>> = {
  unauthenticated: ({ domain, authenticated }) => ({
    cause: authenticated
      ? `the login at ${domain} is wrong, or has expired since`
      : `not logged in to ${domain}`,
    fix: domain === "docker.io" ? "docker login" : `docker login ${domain}`,
  }),
  denied: ({ repository }) => ({
    cause: `the token may lack write permission for ${repository}`,
    fix: "permissions:\n  packages: write",
  }),
  unreachable: ({ domain }) => ({
    cause: `the engine's node cannot reach ${domain}`,
    fix: `curl -v https://${domain === "docker.io" ? "registry-1.docker.io" : domain}/v2/`,
  }),
  untrusted: ({ text, domain }) => trustParts(text, domain),
  immutable: ({ domain, repository }) => ({
    cause: `the tag is there already, and ${domain} does not let it move`,
    fix: `tags: ${repository}:\${{ github.run_number }}`,
  }),
  broken: ({ domain }) => ({
    cause: `the connection between the engine's node and ${domain} broke off`,
    fix: "re-run the job; if it stays, look at the proxy between them",
  }),
  busy: ({ domain }) => ({
    cause: `${domain} is overloaded or limits requests`,
    fix: "re-run the job later",
  }),
  other: () => ({}),
};
