import "./chunks/rolldown-runtime.js";
import { B as inputFaultsOnDisk, V as inputsFrom, j as rawInputs, k as gitHubFacts } from "./chunks/start.js";
import { t as runStep } from "./chunks/step.js";

async function run() {
	await runStep(async (record, signal) => {
		const github = await gitHubFacts();
		const inputs = await readInputs(record, github);
		const { perform } = await import("./chunks/perform.js");
		await perform({
			inputs,
			record,
			github,
			signal
		});
	});
}
async function readInputs(record, github) {
	const { inputs, notices, warnings } = await inputsFrom(rawInputs(), github, inputFaultsOnDisk);
	for (const notice of notices) record.notice(notice);
	for (const warning of warnings) record.warn(warning);
	return inputs;
}

await run();
process.exit();

export {  };