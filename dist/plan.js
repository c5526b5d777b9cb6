import { A as log, C as failureText, P as rawInputs, U as environment, X as Failure, a as planInputsFrom, ct as platformName, dt as architectureFor, h as setFailed, lt as platformSuffix, p as setOutput, r as isNativeTo } from "./chunks/start.js";
const { randomBytes: randomBytes } = process.getBuiltinModule("node:crypto");

const HOSTED = { "linux/arm64": "ubuntu-24.04-arm" };
const OTHERS = "ubuntu-24.04";
function hostedRunner(platform) {
	return HOSTED[platformName(platform)] ?? OTHERS;
}
function isNativeOn(label, platform) {
	const arm = /^ubuntu-\d\d\.04-arm$/.test(label);
	if (!arm && !/^ubuntu-(\d\d\.04|latest|slim)$/.test(label)) return void 0;
	const own = {
		os: "linux",
		architecture: arm ? "arm64" : "amd64"
	};
	const architecture = architectureFor(platform);
	return architecture !== void 0 && isNativeTo(own, architecture);
}

function planId({ runId, attempt, random }) {
	const part = (text) => /^\d{1,20}$/.test(text) ? text : "0";
	return `${part(runId)}-${part(attempt)}-${random}`;
}
function legsOf(inputs, id) {
	return inputs.platforms.map((platform) => {
		const name = platformName(platform);
		const runner = inputs.runners[name] ?? inputs.runners["*"] ?? hostedRunner(platform);
		const suffix = platformSuffix(name);
		return {
			platform: name,
			runner,
			native: nativeOn(runner, platform, inputs.runners[name] !== void 0),
			suffix,
			plan: id
		};
	});
}
function nativeOn(runner, platform, named) {
	return (typeof runner === "string" ? isNativeOn(runner, platform) : void 0) ?? named;
}
function planOutputs(legs, id) {
	const platforms = legs.map(({ platform }) => platform);
	return {
		matrix: JSON.stringify({ include: legs }),
		platforms: platforms.join(","),
		legs: String(legs.length),
		plan: JSON.stringify({
			id,
			platforms
		})
	};
}
const LARGEST = 1 << 20;
function outputsFault(outputs) {
	const bytes = Object.values(outputs).reduce((sum, { length }) => sum + 2 * length, 0);
	if (bytes <= LARGEST) return void 0;
	return new Failure({
		what: "The plan is larger than the outputs that GitHub takes from a job",
		seen: `${bytes} bytes`,
		expected: `at most ${LARGEST}`,
		cause: "`runners` has very long lines, which stand in the plan for each platform",
		fix: "runners: linux/arm64=ubuntu-24.04-arm",
		anchor: "by-platform"
	});
}

async function runPlan() {
	try {
		await plan();
	} catch (error) {
		const { title, text } = failureText(error);
		setFailed({
			title,
			lines: text.split("\n")
		});
	}
}
async function plan() {
	const { inputs, notices } = await planInputsFrom(rawInputs());
	const { GITHUB_RUN_ID: runId = "", GITHUB_RUN_ATTEMPT: attempt = "" } = environment();
	const id = planId({
		runId,
		attempt,
		random: randomBytes(4).toString("hex")
	});
	const legs = legsOf(inputs, id);
	const outputs = planOutputs(legs, id);
	const tooLarge = outputsFault(outputs);
	if (tooLarge !== void 0) throw tooLarge;
	for (const notice of notices) log.notice(notice);
	for (const { platform, runner, native } of legs) {
		const where = typeof runner === "string" ? runner : JSON.stringify(runner);
		log.info(`${platform}: on ${where}, ${native ? "natively" : "emulated"}`);
	}
	log.info(`plan ${id}`);
	for (const [name, value] of Object.entries(outputs)) setOutput(name, value);
}

await runPlan();

export {  };