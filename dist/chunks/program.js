import { $ as codeOf, X as Failure, et as sentence, it as isFields, st as parsePlatform } from "./start.js";
const { constants: constants, mkdirSync: mkdirSync } = process.getBuiltinModule("node:fs");
const { delimiter: delimiter, join: join } = process.getBuiltinModule("node:path");
const { Socket: Socket } = process.getBuiltinModule("node:net");
const { Agent: Agent, request: request } = process.getBuiltinModule("node:http");
const { Duplex: Duplex, addAbortSignal: addAbortSignal } = process.getBuiltinModule("node:stream");
const { access: access, mkdtemp: mkdtemp, readFile: readFile, stat: stat } = process.getBuiltinModule("node:fs/promises");
const { homedir: homedir, tmpdir: tmpdir } = process.getBuiltinModule("node:os");
const { pipeline: pipeline } = process.getBuiltinModule("node:stream/promises");
const { execFile: execFile, spawn: spawn } = process.getBuiltinModule("node:child_process");

function deadline(ms, signal) {
	const own = new AbortController();
	const late = new DOMException(`not finished after ${ms / 1e3} s`, "TimeoutError");
	const timer = setTimeout(() => own.abort(late), ms);
	const stop = () => own.abort(signal?.reason);
	signal?.addEventListener("abort", stop, { once: true });
	if (signal?.aborted) stop();
	const end = () => {
		clearTimeout(timer);
		signal?.removeEventListener("abort", stop);
	};
	return {
		signal: own.signal,
		end
	};
}

function configFolder(env) {
	return env.DOCKER_CONFIG || join(env.HOME || homedir(), ".docker");
}
async function readConfig(env) {
	const path = join(configFolder(env), "config.json");
	const text = await textAt$1(path);
	if (text.trim() === "") return {};
	try {
		return JSON.parse(text);
	} catch {
		throw new Failure({
			what: "The docker command's configuration is not JSON",
			seen: `${path}: ${text.startsWith("﻿") ? "starts with a byte order mark" : "cut, or written by hand"}`,
			expected: "JSON, such as {\"auths\":{}}",
			cause: "a step that writes it was cut off, or wrote something else; docker goes on without its logins",
			fix: `rm '${path}'   # in an earlier step, before the one that logs in`,
			anchor: "docker-config"
		});
	}
}
async function textAt$1(path) {
	try {
		return await readFile(path, "utf8");
	} catch (error) {
		if (["ENOENT", "ENOTDIR"].includes(codeOf(error))) return "";
		throw new Failure({
			what: `Could not read ${path}`,
			seen: String(error)
		}, { cause: error });
	}
}

function parseJson(text, whose) {
	try {
		return JSON.parse(text);
	} catch (cause) {
		const seen = text.length > 200 ? `${text.slice(0, 200)}…` : text;
		throw new Failure({
			what: `Could not read ${whose}`,
			seen,
			expected: "JSON"
		}, { cause });
	}
}
function valueAt(value, ...path) {
	return path.reduce((inner, key) => isFields(inner) ? inner[key] : void 0, value);
}
function maybeTextAt(value, ...path) {
	const found = valueAt(value, ...path) ?? "";
	if (typeof found !== "string") throw unexpected(found, path, "text");
	return found === "" ? void 0 : found;
}
function textAt(value, ...path) {
	const found = maybeTextAt(value, ...path);
	if (found === void 0) throw unexpected(valueAt(value, ...path), path, "text");
	return found;
}
function numberAt(value, ...path) {
	const found = valueAt(value, ...path);
	if (typeof found !== "number") throw unexpected(found, path, "a number");
	return found;
}
function listAt(value, ...path) {
	const found = valueAt(value, ...path) ?? [];
	if (!Array.isArray(found)) throw unexpected(found, path, "a list");
	return found;
}
function textsAt(value, ...path) {
	return listAt(value, ...path).map((item) => {
		if (typeof item !== "string") throw unexpected(item, path, "texts only");
		return item;
	});
}
function textMapAt(value, ...path) {
	const found = valueAt(value, ...path) ?? {};
	if (!isFields(found)) throw unexpected(found, path, "an object");
	return Object.fromEntries(Object.keys(found).map((key) => [key, textOf$1(found[key], path, key)]));
}
function textOf$1(value, path, key) {
	if (typeof value !== "string") throw unexpected(value, [...path, key], "text");
	return value;
}
function unexpected(value, path, expected) {
	const seen = value === void 0 ? "nothing" : JSON.stringify(value).slice(0, 200);
	return new Failure({
		what: `Unexpected value at ${path.join(".")}`,
		seen,
		expected
	});
}

