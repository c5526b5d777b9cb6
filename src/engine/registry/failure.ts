/** Explains why a registry refused. */

import { Failure } from "../../failure.ts";
import { type Reference, repositoryOf } from "./reference.ts";
import { hintFor, kindIn, type Refusal } from "./refusals.ts";

export class RegistryFailure extends Failure {
  readonly refusal: Refusal;
  readonly request: RefusedRequest;

  constructor(request: RefusedRequest) {
    const { did, reference, text, attempts = 1 } = request;
    const { refusal, status } = kindIn(text, request.authenticated);
    const tried = attempts > 1 ? `, in ${attempts} attempts` : "";
    const told = status === undefined || text.includes(status);
    super({
      what: `Could not ${did} ${reference.domain}, repository ${reference.path}${tried}`,
      seen: told ? text : `${text} (${status})`,
      anchor: `registry-${refusal}`,
      ...hintFor(refusal, {
        text,
        domain: reference.domain,
        repository: repositoryOf(reference),
        authenticated: request.authenticated,
      }),
      ...(request.expected === undefined ? {} : { expected: request.expected }),
    });
    this.name = "RegistryFailure";
    this.refusal = refusal;
    this.request = request;
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
  /** How often it was tried; absent: once. */
  readonly attempts?: number | undefined;
  /** What would have been needed. */
  readonly expected?: string | undefined;
}
