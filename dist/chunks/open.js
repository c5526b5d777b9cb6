import { $ as codeOf, U as environment, X as Failure, at as jsonOf$1, ct as platformName, et as sentence, it as isFields, lt as platformSuffix } from "./start.js";
import { A as valueAt, E as parseJson, h as makeTemp, m as makeFolder, s as hostOf, t as findProgram, w as maybeTextAt } from "./program.js";
import { a as isInsecure, c as RegistryFailure, f as actionsCacheAll, n as registryAccount, o as isLoopback, t as retryAfter } from "./retry-after.js";
const { dirname: dirname, join: join } = process.getBuiltinModule("node:path");
const { Agent: Agent, request: request } = process.getBuiltinModule("node:http");
const { createHash: createHash } = process.getBuiltinModule("node:crypto");
const { readFile: readFile, readdir: readdir, rm: rm, symlink: symlink, writeFile: writeFile } = process.getBuiltinModule("node:fs/promises");
const { homedir: homedir } = process.getBuiltinModule("node:os");
const { pipeline: pipeline } = process.getBuiltinModule("node:stream/promises");
const { setTimeout: setTimeout } = process.getBuiltinModule("node:timers/promises");
const { lookup: lookup } = process.getBuiltinModule("node:dns/promises");

function legPrefix({ platform, repository, plan, attempt }) {
	return `anyarch-leg-1_${plan}_${createHash("sha256").update(repository ?? "").digest("hex").slice(0, 16)}_${platformSuffix(platform ?? "")}_a${attempt}_`;
}
function legKey(leg) {
	return legPrefix(leg) + leg.digest.replace("sha256:", "");
}
function digestInKey(key, prefix) {
	const hex = key.startsWith(prefix) ? key.slice(prefix.length) : "";
	return /^[0-9a-f]{64}$/.test(hex) ? `sha256:${hex}` : void 0;
}
function digestsText(legs) {
	return JSON.stringify(Object.fromEntries(legs.map(({ platform, digest }) => [platform, digest])));
}
function legText(legs) {
	const [first] = legs;
	if (first === void 0) return "";
	const { plan, attempt, repository } = first;
	return JSON.stringify({
		plan,
		attempt,
		repository,
		digests: JSON.parse(digestsText(legs))
	});
}

function legsFailure(plan, states) {
	const bad = states.find(({ kind }) => kind !== "there")?.kind ?? "there";
	return new Failure({
		what: "The legs are not what was planned; no tag was moved",
		seen: states.map(stateText).join("\n"),
		expected: `${plan.platforms.join(", ")}: each once, of plan ${plan.id}`,
		...CURES[bad],
		anchor: "legs"
	});
}
function stateText(state) {
	const { platform } = state;
	switch (state.kind) {
		case "missing": return `missing: ${platform}`;
		case "deleted": return `missing: ${platform}; ${state.repository} has no ${state.digest} any more`;
		case "repeated": return `repeated: ${platform}, ${state.digests.join(" and ")}`;
		case "other": return `wrong: ${platform}, ${state.digest} is for ${state.holds.join(", ") || "no platform"}`;
		case "extra": return `not planned: ${platform}, ${state.digest}`;
		case "foreign": return `foreign: ${platform}, ${state.digest} of plan ${state.plan}, pushed to ${state.repository}`;
		case "there": return `${platform}: ${state.digest}${state.attempt === void 0 ? "" : `, attempt ${state.attempt}`}`;
	}
}
const RERUN = "Re-run jobs, Re-run all jobs   # in the menu of the run";
const MATRIX = "strategy:\n  matrix: ${{ fromJSON(needs.plan.outputs.matrix) }}";
const CURES = {
	there: {},
	missing: {
		cause: "its job failed or did not run, pushed nothing, or had no Actions cache to tell it through",
		fix: "digests: ${{ needs.image.outputs.leg }}   # or allow-missing: with the platform"
	},
	deleted: {
		cause: "a clean-up of untagged images ran in between",
		fix: RERUN
	},
	repeated: {
		cause: "the matrix has an entry twice, or one leg was handed over twice",
		fix: MATRIX
	},
	other: {
		cause: "the leg's result was handed over under another platform's name",
		fix: MATRIX
	},
	extra: {
		cause: "the leg was built outside of the plan",
		fix: MATRIX
	},
	foreign: {
		cause: "results of another run, of an earlier plan of this run, or of another image",
		fix: RERUN
	}
};
function repeatedLeg(legs, found) {
	for (const [index, leg] of legs.entries()) {
		const other = digestInKey(found[index] ?? "", legPrefix(leg));
		if (other === void 0 || other === leg.digest) continue;
		return new Failure({
			what: `Two legs of one plan built ${leg.platform}`,
			seen: `${leg.digest} from this leg, ${other} from another one`,
			expected: "one leg for each platform",
			cause: "the matrix has an entry twice, or has more dimensions than the plan's legs",
			fix: MATRIX,
			anchor: "legs"
		});
	}
}

