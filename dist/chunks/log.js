import { a as group, c as notice, f as warning, n as error, o as info, t as debug } from "./core.js";

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

export { samePlatform as a, Failures as c, platformName as i, assertNever as l, inGroup as n, nearest as o, log as r, Failure as s, harmless as t };