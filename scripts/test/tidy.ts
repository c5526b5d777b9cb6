/** Runs tests and sees that machine and engines are afterwards as they were. */

import { chmod, rm } from "node:fs/promises";
import { heal, ownFolder } from "./heal.ts";
import { changes } from "./leftovers.ts";
import type { TestRig } from "./rig.ts";
import { type Counts, NOTHING, sum } from "./tally.ts";

/** The counts of `run`, and one more for what it left; it has a temporary folder of its own. */
export async function tidy(
  rig: TestRig,
  run: () => Promise<Counts>,
  print: (text: string) => void,
): Promise<Counts> {
  const healed = await heal();
  if (healed.length > 0) print(`removed what a killed run left: ${healed.join(", ")}`);
  const folder = await ownFolder();
  // Some tests run as an ordinary user, in a folder of their own below this one.
  await chmod(folder, 0o711);
  const { TMPDIR } = process.env;
  process.env.TMPDIR = folder;
  try {
    const before = await rig.holdings();
    const counts = await run();
    const left = changes(before, await rig.holdings());
    print(`${left.length === 0 ? "ok  " : "FAIL"}  leaves nothing behind`);
    for (const line of left) print(`      ${line}`);
    const good = left.length === 0;
    return sum([counts, { ...NOTHING, passed: good ? 1 : 0, failed: good ? 0 : 1 }]);
  } finally {
    if (TMPDIR === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = TMPDIR;
    await rm(folder, { recursive: true, force: true });
  }
}
