/** `npm run prove-all [-- --from FOLDER]`: registers and proves every architecture for real. */

import { parseArgs } from "node:util";
import { proveSeries, type SeriesReport } from "./prove-all/series.ts";
import { faultsOf, summaryText, tableText } from "./prove-all/table.ts";
import { explained, progress } from "./rig/progress.ts";
import { engineEnvironment, startRig, stopRig } from "./rig/rig.ts";
import { qemuSeries } from "./rig/series.ts";

/** A folder of `qemu-<target>` programs instead of the two series of the distribution. */
const { from } = parseArgs({ options: { from: { type: "string" } } }).values;

/** Says how it went, and gives what is wrong. */
async function proveAll(): Promise<readonly string[]> {
  const rig = await startRig({ stores: ["containerd"], qemu: from === undefined });
  const stop = async (): Promise<void> => (rig.wasRunning ? undefined : await stopRig());
  process.once("SIGINT", () => void stop().finally(() => process.exit(130)));
  try {
    const [engine] = rig.engines;
    if (engine === undefined) throw new Error("the rig has no engine");
    const env = engineEnvironment(engine);
    const series =
      from === undefined ? await qemuSeries(rig.paths, progress) : [{ programs: from }];
    const reports: SeriesReport[] = [];
    for (const { programs } of series) {
      progress(`registering and proving what ${programs} has`);
      const report = await proveSeries(env, programs);
      console.log(`\n${tableText(report)}\n\n${summaryText(report)}\n`);
      reports.push(report);
    }
    if (series.length === 1 && from === undefined) progress("only one series is to be had here");
    return faultsOf(reports);
  } finally {
    await stop();
  }
}

try {
  const faults = await proveAll();
  for (const fault of faults) console.error(`error: ${fault}`);
  console.log(faults.length === 0 ? "All proven; nothing was left." : `${faults.length} failed.`);
  if (faults.length > 0) process.exitCode = 1;
} catch (error) {
  console.error(`\n${explained(error)}`);
  process.exitCode = 1;
}
