/** Says in one way why a registry did not do what it was asked, whatever the layer that told it. */

import type { IncomingMessage } from "node:http";
import { isFields } from "../../any-json.ts";
import { codeOf, Failure, sentence } from "../../failure.ts";
import { maybeTextAt, valueAt } from "../json.ts";
import { type RefusedRequest, RegistryFailure } from "./failure.ts";

type Asked = Omit<RefusedRequest, "text">;

/** The Failure of an answer: `503 Service Unavailable: …` with the registry's own words. */
export function refusedAnswer(asked: Asked, reply: IncomingMessage, body: string): RegistryFailure {
  const status = `${reply.statusCode} ${reply.statusMessage ?? ""}`.trim();
  const words = wordsIn(body);
  const text = words === "" ? status : `${status}: ${words}`;
  return new RegistryFailure({ ...asked, text });
}

/** The Failure of a connection, in the words that the engine has for the same. */
export function brokenCall(asked: Asked, error: unknown): Failure {
  if (error instanceof Failure) return error;
  const message = sentence(error);
  const said = WORDS[codeOf(error)] ?? (isOfCertificate(codeOf(error)) ? "x509" : undefined);
  return new RegistryFailure({
    ...asked,
    text: said === undefined ? message : `${said}: ${message}`,
  });
}

/** Node's codes -> what Go says, which `kindIn` knows. */
const WORDS: Readonly<Record<string, string>> = {
  ECONNREFUSED: "connection refused",
  ENOTFOUND: "no such host",
  EAI_AGAIN: "no such host",
  ETIMEDOUT: "i/o timeout",
  ECONNRESET: "connection reset",
  EPIPE: "broken pipe",
  EHOSTUNREACH: "no route to host",
  ENETUNREACH: "network is unreachable",
  EPROTO: "server gave HTTP response to HTTPS client",
  ERR_SSL_WRONG_VERSION_NUMBER: "server gave HTTP response to HTTPS client",
};

const isOfCertificate = (code: string): boolean =>
  /CERT|SIGNATURE|ISSUER|SELF_SIGNED|UNABLE_TO_/.test(code);

/** `code: message` of the registry's errors, or the beginning of what it sent. */
function wordsIn(body: string): string {
  try {
    const errors = valueAt(JSON.parse(body), "errors");
    const list = Array.isArray(errors) ? errors.filter(isFields) : [];
    const words = list.map((one) =>
      [maybeTextAt(one, "code"), maybeTextAt(one, "message")].filter(Boolean).join(": "),
    );
    if (words.length > 0) return words.join("; ");
  } catch {
    // No JSON: a proxy's page.
  }
  return body
    .replace(/<[^>]*>/g, " ")
    .replace(/\s+/g, " ")
    .trim()
    .slice(0, 300);
}