const MEDIA_TYPES = {
	index: "application/vnd.oci.image.index.v1+json",
	image: "application/vnd.oci.image.manifest.v1+json",
	dockerIndex: "application/vnd.docker.distribution.manifest.list.v2+json",
	dockerImage: "application/vnd.docker.distribution.manifest.v2+json"
};
function digestOf(bytes) {
	return `sha256:${createHash("sha256").update(bytes).digest("hex")}`;
}
function verified(bytes, digest, where) {
	const seen = digestOf(bytes);
	if (seen === digest) return bytes;
	throw new Failure({
		what: `${where} answers something else than what was asked by its digest`,
		seen: `${seen}, ${bytes.length} bytes`,
		expected: digest,
		cause: "the answer was cut or changed on its way, or the registry is broken",
		anchor: "registry-mismatch"
	});
}
function jsonOf({ bytes, digest }) {
	return parseJson(bytes.toString("utf8"), `the manifest ${digest}`);
}

const FILE = "mark";
async function askMarks({ find = [], save = [] }, options) {
	const wishes = find.map((keys) => ({
		kind: "find",
		keys,
		file: FILE
	}));
	const tasks = [
		...wishes,
		...save.map((key) => ({
			kind: "save",
			key,
			prefix: key,
			file: FILE
		})),
		...save.length > 0 ? wishes : []
	];
	const { keys, said } = await inFolder$1(options, (folders) => actionsCacheAll(tasks, folders));
	const [savedFrom, afterFrom] = [find.length, find.length + save.length];
	const saved = keys.slice(savedFrom, afterFrom);
	return {
		found: keys.slice(0, savedFrom),
		saved,
		foundAfter: keys.slice(afterFrom),
		said
	};
}
async function inFolder$1({ temp, signal }, work) {
	const own = join(temp, "marks");
	const folders = {
		folder: join(own, "entry"),
		temp: join(own, "temp"),
		path: join(own, "bin")
	};
	try {
		for (const folder of Object.values(folders)) makeFolder(folder);
		for (const name of ["tar", "gzip"]) {
			const path = await findProgram(name, environment());
			if (path !== void 0) await symlink(path, join(folders.path, name));
		}
		await writeFile(join(folders.folder, FILE), "");
		return await work({
			...folders,
			signal
		});
	} finally {
		await rm(own, {
			recursive: true,
			force: true
		});
	}
}

async function inBatches(items, most, work) {
	const results = [];
	let next = 0;
	const line = async () => {
		for (let index = next++; index < items.length; index = next++) {
			const item = items[index];
			if (item !== void 0) results[index] = await work(item);
		}
	};
	await Promise.all(Array.from({ length: Math.min(most, items.length) }, line));
	return results;
}

const WAIT = 1e3;
async function putBlob(registry, path, blob) {
	if (await registry.hasBlob(path, blob)) return;
	for (let left = 2;; left -= 1) {
		try {
			await registry.sendBlob(path, blob);
			return;
		} catch (error) {
			const passing = error instanceof RegistryFailure && [
				"busy",
				"broken",
				"other"
			].includes(error.refusal);
			if (left === 0 || !passing) throw error;
		}
		await setTimeout(WAIT);
	}
}