function messageOf(text) {
	try {
		return maybeTextAt(JSON.parse(text), "message") ?? text.trim();
	} catch {
		return text.trim();
	}
}
function refusal(what, { status, text }) {
	return new Failure({
		what,
		seen: messageOf(text) || `HTTP status ${status}`
	});
}
function accepted(what, reply) {
	if (reply.status >= 400 || reply.status === 0) throw refusal(what, reply);
	return reply;
}
async function removal(what, ask, fine = [404]) {
	try {
		const reply = await ask();
		return reply.status < 400 || fine.includes(reply.status) ? void 0 : refusal(what, reply);
	} catch (cause) {
		return cause instanceof Failure ? cause : new Failure({
			what,
			seen: String(cause)
		}, { cause });
	}
}

const PATIENCE$1 = 6e5;
function watch(stream, { method, path }, ms = PATIENCE$1) {
	const timer = setTimeout(() => stream.destroy(silent(`${method} ${path}`, ms)), ms);
	timer.unref();
	return {
		alive: () => timer.refresh(),
		end: () => clearTimeout(timer)
	};
}
function silent(call, ms) {
	return new Failure({
		what: `The engine stands still: for ${ms / 1e3} s it did not answer ${call}`,
		cause: "its machine is overloaded or its disk hangs, or it waits for itself",
		fix: "docker info   # must answer at once",
		anchor: "engine-silent"
	});
}
async function* toldOf(body, watched) {
	for await (const piece of body) {
		watched.alive();
		yield piece;
	}
}

const MOST$1 = 16777216;
async function textOf(message, call) {
	const pieces = [];
	let size = 0;
	const watched = watch(message, call);
	try {
		for await (const piece of toldOf(message, watched)) {
			size += piece.length;
			if (size > MOST$1) throw new Failure({ what: `The engine's answer to ${call.path} is longer than 16 MiB` });
			pieces.push(piece);
		}
	} finally {
		watched.end();
	}
	return Buffer.concat(pieces).toString("utf8");
}

async function wholeAnswer(wire, call) {
	const message = await answer(wire, call);
	try {
		const text = await textOf(message, call);
		return {
			status: message.statusCode ?? 0,
			headers: message.headers,
			text
		};
	} catch (error) {
		throw error instanceof Failure ? error : lost(wire, call, error);
	}
}
async function streamedAnswer(wire, call) {
	const message = await answer(wire, call);
	const status = message.statusCode ?? 0;
	if (status < 400) return message;
	const reply = {
		status,
		headers: message.headers,
		text: await textOf(message, call)
	};
	throw refusal(`The engine refused ${call.method} ${call.path}`, reply);
}
async function answer(wire, call) {
	for (let attempt = 1;; attempt += 1) {
		const outgoing = request({
			...wire.target,
			agent: wire.agent,
			method: call.method,
			path: call.path,
			headers: headersOf(call),
			...call.signal === void 0 ? {} : { signal: call.signal }
		});
		try {
			return await headOf(outgoing, call);
		} catch (error) {
			if (!(outgoing.reusedSocket && ["ECONNRESET", "EPIPE"].includes(codeOf(error))) || call.method !== "GET" || attempt > 1) throw lost(wire, call, error);
		}
	}
}
function headOf(outgoing, call) {
	const { body } = call;
	const watched = watch(outgoing, call);
	return new Promise((resolve, reject) => {
		outgoing.on("response", resolve);
		outgoing.on("error", reject);
		if (isStream(body)) pipeline(toldOf(body, watched), outgoing).catch(reject);
		else outgoing.end(body === void 0 || Buffer.isBuffer(body) ? body : JSON.stringify(body));
	}).finally(watched.end);
}
function headersOf({ body, headers }) {
	if (body === void 0) return {
		Host: "docker",
		...headers
	};
	return {
		Host: "docker",
		"Content-Type": Buffer.isBuffer(body) || isStream(body) ? "application/x-tar" : "application/json",
		...headers
	};
}
function isStream(body) {
	return body !== void 0 && Symbol.asyncIterator in body;
}
function lost(wire, { signal }, error) {
	if (error instanceof Failure) return error;
	return signal?.aborted ? signal.reason : wire.lost(error);
}

