/** Keeps other jobs from registering by an image on the same node, and from removing what one did. */

import { runContainer } from "../engine/container/run.ts";
import type { Job } from "../job/job.ts";
import { imageDigits } from "./image-mark.ts";
import { registrarSpec } from "./registrar.ts";
import { parseReport, type ScriptReport } from "./script-report.ts";

/**
 * Does `work` with the handlers that are there once nobody else is at it. The kernel keeps a lock
 * on a file of binfmt_misc as long as a container has it open: it ends with `work`, with the
 * container of a job that was killed after a minute. What comes meanwhile gets marks of this job and
 * this `image`, also where it is killed in the middle.
 */
export async function alone<T>(
  job: Job,
  image: string,
  work: (seen: ScriptReport) => Promise<T>,
): Promise<T> {
  const end = new AbortController();
  let told = "";
  let run: Promise<unknown> = Promise.resolve();
  const seen = new Promise<ScriptReport>((resolve, reject) => {
    const whole = runContainer(job.engine, {
      ...registrarSpec(job, {
        action: "hold",
        rights: "least",
        names: [job.id, imageDigits(image)],
      }),
      signal: AbortSignal.any([job.signal, end.signal]),
      onOutput: (stream, data) => {
        if (stream === "stdout") told += data.toString("utf8");
        if (/^@ held$/m.test(told)) resolve(parseReport(told));
      },
    });
    run = whole
      .then(({ stdout, removed }) => {
        resolve(parseReport(stdout));
        return removed;
      })
      .catch(reject);
  });
  try {
    return await work(await seen);
  } finally {
    end.abort();
    job.pending.push(run);
  }
}