function readBackFailure(ref, wanted, seen) {
	const anchor = "registry-mismatch";
	if (seen === void 0) return new Failure({
		what: `${ref} is not in the registry, though its push was reported as done`,
		seen: "404",
		expected: wanted.digest,
		cause: "the docker command, or a proxy before the registry, claims success without a push",
		fix: "docker version   # the command on the PATH must be Docker's own",
		anchor
	});
	if (seen.digest !== wanted.digest) return new Failure({
		what: `${ref} names another image in the registry than the one that was pushed`,
		seen: seen.digest,
		expected: wanted.digest,
		cause: "another job pushed the same tag at the same time",
		fix: "concurrency:\n  group: ${{ github.workflow }}-push",
		anchor
	});
	const missing = without(wanted.platforms, seen.platforms);
	const extra = without(seen.platforms, wanted.platforms);
	if (missing.length === 0 && extra.length === 0) return void 0;
	return new Failure({
		what: `${ref} does not have the platforms that were built`,
		seen: namesOf(seen.platforms),
		expected: namesOf(wanted.platforms),
		anchor
	});
}
function without(some, others) {
	const names = new Set(others.map(platformName));
	return some.filter((platform) => !names.has(platformName(platform)));
}
const namesOf = (platforms) => platforms.map(platformName).join(", ") || "none";

const PATIENCE = 3e3;
async function registryAccess(host, trust, env) {
	const [addresses, files] = await Promise.all([addressesOf(host), certificatesFor(host, env)]);
	return {
		host,
		loopback: isLoopback(addresses),
		insecure: isInsecure(host, addresses, trust),
		...files
	};
}
const AUTHORITIES = "/etc/ssl/certs:/etc/pki/tls/certs";
async function withTrust(host, env, work) {
	const [first] = (await certificatesFor(host, env)).authorities;
	if (first === void 0) return await work({});
	const temp = await makeTemp("trust-");
	try {
		const folder = join(temp, "authorities");
		await symlink(dirname(first), folder);
		return await work({ SSL_CERT_DIR: `${env.SSL_CERT_DIR || AUTHORITIES}:${folder}` });
	} finally {
		await rm(temp, {
			recursive: true,
			force: true
		});
	}
}
async function addressesOf(host) {
	const name = host.replace(/:\d+$/, "").replace(/^\[(.*)\]$/, "$1");
	if (name === "localhost") return ["127.0.0.1"];
	const late = new AbortController();
	const found = lookup(name, { all: true }).then((all) => all.map(({ address }) => address));
	const limit = setTimeout(PATIENCE, [], { signal: late.signal });
	try {
		return await Promise.race([found.catch(() => []), limit]);
	} finally {
		late.abort();
		limit.catch(() => void 0);
	}
}
async function certificatesFor(host, env) {
	const own = env.XDG_CONFIG_HOME || join(env.HOME || homedir(), ".config");
	for (const base of ["/etc", own]) {
		const folder = join(base, "docker/certs.d", host);
		const names = await readdir(folder).catch(() => []);
		if (names.length > 0) return inFolder(folder, names.sort());
	}
	return {
		authorities: [],
		keyPairs: []
	};
}
function inFolder(folder, names) {
	const at = (name) => join(folder, name);
	return {
		authorities: names.filter((name) => name.endsWith(".crt")).map(at),
		keyPairs: names.flatMap((name) => {
			const key = name.replace(/\.cert$/, ".key");
			return key !== name && names.includes(key) ? [{
				certificate: at(name),
				key: at(key)
			}] : [];
		})
	};
}

function refusedAnswer(asked, reply, body) {
	const status = `${reply.statusCode} ${reply.statusMessage ?? ""}`.trim();
	const words = wordsIn(body);
	const text = words === "" ? status : `${status}: ${words}`;
	return new RegistryFailure({
		...asked,
		text
	});
}
function brokenCall(asked, error) {
	if (error instanceof Failure) return error;
	const message = sentence(error);
	const said = WORDS[codeOf(error)] ?? (isOfCertificate(codeOf(error)) ? "x509" : void 0);
	return new RegistryFailure({
		...asked,
		text: said === void 0 ? message : `${said}: ${message}`
	});
}
const WORDS = {
	ECONNREFUSED: "connection refused",
	ENOTFOUND: "no such host",
	EAI_AGAIN: "no such host",
	ETIMEDOUT: "i/o timeout",
	ECONNRESET: "connection reset",
	EPIPE: "broken pipe",
	EHOSTUNREACH: "no route to host",
	ENETUNREACH: "network is unreachable",
	EPROTO: "server gave HTTP response to HTTPS client",
	ERR_SSL_WRONG_VERSION_NUMBER: "server gave HTTP response to HTTPS client"
};
const isOfCertificate = (code) => /CERT|SIGNATURE|ISSUER|SELF_SIGNED|UNABLE_TO_/.test(code);
function wordsIn(body) {
	try {
		const errors = valueAt(JSON.parse(body), "errors");
		const words = (Array.isArray(errors) ? errors.filter(isFields) : []).map((one) => [maybeTextAt(one, "code"), maybeTextAt(one, "message")].filter(Boolean).join(": "));
		if (words.length > 0) return words.join("; ");
	} catch {}
	return body.replace(/<[^>]*>/g, " ").replace(/\s+/g, " ").trim().slice(0, 300);
}

