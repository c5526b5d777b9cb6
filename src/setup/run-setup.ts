/** The set-up step from its inputs to its report. */

import { setupInputsFrom } from "../inputs/setup.ts";
import { setupOutputsOf } from "../report/setup-outputs.ts";
import { rawInputs } from "../runner/input.ts";
import { runStep } from "../step/step.ts";

/** Runs the set-up action and reports; the exit code is set, nothing is thrown. */
export async function runSetup(): Promise<void> {
  await runStep(async (record, signal) => {
    const { inputs, notices } = await setupInputsFrom(rawInputs());
    for (const notice of notices) record.notice(notice);
    record.add({ emulationOnly: true });
    // Loaded only now, so that a wrong input is told sooner.
    const { performSetup } = await import("./set-up.ts");
    await performSetup({ inputs, record, signal });
  }, setupOutputsOf);
}
