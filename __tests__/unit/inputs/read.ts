/** Reads inputs as a test writes them. */

import { type FailureParts, Failures } from "../../../src/failure.ts";
import type { GitHubFacts } from "../../../src/inputs/github.ts";
import { type InputsResult, inputsFrom } from "../../../src/inputs/inputs-from.ts";

export type Raw = Readonly<Record<string, string>>;

export const github: GitHubFacts = {
  serverUrl: "https://github.com",
  repository: "o/r",
  commit: "c0ffee",
  runUrl: "https://github.com/o/r/actions/runs/7/attempts/2",
};

export async function read(
  raw: Raw,
  facts: GitHubFacts | undefined = github,
): Promise<InputsResult> {
  return await inputsFrom(raw, facts);
}

/** The faults of `raw`, in order; empty when there is none. Whatever else is thrown goes on. */
export async function faultsOf(raw: Raw): Promise<readonly FailureParts[]> {
  try {
    await inputsFrom(raw, github);
    return [];
  } catch (error) {
    if (error instanceof Failures) return error.failures.map(({ parts }) => parts);
    throw error;
  }
}