function storedFrom({ reference, bytes, headers }, where) {
	const digest = reference.includes(":") ? reference : digestOf(bytes);
	verified(bytes, digest, where);
	const told = toldDigest(headers);
	if (told !== "" && told !== digest) throw otherTold(`${where} ${reference}`, digest, told);
	const own = maybeTextAt(parseJson(bytes.toString("utf8"), `the manifest ${digest}`), "mediaType");
	const named = (headers["content-type"] ?? "").split(";")[0]?.trim() ?? "";
	return {
		digest,
		mediaType: own ?? named,
		bytes
	};
}
function toldDigest(headers) {
	const told = String(headers["docker-content-digest"] ?? "");
	return told.startsWith("sha256:") ? told : "";
}
function isThere({ statusCode, headers }, { digest, size }, where) {
	if (statusCode !== 200) return false;
	const seen = Number(headers["content-length"] ?? 0);
	if (seen === 0 || seen === size) return true;
	throw new Failure({
		what: `${where} has a part of the image in another size than its manifest says`,
		seen: `${digest}: ${seen} bytes`,
		expected: `${size} bytes`,
		cause: "the registry kept a part of an upload that broke off, or the manifest was put together by hand",
		anchor: "registry-mismatch"
	});
}
function otherTold(what, digest, told) {
	return new Failure({
		what: `${what}: the registry names another digest in the head of its answer than the answer has`,
		seen: `docker-content-digest: ${told}`,
		expected: digest,
		cause: "a proxy or a cache before the registry mixes old and new answers",
		anchor: "registry-mismatch"
	});
}

function uploadTo(place, { digest, size, open }) {
	return {
		method: "PUT",
		target: `${place}${place.includes("?") ? "&" : "?"}digest=${encodeURIComponent(digest)}`,
		headers: {
			"content-type": "application/octet-stream",
			"content-length": String(size)
		},
		body: open,
		tries: 1
	};
}

const TRIES = 4;
const FIRST_WAIT = 400;
const LONGEST = 3e4;
const PASSING = [
	429,
	500,
	502,
	503,
	504
];
const BROKEN = [
	"ECONNRESET",
	"EPIPE",
	"ETIMEDOUT",
	"EAI_AGAIN"
];
function waitAfter(status, headers, next) {
	if (!PASSING.includes(status) || next > 4) return void 0;
	const wait = retryAfter(headers["retry-after"], headers.date) ?? FIRST_WAIT * 2 ** (next - 2);
	return wait > LONGEST ? void 0 : wait;
}
function waitAfterError(error, next) {
	return (BROKEN.includes(codeOf(error)) || /no byte for/.test(String(error))) && next <= 4 ? FIRST_WAIT * 2 ** (next - 2) : void 0;
}

