/** Tells plain HTTP from a certificate that is not trusted, in the words of Go's programs. */

import type { FailureParts } from "../../failure.ts";

interface TrustFault {
  readonly kind: "plain HTTP" | "authority" | "certificate";
  /** `host:port` where the words tell it. */
  readonly host: string | undefined;
}

const KINDS: readonly (readonly [TrustFault["kind"], RegExp])[] = [
  [
    "plain HTTP",
    /server gave HTTP response to HTTPS client|first record does not look like a TLS handshake/,
  ],
  ["authority", /certificate signed by unknown authority|certificate is not trusted/],
  ["certificate", /x509: /],
];

/** Undefined: the words are about something else. */
export function trustFaultIn(text: string): TrustFault | undefined {
  const kind = KINDS.find(([, pattern]) => pattern.test(text))?.[0];
  if (kind === undefined) return undefined;
  return { kind, host: /"https:\/\/([^/"\s]+)[/"]/.exec(text)?.[1] };
}

/** What a Failure tells of it; the words name the registry, or `host` does. Empty: of something else. */
export function trustParts(
  text: string,
  host?: string,
): Pick<FailureParts, "cause" | "fix" | "anchor"> {
  const fault = trustFaultIn(text);
  if (fault === undefined) return {};
  const named = host ?? fault.host ?? "the registry";
  return { ...trustHint(fault, named), anchor: "registry-untrusted" };
}

/**
 * Cause and fix. Verification is never switched off here: what is not trusted is written where the
 * engine reads it, and a container builder of this action gets it from there.
 */
function trustHint({ kind }: TrustFault, host: string): { cause: string; fix: string } {
  const leave = "# and no input `builder`: the builder of this job then follows the engine";
  switch (kind) {
    case "plain HTTP":
      return {
        cause: `${host} speaks plain HTTP, and what asks it wants HTTPS: the engine does not list it, or the builder does not follow the engine`,
        fix: `# in the engine's /etc/docker/daemon.json:\n{ "insecure-registries": ["${host}"] }\n${leave}`,
      };
    case "authority":
      return {
        cause: `the certificate of ${host} is signed by an authority that is not known to what asks it`,
        fix: `sudo install -D ca.crt /etc/docker/certs.d/${host}/ca.crt   # on the engine's machine\n${leave}`,
      };
    case "certificate":
      return {
        cause: `the certificate of ${host} is not valid for it: another name, or out of date`,
        fix: `openssl s_client -connect ${host.includes(":") ? host : `${host}:443`} </dev/null   # shows it`,
      };
  }
}
