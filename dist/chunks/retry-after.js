import { X as Failure, it as isFields } from "./start.js";
import { A as valueAt, M as readConfig, N as deadline, O as textMapAt, d as execute, f as mayReadCache, k as textsAt, l as parseReference, p as mayWriteCache, r as presentIn, t as findProgram, u as repositoryOf, w as maybeTextAt } from "./program.js";
const { existsSync: existsSync } = process.getBuiltinModule("node:fs");
const { BlockList: BlockList, isIP: isIP } = process.getBuiltinModule("node:net");
const { fileURLToPath: fileURLToPath } = process.getBuiltinModule("node:url");
const { fork: fork } = process.getBuiltinModule("node:child_process");

async function answersFrom(child, errand) {
	return await new Promise((resolve) => {
		const none = () => resolve({
			keys: [],
			said: "no answer in time"
		});
		child.once("error", none);
		child.once("exit", none);
		child.once("message", (reply) => isAnswers(reply) ? resolve(unpacked(reply)) : none());
		child.send(errand, () => void 0);
	});
}
function unpacked({ keys, said }) {
	return {
		keys: keys.map((key) => key ?? void 0),
		said
	};
}
function isAnswers(value) {
	return typeof value === "object" && value !== null && "keys" in value && Array.isArray(value.keys);
}

function entryBeside(name, from) {
	const paths = [
		`./${name}.ts`,
		`./${name}.js`,
		`../${name}.js`
	].map((each) => fileURLToPath(new URL(each, from)));
	const found = paths.find((path) => existsSync(path));
	if (found === void 0) throw new TypeError(`none of ${paths.join(", ")}`);
	return found;
}

const SECONDS = {
	restore: 15,
	save: 15,
	find: 40
};
function hasActionsCache(task) {
	const may = task === "save" ? mayWriteCache : mayReadCache;
	return hasCacheService() && may(process.env) && !unanswered.has(serviceAddress());
}
const BOUNDED = "ulimit -f 524288; exec \"$0\" \"$@\"";
const unanswered = /* @__PURE__ */ new Set();
const serviceAddress = () => process.env.ACTIONS_RESULTS_URL ?? process.env.ACTIONS_CACHE_URL ?? "";
function hasCacheService() {
	const { ACTIONS_RESULTS_URL, ACTIONS_CACHE_URL, ACTIONS_RUNTIME_TOKEN } = process.env;
	return Boolean(ACTIONS_RUNTIME_TOKEN && (ACTIONS_RESULTS_URL || ACTIONS_CACHE_URL));
}
async function actionsCache(task, options) {
	return (await actionsCacheAll([task], options)).keys[0];
}
async function actionsCacheAll(tasks, options) {
	const kind = tasks[0]?.kind ?? "find";
	const child = fork(entryBeside("action-cache-child", import.meta.url), [], {
		execPath: "/bin/sh",
		execArgv: [
			"-c",
			BOUNDED,
			process.execPath,
			...process.execArgv
		],
		env: {
			...process.env,
			...privateEnv(kind, options)
		},
		stdio: [
			"ignore",
			"ignore",
			"ignore",
			"ipc"
		],
		detached: true
	});
	const limit = deadline(SECONDS[kind] * 1e3, options.signal);
	const stop = () => {
		if (!options.signal.aborted) unanswered.add(serviceAddress());
		killGroup(child);
	};
	limit.signal.addEventListener("abort", stop, { once: true });
	try {
		return await answersFrom(child, {
			tasks,
			folder: options.folder
		});
	} finally {
		limit.end();
		killGroup(child);
	}
}
function privateEnv(kind, options) {
	return {
		GITHUB_WORKSPACE: options.folder,
		RUNNER_TEMP: options.temp,
		...kind === "restore" ? { TAR_OPTIONS: "--transform=s,^.*/,, --exclude=.. --no-same-owner --no-same-permissions" } : {},
		...options.path === void 0 ? {} : { PATH: options.path }
	};
}
function killGroup(child) {
	if (child.pid === void 0) return;
	try {
		process.kill(-child.pid, "SIGKILL");
	} catch {}
}

