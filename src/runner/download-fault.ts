/** Explains why a download failed. */

import { codeOf, Failure } from "../failure.ts";
import { HttpStatus } from "./get.ts";

/** Whether it may go well when it is tried again. */
export function mayPass(error: unknown): boolean {
  if (error instanceof HttpStatus) return [408, 429].includes(error.status) || error.status >= 500;
  return /ECONN|EPIPE|ETIMEDOUT|EAI_AGAIN|aborted|hang up|premature close/i.test(wordsOf(error));
}

/** The Failure after so many tries. */
export function downloadFailure(address: string, error: unknown, tries: number): Failure {
  const seen = wordsOf(error);
  return new Failure(
    {
      what: `could not download ${address}`,
      seen: tries > 1 ? `${seen}; it was tried ${tries} times` : seen,
      cause: causeOf(error, seen),
      fix: "emulator: package",
      anchor: "emulator-download",
    },
    { cause: error },
  );
}

/** Message and code: of a connection that ended the code says more. */
function wordsOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const code = codeOf(error);
  const all = [error.message, code].filter((word) => word !== "");
  return error.message.includes(code) ? error.message || code : all.join(", ");
}

const CAUSES: readonly (readonly [RegExp, string])[] = [
  [/status 404\b/, "nothing is published at this address; see emulator-version"],
  [/status 40[13]\b/, "the server does not give it without a login"],
  [/status (408|429|5\d\d)\b/, "the server is overloaded or down"],
  [
    /redirected/,
    "the server, or a proxy before it, sends to other addresses without end or safety",
  ],
  [/EXPIRED|expired/, "the server's certificate is out of date, or this machine's clock is wrong"],
  [/ALTNAME|does not match certificate/i, "the server's certificate is for another host"],
  [
    /self.signed|UNABLE_TO_VERIFY|UNABLE_TO_GET_ISSUER/i,
    "this machine does not know who signed the server's certificate; NODE_EXTRA_CA_CERTS names a file of your own authority",
  ],
  [/bytes? (?:in|for)|no byte|not finished|timeout/i, "the server, or the way to it, is too slow"],
];

function causeOf(error: unknown, seen: string): string | undefined {
  const cause = CAUSES.find(([pattern]) => pattern.test(seen))?.[1];
  if (!(error instanceof HttpStatus) || error.wait === undefined) return cause;
  return `${cause}; it asks to wait ${Math.ceil(error.wait / 1000)} s`;
}
