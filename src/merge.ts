/** The step that makes one image of the legs. */

import { runMerge } from "./merge/run-merge.ts";

await runMerge();
// Work that took no signal must not outlive the run.
process.exit();
