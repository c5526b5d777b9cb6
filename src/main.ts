/** The step itself. */

import { run } from "./run.ts";

await run();
// Work that took no signal (a download from a server that stands still) must not outlive the run.
process.exit();
