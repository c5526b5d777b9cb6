/** Writes the step's outputs, which later steps of the job read. */

import * as core from "@actions/core";

/** Sets the output `name`; any text is carried unchanged, line breaks included. */
export function setOutput(name: string, value: string): void {
  core.setOutput(name, value);
}
