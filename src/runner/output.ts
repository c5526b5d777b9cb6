/** Writes the step's outputs, which later steps of the job read. */

import * as core from "@actions/core";
import { Failure } from "../failure.ts";

/** Sets the output `name`; any text is carried unchanged, line breaks included. */
export function setOutput(name: string, value: string): void {
  written("outputs", () => core.setOutput(name, value));
}

/** Runs `write`; a file of the runner that is missing or full is the machine's fault, not a bug. */
export function written(purpose: string, write: () => void): void {
  try {
    write();
  } catch (cause) {
    throw new Failure(
      {
        what: `The runner's file for ${purpose} could not be written`,
        cause: "the disk is full, or an earlier step removed the runner's temporary files",
        fix: 'df -h "$RUNNER_TEMP"   # in an earlier step',
        anchor: "disk-full",
      },
      { cause },
    );
  }
}
