/** Reads a registry's demand for credentials, and makes the request for the token that meets it. */

import type { Account } from "./auth.ts";

export type Challenge =
  | { readonly kind: "basic" }
  | { readonly kind: "bearer"; readonly realm: string; readonly service: string | undefined };

/** What a token is to allow: `repository:me/app:pull,push`. */
export type Scope = string;

/**
 * The demand in a `WWW-Authenticate` header, Bearer before Basic; undefined where there is none.
 * https://distribution.github.io/distribution/spec/auth/token/
 */
export function challengeFrom(header: string | undefined): Challenge | undefined {
  const text = header ?? "";
  const bearer = /(?:^|,)\s*bearer\s+(.*)$/is.exec(text)?.[1];
  if (bearer !== undefined) {
    const realm = parameter(bearer, "realm");
    if (realm !== undefined && URL.canParse(realm))
      return { kind: "bearer", realm, service: parameter(bearer, "service") };
  }
  return /(?:^|,)\s*basic(?:\s|$)/i.test(text) ? { kind: "basic" } : undefined;
}

function parameter(text: string, name: string): string | undefined {
  const found = new RegExp(`(?:^|[\\s,])${name}=(?:"([^"]*)"|([^\\s,]+))`, "i").exec(text);
  return found?.[1] ?? found?.[2];
}

export interface TokenRequest {
  readonly method: "GET" | "POST";
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
}

/** An identity token is posted, a name with its password goes along; nobody asks for what all may have. */
export function tokenRequest(
  { realm, service }: Extract<Challenge, { kind: "bearer" }>,
  scopes: readonly Scope[],
  account: Account | undefined,
): TokenRequest {
  const url = new URL(realm);
  const asked = new URLSearchParams(service === undefined ? {} : { service });
  const identity = account?.identitytoken;
  if (identity !== undefined) {
    asked.set("grant_type", "refresh_token");
    asked.set("client_id", "anyarch");
    asked.set("refresh_token", identity);
    asked.set("scope", scopes.join(" "));
    const headers = { "content-type": "application/x-www-form-urlencoded" };
    return { method: "POST", url: url.href, headers, body: asked.toString() };
  }
  for (const scope of scopes) asked.append("scope", scope);
  for (const [name, value] of asked) url.searchParams.append(name, value);
  const basic = basicHeader(account);
  const headers = basic === undefined ? {} : { authorization: basic };
  return { method: "GET", url: url.href, headers, body: undefined };
}

/** `Basic …`, or undefined for nobody. */
export function basicHeader(account: Account | undefined): string | undefined {
  if (account?.username === undefined || account.password === undefined) return undefined;
  const text = `${account.username}:${account.password}`;
  return `Basic ${Buffer.from(text).toString("base64")}`;
}