async function dialog(wire, call) {
	const { method, path, signal } = call;
	const headers = {
		Host: "docker",
		Connection: "Upgrade",
		Upgrade: "tcp"
	};
	const outgoing = request({
		...wire.target,
		agent: wire.agent,
		method,
		path,
		headers,
		signal
	});
	const watched = watch(outgoing, call);
	return await new Promise((resolve, reject) => {
		outgoing.on("error", (error) => reject(lost(wire, call, error)));
		outgoing.on("upgrade", (_, socket, first) => {
			socket.unshift(first);
			resolve(addAbortSignal(signal, socket));
		});
		outgoing.on("response", (message) => {
			const status = message.statusCode ?? 0;
			textOf(message, call).then((text) => reject(refusal(`The engine refused ${method} ${path}`, {
				status,
				text
			})), reject);
		});
		outgoing.end();
	}).finally(watched.end);
}

const DEFAULT_SOCKET = "unix:///var/run/docker.sock";
const PLAIN_PORT = 2375;
function endpointFrom(env, currentContext) {
	const host = env.DOCKER_HOST || void 0;
	const context = env.DOCKER_CONTEXT || currentContext || "default";
	if (host === void 0 && context !== "default") return {
		kind: "client",
		name: `context ${context}`
	};
	const name = host ?? "unix:///var/run/docker.sock";
	if (name.startsWith("unix://")) return {
		kind: "unix",
		name,
		path: name.slice(7)
	};
	return (Boolean(env.DOCKER_TLS || env.DOCKER_TLS_VERIFY) ? void 0 : plainTcp(name)) ?? {
		kind: "client",
		name
	};
}
function plainTcp(name) {
	if (!name.startsWith("tcp://") || !URL.canParse(name)) return void 0;
	const { hostname, port, pathname } = new URL(name);
	if (hostname === "" || pathname !== "" && pathname !== "/") return void 0;
	return {
		kind: "tcp",
		name,
		host: hostname.replace(/^\[(.*)\]$/, "$1"),
		port: port === "" ? PLAIN_PORT : Number(port)
	};
}

var StdioConnection = class extends Duplex {
	#child;
	#complaint = "";
	constructor(env) {
		super({ allowHalfOpen: false });
		this.#child = spawn("docker", ["system", "dial-stdio"], {
			env: { ...env },
			stdio: [
				"pipe",
				"pipe",
				"pipe"
			],
			detached: true
		});
		const { stdin, stdout, stderr } = this.#child;
		this.#child.on("error", (error) => this.destroy(error));
		this.#child.on("close", (code) => this.#ended(code));
		stdin.on("error", () => void 0);
		stdout.once("data", () => this.emit("answer"));
		stdout.on("data", (data) => this.push(data) || stdout.pause());
		stderr.on("data", (data) => {
			this.#complaint = `${this.#complaint}${data}`.slice(-4096);
		});
	}
	#lost(code) {
		const words = this.#complaint.trim() || `docker ended with exit code ${code}`;
		return Object.assign(new Error(words), code === null ? { code: "ECONNRESET" } : {});
	}
	#ended(code) {
		if (code === 0) this.push(null);
		else this.destroy(this.#lost(code));
	}
	_read() {
		this.#child.stdout.resume();
	}
	_write(data, _encoding, done) {
		this.#child.stdin.write(data, () => done());
	}
	_final(done) {
		this.#child.stdin.end(() => done());
	}
	_destroy(error, done) {
		this.#child.kill("SIGKILL");
		done(error);
	}
	ref() {
		return this.#hold(true);
	}
	unref() {
		return this.#hold(false);
	}
	#hold(held) {
		const child = this.#child;
		for (const part of [
			child,
			child.stdin,
			child.stdout,
			child.stderr
		]) if (part === child || part instanceof Socket) held ? part.ref() : part.unref();
		return this;
	}
	setKeepAlive() {
		return this;
	}
	setNoDelay() {
		return this;
	}
	setTimeout() {
		return this;
	}
};

