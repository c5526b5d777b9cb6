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
	let lost;
	const uncaught = (error) => {
		lost ??= { error };
		controller.abort(error);
	};
	for (const name of SIGNALS) process.on(name, abort);
	process.on("uncaughtException", uncaught);
	return {
		signal: controller.signal,
		throwIfLost: () => {
			if (lost !== void 0) throw lost.error;
		},
		dispose: () => {
			for (const name of SIGNALS) process.off(name, abort);
			process.off("uncaughtException", uncaught);
		}
	};
}

export { cancelOnSignal as t };