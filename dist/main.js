import "./chunks/rolldown-runtime.js";
import { F as gitHubFacts, L as rawInputs, N as mask, Q as inputsFrom, X as withVariables, Y as variableNotices, Z as inputFaultsOnDisk, q as environment } from "./chunks/start.js";
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
	const env = environment();
	const raw = withVariables(rawInputs(), env);
	const { inputs, notices, warnings } = await inputsFrom(raw, github, inputFaultsOnDisk);
	for (const secret of inputs.build.secrets) if (secret.kind === "value") mask(secret.value);
	for (const notice of [...notices, ...variableNotices(env)]) record.notice(notice);
	for (const warning of warnings) record.warn(warning);
	return inputs;
}

await run();
process.exit();

export {  };