const MOST = 6;
const LONGEST = 3e3;
function loginsTo(env) {
	const waiting = [];
	let underWay = 0;
	let closed = false;
	const start = (done) => {
		underWay += 1;
		const connection = new StdioConnection(env);
		let through = false;
		const pass = () => {
			if (through) return;
			through = true;
			clearTimeout(timer);
			underWay -= 1;
			const next = waiting.shift();
			if (next !== void 0) start(next);
		};
		const timer = setTimeout(pass, LONGEST).unref();
		connection.once("close", pass).once("answer", pass);
		done(null, connection);
	};
	return {
		createConnection: (_options, done) => {
			if (done === void 0 || closed) return void 0;
			if (underWay < MOST) start(done);
			else waiting.push(done);
		},
		close: () => {
			closed = true;
			waiting.length = 0;
		}
	};
}

const START = "sudo systemctl start docker";
function unreachable(endpoint, error, env = {}) {
	const parts = {
		what: "The container engine cannot be reached",
		seen: `${endpoint.name}: ${sentence(error)}`,
		anchor: "engine-unreachable"
	};
	const code = codeOf(error);
	const explained = runnerWithout(endpoint, code, env) ?? explanation(endpoint, code);
	return new Failure({
		...parts,
		...explained
	}, { cause: error });
}
function runnerWithout({ name }, code, env) {
	if (name !== "unix:///var/run/docker.sock" || code !== "ENOENT") return void 0;
	if (env.ACTIONS_RUNNER_CONTAINER_HOOKS || env.KUBERNETES_SERVICE_HOST) return {
		cause: "this runner's jobs run in pods without an engine (Actions Runner Controller in Kubernetes mode)",
		fix: "containerMode: { type: dind }   # values of the runner scale set's Helm chart"
	};
	const hosted = env.RUNNER_ENVIRONMENT === "github-hosted";
	const system = env.RUNNER_OS ?? "Linux";
	if (system === "Windows" || hosted && system !== "Linux") return {
		cause: `this step finds no engine that runs Linux images on runners with ${system}`,
		fix: "runs-on: ubuntu-24.04"
	};
	if (system === "macOS") return {
		cause: "the engine's virtual machine is not running",
		fix: "colima start"
	};
	if (!hosted) return void 0;
	return {
		cause: "this kind of hosted runner has no engine, as ubuntu-slim",
		fix: "runs-on: ubuntu-24.04"
	};
}
function explanation(endpoint, code) {
	if (code === "EACCES" || code === "EPERM") return {
		cause: "permission denied: this user is not in the group that may use the socket (docker)",
		fix: "sudo usermod -aG docker \"$USER\"   # then log in again, or restart the runner"
	};
	switch (endpoint.kind) {
		case "unix": return ofSocket(endpoint.name, code);
		case "tcp": return {
			cause: "nothing answers there: the engine is not running, or DOCKER_HOST is wrong",
			fix: `docker --host ${endpoint.name} version   # must show a "Server" part`
		};
		case "client": return code === "ENOENT" ? {
			cause: "this endpoint needs the docker command, and there is none on the PATH",
			fix: "sudo apt-get install -y docker-cli"
		} : {
			cause: "the docker command cannot reach it either: wrong host, key, certificate or context",
			fix: "docker version   # must show a “Server” part"
		};
	}
}
function ofSocket(name, code) {
	if (code === "ECONNREFUSED") return {
		cause: "the engine is not running",
		fix: START
	};
	if (name === "unix:///var/run/docker.sock" && code === "ENOENT") return {
		cause: "the engine is not installed, or not running",
		fix: START
	};
	if (code === "ENOENT") return {
		cause: "DOCKER_HOST names a socket that does not exist: it is wrong, or the engine is not running",
		fix: "unset DOCKER_HOST"
	};
	return {
		cause: "the engine stopped, or what listens there is no container engine",
		fix: START
	};
}

