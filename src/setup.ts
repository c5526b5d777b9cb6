/** The step that only emulates, for the rest of the job. */

import { runSetup } from "./setup/run-setup.ts";

await runSetup();
// Work that took no signal (a download from a server that stands still) must not outlive the run.
process.exit();
