/** `npm run bench [-- --strict] [--rounds N]`: how fast the step is, against bare commands. */

import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { binfmtImage } from "./bench/binfmt-image.ts";
import { emulationRows } from "./bench/emulation.ts";
import { compared } from "./bench/engine.ts";
import { longBuild } from "./bench/long-build.ts";
import { matrixRows } from "./bench/matrix.ts";
import { platformRows } from "./bench/platforms.ts";
import { type Row, tableText } from "./bench/table.ts";
import { baseImages } from "./rig/base.ts";
import { mountBinfmt } from "./rig/mounts.ts";
import { explained, progress } from "./rig/progress.ts";
import { engineEnvironment, type Rig, startRig, stopRig } from "./rig/rig.ts";
import { tryRun } from "./rig/run.ts";

const { values } = parseArgs({
  options: { strict: { type: "boolean" }, rounds: { type: "string", default: "9" } },
});
const rounds = Number(values.rounds);

/** Tables that are the same on each engine; the first one's is taken. */
const [MATRIX, EMULATION] = ["matrix", "emulation"];

/** Rounds of what takes seconds. */
const FEW = 3;

/** Every engine's rows. Runners have binfmt_misc mounted, so it is here too. */
async function bench(rig: Rig, folder: string): Promise<ReadonlyMap<string, readonly Row[]>> {
  await mountBinfmt(rig.paths);
  const { base, toolchain } = await baseImages(rig);
  const binfmt = await binfmtImage(rig, rig.qemuDir ?? "");
  const tables = new Map<string, readonly Row[]>();
  for (const engine of rig.engines) {
    const env = { HOME: folder, ...engineEnvironment(engine) };
    await tryRun("docker", ["pull", "--quiet", base], { env });
    const place = {
      env,
      base,
      registry: rig.registry,
      binfmt,
      folder: join(folder, engine.name),
      toolCache: join(rig.paths.state, "tool-cache"),
    };
    const print = (text: string): void => progress(`${engine.name} store: ${text}`);
    tables.set(`${engine.name} store`, await compared(place, rounds, print));
    if (tables.has(EMULATION)) continue;
    tables.set(MATRIX, [
      ...(await matrixRows(place, rounds, print)),
      ...(await platformRows(place, toolchain, Math.min(rounds, FEW), print)),
    ]);
    const emulation = { ...place, folder: join(folder, "emulation") };
    await mkdir(join(emulation.folder, "temp"), { recursive: true });
    const rows = await emulationRows(rig.paths, emulation, rounds, progress);
    tables.set(EMULATION, [...rows, await longBuild(emulation, print)]);
  }
  return tables;
}

async function main(): Promise<boolean> {
  if (!(rounds >= 1)) throw new Error(`--rounds ${values.rounds} is no number of rounds`);
  const rig = await startRig({ stores: ["containerd", "classic"], qemu: true });
  const stop = async (): Promise<void> => (rig.wasRunning ? undefined : await stopRig());
  process.once("SIGINT", () => void stop().finally(() => process.exit(130)));
  const folder = join(rig.paths.state, "bench");
  try {
    await mkdir(folder, { recursive: true });
    const tables = await bench(rig, folder);
    console.log(`\nMedians of ${rounds} rounds, all commands in turn, Node 24, everything cached.`);
    for (const [name, rows] of tables) console.log(`\n${name}\n${tableText(rows)}`);
    return [...tables.values()].flat().some(({ over }) => over);
  } finally {
    await rm(folder, { recursive: true, force: true });
    await stop();
  }
}

try {
  const over = await main();
  if (over && values.strict) process.exitCode = 1;
} catch (error) {
  console.error(`\n${explained(error)}`);
  process.exitCode = 1;
}