const AT_ONCE = 8;
const SILENCE = 6e4;
const SYSTEM = ["/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/certs/ca-bundle.crt"];
async function openWire(access, env) {
	const https = await import("node:https");
	const proxy = access.loopback ? {} : { proxyEnv: { ...env } };
	const common = {
		keepAlive: true,
		maxSockets: AT_ONCE,
		timeout: SILENCE,
		...proxy
	};
	const agents = {
		plain: new Agent(common),
		secure: new https.Agent({
			...common,
			...await trustOf(access, env)
		})
	};
	return {
		send: (exchange) => exchange.url.protocol === "http:" ? sent(exchange, request, agents.plain) : sent(exchange, https.request, agents.secure),
		close: () => {
			agents.plain.destroy();
			agents.secure.destroy();
		}
	};
}
async function trustOf({ insecure, authorities, keyPairs }, env) {
	const files = [
		env.SSL_CERT_FILE ?? "",
		env.NODE_EXTRA_CA_CERTS ?? "",
		...SYSTEM
	].filter(Boolean);
	const system = await Promise.all(files.map((path) => readFile(path, "utf8").catch(() => "")));
	const own = await Promise.all(authorities.map((path) => readFile(path, "utf8")));
	const [pair] = keyPairs;
	const shown = pair === void 0 ? {} : {
		cert: await readFile(pair.certificate),
		key: await readFile(pair.key)
	};
	const { rootCertificates } = await import("node:tls");
	return {
		ca: [
			...rootCertificates,
			...system.filter((text) => text !== ""),
			...own
		],
		rejectUnauthorized: !insecure,
		...shown
	};
}
function sent({ method, url, headers, body, signal }, request, agent) {
	return new Promise((resolve, reject) => {
		const outgoing = request(url, {
			method,
			headers,
			signal,
			agent
		});
		outgoing.setTimeout(SILENCE, () => {
			outgoing.destroy(/* @__PURE__ */ new Error(`no byte for ${SILENCE / 1e3} s`));
		});
		outgoing.on("response", resolve);
		outgoing.on("error", (error) => reject(signal.aborted ? signal.reason : error));
		if (body === void 0 || Buffer.isBuffer(body)) outgoing.end(body);
		else pipeline(body, outgoing).catch(reject);
	});
}
async function bytesOf(message, most) {
	const pieces = [];
	let size = 0;
	for await (const piece of message) {
		size += piece.length;
		if (size > most) throw new Error(`an answer of more than ${most} bytes`);
		pieces.push(piece);
	}
	return Buffer.concat(pieces);
}

async function wholeAnswer(ask, most) {
	for (let next = 2;; next += 1) {
		const reply = await ask();
		try {
			return {
				reply,
				bytes: await bytesOf(reply, most)
			};
		} catch (error) {
			const wait = waitAfterError(error, next);
			if (wait === void 0) throw error;
			await setTimeout(wait);
		}
	}
}

const ACCEPT = { accept: Object.values(MEDIA_TYPES).join(", ") };
const LARGEST_MANIFEST = 4 << 20;
const LARGEST_BLOB = 16 << 20;
var Registry = class {
	host;
	#session;
	#authenticated;
	constructor(host, session, authenticated) {
		this.host = host;
		this.#session = session;
		this.#authenticated = authenticated;
	}
	async manifest(path, reference) {
		const call = {
			method: "GET",
			target: manifestAt(path, reference),
			headers: ACCEPT
		};
		const { reply, bytes } = await this.#readWhole(path, call, LARGEST_MANIFEST);
		if (reply.statusCode === 404) return void 0;
		return storedFrom({
			reference,
			bytes,
			headers: reply.headers
		}, `${this.host}/${path}`);
	}
	async told(path, reference) {
		const call = {
			method: "HEAD",
			target: manifestAt(path, reference),
			headers: ACCEPT
		};
		const { statusCode, headers } = (await this.#read(path, call)).resume();
		return statusCode === 404 ? void 0 : toldDigest(headers);
	}
	async putManifest(path, reference, { mediaType, bytes }) {
		const target = manifestAt(path, reference);
		const headers = {
			"content-type": mediaType,
			"content-length": String(bytes.length)
		};
		(await this.#write(path, {
			method: "PUT",
			target,
			headers,
			body: () => bytes
		})).resume();
	}
	async hasBlob(path, blob) {
		const call = {
			method: "HEAD",
			target: blobAt(path, blob.digest)
		};
		return isThere((await this.#read(path, call)).resume(), blob, `${this.host}/${path}`);
	}
	async readBlob(path, digest) {
		const call = {
			method: "GET",
			target: blobAt(path, digest)
		};
		const { reply, bytes } = await this.#readWhole(path, call, LARGEST_BLOB);
		if (reply.statusCode === 404) return void 0;
		return verified(bytes, digest, `${this.host}/${path}`);
	}
	async openBlob(path, digest) {
		return await this.#read(path, {
			method: "GET",
			target: blobAt(path, digest)
		}, [200]);
	}
	async sendBlob(path, blob) {
		const { digest, from } = blob;
		const target = `/v2/${path}/blobs/uploads/${from === void 0 ? "" : `?${new URLSearchParams({
			mount: digest,
			from
		})}`}`;
		const start = {
			method: "POST",
			target,
			headers: { "content-length": "0" }
		};
		const started = (await this.#write(path, start, from)).resume();
		if (started.statusCode === 201) return;
		const put = uploadTo(started.headers.location ?? target, blob);
		(await this.#write(path, put, from)).resume();
	}
	close() {
		this.#session.close();
	}
	async #read(path, call, fine = [200, 404]) {
		const scopes = [`repository:${path}:pull`];
		return await this.#ask("read from", path, {
			...call,
			scopes
		}, fine);
	}
	async #readWhole(path, call, most) {
		return await wholeAnswer(() => this.#read(path, call), most).catch((error) => {
			throw brokenCall(this.#asked("read from", path), error);
		});
	}
	async #write(path, call, from) {
		const also = from === void 0 ? [] : [`repository:${from}:pull`];
		const scopes = [`repository:${path}:pull,push`, ...also];
		return await this.#ask("push to", path, {
			...call,
			scopes
		}, [
			200,
			201,
			202,
			204
		]);
	}
	#asked(did, path) {
		return {
			did,
			reference: {
				domain: this.host,
				path
			},
			authenticated: this.#authenticated
		};
	}
	async #ask(did, path, call, fine) {
		const reply = await this.#session.send(call).catch((error) => {
			throw brokenCall(this.#asked(did, path), error);
		});
		if (fine.includes(reply.statusCode ?? 0)) return reply;
		const body = await bytesOf(reply, 65536).catch(() => "");
		throw refusedAnswer(this.#asked(did, path), reply, String(body));
	}
};
const manifestAt = (path, ref) => `/v2/${path}/manifests/${ref}`;
const blobAt = (path, digest) => `/v2/${path}/blobs/${digest}`;

