import { P as rawInputs, f as runStep, g as mergeOutputsOf, t as mergeInputsFrom } from "./chunks/start.js";

async function runMerge() {
	await runStep(async (record, signal) => {
		const { inputs, notices } = await mergeInputsFrom(rawInputs());
		for (const notice of notices) record.notice(notice);
		const { performMerge } = await import("./chunks/merge-legs.js");
		await performMerge({
			inputs,
			record,
			signal
		});
	}, mergeOutputsOf);
}

await runMerge();
process.exit();

export {  };