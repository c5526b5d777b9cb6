/** The merge step from its inputs to its report. */

import { mergeInputsFrom } from "../inputs/merge.ts";
import { mergeOutputsOf } from "../report/legs.ts";
import { rawInputs } from "../runner/input.ts";
import { runStep } from "../step/step.ts";

/** Runs the merge action and reports; the exit code is set, nothing is thrown. */
export async function runMerge(): Promise<void> {
  await runStep(async (record, signal) => {
    const { inputs, notices } = await mergeInputsFrom(rawInputs());
    for (const notice of notices) record.notice(notice);
    // Loaded only now, so that a wrong input is told sooner.
    const { performMerge } = await import("./merge-legs.ts");
    await performMerge({ inputs, record, signal });
  }, mergeOutputsOf);
}
