/** Tells a full disk from other faults: it is the machine's, wherever it is met. */

import { Failure } from "./failure.ts";

/** Whether the words of a system error, or of a program that had one, are those of a full disk. */
export function saysFull(text: string): boolean {
  return /ENOSPC|EDQUOT|no space left on device|disk quota exceeded/i.test(text);
}

/** The Failure for what was thrown because a disk of this machine is full; undefined for all else. */
export function fullDiskFailure(error: unknown): Failure | undefined {
  if (!(error instanceof Error) || error instanceof Failure || !saysFull(error.message)) {
    return undefined;
  }
  return new Failure(
    {
      what: "A disk of this machine is full",
      cause: "that of the runner's temporary folder: images and emulators pass through it",
      fix: 'df -h "$RUNNER_TEMP" /   # in an earlier step',
      anchor: "disk-full",
    },
    { cause: error },
  );
}