function challengeFrom(header) {
	const text = header ?? "";
	const bearer = /(?:^|,)\s*bearer\s+(.*)$/is.exec(text)?.[1];
	if (bearer !== void 0) {
		const realm = parameter(bearer, "realm");
		if (realm !== void 0 && URL.canParse(realm)) return {
			kind: "bearer",
			realm,
			service: parameter(bearer, "service")
		};
	}
	return /(?:^|,)\s*basic(?:\s|$)/i.test(text) ? { kind: "basic" } : void 0;
}
function parameter(text, name) {
	const found = new RegExp(`(?:^|[\\s,])${name}=(?:"([^"]*)"|([^\\s,]+))`, "i").exec(text);
	return found?.[1] ?? found?.[2];
}
function tokenRequest({ realm, service }, scopes, account) {
	const url = new URL(realm);
	const asked = new URLSearchParams(service === void 0 ? {} : { service });
	const identity = account?.identitytoken;
	if (identity !== void 0) {
		asked.set("grant_type", "refresh_token");
		asked.set("client_id", "anyarch");
		asked.set("refresh_token", identity);
		asked.set("scope", scopes.join(" "));
		return {
			method: "POST",
			url: url.href,
			headers: { "content-type": "application/x-www-form-urlencoded" },
			body: asked.toString()
		};
	}
	for (const scope of scopes) asked.append("scope", scope);
	for (const [name, value] of asked) url.searchParams.append(name, value);
	const basic = basicHeader(account);
	const headers = basic === void 0 ? {} : { authorization: basic };
	return {
		method: "GET",
		url: url.href,
		headers,
		body: void 0
	};
}
function basicHeader(account) {
	if (account?.username === void 0 || account.password === void 0) return void 0;
	const text = `${account.username}:${account.password}`;
	return `Basic ${Buffer.from(text).toString("base64")}`;
}