const NEWEST = "1.51";
const PATIENCE = 3e4;
async function connectEngine(env, signal) {
	return await connectTo((await located(env)).endpoint, env, signal);
}
async function findEngine(env, signal) {
	const { endpoint, named } = await located(env);
	try {
		return await connectTo(endpoint, env, signal);
	} catch (error) {
		if (named || signal.aborted) throw error;
		return;
	}
}
async function located(env) {
	const settled = Boolean(env.DOCKER_HOST || env.DOCKER_CONTEXT);
	const context = settled ? void 0 : maybeTextAt(await readConfig(env), "currentContext");
	const named = settled || (context ?? "default") !== "default";
	return {
		endpoint: endpointFrom(env, context),
		named
	};
}
async function connectTo(endpoint, env, signal) {
	const wire = wireTo(endpoint, env);
	try {
		return engineBehind(wire, endpoint.name, await versionOf(wire, endpoint, signal));
	} catch (error) {
		wire.close();
		throw error;
	}
}
function wireTo(endpoint, env) {
	const lost = (error) => unreachable(endpoint, error, env);
	const agent = new Agent({ keepAlive: true });
	const close = () => agent.destroy();
	switch (endpoint.kind) {
		case "unix": return {
			agent,
			lost,
			close,
			target: { socketPath: endpoint.path }
		};
		case "tcp": return {
			agent,
			lost,
			close,
			target: {
				host: endpoint.host,
				port: endpoint.port
			}
		};
		case "client": {
			const logins = loginsTo(env);
			agent.createConnection = logins.createConnection;
			const closeAll = () => {
				logins.close();
				close();
			};
			return {
				agent,
				lost,
				close: closeAll,
				target: {}
			};
		}
	}
}
function engineBehind(wire, endpoint, version) {
	const prefix = `/v${version}`;
	return {
		endpoint,
		request: (method, path, request = {}) => wholeAnswer(wire, {
			...request,
			method,
			path: prefix + path
		}),
		stream: (method, path, request = {}) => streamedAnswer(wire, {
			...request,
			method,
			path: prefix + path
		}),
		dialog: (path, signal) => dialog(wire, {
			method: "POST",
			path: prefix + path,
			signal
		}),
		close: wire.close
	};
}
async function versionOf(wire, endpoint, stop) {
	const { signal, end } = deadline(PATIENCE, stop);
	const { status, headers, text } = await wholeAnswer(wire, {
		method: "GET",
		path: "/_ping",
		signal
	}).catch((error) => {
		throw signal.aborted && !stop?.aborted ? wire.lost(/* @__PURE__ */ new Error(`no answer within ${PATIENCE / 1e3} s`)) : error;
	}).finally(end);
	const offered = headers["api-version"];
	if (typeof offered !== "string" || !/^\d+\.\d+$/.test(offered)) throw unreachable(endpoint, new Error(messageOf(text) || `HTTP status ${status}`));
	return older(offered, NEWEST);
}
function older(a, b) {
	const [left, right] = [a, b].map((version) => Number(version.split(".")[1]));
	return (left ?? 0) < (right ?? 0) ? a : b;
}

function tempFolder() {
	return process.env.RUNNER_TEMP || tmpdir();
}
async function makeTemp(prefix) {
	const parent = tempFolder();
	try {
		return await mkdtemp(join(parent, prefix));
	} catch (cause) {
		throw new Failure({
			what: "no temporary folder could be made",
			seen: parent,
			expected: "a folder we may write to",
			fix: "ls -ld \"$RUNNER_TEMP\"; df -h \"$RUNNER_TEMP\"   # in an earlier step"
		}, { cause });
	}
}
function makeFolder(path) {
	mkdirSync(path, { recursive: true });
}

const STRANGERS = [
	"pull_request_target",
	"issue_comment",
	"workflow_run"
];
function mayWriteCache(env) {
	const event = env.GITHUB_EVENT_NAME ?? "";
	return event !== "pull_request" && !STRANGERS.includes(event) && isAllowed(env, "write");
}
function mayReadCache(env) {
	return !STRANGERS.includes(env.GITHUB_EVENT_NAME ?? "") && isAllowed(env, "read");
}
const MODES = {
	none: [],
	read: ["read"],
	write: ["read", "write"],
	"write-only": ["write"]
};
function isAllowed(env, access) {
	const mode = (env.ACTIONS_CACHE_MODE ?? "").trim().toLowerCase();
	return MODES[mode]?.includes(access) ?? true;
}

function execute(program, env, args = [], { limitMs = 2e4, input = "" } = {}) {
	const options = {
		env: { ...env },
		timeout: limitMs,
		killSignal: "SIGKILL",
		maxBuffer: 16777216
	};
	return new Promise((resolve) => {
		const { stdin } = execFile(program, args, options, (error, stdout, stderr) => {
			resolve({
				stdout,
				stderr,
				failed: error === null ? void 0 : String(error.signal ?? error.code)
			});
		});
		stdin?.on("error", () => void 0).end(input);
	});
}

