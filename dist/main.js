import { G as variableNotices, K as withVariables, M as gitHubFacts, P as rawInputs, U as environment, Y as inputsFrom, f as runStep, j as mask, q as inputFaultsOnDisk } from "./chunks/start.js";

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
	const secrets = inputs.build.secrets;
	for (const secret of secrets) if (secret.kind === "value") mask(secret.value);
	for (const notice of [...notices, ...variableNotices(env, secrets)]) record.notice(notice);
	for (const warning of warnings) record.warn(warning);
	return inputs;
}

await run();
process.exit();

export {  };