const KINDS = [
	["plain HTTP", /server gave HTTP response to HTTPS client|first record does not look like a TLS handshake/],
	["authority", /certificate signed by unknown authority|certificate is not trusted/],
	["certificate", /x509: /]
];
function trustFaultIn(text) {
	const kind = KINDS.find(([, pattern]) => pattern.test(text))?.[0];
	if (kind === void 0) return void 0;
	return {
		kind,
		host: /"https:\/\/([^/"\s]+)[/"]/.exec(text)?.[1]
	};
}
function trustParts(text, host) {
	const fault = trustFaultIn(text);
	if (fault === void 0) return {};
	return {
		...trustHint(fault, host ?? fault.host ?? "the registry"),
		anchor: "registry-untrusted"
	};
}
function trustHint({ kind }, host) {
	const leave = "# and no input `builder`: the builder of this job then follows the engine";
	switch (kind) {
		case "plain HTTP": return {
			cause: `${host} speaks plain HTTP, and what asks it wants HTTPS: the engine does not list it, or the builder does not follow the engine`,
			fix: `# in the engine's /etc/docker/daemon.json:\n{ "insecure-registries": ["${host}"] }\n${leave}`
		};
		case "authority": return {
			cause: `the certificate of ${host} is signed by an authority that is not known to what asks it`,
			fix: `sudo install -D ca.crt /etc/docker/certs.d/${host}/ca.crt   # on the engine's machine\n${leave}`
		};
		case "certificate": return {
			cause: `the certificate of ${host} is not valid for it: another name, or out of date`,
			fix: `openssl s_client -connect ${host.includes(":") ? host : `${host}:443`} </dev/null   # shows it`
		};
	}
}

const patterns = [
	{
		refusal: "busy",
		text: /\b(?:408|429|50[0234]) [A-Z]|toomanyrequests|too many requests|rate.?limit|retry.?after|slow down|try again (?:later|in )/i
	},
	{
		refusal: "immutable",
		text: /immutable|cannot be overwritten/i
	},
	{
		refusal: "unauthenticated",
		text: /token has expired|expired token|no basic auth credentials|unauthorized|\b401\b|authentication required/i,
		status: "401"
	},
	{
		refusal: "denied",
		text: /denied|forbidden|\b403\b|insufficient_scope/i,
		status: "403"
	},
	{
		refusal: "unreachable",
		text: /connection refused|no such host|no route to host|network is unreachable|server misbehaving/i
	},
	{
		refusal: "broken",
		text: /\bEOF\b|connection reset|broken pipe|i\/o timeout|handshake timeout|invalid checksum digest format|server closed|use of closed network connection/i
	}
];
function kindIn(text, authenticated) {
	if (trustFaultIn(text) !== void 0) return {
		refusal: "untrusted",
		status: void 0
	};
	const found = patterns.find((pattern) => pattern.text.test(text));
	return {
		refusal: found?.refusal === "denied" && !authenticated ? "unauthenticated" : found?.refusal ?? "other",
		status: found?.status
	};
}
const mayPass = (refusal) => refusal === "busy" || refusal === "broken";
const hintFor = (refusal, refused) => HINTS[refusal](refused);
const HINTS = {
	unauthenticated: ({ domain, authenticated }) => ({
		cause: authenticated ? `the login at ${domain} is wrong, or has expired since` : `not logged in to ${domain}`,
		fix: domain === "docker.io" ? "docker login" : `docker login ${domain}`
	}),
	denied: ({ repository }) => ({
		cause: `the token may lack write permission for ${repository}`,
		fix: "permissions:\n  packages: write"
	}),
	unreachable: ({ domain }) => ({
		cause: `the engine's node cannot reach ${domain}`,
		fix: `curl -v https://${domain === "docker.io" ? "registry-1.docker.io" : domain}/v2/`
	}),
	untrusted: ({ text, domain }) => trustParts(text, domain),
	immutable: ({ domain, repository }) => ({
		cause: `the tag is there already, and ${domain} does not let it move`,
		fix: `tags: ${repository}:\${{ github.run_number }}`
	}),
	broken: ({ domain }) => ({
		cause: `the connection between the engine's node and ${domain} broke off`,
		fix: "re-run the job; if it stays, look at the proxy between them"
	}),
	busy: ({ domain }) => ({
		cause: `${domain} is overloaded or limits requests`,
		fix: "re-run the job later"
	}),
	other: () => ({})
};

