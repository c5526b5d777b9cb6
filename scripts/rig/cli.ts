/** `node --import tsx scripts/rig/cli.ts start|stop|remove`: the rig by hand. */

import { explained } from "./progress.ts";
import { engineEnvironment, startRig, stopRig } from "./rig.ts";

async function main(command: string | undefined): Promise<void> {
  switch (command) {
    case "start": {
      const rig = await startRig({ stores: ["containerd", "classic"], qemu: true, keep: true });
      for (const engine of rig.engines) {
        const env = Object.entries(engineEnvironment(engine));
        console.log(`export ${env.map(([name, value]) => `${name}='${value}'`).join(" ")}`);
      }
      return;
    }
    case "stop":
    case "remove":
      await stopRig({ remove: command === "remove" });
      return;
    default:
      throw new Error("say start, stop or remove");
  }
}

await main(process.argv[2]).catch((error: unknown) => {
  console.error(explained(error));
  process.exitCode = 1;
});
