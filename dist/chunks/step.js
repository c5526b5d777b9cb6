import { C as successLines, M as log, P as waitForRunner, R as runAddress, T as failureText, _ as outputsOf, f as setOutput, h as summaryMarkdown, j as inGroup, lt as samePlatform, m as setFailed, w as nothingYet } from "./start.js";
import { t as cancelOnSignal } from "./signals.js";
const { appendFileSync: appendFileSync, statSync: statSync, truncateSync: truncateSync } = process.getBuiltinModule("node:fs");

function openRecord() {
	let outcome = nothingYet;
	const add = (change) => {
		outcome = {
			...outcome,
			...change
		};
	};
	return {
		outcome: () => outcome,
		add,
		addTo: (platform, change) => add({ platforms: outcome.platforms.map((row) => samePlatform(row.platform, platform) ? {
			...row,
			...change
		} : row) }),
		notice: (text) => add({ notices: [...outcome.notices, text] }),
		warn: (text) => add({ warnings: [...outcome.warnings, text] }),
		fail: (error) => add({ failure: failureText(error) }),
		phase: async (name, work) => {
			const started = performance.now();
			try {
				return await inGroup(name, work);
			} finally {
				add({ phases: [...outcome.phases, {
					name,
					ms: performance.now() - started
				}] });
			}
		}
	};
}

const LIMIT = 1e6;
function summaryFile() {
	return !/^(?:0|f|false)$/i.test(process.env.DOCKER_BUILD_SUMMARY ?? "") ? process.env.GITHUB_STEP_SUMMARY ?? "" : "";
}
function summaryRoom() {
	return Math.max(0, LIMIT - sizeOf(summaryFile()));
}
function sizeOf(file) {
	return statSync(file, { throwIfNoEntry: false })?.size ?? 0;
}
function writeSummary(markdown) {
	const file = summaryFile();
	if (file === "") return;
	const before = sizeOf(file);
	try {
		if (markdown === "") throw new Error(`${before} bytes are in it already`);
		appendFileSync(file, markdown);
	} catch (error) {
		log.warning(`The job summary could not be written: ${String(error)}`);
		if (sizeOf(file) > before) truncateSync(file, before);
	}
}

function tell(outcome, outputs = outputsOf) {
	for (const warning of outcome.warnings) log.warning(warning);
	for (const notice of outcome.notices) log.notice(notice);
	const failure = withPushed(outcome.failure ?? setOutputs(outputs(outcome)), outcome);
	if (failure === void 0) for (const line of successLines(outcome)) log.info(line);
	else setFailed({
		title: failure.title,
		lines: failure.text.split("\n")
	});
	const room = {
		bytes: summaryRoom(),
		run: runAddress()
	};
	writeSummary(summaryMarkdown({
		...outcome,
		failure
	}, room));
}
function withPushed(failure, { pushed }) {
	if (failure === void 0 || pushed.length === 0) return failure;
	const refs = pushed.map(({ ref, digest }) => `    ${ref} ${digest}`);
	const text = [
		failure.text,
		"  already pushed, and still there:",
		...refs
	].join("\n");
	return {
		...failure,
		text
	};
}
function setOutputs(outputs) {
	try {
		for (const [name, value] of Object.entries(outputs)) setOutput(name, String(value));
		return;
	} catch (error) {
		return failureText(error);
	}
}

async function runStep(work, outputs) {
	waitForRunner();
	const cancellation = cancelOnSignal();
	const record = openRecord();
	try {
		await work(record, cancellation.signal);
		cancellation.throwIfLost();
	} catch (error) {
		record.fail(error);
	}
	tell(record.outcome(), outputs);
	cancellation.dispose();
}

export { runStep as t };