var RegistryFailure = class extends Failure {
	refusal;
	request;
	constructor(request) {
		const { did, reference, text, attempts = 1 } = request;
		const { refusal, status } = kindIn(text, request.authenticated);
		const tried = attempts > 1 ? `, in ${attempts} attempts` : "";
		const told = status === void 0 || text.includes(status);
		super({
			what: `Could not ${did} ${reference.domain}, repository ${reference.path}${tried}`,
			seen: told ? text : `${text} (${status})`,
			anchor: `registry-${refusal}`,
			...hintFor(refusal, {
				text,
				domain: reference.domain,
				repository: repositoryOf(reference),
				authenticated: request.authenticated
			}),
			...request.expected === void 0 ? {} : { expected: request.expected }
		});
		this.name = "RegistryFailure";
		this.refusal = refusal;
		this.request = request;
	}
};

const LOOPBACK_ONLY = {
	insecureHosts: [],
	insecureNetworks: ["127.0.0.0/8", "::1/128"],
	mirrors: []
};
function trustFrom(info) {
	const config = valueAt(info, "RegistryConfig");
	if (!isFields(config)) return LOOPBACK_ONLY;
	return {
		insecureHosts: Object.entries(isFields(config.IndexConfigs) ? config.IndexConfigs : {}).filter(([, index]) => valueAt(index, "Secure") === false).map(([name, index]) => maybeTextAt(index, "Name") ?? name),
		insecureNetworks: textsAt(config, "InsecureRegistryCIDRs"),
		mirrors: textsAt(config, "Mirrors")
	};
}
function isInsecure(host, addresses, { insecureHosts, insecureNetworks }) {
	return insecureHosts.includes(host) || addresses.some((one) => isWithin(one, insecureNetworks));
}
function isLoopback(addresses) {
	return addresses.some((one) => isWithin(one, LOOPBACK_ONLY.insecureNetworks));
}
function isWithin(address, networks) {
	const list = new BlockList();
	for (const network of networks) {
		const [base = "", length = ""] = network.split("/");
		if (isIP(base) !== 0) list.addSubnet(base, Number(length), familyOf(base));
	}
	return isIP(address) !== 0 && list.check(address, familyOf(address));
}
const familyOf = (address) => isIP(address) === 6 ? "ipv6" : "ipv4";

