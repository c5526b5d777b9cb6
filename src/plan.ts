/** The plan step itself. */

import { runPlan } from "./plan-run.ts";

await runPlan();
