/** Tells of all wrong inputs of a step at once. */

import { type Failure, Failures } from "../failure.ts";

/** What is thrown for `failures`, at least one; `undone` says what was left as it was. */
export function wrongInputs(failures: readonly Failure[], undone: string): Failures {
  const count = failures.length === 1 ? "One input is" : `${failures.length} inputs or items are`;
  return new Failures(`${count} wrong; ${undone}.`, failures);
}