const DOMAIN = /^(?:[a-zA-Z0-9](?:[a-zA-Z0-9.-]*[a-zA-Z0-9])?|\[[0-9a-fA-F:]+\])(?::[0-9]+)?$/;
const PATH_PART = /^[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*$/;
const TAG = /^\w[\w.-]{0,127}$/;
const DIGEST = /^[A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*:[0-9a-fA-F]{32,}$/;
function parseReference(text) {
	const [named = "", digest] = splitAt(text, text.indexOf("@"));
	const colon = named.lastIndexOf(":");
	const [name = "", tag] = splitAt(named, colon > named.lastIndexOf("/") ? colon : -1);
	const { domain, path } = placed(name);
	if (!(DOMAIN.test(domain) && path.split("/").every((part) => PATH_PART.test(part)) && (tag === void 0 || TAG.test(tag)) && (digest === void 0 || DIGEST.test(digest)))) throw noReference(text);
	return {
		domain,
		path,
		...tag === void 0 ? {} : { tag },
		...digest === void 0 ? {} : { digest }
	};
}
function repositoryOf({ domain, path }) {
	return `${domain}/${path}`;
}
function inPath(name) {
	return name.split("/").map(encodeURIComponent).join("/");
}
function placed(name) {
	const [first = "", rest] = splitAt(name, name.indexOf("/"));
	const host = /[.:]/.test(first) || first === "localhost" || first !== first.toLowerCase();
	if (rest === void 0 || !host) return ofHub(name);
	return first === "docker.io" || first === "index.docker.io" ? ofHub(rest) : {
		domain: first,
		path: rest
	};
}
function ofHub(path) {
	return {
		domain: "docker.io",
		path: path.includes("/") ? path : `library/${path}`
	};
}
function splitAt(text, index) {
	return index < 0 ? [text] : [text.slice(0, index), text.slice(index + 1)];
}
function noReference(seen) {
	return new Failure({
		what: "Not an image reference",
		seen,
		expected: "[registry[:port]/]repository[:tag][@digest], the repository in lower case"
	});
}
function hostOf(domain) {
	return domain === "docker.io" ? "registry-1.docker.io" : domain;
}

function imageFrom(answer) {
	return {
		id: textAt(answer, "Id"),
		platform: platformFrom({
			os: textAt(answer, "Os"),
			architecture: textAt(answer, "Architecture"),
			variant: maybeTextAt(answer, "Variant")
		}),
		size: numberAt(answer, "Size"),
		repoDigests: textsAt(answer, "RepoDigests"),
		repoTags: textsAt(answer, "RepoTags")
	};
}
function descriptorFrom(value) {
	return {
		mediaType: textAt(value, "mediaType"),
		digest: textAt(value, "digest"),
		size: numberAt(value, "size")
	};
}
function platformFrom(seen) {
	const { os, architecture, variant } = seen;
	const named = [
		os,
		architecture,
		...variant === void 0 ? [] : [variant]
	].join("/");
	return (os === "linux" ? parsePlatform(named) : void 0) ?? {
		os,
		architecture,
		...variant === void 0 ? {} : { variant }
	};
}

async function findProgram(name, env) {
	for (const folder of (env.PATH ?? "").split(delimiter)) {
		const path = join(folder || ".", name);
		if (await isExecutable(path)) return path;
	}
}
async function isExecutable(path) {
	try {
		await access(path, constants.X_OK);
		return (await stat(path)).isFile();
	} catch {
		return false;
	}
}
function presentIn(env) {
	const present = {};
	for (const [name, value] of Object.entries(env)) if (value !== void 0) present[name] = value;
	return present;
}

export { valueAt as A, listAt as C, textAt as D, parseJson as E, readConfig as M, deadline as N, textMapAt as O, removal as S, numberAt as T, connectEngine as _, imageFrom as a, messageOf as b, inPath as c, execute as d, mayReadCache as f, tempFolder as g, makeTemp as h, descriptorFrom as i, configFolder as j, textsAt as k, parseReference as l, makeFolder as m, isExecutable as n, platformFrom as o, mayWriteCache as p, presentIn as r, hostOf as s, findProgram as t, repositoryOf as u, findEngine as v, maybeTextAt as w, refusal as x, accepted as y };