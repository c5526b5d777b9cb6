/** Explains why a registry refused. */

import { Failure, type FailureParts } from "../failure.ts";
import { type Reference, repositoryOf } from "./reference.ts";
import { trustFaultIn, trustParts } from "./trust-fault.ts";

/** `busy` alone may pass if it is tried again. */
export type Refusal = "unauthenticated" | "denied" | "unreachable" | "untrusted" | "busy" | "other";

export class RegistryFailure extends Failure {
  readonly refusal: Refusal;

  constructor(request: RefusedRequest) {
    const { did, reference, text } = request;
    const refusal = refusalIn(text, request.authenticated);
    super({
      what: `Could not ${did} ${reference.domain}, repository ${reference.path}`,
      seen: text,
      anchor: `registry-${refusal}`,
      ...hint(refusal, reference, text),
    });
    this.name = "RegistryFailure";
    this.refusal = refusal;
  }
}

export interface RefusedRequest {
  /** "push to", "read back from" */
  readonly did: string;
  readonly reference: Reference;
  /** The engine's or registry's words. */
  readonly text: string;
  /** Whether credentials were sent. */
  readonly authenticated: boolean;
}

const patterns: readonly (readonly [Refusal, RegExp])[] = [
  ["busy", /\b(?:429|50[0234]) [A-Z]|toomanyrequests|too many requests|secondary rate limit/i],
  ["unauthenticated", /no basic auth credentials|unauthorized|\b401\b|authentication required/i],
  ["denied", /denied|forbidden|\b403\b|insufficient_scope/i],
  [
    "unreachable",
    /connection refused|no such host|i\/o timeout|no route to host|network is unreachable|server misbehaving/i,
  ],
];

/** What kind of refusal the words tell. "denied" without credentials means: not logged in. */
export function refusalIn(text: string, authenticated: boolean): Refusal {
  if (trustFaultIn(text) !== undefined) return "untrusted";
  const found = patterns.find(([, pattern]) => pattern.test(text))?.[0] ?? "other";
  return found === "denied" && !authenticated ? "unauthenticated" : found;
}

function hint(
  refusal: Refusal,
  reference: Reference,
  text: string,
): Pick<FailureParts, "cause" | "fix"> {
  const { domain } = reference;
  const server = domain === "docker.io" ? "" : ` ${domain}`;
  switch (refusal) {
    case "unauthenticated":
      return { cause: `not logged in to ${domain}`, fix: `docker login${server}` };
    case "denied":
      return {
        cause: `the token may lack write permission for ${repositoryOf(reference)}`,
        fix: "permissions:\n  packages: write",
      };
    case "unreachable":
      return {
        cause: `the engine's node cannot reach ${domain}`,
        fix: `curl -v https://${domain}/v2/`,
      };
    case "untrusted":
      return trustParts(text, domain);
    case "busy":
      return { cause: `${domain} is overloaded or limits requests`, fix: "re-run the job later" };
    case "other":
      return {};
  }
}