async function authorization(party, challenge, scopes) {
	const key = scopes.join(" ");
	const others = await party.asking.get(key)?.catch(() => void 0);
	if (typeof others === "string") return others;
	const own = askedFor(party, challenge, scopes);
	party.asking.set(key, own);
	return await own.finally(() => party.asking.delete(key));
}
async function askedFor({ wire, account, signal }, challenge, scopes) {
	if (challenge.kind === "basic") return basicHeader(account);
	if (account?.registrytoken !== void 0) return `Bearer ${account.registrytoken}`;
	const { method, url, headers, body } = tokenRequest(challenge, scopes, account);
	const bytes = body === void 0 ? void 0 : Buffer.from(body);
	const reply = await wire.send({
		method,
		url: new URL(url),
		headers,
		body: bytes,
		signal
	});
	if (reply.statusCode !== 200) return reply;
	const token = tokenIn((await bytesOf(reply, 1 << 20)).toString("utf8"));
	if (token === void 0) throw new Error(`the token server ${new URL(url).host} gave no token`);
	return `Bearer ${token}`;
}
function tokenIn(text) {
	const value = jsonOf$1(text);
	const token = isFields(value) ? value.token ?? value.access_token : void 0;
	return typeof token === "string" && token !== "" ? token : void 0;
}

const HOPS = 5;
function openSession(party) {
	const own = {
		...party,
		known: /* @__PURE__ */ new Map(),
		asking: /* @__PURE__ */ new Map(),
		base: void 0
	};
	return {
		send: (call) => patiently(own, call),
		close: () => party.wire.close()
	};
}
async function patiently(party, call) {
	const { tries = 4 } = call;
	for (let next = 2;; next += 1) {
		let wait;
		try {
			const reply = await authorized(party, call);
			wait = waitAfter(reply.statusCode ?? 0, reply.headers, next);
			if (wait === void 0 || next > tries) return reply;
			reply.resume();
		} catch (error) {
			wait = party.signal.aborted ? void 0 : waitAfterError(error, next);
			if (wait === void 0 || next > tries) throw error;
		}
		await setTimeout(wait, void 0, { signal: party.signal });
	}
}
async function authorized(party, call) {
	const key = call.scopes.join(" ");
	const shown = party.known.get(key);
	const { reply, own } = await followed(party, call, shown);
	const challenge = own ? challengeFrom(reply.headers["www-authenticate"]) : void 0;
	if (reply.statusCode !== 401 || challenge === void 0) return reply;
	const newer = party.known.get(key);
	const answer = newer === shown ? await authorization(party, challenge, call.scopes) : newer;
	if (answer === void 0) return reply;
	reply.resume();
	if (typeof answer !== "string") return answer;
	party.known.set(key, answer);
	return (await followed(party, call, answer)).reply;
}
async function followed(party, { method, target, headers, body }, authorization) {
	party.base ??= baseOf(party);
	const base = await party.base;
	let url = new URL(target, base);
	for (let hops = 0;; hops += 1) {
		const own = url.origin === base.origin;
		const shown = own && authorization !== void 0 ? { authorization } : {};
		const { wire, signal } = party;
		const reply = await wire.send({
			method,
			url,
			signal,
			body: await body?.(),
			headers: {
				...headers,
				...shown
			}
		});
		const { location } = reply.headers;
		if (![
			301,
			302,
			303,
			307,
			308
		].includes(reply.statusCode ?? 0) || location === void 0 || !/^(GET|HEAD)$/.test(method) || hops === HOPS) return {
			reply,
			own
		};
		reply.resume();
		url = new URL(location, url);
	}
}
async function baseOf({ wire, access, signal }) {
	const name = hostOf(access.host);
	const secure = new URL(`https://${name}/`);
	if (!access.insecure) return secure;
	try {
		const url = new URL("/v2/", secure);
		(await wire.send({
			method: "GET",
			url,
			headers: {},
			signal
		})).resume();
		return secure;
	} catch {
		return new URL(`http://${name}/`);
	}
}

async function openRegistry(reference, { trust, env, signal }) {
	const [access, account] = await Promise.all([registryAccess(reference.domain, trust, env), registryAccount(reference, env)]);
	const wire = await openWire(access, env);
	const session = openSession({
		wire,
		access,
		account,
		signal
	});
	return new Registry(reference.domain, session, account !== void 0);
}

export { legText as _, putBlob as a, MEDIA_TYPES as c, legsFailure as d, repeatedLeg as f, legPrefix as g, legKey as h, readBackFailure as i, digestOf as l, digestsText as m, registryAccess as n, inBatches as o, digestInKey as p, withTrust as r, askMarks as s, openRegistry as t, jsonOf as u };