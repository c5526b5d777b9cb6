/** The step that makes one image of the legs. */

import { runMerge } from "./merge-run.ts";

await runMerge();
// Work that took no signal must not outlive the run.
process.exit();