function serverOf({ domain }) {
	return domain === "docker.io" ? "https://index.docker.io/v1/" : domain;
}
function helperFor(config, server) {
	return textMapAt(config, "credHelpers")[server] ?? maybeTextAt(config, "credsStore");
}
function accountIn(config, server) {
	const auths = valueAt(config, "auths");
	if (!isFields(auths)) return void 0;
	const key = server in auths ? server : Object.keys(auths).find((name) => hostOf(name) === server);
	return key === void 0 ? void 0 : accountFrom(auths[key]);
}
function hostOf(address) {
	return address.replace(/^https?:\/\//, "").split("/")[0] ?? "";
}
function accountFrom(entry) {
	const [username = "", password = ""] = decoded(secretAt(entry, "auth"));
	return withoutAbsent({
		username: username || secretAt(entry, "username"),
		password: password || secretAt(entry, "password"),
		identitytoken: secretAt(entry, "identitytoken"),
		registrytoken: secretAt(entry, "registrytoken")
	});
}
function secretAt(entry, key) {
	const value = valueAt(entry, key);
	return typeof value === "string" && value !== "" ? value : void 0;
}
function decoded(auth) {
	if (auth === void 0) return [];
	const text = Buffer.from(auth, "base64").toString("utf8").replace(/\0+$/, "");
	const colon = text.indexOf(":");
	return colon < 0 ? [] : [text.slice(0, colon), text.slice(colon + 1)];
}
function accountFromHelper(answer) {
	const username = secretAt(answer, "Username");
	const secret = secretAt(answer, "Secret");
	if (secret === void 0) return void 0;
	if (username === "<token>") return { identitytoken: secret };
	return withoutAbsent({
		username,
		password: secret
	});
}
function withoutAbsent(parts) {
	const present = Object.entries(parts).filter(([, value]) => value !== void 0);
	return present.length === 0 ? void 0 : Object.fromEntries(present);
}
function headerFor(account, server) {
	const json = JSON.stringify({
		...account,
		serveraddress: server
	});
	return Buffer.from(json).toString("base64").replaceAll("+", "-").replaceAll("/", "_");
}

const HELPER_MS = 6e4;
async function registryAuth(ref, env) {
	const reference = parseReference(ref);
	const account = await registryAccount(reference, env);
	return account === void 0 ? void 0 : headerFor(account, serverOf(reference));
}
async function registryAccount(reference, env, helperMs = HELPER_MS) {
	const server = serverOf(reference);
	return accountIn(givenConfig(env), server) ?? await keptAccount(server, env, helperMs);
}
function givenConfig(env) {
	const text = env.DOCKER_AUTH_CONFIG;
	if (text === void 0 || text === "") return {};
	try {
		return JSON.parse(text);
	} catch {
		throw new Failure({
			what: "The variable DOCKER_AUTH_CONFIG is not JSON",
			expected: "JSON"
		});
	}
}
async function keptAccount(server, env, limitMs) {
	const config = await readConfig(env);
	const helper = helperFor(config, server);
	if (helper === void 0) return accountIn(config, server);
	const program = `docker-credential-${helper}`;
	const path = await findProgram(program, env);
	if (path === void 0) throw helperFailure(server, program, "not found on the PATH");
	const options = {
		input: server,
		limitMs
	};
	const answer = await execute(path, presentIn(env), ["get"], options);
	if (answer.failed === void 0) return accountFromHelper(parsed(answer.stdout, program));
	if (wordsOf(answer).includes("credentials not found in native keychain")) return void 0;
	throw helperFailure(server, program, wordsOf(answer) || endOf(answer, limitMs));
}
function parsed(stdout, program) {
	try {
		return JSON.parse(stdout);
	} catch {
		throw new Failure({
			what: `The answer of ${program} is not JSON`,
			expected: "JSON"
		});
	}
}
function endOf({ failed = "" }, limitMs) {
	if (failed === "SIGKILL") return `no answer within ${limitMs / 1e3} s`;
	return /^\d+$/.test(failed) ? `exit code ${failed}` : failed;
}
function wordsOf({ stdout, stderr }) {
	return `${stdout}\n${stderr}`.trim().slice(0, 300);
}
function helperFailure(server, program, seen) {
	return new Failure({
		what: `Could not get the credentials for ${server}`,
		seen: `${program}: ${seen}`,
		cause: "docker's config.json names this credential helper for it",
		fix: `echo ${server} | ${program} get   # must print the account`,
		anchor: "credential-helper"
	});
}

function retryAfter(value, date) {
	if (value === null || value === void 0) return void 0;
	const sent = Date.parse(date ?? "");
	const now = Number.isNaN(sent) ? Date.now() : sent;
	const ms = /^\d+$/.test(value) ? Number(value) * 1e3 : Date.parse(value) - now;
	return Number.isNaN(ms) ? void 0 : Math.max(0, ms);
}

export { isInsecure as a, RegistryFailure as c, actionsCache as d, actionsCacheAll as f, entryBeside as h, LOOPBACK_ONLY as i, mayPass as l, hasCacheService as m, registryAccount as n, isLoopback as o, hasActionsCache as p, registryAuth as r, trustFrom as s, retryAfter as t, trustParts as u };