/** Finds an account in the `docker` command's configuration, and writes it for the engine. */

import { isFields } from "../../any-json.ts";
import { maybeTextAt, textMapAt, valueAt } from "../json.ts";
import type { Reference } from "./reference.ts";

/** What the engine takes as `X-Registry-Auth`. */
export interface Account {
  readonly username?: string;
  readonly password?: string;
  readonly identitytoken?: string;
  readonly registrytoken?: string;
}

/** The name under which docker keeps the account of a registry; Docker Hub's is an address. */
export function serverOf({ domain }: Reference): string {
  return domain === "docker.io" ? "https://index.docker.io/v1/" : domain;
}

/** Credential helper in charge of `server`: `X` of `docker-credential-X`; it alone decides then. */
export function helperFor(config: unknown, server: string): string | undefined {
  return textMapAt(config, "credHelpers")[server] ?? maybeTextAt(config, "credsStore");
}

/** Account kept in the configuration itself, under `server` or an address of it (`https://server/v1/`). */
export function accountIn(config: unknown, server: string): Account | undefined {
  const auths = valueAt(config, "auths");
  if (!isFields(auths)) return undefined;
  const key = server in auths ? server : Object.keys(auths).find((name) => hostOf(name) === server);
  return key === undefined ? undefined : accountFrom(auths[key]);
}

function hostOf(address: string): string {
  return address.replace(/^https?:\/\//, "").split("/")[0] ?? "";
}

function accountFrom(entry: unknown): Account | undefined {
  const [username = "", password = ""] = decoded(secretAt(entry, "auth"));
  return withoutAbsent({
    username: username || secretAt(entry, "username"),
    password: password || secretAt(entry, "password"),
    identitytoken: secretAt(entry, "identitytoken"),
    registrytoken: secretAt(entry, "registrytoken"),
  });
}

/** Text under `key`; anything else counts as absent, since a message about it would quote it. */
function secretAt(entry: unknown, key: string): string | undefined {
  const value = valueAt(entry, key);
  return typeof value === "string" && value !== "" ? value : undefined;
}

/** `user:password` in base64; what follows the first colon is the password. */
function decoded(auth: string | undefined): readonly string[] {
  if (auth === undefined) return [];
  const text = Buffer.from(auth, "base64").toString("utf8").replace(/\0+$/, "");
  const colon = text.indexOf(":");
  return colon < 0 ? [] : [text.slice(0, colon), text.slice(colon + 1)];
}

/** Account in the answer of a credential helper; `<token>` as the user marks an identity token. */
export function accountFromHelper(answer: unknown): Account | undefined {
  const username = secretAt(answer, "Username");
  const secret = secretAt(answer, "Secret");
  if (secret === undefined) return undefined;
  if (username === "<token>") return { identitytoken: secret };
  return withoutAbsent({ username, password: secret });
}

function withoutAbsent(parts: Readonly<Record<string, string | undefined>>): Account | undefined {
  const present = Object.entries(parts).filter(([, value]) => value !== undefined);
  return present.length === 0 ? undefined : Object.fromEntries(present);
}

/** The header's value: base64url of JSON, padded, as Go decodes it. */
export function headerFor(account: Account, server: string): string {
  const json = JSON.stringify({ ...account, serveraddress: server });
  return Buffer.from(json).toString("base64").replaceAll("+", "-").replaceAll("/", "_");
}
