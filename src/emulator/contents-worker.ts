/** The thread that reads emulator files: a path in, what it holds out, until nothing more is asked. */

import { parentPort } from "node:worker_threads";
import { readWhole } from "./contents.ts";

parentPort?.on("message", async (path: unknown) => {
  if (typeof path === "string") parentPort?.postMessage(await readWhole(path));
  else parentPort?.close();
});
