import "./chunks/rolldown-runtime.js";
import { T as inputsFrom, f as rawInputs, l as cancelOnSignal, p as openRecord, r as tell, u as gitHubFacts, w as inputFaultsOnDisk } from "./chunks/start.js";

async function run() {
	const cancellation = cancelOnSignal();
	const { signal } = cancellation;
	const record = openRecord();
	try {
		const github = await gitHubFacts();
		const inputs = await readInputs(record, github);
		const { perform } = await import("./chunks/perform.js");
		await perform({
			inputs,
			record,
			github,
			signal
		});
	} catch (error) {
		record.fail(error);
	}
	await tell(record.outcome());
	cancellation.dispose();
}
async function readInputs(record, github) {
	const { inputs, notices } = await inputsFrom(rawInputs(), github, inputFaultsOnDisk);
	for (const notice of notices) record.notice(notice);
	return inputs;
}

await run();
process.exit();

export {  };