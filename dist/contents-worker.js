import { i as readWhole } from "./chunks/contents.js";
const { parentPort: parentPort } = process.getBuiltinModule("node:worker_threads");

parentPort?.on("message", async (path) => {
	if (typeof path === "string") parentPort?.postMessage(await readWhole(path));
	else parentPort?.close();
});

export {  };