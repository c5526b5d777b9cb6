import { r as getInput } from "./core.js";

const short = {
	"\r": "\\r",
	"\n": "\\n",
	"	": "\\t"
};
function visible(text) {
	return text.replace(/(?! )[\p{C}\p{Z}]/gu, (character) => {
		const code = character.codePointAt(0) ?? 0;
		return short[character] ?? `\\u{${code.toString(16)}}`;
	});
}
function excerpt(text) {
	const characters = [...text];
	const start = visible(characters.slice(0, 20).join(""));
	return characters.length > 20 ? `${start}…` : start;
}

function gitContext({ serverUrl, repository, commit }) {
	return `${serverUrl}/${repository}.git#${commit}`;
}
function commitFrom({ ref, sha, wantsHead, headSha }) {
	const full = ref === "" || ref.startsWith("refs/") ? ref : `refs/heads/${ref}`;
	if (!full.startsWith("refs/pull/")) return sha || full;
	const head = wantsHead ? full.replace(/\/merge$/, "/head") : full;
	return head.endsWith("/head") ? headSha ?? head : sha || head;
}

function rawInputs() {
	const names = Object.keys(process.env).filter((key) => key.startsWith("INPUT_")).map((key) => key.slice(6).toLowerCase());
	return Object.fromEntries(names.map((name) => [name, getInput(name, { trimWhitespace: false })]));
}
async function gitHubFacts() {
	const { env } = process;
	const repository = env.GITHUB_REPOSITORY ?? "";
	const ref = env.GITHUB_REF ?? "";
	const wantsHead = /^(1|t|true)$/i.test(env.DOCKER_DEFAULT_GIT_CONTEXT_PR_HEAD_REF ?? "");
	const headSha = wantsHead && ref.startsWith("refs/pull/") ? await pullRequestHead() : void 0;
	const commit = commitFrom({
		ref,
		sha: env.GITHUB_SHA ?? "",
		wantsHead,
		headSha
	});
	if (repository === "" || commit === "") return void 0;
	const serverUrl = env.GITHUB_SERVER_URL || "https://github.com";
	return {
		serverUrl,
		repository,
		commit,
		runUrl: `${serverUrl}/${repository}/actions/runs/${`${env.GITHUB_RUN_ID ?? ""}/attempts/${env.GITHUB_RUN_ATTEMPT || "1"}`}`
	};
}
async function pullRequestHead() {
	const sha = [
		"pull_request",
		"head",
		"sha"
	].reduce(member, await event());
	return typeof sha === "string" ? sha : void 0;
}
async function isPrivateRepository() {
	return ["repository", "private"].reduce(member, await event()) === true;
}
async function event() {
	const path = process.env.GITHUB_EVENT_PATH ?? "";
	if (path === "") return void 0;
	const { readFile } = await import("node:fs/promises");
	try {
		return JSON.parse(await readFile(path, "utf8"));
	} catch {
		return;
	}
}
function member(value, key) {
	if (typeof value !== "object" || value === null) return void 0;
	return Object.getOwnPropertyDescriptor(value, key)?.value;
}

const MEANINGS = {
	125: "the engine refused: the container was not created or not started",
	126: "the program was found and could not be executed",
	127: "the program, or its interpreter, was not found",
	130: "interrupted: signal 2, SIGINT",
	132: "signal 4: illegal instruction",
	134: "signal 6: aborted",
	135: "signal 7: bus error",
	136: "signal 8: arithmetic error",
	137: "signal 9: killed, often for want of memory",
	139: "signal 11: segmentation fault",
	143: "signal 15: told to stop"
};
function exitCodeText(code) {
	const signal = signalOf(code);
	const meaning = MEANINGS[code] ?? (signal === void 0 ? void 0 : `signal ${signal}`);
	return meaning === void 0 ? `${code}` : `${code} (${meaning})`;
}
function signalOf(code) {
	return code > 128 && code <= 192 ? code - 128 : void 0;
}

export { rawInputs as a, visible as c, isPrivateRepository as i, signalOf as n, gitContext as o, gitHubFacts as r, excerpt as s, exitCodeText as t };