/** The plan step from its inputs to its outputs; it changes nothing, and needs no engine. */

import { randomBytes } from "node:crypto";
import { planInputsFrom } from "./inputs/plan.ts";
import { legsOf, outputsFault, planId, planOutputs } from "./matrix/plan.ts";
import { failureText } from "./report/failure-text.ts";
import { environment } from "./runner/env.ts";
import { setFailed } from "./runner/fail.ts";
import { rawInputs } from "./runner/input.ts";
import { log } from "./runner/log.ts";
import { setOutput } from "./runner/output.ts";

/** Runs the plan action and reports; the exit code is set, nothing is thrown. */
export async function runPlan(): Promise<void> {
  try {
    await plan();
  } catch (error) {
    const { title, text } = failureText(error);
    setFailed({ title, lines: text.split("\n") });
  }
}

async function plan(): Promise<void> {
  const { inputs, notices } = await planInputsFrom(rawInputs());
  const { GITHUB_RUN_ID: runId = "", GITHUB_RUN_ATTEMPT: attempt = "" } = environment();
  const id = planId({ runId, attempt, random: randomBytes(4).toString("hex") });
  const legs = legsOf(inputs, id);
  const outputs = planOutputs(legs, id);
  const tooLarge = outputsFault(outputs);
  if (tooLarge !== undefined) throw tooLarge;
  for (const notice of notices) log.notice(notice);
  for (const { platform, runner, native } of legs) {
    const where = typeof runner === "string" ? runner : JSON.stringify(runner);
    log.info(`${platform}: on ${where}, ${native ? "natively" : "emulated"}`);
  }
  log.info(`plan ${id}`);
  for (const [name, value] of Object.entries(outputs)) setOutput(name, value);
}
