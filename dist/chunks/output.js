import { a as group, c as notice, f as warning, n as error, o as info, t as debug, u as setOutput$1 } from "./core.js";

var Failure = class extends Error {
	parts;
	constructor(parts, options) {
		super(parts.what, options);
		this.name = "Failure";
		this.parts = parts;
	}
};
var Failures = class extends Error {
	failures;
	constructor(what, failures) {
		super(what);
		this.name = "Failures";
		this.failures = failures;
	}
};
function assertNever(value) {
	throw new TypeError(`unexpected value: ${JSON.stringify(value)}`);
}

function nearest(word, candidates) {
	const text = word.toLowerCase();
	let best;
	let fewest = (text.length < 4 ? 1 : Math.max(2, Math.floor(text.length / 3))) + 1;
	for (const candidate of candidates) {
		if (Math.abs(candidate.length - text.length) >= fewest) continue;
		const edits = distance(text, candidate.toLowerCase());
		if (edits < fewest) [best, fewest] = [candidate, edits];
	}
	return best;
}
function distance(a, b) {
	let before = [];
	let row = Array.from({ length: b.length + 1 }, (_, index) => index);
	for (let i = 1; i <= a.length; i++) {
		const next = [i];
		for (let j = 1; j <= b.length; j++) {
			const replaced = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
			const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1] ? (before[j - 2] ?? 0) + 1 : replaced;
			next.push(Math.min(replaced, swapped, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
		}
		before = row;
		row = next;
	}
	return row[b.length] ?? 0;
}

function platformName(platform) {
	const { os, architecture, variant } = platform;
	return [
		os,
		architecture,
		...variant === void 0 ? [] : [variant]
	].join("/");
}
function samePlatform(a, b) {
	return platformName(a) === platformName(b);
}

function harmless(text) {
	return text.replace(/\r\n?/g, "\n").replace(/(?![\n\t])\p{Cc}\[[0-9;?]*[A-Za-z]/gu, "").replace(/(?![\n\t])[\p{Cc}\u2028\u2029]/gu, "").replace(/##(?=\[)/g, "#​#").replace(/^(\s*):(?=:)/gmu, "$1:​");
}
const log = {
	info: (text) => info(harmless(text)),
	debug: (text) => debug(harmless(text)),
	notice: (text) => notice(harmless(text)),
	warning: (text) => warning(harmless(text)),
	error: (text) => error(harmless(text))
};
async function inGroup(name, work) {
	return await group(harmless(name), work);
}

function setOutput(name, value) {
	written("outputs", () => setOutput$1(name, value));
}
function written(purpose, write) {
	try {
		write();
	} catch (cause) {
		throw new Failure({
			what: `The runner's file for ${purpose} could not be written`,
			cause: "the disk is full, or an earlier step removed the runner's temporary files",
			fix: "df -h   # in an earlier step"
		}, { cause });
	}
}

export { log as a, nearest as c, assertNever as d, inGroup as i, Failure as l, written as n, platformName as o, harmless as r, samePlatform as s, setOutput as t, Failures as u };