import { $ as Failure } from "./start.js";

const SIGNALS = ["SIGINT", "SIGTERM"];
function cancelOnSignal() {
	const controller = new AbortController();
	const abort = (name) => {
		controller.abort(new Failure({
			what: "the run was cancelled",
			seen: name,
			cause: "the job was stopped"
		}));
	};
	for (const name of SIGNALS) process.on(name, abort);
	return {
		signal: controller.signal,
		dispose: () => {
			for (const name of SIGNALS) process.off(name, abort);
		}
	};
}

export { cancelOnSignal as t };