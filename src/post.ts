/** The step's end, after the job: undoes what the step did. Never fails the job. */

import { post } from "./run-post.ts";

await post();
process.exit();
