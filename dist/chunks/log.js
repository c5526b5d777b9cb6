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

export { samePlatform as a, assertNever as c, platformName as i, inGroup as n, Failure as o, log as r, Failures as s, harmless as t };