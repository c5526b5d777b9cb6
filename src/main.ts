/** The step itself. */

import { run } from "./run.ts";

await run();
