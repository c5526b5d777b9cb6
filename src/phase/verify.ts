/** Checks and tests every candidate; nothing is published that did not pass. */

import { testEnvironment } from "../emulator/cpu/default.ts";
import { inspectImage } from "../engine/images/images.ts";
import { readDockerfile } from "../image/build/dockerfile.ts";
import { checkImage } from "../image/check/check.ts";
import { checkFailure } from "../image/check/fault.ts";
import { testFailure } from "../image/test/fault.ts";
import { exitCodeOf } from "../image/test/report.ts";
import { testAll } from "../image/test/test.ts";
import { checkLine } from "../report/lines.ts";
import { log } from "../runner/log.ts";
import type { BuildContext, Candidates } from "./build/build.ts";
import { emulatorNames } from "./emulate/emulator-names.ts";

/** Minutes without output after which a test is stopped where `timeout` says nothing: a job must end. */
const TEST_MINUTES = 30;

/** Looks at the machine type of the programs in each candidate. */
export async function check(context: BuildContext, { list }: Candidates): Promise<void> {
  const { job, inputs, ground, record } = context;
  const { check: mode, checkAllow: allow } = inputs.checks;
  if (mode === "off") return;
  const reports = await Promise.all(
    ground.executions.map(({ platform, architecture }, index) =>
      checkImage(job.engine, {
        ref: list[index]?.ref ?? "",
        platform,
        architecture,
        mode,
        allow,
        jobId: job.id,
        signal: job.signal,
        pending: job.pending,
      }),
    ),
  );
  for (const { platform, checked, notices } of reports) {
    record.addTo(platform, { check: { checked, notices } });
    for (const notice of notices) record.notice(notice);
  }
  for (const row of record.outcome().platforms) {
    const line = checkLine(row);
    if (line !== undefined) log.info(line);
  }
  const text = await readDockerfile(inputs.build);
  const target = inputs.build.target;
  const failure = checkFailure(reports, text === undefined ? undefined : { text, target });
  if (failure !== undefined) throw failure;
}

/** Adds the sizes, as the engine counts them, to the platforms' rows. */
export async function measure({ job, record }: BuildContext, { list }: Candidates): Promise<void> {
  await Promise.all(
    list.map(async ({ ref, platform }) => {
      const image = await inspectImage(job.engine, ref, platform);
      record.addTo(platform, { size: image?.size });
    }),
  );
}

/** Runs the user's lines in each candidate; all of them, also where one fails. */
export async function test(context: BuildContext, { list }: Candidates): Promise<void> {
  const { job, inputs, ground, record } = context;
  const { test: script, testNetwork: network, crashAllow } = inputs.checks;
  if (script === undefined) return;
  const specs = list.map(({ platform, ref }) => {
    const env = testEnvironment(platform, ground.executions, inputs.emulator.cpu);
    const limits = { minutes: inputs.run.timeout || TEST_MINUTES, crashAllow };
    return { ref, platform, script, network, env, jobId: job.id, signal: job.signal, ...limits };
  });
  const reports = await testAll(job.engine, specs);
  for (const report of reports) {
    record.addTo(report.platform, { test: { exitCode: exitCodeOf(report), ms: report.ms } });
  }
  const failure = testFailure(reports, emulatorNames(record));
  if (failure !== undefined) throw failure;
}
