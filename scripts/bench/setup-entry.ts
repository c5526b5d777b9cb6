/** Emulation alone, as the step does it before it builds: opens the run, looks, emulates, proves. */

import { inputsFrom } from "../../src/inputs/inputs-from.ts";
import { openJob } from "../../src/open-job.ts";
import { emulate } from "../../src/phase/emulate.ts";
import { preflight } from "../../src/phase/preflight.ts";
import { openRecord } from "../../src/record.ts";
import { environment } from "../../src/runner/env.ts";
import { rawInputs } from "../../src/runner/input.ts";
import { cancelOnSignal } from "../../src/runner/signals.ts";

const cancellation = cancelOnSignal();
const record = openRecord();
const { inputs } = await inputsFrom(rawInputs(), undefined);
const job = await openJob(inputs, cancellation.signal);
const ground = await preflight(job, inputs, record, environment());
await emulate(job, inputs, ground, record);
await Promise.all(job.pending);
job.engine.close();
cancellation.dispose();
