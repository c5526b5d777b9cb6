import { P as rawInputs, f as runStep, o as setupOutputsOf, s as setupInputsFrom } from "./chunks/start.js";

async function runSetup() {
	await runStep(async (record, signal) => {
		const { inputs, notices } = await setupInputsFrom(rawInputs());
		for (const notice of notices) record.notice(notice);
		record.add({ emulationOnly: true });
		const { performSetup } = await import("./chunks/set-up.js");
		await performSetup({
			inputs,
			record,
			signal
		});
	}, setupOutputsOf);
}

await runSetup();
process.exit();

export {  };