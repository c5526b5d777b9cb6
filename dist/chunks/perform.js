import { i as __toESM } from "./rolldown-runtime.js";
import { $ as maybeTextAt, A as platformFrom, C as removeImage, D as repositoryOf, E as parseReference, F as runsHere, H as mayReadCache, I as sameMagic, J as readConfig, L as PAYLOAD, M as removeContainer, N as MISC, O as jsonLines, P as proveHere, Q as listAt, R as cpuFailure, S as inspectImage, T as inPath, U as mayWriteCache, V as openJob, X as messageOf, Y as accepted, Z as isRecord, _ as runRegistrar, a as namedBuilder, at as valueAt, b as runContainer, c as buildxFile, d as presentIn, et as numberAt, f as Lines, g as importRegistrar, h as createRegistrar, i as makeBuilder, it as textsAt, j as createContainer, k as descriptorFrom, l as isElf, m as runCommand, n as orAborted, nt as textAt, o as buildx, p as mustRun, r as currentBuilder, rt as textMapAt, s as buildxLines, t as undo, tt as parseJson, u as findProgram, v as tarOf, w as tagImage, x as dropImage, y as tarStream, z as observeNode } from "./undo.js";
import { A as exitCodeText, B as rulesOf, F as platformName, G as assertNever, I as samePlatform, L as architectureFor, P as pushes, R as architectures, U as Failure, V as looksSecret, W as Failures, c as builderLine, d as proofLines, f as pushLine, h as isPrivateRepository, j as signalOf, l as checkLine, n as refuseNative, r as environment, t as executionOf, u as emulatorLine, v as inGroup, y as log, z as mainRule } from "./start.js";
const { constants: constants, createReadStream: createReadStream, createWriteStream: createWriteStream, existsSync: existsSync } = process.getBuiltinModule("node:fs");
const { basename: basename, dirname: dirname, join: join, posix: posix } = process.getBuiltinModule("node:path");
const { Transform: Transform } = process.getBuiltinModule("node:stream");
const zlib = process.getBuiltinModule("node:zlib");
const { createHash: createHash, randomUUID: randomUUID } = process.getBuiltinModule("node:crypto");
const { fileURLToPath: fileURLToPath } = process.getBuiltinModule("node:url");
const { pipeline: pipeline } = process.getBuiltinModule("node:stream/promises");
const { access: access, chmod: chmod, copyFile: copyFile, lstat: lstat, mkdir: mkdir, mkdtemp: mkdtemp, open: open, readFile: readFile, readdir: readdir, readlink: readlink, realpath: realpath, rename: rename, rm: rm, stat: stat, writeFile: writeFile } = process.getBuiltinModule("node:fs/promises");
const { homedir: homedir } = process.getBuiltinModule("node:os");
const { fork: fork } = process.getBuiltinModule("node:child_process");
const { setTimeout: setTimeout } = process.getBuiltinModule("node:timers/promises");

function attestationArguments(asked, attestations) {
	if (attestations.kind === "off") return ["--attest", "type=provenance,disabled=true"];
	const { builderId, privateRepository } = attestations;
	const values = [];
	const provenance = asked.provenance || void 0;
	if (provenance !== void 0) values.push(withBuilder(`type=provenance,${switched(provenance)}`, builderId));
	else if (attestations.kind === "on" && !asked.attests.some((text) => isType(text, "provenance"))) {
		const mode = privateRepository ? "mode=min,inline-only=true" : "mode=max";
		values.push(withBuilder(`type=provenance,${mode}`, builderId));
	}
	if (asked.sbom) values.push(`type=sbom,${switched(asked.sbom)}`);
	for (const text of asked.attests) if (isType(text, "provenance")) {
		if (provenance === void 0) values.push(withBuilder(text, builderId));
	} else if (!isType(text, "sbom") || !asked.sbom) values.push(text);
	return values.flatMap((value) => ["--attest", value]);
}
function switched(attributes) {
	return attributes.split(",").map((attribute) => {
		if (/^\s*(?:1|t|true)\s*$/i.test(attribute)) return "disabled=false";
		return /^\s*(?:0|f|false)\s*$/i.test(attribute) ? "disabled=true" : attribute;
	}).join(",");
}
function withBuilder(attributes, builderId) {
	return /(?:^|,)\s*(?:builder-id=|disabled=true\s*(?:,|$))/.test(attributes) || builderId === void 0 ? attributes : `${attributes},builder-id=${builderId}`;
}
const isType = (attributes, type) => attributes.split(",").some((attribute) => attribute.trim() === `type=${type}`);

function buildArguments(build, step) {
	return [
		...[
			"build",
			"--progress",
			"rawjson",
			"--metadata-file",
			step.metadataFile
		],
		...one("--builder", step.builder),
		...one("--iidfile", makesImage(step.output) ? step.iidFile : void 0),
		...one("--platform", step.platforms.join(",")),
		...each("--tag", step.tags),
		...one("--output", step.output),
		...attestationArguments(build, step.attestations),
		...each("--secret", step.secrets),
		...sourceArguments(build),
		...runArguments(build),
		...cacheArguments(build),
		...each("--annotation", build.annotations),
		...each("--label", build.labels),
		build.context
	];
}
function sourceArguments(build) {
	return [
		...one("--file", build.file),
		...one("--target", build.target),
		...one("--call", build.call),
		...each("--build-arg", build.buildArgs),
		...each("--build-context", build.buildContexts)
	];
}
function runArguments(build) {
	return [
		...each("--add-host", build.addHosts),
		...each("--allow", build.allow),
		...one("--cgroup-parent", build.cgroupParent),
		...one("--network", build.network),
		...one("--shm-size", build.shmSize),
		...each("--ssh", build.ssh),
		...each("--ulimit", build.ulimit)
	];
}
function cacheArguments(build) {
	return [
		...each("--cache-from", build.cacheFrom),
		...each("--cache-to", build.cacheTo),
		...build.noCache ? ["--no-cache"] : [],
		...each("--no-cache-filter", build.noCacheFilters),
		...build.pull ? ["--pull"] : []
	];
}
function makesImage(output) {
	if (output === void 0) return true;
	const type = /(?:^|,)"?type=([a-z]+)/.exec(output)?.[1] ?? "local";
	return type !== "local" && type !== "tar";
}
function csvField(text) {
	return /[",\r\n]/.test(text) ? `"${text.replaceAll("\"", "\"\"")}"` : text;
}
function one(flag, value) {
	return value === void 0 || value === "" ? [] : [flag, value];
}
function each(flag, values) {
	return values.flatMap((value) => [flag, value]);
}

const ROWS = [
	{
		match: /exec format error/i,
		explain: (_, { platform }) => ({
			cause: `The builder's kernel has no handler for programs of ${platform}, or the program is made for another architecture.`,
			fix: "remove the input `builder`, so that the engine builds for which this step registers emulators",
			anchor: "exec-format-error"
		})
	},
	{
		match: /no space left on device/i,
		explain: () => ({
			cause: "The disk of the builder is full.",
			fix: "docker system prune --all --force --volumes   # in an earlier step",
			anchor: "disk-full"
		})
	},
	{
		match: /failed to read dockerfile: open (\S+): no such file/i,
		explain: (found) => ({
			cause: `There is no file ${found[1]} in the folder it is looked for.`,
			fix: "file: path/to/Dockerfile   # from the workspace, not from the context",
			anchor: "no-dockerfile"
		})
	},
	{
		match: /unable to prepare context: path "([^"]*)" not found/i,
		explain: (found) => ({
			cause: `The context is the folder ${found[1]}, which is not there.`,
			fix: "context: .   # and actions/checkout in an earlier step",
			anchor: "no-context"
		})
	},
	{
		match: /(?:source metadata for )?(\S+): no match for platform in manifest/i,
		explain: (found, { platform }) => ({
			cause: `The base image ${found[1]} is not made for ${platform}.`,
			fix: `docker buildx imagetools inspect ${found[1]}   # lists its platforms: take an image that has ${platform}`,
			anchor: "no-such-platform"
		})
	},
	{
		match: /toomanyrequests|429 Too Many Requests/i,
		explain: () => ({
			cause: "The registry limits how many images are pulled from this address.",
			fix: "uses: docker/login-action@v3   # in an earlier step",
			anchor: "rate-limit"
		})
	},
	{
		match: /401 Unauthorized|403 Forbidden|pull access denied|insufficient_scope|authorization failed|denied:/i,
		explain: () => ({
			cause: "The registry wants a login, the login lacks the right, or there is no such repository.",
			fix: "uses: docker/login-action@v3   # in an earlier step",
			anchor: "registry-denied"
		})
	},
	{
		match: /failed to calculate checksum of ref [^"]*"([^"]*)": not found/i,
		explain: (found) => ({
			cause: `The context has no ${found[1]}, or .dockerignore leaves it out.`,
			fix: "correct the path in COPY: it counts from the context, not from the Dockerfile",
			anchor: "copy-not-found"
		})
	},
	{
		match: /source metadata for (\S+): \S+: not found/i,
		explain: (found) => ({
			cause: `There is no image ${found[1]} in its registry.`,
			fix: `docker buildx imagetools inspect ${found[1]}   # correct the name or the tag in FROM`,
			anchor: "no-base-image"
		})
	},
	{
		match: /no such host|connect: connection refused|i\/o timeout|TLS handshake timeout/i,
		explain: () => ({
			cause: "A server did not answer.",
			fix: "run the job again; if it stays, check the name and the proxy of the builder",
			anchor: "no-answer"
		})
	}
];

function likelyCause(facts) {
	const crash = crashCause(facts);
	if (crash !== void 0) return crash;
	for (const { match, explain } of ROWS) {
		const found = match.exec(facts.output);
		if (found !== null) return explain(found, facts);
	}
	return { anchor: "build-failed" };
}
const CRASH = /qemu: uncaught target signal (\d+)/;
function crashCause({ output, code, platform, emulated }) {
	const printed = CRASH.exec(output)?.[1];
	const signal = printed === void 0 ? signalOf(code ?? 0) : Number(printed);
	if (signal === 9) return {
		cause: "Something killed it: most often the builder's machine had no memory left.",
		fix: "run fewer jobs at once in it (`make -j1`)",
		anchor: "killed"
	};
	if (signal === void 0 || printed === void 0 && !emulated) return void 0;
	return {
		cause: `A program crashed under the emulator (signal ${signal}): QEMU cannot run all that a ${platform} processor can.`,
		fix: [
			"one of, best first:",
			"FROM --platform=$BUILDPLATFORM …   # in the Dockerfile, for a stage that makes portable files",
			"emulator-version: …   # another QEMU; or emulator-cpu: another processor model",
			"runs-on: ubuntu-24.04-arm   # a native runner, for arm64"
		].join("\n"),
		anchor: "emulator-crash"
	};
}

const isRunning = (step) => step.spans.at(-1)?.end === void 0;
const wasCancelled = (step) => /\bcontext cancell?ed\b/i.test(step.error ?? "");
function stepPlatforms(name) {
	const [, runs, os, target] = /^\[(([a-z0-9]+)\/[a-z0-9]+(?:\/v\d+)?)(?:->([a-z0-9/]+))? /.exec(name) ?? [];
	if (runs === void 0) return void 0;
	if (target === void 0) return {
		runs,
		serves: runs
	};
	return {
		runs,
		serves: target.startsWith(`${os}/`) || target.split("/").length > 2 ? target : `${os}/${target}`
	};
}

const TRANSFER = 5e3;
const SILENCE = 3e4;
var StepsLog = class {
	#write;
	#transfers = /* @__PURE__ */ new Map();
	#ends = /* @__PURE__ */ new Map();
	#told;
	constructor(write, now) {
		this.#write = write;
		this.#told = now;
	}
	tell(event, now) {
		const text = this.#textOf(event, now);
		if (text === void 0) return;
		this.#told = now;
		this.#write(`#${event.step.number} ${text}`);
	}
	tick(steps, now) {
		if (now - this.#told < SILENCE) return;
		const running = steps.filter(isRunning);
		if (running.length === 0) return;
		this.#told = now;
		for (const step of running) {
			const quiet = Math.round((now - step.heard) / 1e3);
			this.#write(`#${step.number} still running, no output for ${quiet} s: ${titleOf(step)}`);
		}
	}
	#textOf(event, now) {
		switch (event.kind) {
			case "started":
				this.#transfers.set(event.step.number, now);
				return titleOf(event.step);
			case "line": return `${seconds(event.time - startOf$1(event.step))} ${event.text}`;
			case "ended": return this.#endOf(event.step);
			case "status": return this.#transferOf(event.step, event.status, now);
			default: return assertNever(event);
		}
	}
	#endOf(step) {
		const text = endOf$1(step);
		if (this.#ends.get(step.number) === text) return void 0;
		this.#ends.set(step.number, text);
		return text;
	}
	#transferOf(step, status, now) {
		if (status.total === 0) return status.completed ? `${status.id} done` : void 0;
		if (now - (this.#transfers.get(step.number) ?? 0) < TRANSFER) return void 0;
		this.#transfers.set(step.number, now);
		return `${status.id} ${megabytes(status.current)} of ${megabytes(status.total)} MB`;
	}
};
function titleOf(step) {
	const name = step.name.replace(/\s+/g, " ");
	return name.length > 300 ? `${name.slice(0, 299)}…` : name;
}
function endOf$1(step) {
	if (wasCancelled(step)) return "CANCELED";
	if (step.error !== void 0) return `ERROR: ${step.error}`;
	if (step.cached) return "CACHED";
	const { start = 0, end = start } = step.spans.at(-1) ?? {};
	return `DONE ${seconds(end - start)}s`;
}
const startOf$1 = (step) => step.spans.at(-1)?.start ?? 0;
const seconds = (ms) => (Math.max(0, ms) / 1e3).toFixed(1);
const megabytes = (bytes) => (bytes / 1e6).toFixed(1);

function buildFailure(steps, failed) {
	const step = steps.find((one) => one.error !== void 0 && !wasCancelled(one));
	const error = step?.error ?? lastError(failed.text);
	const platform = platformOf(step, failed.platforms);
	const code = Number(/exit code: (\d+)/.exec(step?.error ?? "")?.[1] ?? NaN);
	const emulated = platform !== void 0 && failed.emulated.includes(platform);
	const facts = {
		output: [
			...step?.tail ?? [],
			error,
			failed.text
		].join("\n"),
		platform: platform ?? failed.platforms.join(", "),
		code: Number.isNaN(code) ? void 0 : code,
		emulated
	};
	return new Failure({
		what: whatFailed(step, platform, failed.text),
		seen: Number.isNaN(code) ? error : `exit code ${exitCodeText(code)}${emulated ? ", under emulation" : ""}`,
		command: {
			line: failed.line,
			exitCode: failed.exitCode,
			stderr: shown(step, error)
		},
		...likelyCause(facts)
	});
}
function whatFailed(step, platform, text) {
	if (step === void 0) return "The build failed.";
	const place = dockerfileLine(text);
	const where = place === void 0 ? "" : ` (${place})`;
	return `The build${stepPlatforms(step.name) !== void 0 || platform === void 0 ? "" : ` for ${platform}`} failed at ${titleOf(step)}${where}`;
}
function platformOf(step, platforms) {
	return step?.platforms?.runs ?? (platforms.length === 1 ? platforms[0] : void 0);
}
function dockerfileLine(text) {
	return /^(\S.*:\d+)\n-{8,}$/m.exec(text)?.[1];
}
function lastError(text) {
	const at = text.lastIndexOf("ERROR: ");
	return at < 0 ? text.trim() : text.slice(at + 7).trim();
}
function shown(step, error) {
	return [...step?.tail ?? [], ...error.split("\n")].slice(-20).join("\n");
}

const LOOK$1 = 25;
async function endChildren(graceMs, marker) {
	const children = await descendants(process.pid, marker);
	for (const child of children) signal(child, "SIGTERM");
	const end = performance.now() + graceMs;
	let left = await alive(children);
	while (left.length > 0 && performance.now() < end) {
		await setTimeout(LOOK$1);
		left = await alive(left);
	}
	for (const child of left) signal(child, "SIGKILL");
	return children.length;
}
async function descendants(pid, marker) {
	const found = [];
	for (const child of await childrenOf(pid)) {
		const wanted = marker === void 0 || (await commandLine(child)).includes(marker);
		const started = wanted ? await startOf(child) : void 0;
		if (started !== void 0) found.push({
			pid: child,
			started
		});
		found.push(...await descendants(child, wanted ? void 0 : marker));
	}
	return found;
}
async function childrenOf(pid) {
	const threads = await readdir(`/proc/${pid}/task`).catch(() => []);
	return (await Promise.all(threads.map((thread) => text$1(`/proc/${pid}/task/${thread}/children`)))).join(" ").split(/\s+/).filter(Boolean).map(Number);
}
async function commandLine(pid) {
	return (await text$1(`/proc/${pid}/cmdline`)).replaceAll("\0", " ");
}
async function startOf(pid) {
	const stat = await text$1(`/proc/${pid}/stat`);
	const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
	return fields[0] === "Z" || fields[0] === "X" ? void 0 : fields[19];
}
async function alive(children) {
	const starts = await Promise.all(children.map((child) => startOf(child.pid)));
	return children.filter((child, index) => starts[index] === child.started);
}
function signal(child, name) {
	try {
		process.kill(child.pid, name);
	} catch {}
}
async function text$1(path) {
	return await readFile(path, "utf8").catch(() => "");
}

const AFTER_CRASH = 45e3;
function silenceOf(steps, now, limit) {
	for (const step of steps.filter(isRunning)) {
		const ms = now - step.heard;
		const last = step.tail.findLast((line) => line.trim() !== "") ?? "";
		const crashed = CRASH.test(last) && ms >= AFTER_CRASH;
		if (crashed || limit > 0 && ms >= limit) return {
			step,
			ms,
			crashed
		};
	}
}
function silenceFailure({ step, ms, crashed }, minutes, platforms) {
	const platform = step.platforms?.runs ?? platforms.join(", ");
	const last = step.tail.slice(-20).join("\n");
	if (crashed) {
		const facts = {
			output: step.tail.join("\n"),
			platform,
			code: void 0,
			emulated: true
		};
		const what = `The build was stopped: ${titleOf(step)} hangs after a crash, ${Math.round(ms / 1e3)} s without output.`;
		return new Failure({
			what,
			seen: last,
			...likelyCause(facts)
		});
	}
	return new Failure({
		what: `The build was stopped: no output for ${minutes} min in ${titleOf(step)}`,
		seen: last === "" ? void 0 : last,
		expected: `a line of output at least every ${minutes} min (timeout: ${minutes})`,
		cause: "Under emulation some programs hang for ever; others are only slow and silent.",
		fix: "timeout: 0   # waits for ever; or a higher number of minutes",
		anchor: "build-silent"
	});
}

const isFields = (value) => typeof value === "object" && value !== null && !Array.isArray(value);
const listOf = (value) => Array.isArray(value) ? value.filter(isFields) : [];
const textOf$2 = (value) => typeof value === "string" ? value : "";
const numberOf = (value) => typeof value === "number" ? value : 0;
function jsonOf(text) {
	try {
		return JSON.parse(text);
	} catch {
		return;
	}
}

function parseProgress(line) {
	if (!line.startsWith("{")) return void 0;
	const value = jsonOf(line);
	if (!isFields(value)) return void 0;
	const { vertexes, statuses, logs, warnings } = value;
	if (![
		vertexes,
		statuses,
		logs,
		warnings
	].some(Array.isArray)) return void 0;
	return {
		vertexes: listOf(vertexes).flatMap(vertexFrom),
		statuses: listOf(statuses).flatMap(statusFrom),
		outputs: listOf(logs).flatMap(outputFrom),
		warnings: listOf(warnings).map(warningFrom)
	};
}
function vertexFrom(fields) {
	const digest = textOf$2(fields.digest);
	if (digest === "") return [];
	return [{
		digest,
		name: textOf$2(fields.name),
		started: timeOf(fields.started),
		completed: timeOf(fields.completed),
		cached: fields.cached === true,
		error: textOf$2(fields.error) || void 0,
		inputs: Array.isArray(fields.inputs) ? fields.inputs.map(textOf$2) : []
	}];
}
function statusFrom(fields) {
	const { vertex, id, current, total, completed } = fields;
	if (typeof vertex !== "string" || typeof id !== "string") return [];
	return [{
		vertex,
		id,
		current: numberOf(current),
		total: numberOf(total),
		completed: timeOf(completed) !== void 0
	}];
}
function outputFrom(fields) {
	const { vertex, data, timestamp } = fields;
	if (typeof vertex !== "string" || typeof data !== "string") return [];
	return [{
		vertex,
		data: Buffer.from(data, "base64"),
		time: timeOf(timestamp)
	}];
}
function warningFrom(fields) {
	const detail = Array.isArray(fields.detail) ? fields.detail.map(decoded$1) : [];
	const source = isFields(fields.sourceInfo) ? fields.sourceInfo : {};
	const start = listOf(fields.range)[0]?.start;
	return {
		text: decoded$1(fields.short),
		detail: detail.join("\n"),
		url: textOf$2(fields.url),
		file: textOf$2(source.filename),
		line: isFields(start) ? numberOf(start.line) : 0
	};
}
const decoded$1 = (value) => Buffer.from(textOf$2(value), "base64").toString("utf8");
const timeOf = (value) => Date.parse(textOf$2(value)) || void 0;

const WIDTH$1 = 2e3;
const LONGEST$1 = 8192;
const WARNINGS = 200;
var BuildSteps = class {
	#byDigest = /* @__PURE__ */ new Map();
	#warnings = [];
	#events = [];
	get steps() {
		return [...this.#byDigest.values()].map(({ step }) => step);
	}
	get warnings() {
		return this.#warnings;
	}
	add(progress, now) {
		this.#events = [];
		const before = new Map(progress.vertexes.map(({ digest }) => [digest, this.#stepOf(digest)]));
		for (const vertex of progress.vertexes) this.#vertex(vertex, now);
		for (const [digest, earlier] of before) this.#tellStart(digest, earlier);
		for (const output of progress.outputs) this.#output(output, now);
		for (const status of progress.statuses) this.#status(status, now);
		for (const [digest, earlier] of before) this.#tellEnd(digest, earlier);
		this.#warnings.push(...progress.warnings.slice(0, WARNINGS - this.#warnings.length));
		return this.#events;
	}
	#stepOf = (digest) => this.#byDigest.get(digest)?.step;
	#vertex(vertex, now) {
		if (vertex.started === void 0) return;
		const known = this.#byDigest.get(vertex.digest);
		const last = {
			start: vertex.started,
			end: vertex.completed
		};
		const earlier = known?.step.spans.filter(({ start }) => start !== last.start) ?? [];
		const step = {
			number: known?.step.number ?? this.#byDigest.size + 1,
			name: vertex.name,
			platforms: known?.step.platforms ?? this.#platformsOf(vertex),
			spans: [...earlier, last],
			cached: vertex.cached,
			error: vertex.error,
			tail: known?.step.tail ?? [],
			heard: now
		};
		if (known === void 0) this.#byDigest.set(vertex.digest, {
			step,
			lines: void 0,
			time: last.start
		});
		else known.step = step;
	}
	#platformsOf({ name, inputs }) {
		const below = inputs.map((digest) => this.#stepOf(digest)?.platforms);
		return stepPlatforms(name) ?? below.find((platforms) => platforms !== void 0);
	}
	#output(output, now) {
		const running = this.#byDigest.get(output.vertex);
		if (running === void 0) return;
		running.time = output.time ?? running.time;
		running.step = {
			...running.step,
			heard: now
		};
		running.lines ??= new Lines(LONGEST$1, (line) => this.#line(running, line));
		running.lines.push(output.data);
	}
	#line(running, line) {
		const text = line.slice(line.lastIndexOf("\r") + 1);
		const tail = [...running.step.tail, text.slice(0, WIDTH$1)].slice(-40);
		running.step = {
			...running.step,
			tail
		};
		this.#events.push({
			kind: "line",
			step: running.step,
			text,
			time: running.time
		});
	}
	#status(status, now) {
		const running = this.#byDigest.get(status.vertex);
		if (running === void 0) return;
		running.step = {
			...running.step,
			heard: now
		};
		this.#events.push({
			kind: "status",
			step: running.step,
			status
		});
	}
	#tellStart(digest, before) {
		const step = this.#stepOf(digest);
		if (before === void 0 && step !== void 0) this.#events.push({
			kind: "started",
			step
		});
	}
	#tellEnd(digest, before) {
		const running = this.#byDigest.get(digest);
		if (running === void 0 || isRunning(running.step)) return;
		running.lines?.end();
		running.lines = void 0;
		if (!(before !== void 0 && !isRunning(before))) this.#events.push({
			kind: "ended",
			step: running.step
		});
	}
};

const LOOK = 1e3;
const GRACE$1 = 2e3;
const KEPT$1 = 60;
const WIDTH = 2e3;
async function runSteps(job, call) {
	const steps = new BuildSteps();
	const told = new StepsLog(call.write, Date.now());
	const text = [];
	const watch = watched(job.signal, call, steps, told);
	try {
		const onLine = (raw) => {
			const line = call.hide?.(raw) ?? raw;
			const progress = parseProgress(line);
			const now = Date.now();
			if (progress === void 0) keep$1(line.slice(0, WIDTH), text, call.write);
			else for (const event of steps.add(progress, now)) told.tell(event, now);
		};
		const options = call.env === void 0 ? {} : { env: call.env };
		const { exitCode, stdout } = await buildxLines(call.args, onLine, options);
		return {
			exitCode,
			stdout,
			steps,
			text: text.join("\n"),
			silent: watch.silent()
		};
	} finally {
		await watch.end();
	}
}
function keep$1(line, text, write) {
	if (line.trim() === "") return;
	write(line);
	text.push(line);
	if (text.length > KEPT$1) text.shift();
}
function watched(signal, call, steps, told) {
	let silent;
	let ending;
	const stop = () => {
		ending = (ending ?? Promise.resolve()).then(() => endChildren(GRACE$1, call.marker));
	};
	const look = () => {
		const now = Date.now();
		told.tick(steps.steps, now);
		silent ??= silenceOf(steps.steps, now, call.silence);
		if (signal.aborted || silent !== void 0) stop();
	};
	const timer = setInterval(look, LOOK);
	signal.addEventListener("abort", stop, { once: true });
	if (signal.aborted) stop();
	const end = async () => {
		clearInterval(timer);
		signal.removeEventListener("abort", stop);
		await ending;
	};
	return {
		silent: () => silent,
		end
	};
}

const SHORTEST = 6;
function hiddenArguments(buildArgs, env) {
	const variables = {};
	return {
		args: buildArgs.map((argument) => {
			const [name = ""] = argument.split("=", 1);
			const value = argument.slice(name.length + 1);
			const free = (env[name] ?? value) === value && (variables[name] ?? value) === value;
			if (!argument.includes("=") || !looksSecret(argument) || !free) return argument;
			variables[name] = value;
			return name;
		}),
		variables
	};
}
function hiding(values) {
	const long = values.filter((value) => value.length >= SHORTEST);
	const forms = new Set(long.flatMap((value) => [value, JSON.stringify(value).slice(1, -1)]));
	return (line) => [...forms].reduce((text, form) => text.replaceAll(form, "***"), line);
}

const LARGEST = 65536;
const ESSENTIAL = [
	"containerimage.digest",
	"containerimage.config.digest",
	"buildx.build.ref",
	"image.name"
];
function parseMetadata(text, path) {
	const raw = text.trim() === "" || text.trim() === "null" ? "{}" : text;
	const fields = jsonOf(raw);
	if (!isFields(fields)) {
		const what = `What buildx wrote about the build cannot be read: ${path} is no JSON object.`;
		throw new Failure({
			what,
			seen: text.slice(0, 200),
			expected: "{\"containerimage.digest\": …}"
		});
	}
	return {
		digest: digestIn(fields, "containerimage.digest"),
		configDigest: digestIn(fields, "containerimage.config.digest"),
		imageName: textIn(fields, "image.name"),
		buildRef: textIn(fields, "buildx.build.ref"),
		raw
	};
}
function textIn(fields, key) {
	const value = fields[key];
	return typeof value === "string" && value !== "" ? value : void 0;
}
function digestIn(fields, key) {
	const value = textIn(fields, key);
	if (value === void 0 || /^sha256:[0-9a-f]{64}$/.test(value)) return value;
	throw new Failure({
		what: `What buildx wrote about the build cannot be read: ${key} is no digest.`,
		seen: value.slice(0, 200),
		expected: "sha256: and 64 hex digits"
	});
}
function boundedMetadata(raw) {
	const fields = jsonOf(raw);
	if (!isFields(fields)) return "{}";
	let entries = Object.entries(fields).filter(([key]) => !/provenance|event/i.test(key));
	const extras = entries.filter(([key]) => !isEssential(key)).sort((a, b) => sizeOf(b) - sizeOf(a));
	for (const extra of extras) {
		if (fits$1(entries)) break;
		entries = entries.filter((entry) => entry !== extra);
	}
	return jsonText(fits$1(entries) ? entries : entries.map(shortened));
}
function publishedMetadata(raw, { names, digest }) {
	const fields = jsonOf(raw);
	if (!isFields(fields)) return raw;
	return JSON.stringify({
		...fields,
		...names.length === 0 ? {} : { "image.name": names.join(",") },
		...digest === void 0 ? {} : { "containerimage.digest": digest }
	});
}
const isEssential = (key) => ESSENTIAL.some((name) => name === key);
const sizeOf = (entry) => Buffer.byteLength(JSON.stringify(entry));
const jsonText = (entries) => JSON.stringify(Object.fromEntries(entries));
const fits$1 = (entries) => Buffer.byteLength(jsonText(entries)) <= LARGEST;
function shortened([key, value]) {
	const most = LARGEST / 4 - 200;
	if (sizeOf([key, value]) <= most) return [key, value];
	const text = String(value).slice(0, most / 4);
	return [key, text.slice(0, Math.max(0, text.lastIndexOf(",")))];
}

function buildTimes(steps, platforms) {
	const instructions = steps.filter(isInstruction);
	const only = platforms.length === 1 ? platforms[0] : void 0;
	const times = platforms.map((platform) => {
		const own = instructions.filter((step) => (step.platforms?.serves ?? only) === platform);
		const cached = own.filter((step) => step.cached).length;
		return [platform, {
			ms: wallTime(own),
			steps: own.length,
			cached
		}];
	});
	return Object.fromEntries(times);
}
const isInstruction = (step) => /^\[[^\]]*\b\d+\/\d+\] /.test(step.name);
function wallTime(steps) {
	const spans = steps.flatMap((step) => step.spans).sort((a, b) => a.start - b.start);
	let total = 0;
	let reached = 0;
	for (const { start, end } of spans) {
		const stop = end ?? start;
		total += Math.max(0, stop - Math.max(start, reached));
		reached = Math.max(reached, stop);
	}
	return total;
}

async function runBuild(job, plan) {
	if (job.signal.aborted) throw stopped(job.signal);
	const env = environment();
	const hidden = hiddenArguments(plan.build.buildArgs, env);
	const args = buildArguments({
		...plan.build,
		buildArgs: hidden.args
	}, plan.step);
	const platforms = plan.step.platforms.length > 0 ? plan.step.platforms : [plan.native];
	const silence = plan.timeout * 6e4;
	const call = {
		args,
		marker: plan.step.metadataFile,
		silence,
		write: log.info,
		env: {
			...presentIn(env),
			...hidden.variables
		},
		hide: hiding(Object.values(hidden.variables))
	};
	const run = await runSteps(job, call);
	if (job.signal.aborted) throw stopped(job.signal);
	if (run.silent !== void 0) throw silenceFailure(run.silent, plan.timeout, platforms);
	if (run.exitCode !== 0) throw failed$3(run, args, platforms, plan.emulated);
	if (plan.build.call !== void 0 && run.stdout !== "") log.info(run.stdout);
	return await resultOf(run, plan.step, platforms);
}
async function resultOf(run, step, platforms) {
	const { metadataFile, iidFile } = step;
	const imageId = iidFile === void 0 ? "" : (await textOrNone(iidFile)).trim();
	return {
		metadata: parseMetadata(await textOrNone(metadataFile), metadataFile),
		imageId: imageId === "" ? void 0 : imageId,
		times: buildTimes(run.steps.steps, platforms),
		warnings: run.steps.warnings
	};
}
function failed$3(run, args, platforms, emulated) {
	const line = [
		"docker",
		"buildx",
		...args
	].map(shellWord).join(" ");
	const { exitCode, text } = run;
	return buildFailure(run.steps.steps, {
		exitCode,
		text,
		line,
		platforms,
		emulated
	});
}
function stopped(signal) {
	return new Failure({ what: "The build was stopped." }, { cause: signal.reason });
}
function shellWord(text) {
	return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
async function textOrNone(path) {
	return await readFile(path, "utf8").catch(() => "");
}

function candidatePlan(jobId, platforms, { driver, store }) {
	const own = driver === "docker";
	if (own && store === "containerd") return {
		warmUp: false,
		builds: [{
			platforms,
			ref: candidateRef(jobId, "all")
		}]
	};
	const builds = platforms.map((platform) => {
		const suffix = platformName(platform).replace(/^linux\//, "").replaceAll("/", "-");
		return {
			platforms: [platform],
			ref: candidateRef(jobId, suffix)
		};
	});
	return {
		warmUp: !own && platforms.length > 1,
		builds
	};
}
function candidateRef(jobId, suffix) {
	return `anyarch.local/${jobId}/candidate:${suffix}`;
}

async function buildCandidates(context) {
	const { job, ground, builder } = context;
	const platforms = ground.executions.map(({ platform }) => platform);
	const plan = candidatePlan(job.id, platforms, {
		driver: builder.driver,
		store: storeOf(ground.node)
	});
	job.ledger.note({ images: true });
	const attestations = candidateAttestations(context);
	if (plan.warmUp) await build(context, {
		...cacheOnly(platforms.map(platformName)),
		attestations
	});
	const list = [];
	let result;
	for (const { platforms: some, ref } of plan.builds) {
		const names = some.map(platformName);
		result = await build(context, {
			platforms: names,
			tags: [ref],
			output: "type=docker",
			attestations
		});
		const configDigest = names.length === 1 ? result.metadata.configDigest : void 0;
		list.push(...some.map((platform) => ({
			platform,
			ref,
			configDigest
		})));
	}
	if (result === void 0) throw new TypeError("a plan without a build");
	return {
		list,
		result
	};
}
function candidateAttestations({ builder, ground, attestations }) {
	return builder.driver === "docker" && storeOf(ground.node) === "containerd" ? attestations : { kind: "off" };
}
const storeOf = (node) => node.store;
const cacheOnly = (platforms) => ({
	platforms,
	tags: [],
	output: "type=cacheonly"
});
async function ask(context) {
	await build(context, {
		platforms: context.ground.executions.map(({ platform }) => platformName(platform)),
		tags: [],
		output: void 0,
		attestations: { kind: "off" }
	});
}
async function build(context, step) {
	const { job, inputs, ground, builder, record, secrets } = context;
	const file = (name) => join(job.temp, `${randomUUID()}.${name}`);
	const result = await runBuild(job, {
		build: inputs.build,
		step: {
			...step,
			builder: builder.name,
			secrets,
			metadataFile: file("metadata"),
			iidFile: file("iid")
		},
		native: platformName(ground.node.platform),
		emulated: ground.executions.filter(({ kind }) => kind === "emulated").map(({ platform }) => platformName(platform)),
		timeout: inputs.run.timeout
	});
	for (const { platform } of ground.executions) {
		const time = result.times[platformName(platform)];
		const known = record.outcome().platforms.find((row) => row.platform === platform)?.build;
		if (time === void 0 || known !== void 0) continue;
		const { ms, steps, cached: cachedSteps } = time;
		record.addTo(platform, { build: {
			ms,
			steps,
			cachedSteps
		} });
	}
	return result;
}

async function prepareSecrets(job, secrets) {
	if (secrets.length === 0) return [];
	const folder = await mkdtemp(join(job.temp, "secrets-"));
	return await Promise.all(secrets.map((secret, index) => prepared(secret, join(folder, String(index)))));
}
async function prepared(secret, file) {
	const id = csvField(`id=${secret.id}`);
	switch (secret.kind) {
		case "value":
			await writeFile(file, secret.value, {
				mode: 384,
				flag: "wx"
			});
			return `${id},${csvField(`src=${file}`)}`;
		case "file":
			await mustExist(secret.id, secret.path);
			return `${id},${csvField(`src=${secret.path}`)}`;
		case "env": return `${id},${csvField(`env=${secret.env}`)}`;
		default: return assertNever(secret);
	}
}
async function mustExist(id, path) {
	try {
		await access(path);
	} catch {
		throw new Failure({
			what: `The file of secret ${id} cannot be read.`,
			seen: path,
			expected: "a file, by a path from the workspace",
			fix: `secret-files: |\n  ${id}=./path/to/file`,
			anchor: "secret-file"
		});
	}
}
function gitTokenSecret(build, repository) {
	const { context, githubToken, secrets } = build;
	if (githubToken === void 0 || repository === void 0) return void 0;
	const rest = context.startsWith(repository) ? context.slice(repository.length) : void 0;
	if (rest === void 0 || !/^(?:[#?]|$)/.test(rest)) return void 0;
	const id = `GIT_AUTH_TOKEN.${new URL(repository).host}`;
	if (secrets.some((secret) => secret.id === "GIT_AUTH_TOKEN" || secret.id === id)) return void 0;
	return {
		kind: "value",
		id,
		value: githubToken
	};
}

async function buildContext(base, github) {
	const { job, inputs, builder, ground } = base;
	const repository = github && `${github.serverUrl}/${github.repository}.git`;
	const token = gitTokenSecret(inputs.build, repository);
	const all = [...inputs.build.secrets, ...token === void 0 ? [] : [token]];
	const secrets = await prepareSecrets(job, all);
	const attestations = {
		kind: builder.driver === "docker" && ground.node.store === "classic" ? "default" : "on",
		privateRepository: await isPrivateRepository(),
		builderId: github?.runUrl
	};
	return {
		...base,
		secrets,
		attestations
	};
}

const DOCKERFILE = `FROM scratch
ARG TARGETPLATFORM
COPY \${TARGETPLATFORM}/probe /probe
RUN ["/probe"]
`;
async function proveInBuilder(job, builder, wanted) {
	const folder = await probeContext(job, wanted);
	const platforms = wanted.map(({ platform }) => platformName(platform));
	const args = [
		...[
			"build",
			"--progress",
			"rawjson",
			"--no-cache",
			"--provenance=false"
		],
		...builder === void 0 ? [] : ["--builder", builder],
		...[
			"--platform",
			platforms.join(","),
			"--output",
			"type=cacheonly",
			folder
		]
	];
	const run = await runSteps(job, {
		args,
		marker: folder,
		silence: 0,
		write: log.debug
	});
	if (job.signal.aborted) throw new Failure({ what: "The proof in the builder was stopped." });
	if (run.exitCode !== 0) {
		const line = [
			"docker",
			"buildx",
			...args
		].join(" ");
		const { exitCode, text } = run;
		throw buildFailure(run.steps.steps, {
			exitCode,
			text,
			line,
			platforms,
			emulated: platforms
		});
	}
	const times = buildTimes(run.steps.steps, platforms);
	return wanted.map((one) => {
		const name = platformName(one.platform);
		const machine = machineSeen(run.steps.steps, name, platforms.length === 1);
		if (!machinesOf(one.architecture).includes(machine)) throw unproven(name, one, machine, builder);
		return {
			platform: one.platform,
			machine,
			ms: times[name]?.ms ?? 0
		};
	});
}
async function probeContext(job, wanted) {
	const folder = await mkdtemp(join(job.temp, "probe-"));
	await writeFile(join(folder, "Dockerfile"), DOCKERFILE);
	for (const { platform, architecture } of wanted) {
		const place = join(folder, platformName(platform));
		await mkdir(place, { recursive: true });
		const program = Buffer.from(architecture.probe, "base64");
		await writeFile(join(place, "probe"), program, { mode: 493 });
	}
	return folder;
}
function machineSeen(steps, platform, only) {
	return (steps.find(({ name, platforms }) => {
		const own = platforms?.runs;
		return name.includes("RUN [\"/probe\"]") && (own === platform || own === void 0 && only);
	})?.tail ?? []).join("\n").trim();
}
function machinesOf({ target, uname }) {
	if (target === "arm") return [
		uname,
		"armv6l",
		"armv7l",
		"armv8l",
		"aarch64"
	];
	if (target === "i386") return [
		uname,
		"i386",
		"i586",
		"i686",
		"x86_64"
	];
	return [uname];
}
function unproven(name, { architecture }, seen, builder) {
	return new Failure({
		what: `Builder ${builder ?? "of the engine"} does not run programs of ${name}.`,
		seen: seen === "" ? "no output" : seen,
		expected: machinesOf(architecture).join(" or "),
		cause: "Its node is another machine, where no emulator was registered, or its log was cut.",
		fix: "remove the input `builder`",
		anchor: "builder-unproven"
	});
}

const LOOPBACK = /(?:^|[\s=,"'@]|docker-image:\/\/)(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])(?::\d+)?\//im;
function needsHostNetwork(build, publish, dockerfile) {
	const lines = dockerfile?.split("\n").filter((line) => /^\s*(?:FROM|ARG)\s|--from=/i.test(line));
	return [
		...publish.tags,
		...publish.outputs.map((output) => output.text),
		...build.cacheFrom,
		...build.cacheTo,
		...build.buildContexts,
		...build.buildArgs,
		...lines ?? []
	].some((text) => LOOPBACK.test(text));
}

async function readDockerfile(build) {
	if (/^(?:[a-z+]+:\/\/|git@|github\.com\/|-$)/i.test(build.context) && build.file === void 0) return void 0;
	const path = build.file ?? join(build.context, "Dockerfile");
	return await readFile(path, "utf8").catch(() => void 0);
}

async function observeBuilders(named, env) {
	if (named !== void 0) return { named: await namedBuilder(named, env) };
	return { current: await currentBuilder(env) };
}
function builderAsk({ build, publish }, platforms) {
	const { provenance, sbom, attests, cacheTo } = build;
	return {
		platforms,
		attestations: [provenance, sbom].some((value) => value !== void 0 && !isFalse(value)) || attests.length > 0,
		push: publish.push,
		load: publish.load,
		outputs: publish.outputs,
		cacheTo: cacheTo.map((entry) => /(?:^|,)type=([^,]+)/.exec(entry)?.[1] ?? "registry")
	};
}
const isFalse = (text) => /^(?:0|f|false)$/i.test(text);
async function readyBuilder(job, inputs, { builder: choice, executions }, record) {
	const ready = await started(job, inputs, choice);
	const name = ready.name ?? "default";
	record.add({ builder: {
		kind: ready.driver,
		name,
		reason: choice.reason
	} });
	log.info(builderLine({
		kind: ready.driver,
		name,
		reason: choice.reason
	}));
	const emulated = executions.filter(({ kind }) => kind === "emulated");
	if (ready.driver === "docker" || emulated.length === 0) return ready;
	for (const { platform, machine, ms } of await proveInBuilder(job, ready.name, emulated)) {
		const row = record.outcome().platforms.find((candidate) => candidate.platform === platform);
		const proof = {
			machine,
			ms,
			where: "builder"
		};
		record.addTo(platform, { proofs: [...row?.proofs ?? [], proof] });
		if (row !== void 0) for (const line of proofLines({
			...row,
			proofs: [proof]
		})) log.info(line);
	}
	return ready;
}
async function started(job, inputs, choice) {
	switch (choice.kind) {
		case "engine": return {
			name: void 0,
			driver: "docker"
		};
		case "named": return choice;
		case "own": {
			const { build, publish, builder } = inputs;
			const hostNetwork = needsHostNetwork(build, publish, await readDockerfile(build));
			job.ledger.note({ builder: true });
			await makeBuilder(job, {
				image: builder.buildkitImage,
				hostNetwork
			});
			return {
				name: job.id,
				driver: "docker-container"
			};
		}
	}
}

function foreign(architecture) {
	return {
		name: void 0,
		architecture,
		rule: mainRule(architecture)
	};
}

const VARIED = {
	arm: /^armv\d\w*l$/,
	armeb: /^armv\d\w*b$/,
	i386: /^i[3-6]86$/
};
function judged(handler, sighting) {
	const { architecture } = handler;
	const machine = sighting?.machine ?? "";
	if (sighting !== void 0 && sighting.listed !== false && fits(handler, machine)) return {
		architecture,
		machine,
		emulatorVersion: /version (\d[\w.]*)/.exec(sighting.versionText)?.[1],
		ms: sighting.ms
	};
	throw cpuFailure(handler, sighting) ?? proofFailure(handler, machine, sighting?.listed === false);
}
function fits({ architecture: { target, uname }, cpu }, machine) {
	return machine === uname || cpu !== void 0 && VARIED[target]?.test(machine) === true;
}
function proofFailure({ architecture, name }, machine, gone) {
	return new Failure({
		what: gone ? `The handler for ${architecture.target} is gone, though its registration succeeded` : `A ${architecture.target} program does not run on the engine's node`,
		seen: gone ? `no enabled handler ${name}` : machine || "nothing printed",
		expected: `"${architecture.uname}", printed by a ${architecture.target} program`,
		cause: gone ? "binfmt_misc was mounted for the container alone, or somebody removed the handler" : "the emulator does not run on this node, or another handler stands in front of ours",
		fix: gone ? "sudo mount -t binfmt_misc binfmt_misc /proc/sys/fs/binfmt_misc" : "grep -r . /proc/sys/fs/binfmt_misc",
		anchor: "proof-failed"
	});
}

async function prove(job, request) {
	const { node, handlers } = request;
	const local = node !== void 0 && await runsHere(node) ? await proveHere(job, handlers) : void 0;
	const sightings = local !== void 0 && ![...local.values()].some((run) => run.machine === "EACCES") ? local : await proveInContainer(job, request);
	return handlers.map((handler) => {
		const sighting = sightings.get(handler.rule.id);
		return judged(handler, sighting);
	});
}
async function proveInContainer(job, { handlers, rights }) {
	const marks = handlers.filter(({ cpu }) => cpu !== void 0).map(({ rule: { id } }) => {
		return {
			kind: "file",
			path: `cpu/${id}`,
			data: Buffer.alloc(0),
			mode: 292
		};
	});
	const probes = handlers.map(({ rule: { id, probe } }) => {
		return {
			kind: "file",
			path: `probes/${id}`,
			data: Buffer.from(probe, "base64"),
			mode: 365
		};
	});
	const payload = tarOf([...marks, ...probes]);
	const started = performance.now();
	const { report } = await runRegistrar(job, {
		action: "prove",
		rights,
		payload
	});
	const ms = performance.now() - started;
	return new Map(handlers.map(({ name, rule: { id } }) => [id, {
		machine: report.machines[id] ?? "",
		complaint: report.machines[id] ?? "",
		cpus: report.cpus[id]?.split("|") ?? [],
		versionText: report.versions[id] ?? "",
		ms,
		listed: name === void 0 ? void 0 : report.entries.some((entry) => entry.name === name && entry.enabled)
	}]));
}

function handlerFlags(setuid) {
	return setuid ? "PCF" : "PF";
}
function handlersFor(architecture, options) {
	const flags = handlerFlags(options.setuid);
	return rulesOf(architecture).map((rule) => {
		const name = `${options.jobId}-${rule.id}`;
		return {
			name,
			architecture,
			rule,
			line: `:${[
				name,
				"M",
				"",
				escaped(rule.magic),
				escaped(rule.mask)
			].join(":")}:${options.interpreter}:${flags}`
		};
	});
}
function escaped(hex) {
	return hex.replace(/../g, "\\x$&");
}

const HEADER_BYTES = 56;
const PT_LOAD$1 = 1;
const PT_NOTE = 4;
const PT_GNU_PROPERTY = 1685382483;
const READ_EXECUTE = 5;
function endOf(all) {
	return Math.max(...all.flatMap((one) => one.type === 1 ? [one.end] : []));
}
function headersWith(all, load) {
	const spare = spareOf(all);
	const kept = all.filter((one) => one !== spare);
	const last = kept.findLastIndex(({ type }) => type === 1) + 1;
	const headers = kept.map(({ header }) => header);
	return [
		...headers.slice(0, last),
		load,
		...headers.slice(last)
	];
}
function loadHeader(load) {
	const header = Buffer.alloc(56);
	header.writeUInt32LE(1, 0);
	header.writeUInt32LE(READ_EXECUTE, 4);
	const { offset, address, size, align } = load;
	for (const [index, value] of [
		offset,
		address,
		address,
		size,
		size,
		align
	].entries()) header.writeBigUInt64LE(BigInt(value), 8 + index * 8);
	return header;
}
function segmentsOf(head) {
	return Array.from({ length: head.readUInt16LE(56) }, (_, index) => {
		const at = tableAt(head) + index * 56;
		const header = Buffer.from(head.subarray(at, at + 56));
		const end = Number(header.readBigUInt64LE(16) + header.readBigUInt64LE(40));
		return {
			type: header.readUInt32LE(0),
			header,
			end
		};
	});
}
function spareOf(all) {
	return all.find(({ type }) => type === PT_NOTE) ?? all.find(({ type }) => type === PT_GNU_PROPERTY);
}
function tableAt(head) {
	return Number(head.readBigUInt64LE(32));
}

var aarch64 = "6QNA+epvKYtKQQCRrQQAWEuFQPgLAQC0bAFA+Z8BDeuB//9UbCFAOZ/1AHEh//9UDAAAFOoDAJEpCQCR/0MA0esDAJFMhUD4bIUA+CkFAPGh//9UbAIAEM0AABBsNQCpEP3/ELEBAFgQAhGLAAIf1lFFTVVfVU5TRVRfRU5WPVFFTVVfQ1BVLFFFTVVfVU5TRVRfRU5WAAAAAAAAAAAAAFFFTVVfQ1BVPQ==";
var x86_64 = "TIsEJE6NTMQQTIsdgAAAAEmLAUiFwHQRSYPBCEw5GHXvgHgIPXXp6yZIieZJjUgCSIPsEEiJ5/NIpUiNBU8AAABIiQdIjQUUAAAASIlHCEiNBar///9IAwUrAAAA/+BRRU1VX1VOU0VUX0VOVj1RRU1VX0NQVSxRRU1VX1VOU0VUX0VOVgAAAAAAAAAAAAAAUUVNVV9DUFU9";

const LARGEST_PAGE = 65536;
const PAGE = 4096;
const machines = {
	62: {
		name: "x86_64",
		stub: x86_64,
		align: PAGE
	},
	183: {
		name: "aarch64",
		stub: aarch64,
		align: LARGEST_PAGE
	}
};
function entryFault(head) {
	if (head.length < 64 || head[4] !== 2 || head[5] !== 1) return "it is no 64-bit little-endian program";
	const machine = head.readUInt16LE(18);
	if (machines[machine] === void 0) return `there is no entry point for ELF machine ${machine}`;
	if (head.readUInt16LE(54) !== 56) return "its program headers have an unknown size";
	if (head.readUInt16LE(56) * 56 + tableAt(head) > head.length) return "it is cut off";
	const all = segmentsOf(head);
	if (!all.some(({ type }) => type === 1)) return "it has nothing to load";
	return spareOf(all) === void 0 ? "it has no program header to spare (a PT_NOTE)" : void 0;
}
function withCpu(bytes, cpu) {
	const fault = entryFault(bytes);
	const machine = machines[fault === void 0 ? bytes.readUInt16LE(18) : -1];
	if (fault !== void 0 || machine === void 0) throw entryFailure(cpu, fault);
	const all = segmentsOf(bytes);
	const offset = upTo(PAGE, bytes.length);
	const address = upTo(LARGEST_PAGE, endOf(all)) + offset % LARGEST_PAGE;
	const stub = Buffer.from(machine.stub, "base64");
	stub.writeBigInt64LE(bytes.readBigInt64LE(24) - BigInt(address), stub.length - 17);
	const added = Buffer.concat([stub, Buffer.from(`${cpu}\0`)]);
	const result = Buffer.concat([
		bytes,
		Buffer.alloc(offset - bytes.length),
		added
	]);
	const load = loadHeader({
		offset,
		address,
		size: added.length,
		align: machine.align
	});
	Buffer.concat(headersWith(all, load)).copy(result, tableAt(bytes));
	result.writeBigUInt64LE(BigInt(address), 24);
	return result;
}
function entryFailure(cpu, fault) {
	return new Failure({
		what: `The CPU ${cpu} cannot be given to this emulator`,
		seen: fault,
		expected: "a static emulator for x86-64 or arm64 with a PT_NOTE header, as packages have them",
		fix: "emulator: auto",
		anchor: "emulator-cpu"
	});
}
function upTo(step, value) {
	return Math.ceil(value / step) * step;
}

function _usingCtx() {
	var r = "function" == typeof SuppressedError ? SuppressedError : function(r, e) {
		var n = Error();
		return n.name = "SuppressedError", n.error = r, n.suppressed = e, n;
	}, e = {}, n = [];
	function using(r, e) {
		if (null != e) {
			if (Object(e) !== e) throw new TypeError("using declarations can only be used with objects, functions, null, or undefined.");
			if (r) var o = e[Symbol.asyncDispose || Symbol["for"]("Symbol.asyncDispose")];
			if (void 0 === o && (o = e[Symbol.dispose || Symbol["for"]("Symbol.dispose")], r)) var t = o;
			if ("function" != typeof o) throw new TypeError("Object is not disposable.");
			t && (o = function o() {
				try {
					t.call(e);
				} catch (r) {
					return Promise.reject(r);
				}
			}), n.push({
				v: e,
				d: o,
				a: r
			});
		} else r && n.push({
			d: e,
			a: r
		});
		return e;
	}
	return {
		e,
		u: using.bind(null, !1),
		a: using.bind(null, !0),
		d: function d() {
			var o, t = this.e, s = 0;
			function next() {
				for (; o = n.pop();) try {
					if (!o.a && 1 === s) return s = 0, n.push(o), Promise.resolve().then(next);
					if (o.d) {
						var r = o.d.call(o.v);
						if (o.a) return s |= 2, Promise.resolve(r).then(next, err);
					} else s |= 1;
				} catch (r) {
					return err(r);
				}
				if (1 === s) return t !== e ? Promise.reject(t) : Promise.resolve();
				if (t !== e) throw t;
			}
			function err(n) {
				return t = t !== e ? new r(n, t) : n, next();
			}
			return next();
		}
	};
}

async function emulatorBytes({ architecture, path, sha256, cpu }) {
	const data = await readFile(path);
	const seen = createHash("sha256").update(data).digest("hex");
	if (seen === sha256) return cpu === void 0 ? data : withCpu(data, cpu);
	throw new Failure({
		what: `The emulator for ${architecture.target} changed after it was verified`,
		seen: `sha256 ${seen} of ${path}`,
		expected: `sha256 ${sha256}`,
		cause: "another process writes to the tool cache",
		fix: `rm ${path}`,
		anchor: "emulator-hash"
	});
}
async function emulatorPath(file, folder) {
	if (file.cpu === void 0) return file.path;
	const path = join(folder, `qemu-${file.architecture.target}-${file.sha256.slice(0, 12)}`);
	await writeFile(path, await emulatorBytes(file), { mode: 493 });
	return path;
}
async function cpuFault(path) {
	try {
		var _usingCtx$3 = _usingCtx();
		const file = _usingCtx$3.a(await open(path));
		const head = Buffer.alloc(65536);
		const { bytesRead } = await file.read(head, 0, head.length, 0);
		return entryFault(head.subarray(0, bytesRead));
	} catch (_) {
		_usingCtx$3.e = _;
	} finally {
		await _usingCtx$3.d();
	}
}

function payloadOf(handlers, emulators) {
	return tarStream(entriesOf(handlers, emulators));
}
async function* entriesOf(handlers, emulators) {
	for (const { name, line } of handlers) yield {
		kind: "file",
		path: `lines/${name}`,
		data: Buffer.from(line),
		mode: 292
	};
	let [next] = emulators.slice(0, 1).map(readAhead);
	for (const [at, { architecture }] of emulators.entries()) {
		const data = await next;
		[next] = emulators.slice(at + 1, at + 2).map(readAhead);
		if (data === void 0) continue;
		yield {
			kind: "file",
			path: `emulators/${architecture.target}`,
			data,
			mode: 365
		};
	}
}
function readAhead(file) {
	const bytes = emulatorBytes(file);
	bytes.catch(() => void 0);
	return bytes;
}

const CAUSES = [
	{
		text: /Operation not permitted|Permission denied/i,
		cause: "the engine's containers do not run as root of the machine, or a security module forbids it",
		fix: "sudo docker context use default  # a rootful engine"
	},
	{
		text: /File exists/i,
		cause: "a handler of this name is there already"
	},
	{
		text: /Invalid argument/i,
		cause: "the kernel is older than 4.8, where the flag F is not known",
		fix: "runs-on: ubuntu-24.04"
	},
	{
		text: /No such file|Exec format/i,
		cause: "the emulator did not reach the node whole"
	},
	{
		text: /Read-only file system/i,
		cause: "binfmt_misc is mounted read-only on the node"
	}
];
function refusedFailure(result, rights) {
	const { refused, registered } = result.report;
	const said = Object.entries(refused).map(([name, error]) => `${name}: ${error}`);
	const text = [...said, result.stderr].join("\n");
	const known = CAUSES.find((candidate) => candidate.text.test(text));
	return new Failure({
		what: "The kernel of the engine's node did not take the binfmt handlers",
		seen: said.length > 0 ? said.join("; ") : `${registered.length} registered`,
		expected: "every handler registered",
		command: {
			line: `registrar container (${rights === "least" ? "no capabilities" : "privileged"}): register`,
			exitCode: result.exitCode,
			stderr: result.stderr
		},
		cause: known?.cause,
		fix: known?.fix,
		anchor: "registration-refused"
	});
}
function unmountedFailure(result) {
	const missing = /unknown filesystem type|No such device/i.test(result.stderr);
	return new Failure({
		what: missing ? "The kernel of the engine's node has no binfmt_misc, so it cannot run foreign programs" : "binfmt_misc could not be mounted on the engine's node",
		seen: result.stderr.trim() || `exit code ${result.exitCode}`,
		command: {
			line: "mount -t binfmt_misc binfmt_misc /proc/sys/fs/binfmt_misc",
			exitCode: result.exitCode,
			stderr: result.stderr
		},
		cause: missing ? "the kernel was built without CONFIG_BINFMT_MISC, or its module is not installed" : "the engine does not let a privileged container into the node's mount namespace",
		fix: missing ? "sudo modprobe binfmt_misc" : "sudo mount -t binfmt_misc binfmt_misc /proc/sys/fs/binfmt_misc",
		anchor: "binfmt-not-mounted"
	});
}

async function register(job, request) {
	refuseNative(request.host, request.emulators);
	const handlers = request.emulators.flatMap(({ architecture }) => handlersFor(architecture, {
		jobId: job.id,
		interpreter: `${PAYLOAD}/emulators/${architecture.target}`,
		setuid: request.setuid
	}));
	const created = await request.created;
	const first = firstRights(request.way);
	const attempt = (rights, created) => runRegistrar(job, {
		action: "register",
		rights,
		payload: payloadOf(handlers, request.emulators),
		created
	});
	let result = await attempt(first, created);
	const mounted = result.report.unmounted;
	if (mounted) {
		await mountOnNode(job, request);
		result = await attempt(first);
	}
	let rights = first;
	if (result.exitCode !== 0 && request.way === "auto" && result.report.registered.length === 0) {
		rights = "privileged";
		result = await attempt(rights);
	}
	if (result.report.unmounted) throw unmountedFailure(result);
	if (result.exitCode !== 0 || result.report.registered.length !== handlers.length) throw refusedFailure(result, rights);
	const { entries, bootId, userNamespace } = result.report;
	return {
		handlers,
		rights,
		mounted,
		before: entries,
		node: {
			bootId,
			userNamespace
		}
	};
}
async function prepareRegistration(job, way) {
	await importRegistrar(job);
	return await createRegistrar(job, {
		action: "register",
		rights: firstRights(way)
	});
}
function firstRights(way) {
	return way === "privileged" ? "privileged" : "least";
}
async function mountOnNode(job, request) {
	if (request.way === "container") throw new Failure({
		what: "binfmt_misc is not mounted on the engine's node, so no handler can be registered",
		seen: "register: container",
		expected: "register: auto, which may mount it by a privileged container",
		fix: "sudo mount -t binfmt_misc binfmt_misc /proc/sys/fs/binfmt_misc",
		anchor: "binfmt-not-mounted"
	});
	request.onMount();
	const result = await runRegistrar(job, {
		action: "mount",
		rights: "privileged"
	});
	if (result.exitCode !== 0) throw unmountedFailure(result);
}

const FORM = /^[\x20-\x7e]{1,256}$/;
function askedCpus(executions, cpu) {
	const asked = /* @__PURE__ */ new Map();
	const wishes = executions.filter(({ kind }) => kind === "emulated").map(({ platform, architecture: { target } }) => {
		const name = platformName(platform);
		return {
			name,
			target,
			cpu: cpu[name]
		};
	});
	for (const wish of wishes) {
		const other = wishes.find(({ target, cpu }) => target === wish.target && cpu !== wish.cpu);
		if (other !== void 0) throw conflict(wish, other);
		if (wish.cpu === void 0) continue;
		if (!FORM.test(wish.cpu)) throw noName(wish.name, wish.cpu);
		asked.set(wish.target, wish.cpu);
	}
	return asked;
}
function idleCpus(executions, cpu) {
	const emulated = executions.filter(({ kind }) => kind === "emulated");
	const served = new Set(emulated.map(({ platform }) => platformName(platform)));
	return Object.keys(cpu).filter((name) => !served.has(name)).map((name) => `emulator-cpu for ${name} has no effect: this run does not emulate it`);
}
function conflict(one, other) {
	return new Failure({
		what: `${one.name} and ${other.name} run under one emulator, which can have one CPU only`,
		seen: `emulator-cpu: ${[one, other].map(({ name, cpu }) => `${name}=${cpu ?? ""}`).join(", ")}`,
		expected: "the same CPU for both, or none",
		fix: `platforms: ${one.name}   # and ${other.name} in a step of its own`,
		anchor: "emulator-cpu"
	});
}
function noName(name, cpu) {
	return new Failure({
		what: `The CPU for ${name} is not a name that QEMU takes`,
		seen: JSON.stringify(cpu),
		expected: "a CPU of QEMU's list, with its properties after commas",
		fix: "emulator-cpu: linux/arm64=neoverse-n1",
		anchor: "emulator-cpu"
	});
}

function upstreamVersion(text) {
	return /^(?:\d+:)?v?(\d+(?:\.\d+)*)/.exec(text)?.[1] ?? text;
}
function compareVersions(a, b) {
	const [left, right] = [a, b].map((text) => upstreamVersion(text).split(".").map(Number));
	const length = Math.max(left?.length ?? 0, right?.length ?? 0);
	for (let part = 0; part < length; part++) {
		const difference = (left?.[part] ?? 0) - (right?.[part] ?? 0);
		if (difference !== 0) return difference;
	}
	return 0;
}
function isVersion(seen, asked) {
	const [exact, wanted] = [upstreamVersion(seen), upstreamVersion(asked)];
	return exact === wanted || exact.startsWith(`${wanted}.`) || compareVersions(exact, wanted) === 0;
}
function askedVersion(version, architecture) {
	if (version === void 0 || typeof version === "string") return version;
	return architecture.platforms.map((name) => version[name]).find((found) => found !== void 0);
}

const defaults = { aarch64: {
	since: "6.0",
	before: "10.0",
	cpu: "max,pauth-impdef=on"
} };
function cpuDefault(architecture, version) {
	const entry = defaults[architecture.target];
	if (entry === void 0) return void 0;
	const { since, before, cpu } = entry;
	return compareVersions(version, since) >= 0 && compareVersions(version, before) < 0 ? cpu : void 0;
}
function testEnvironment(platform, executions, asked) {
	const name = platformName(platform);
	return executions.some((one) => one.kind === "emulated" && samePlatform(one.platform, platform)) && name === "linux/arm/v6" && asked[name] === void 0 ? { QEMU_CPU: "arm1176" } : {};
}

const refused$1 = [
	{
		target: "aarch64",
		before: "6.0",
		cpu: /pauth/,
		says: "QEMU before 6.0 has no property of that name"
	},
	{
		before: "6.0",
		says: "QEMU before 6.0 does not know the handler flag P, and every program fails under it"
	},
	{
		target: "ppc64le",
		cpu: /^max\b/,
		says: "QEMU has no CPU of that name for ppc64le"
	},
	{
		target: "ppc64le",
		before: "7.2",
		cpu: /^power10/i,
		says: "QEMU has power10 from 7.2 on"
	}
];
const lacking = [
	{
		target: "aarch64",
		cpu: /^cortex-a(35|53|55|57|72)\b/,
		says: "it lacks LSE, RDM, fp16 or dotprod, and what is built for ARMv8.1 or later (Amazon Linux 2023 is) dies of signal 4"
	},
	{
		target: "aarch64",
		cpu: /^(cortex-a76|neoverse-n1)\b/,
		says: "it lacks pointer authentication, SVE, sha3, i8mm and bf16"
	},
	{
		target: "riscv64",
		before: "10.0",
		says: "it lacks V, Zicond, Zfa, Zcb and Zimop, and images built for RVA23 fail"
	},
	{
		target: "s390x",
		before: "7.2",
		says: "it lacks the vector instructions of z14 and z15"
	}
];
function pairFailure(pair) {
	const rule = refused$1.find((one) => speaksOf(one, pair));
	if (rule === void 0) return void 0;
	return new Failure({
		what: `The emulator for ${pair.target} cannot be used as asked`,
		seen: textOf$1(pair),
		expected: rule.says,
		fix: rule.before === void 0 ? "emulator-cpu: \"\"" : "emulator-version: 7.2.0-1",
		anchor: "emulator-cpu"
	});
}
function pairWarnings(pair) {
	return lacking.filter((one) => speaksOf(one, pair)).map(({ says }) => `${textOf$1(pair)}: ${says}`);
}
function speaksOf(rule, { target, version, cpu }) {
	if (rule.target !== void 0 && rule.target !== target) return false;
	if (rule.before !== void 0 && !(compareVersions(version, rule.before) < 0)) return false;
	return rule.cpu === void 0 || cpu !== void 0 && rule.cpu.test(cpu);
}
function textOf$1({ target, version, cpu }) {
	return `QEMU ${version} for ${target}${cpu === void 0 ? "" : ` with CPU ${cpu}`}`;
}

function cpusFor(emulated, { emulator, registration }, record) {
	for (const line of idleCpus(emulated, emulator.cpu)) record.notice(line);
	const asked = askedCpus(emulated, emulator.cpu);
	if (asked.size === 0 || registration.register !== "off") return asked;
	throw new Failure({
		what: "A CPU takes effect by a handler of this job only, and none is to be registered",
		seen: "register: off, with emulator-cpu",
		expected: "one of the two",
		fix: "register: auto",
		anchor: "emulator-cpu"
	});
}
function provable(registration, emulators) {
	const handlers = registration.handlers.map((handler) => {
		const emulator = emulators.find(({ architecture }) => architecture === handler.architecture);
		return {
			...handler,
			cpu: emulator?.cpu
		};
	});
	return {
		...registration,
		handlers
	};
}
async function withCpus(emulators, asked, record) {
	return await Promise.all(emulators.map(async (emulator) => {
		const cpu = await cpuOf(emulator, asked.get(emulator.architecture.target), record);
		const pair = {
			target: emulator.architecture.target,
			version: emulator.version,
			cpu
		};
		const failure = pairFailure(pair);
		if (failure !== void 0) throw failure;
		for (const warning of pairWarnings(pair)) record.notice(warning);
		return {
			...emulator,
			cpu
		};
	}));
}
async function cpuOf({ architecture, version, path }, asked, record) {
	const cpu = asked ?? cpuDefault(architecture, version);
	const fault = cpu === void 0 ? void 0 : await cpuFault(path);
	if (cpu === void 0 || fault === void 0) return cpu;
	if (asked !== void 0) throw entryFailure(asked, fault);
	record.notice(`qemu-${architecture.target} ${version} runs without CPU ${cpu}: ${fault}`);
}

function foundLines({ before, handlers }, emulators) {
	return handlers.flatMap(({ name, architecture, rule }) => {
		const version = emulators.find((emulator) => emulator.architecture === architecture)?.version;
		return sameMagic(before, rule.magic).filter((found) => found.name !== name).map((found) => {
			const state = found.enabled ? "" : ", disabled";
			return `found ${found.name} (${found.interpreter}${state}), using QEMU ${version} for this job`;
		});
	});
}
function keptNotice(jobId) {
	return `The handlers stay on the engine's node after the job (keep: true). To remove them: ${`for f in /proc/sys/fs/binfmt_misc/${jobId}-*; do echo -1 | sudo tee "$f"; done`}`;
}

const EMPTY_PACKAGE = 1048576;
function staticPackage(text) {
	const records = recordsIn(text);
	const real = (name) => records.find((record) => record.name === name && record.size >= EMPTY_PACKAGE);
	return real("qemu-user-static") ?? real("qemu-user");
}
function recordsIn(text) {
	return text.split(/\n\s*\n/).flatMap((paragraph) => {
		const field = (name) => new RegExp(`^${name}: *(\\S+)`, "m").exec(paragraph)?.[1];
		const [name, version, size] = [
			field("Package"),
			field("Version"),
			field("Size")
		];
		if (name === void 0 || version === void 0 || size === void 0) return [];
		return [{
			name,
			version,
			size: Number(size)
		}];
	});
}
function privateOptions(folder, debian) {
	return options([
		`Dir::State::Lists=${folder}/lists`,
		`Dir::Cache=${folder}/cache`,
		`APT::Architecture=${debian}`,
		`APT::Architectures=${debian}`,
		"Acquire::Languages=none"
	]);
}
const boundedOptions = options([
	"Acquire::http::Timeout=30",
	"Acquire::https::Timeout=30",
	"Acquire::Retries=2",
	"APT::Sandbox::User=root"
]);
function options(values) {
	return values.flatMap((value) => ["-o", value]);
}
function memberFor(packageName, target) {
	return `./usr/bin/qemu-${target}${packageName === "qemu-user-static" ? "-static" : ""}`;
}
function distributionFrom$1(text) {
	const field = (name) => new RegExp(`^${name}="?([^"\\n]*)"?$`, "m").exec(text)?.[1];
	return [field("ID"), field("VERSION_ID") ?? field("VERSION_CODENAME")].filter((part) => part !== void 0).join("-") || "unknown";
}

const MOST_LINKS$1 = 4;
async function takeFile(engine, wish) {
	let path = wish.path;
	for (let links = 0; links <= MOST_LINKS$1; links++) {
		const seen = await seenAt(engine, {
			...wish,
			path
		});
		if (seen.kind === "absent" && links > 0) return odd(`a link to ${path}, which is not there`);
		if (seen.kind !== "link") return seen;
		path = posix.resolve("/", posix.dirname(path), seen.target);
	}
	return odd(`more than ${MOST_LINKS$1} links, one to the next`);
}
const odd = (why) => ({
	kind: "odd",
	why
});
async function seenAt(engine, wish) {
	const { container, path, signal } = wish;
	const call = `/containers/${container}/archive?path=${encodeURIComponent(path)}`;
	if ((await engine.request("HEAD", call, { signal })).status === 404) return { kind: "absent" };
	const { extract } = await import("./tar-stream.js").then((m) => /* @__PURE__ */ __toESM(m.default, 1));
	const entries = extract();
	try {
		const tar = await engine.stream("GET", call, { signal });
		pipeline(tar, entries).catch(() => void 0);
		for await (const entry of entries) {
			const { type, linkname, size = 0 } = entry.header;
			if (type === "symlink" && linkname) return {
				kind: "link",
				target: linkname
			};
			if (type !== "file") return odd(`a ${type ?? "thing of no known type"}`);
			if (size > wish.most) return odd(`a file of ${size} bytes`);
			await pipeline(entry, createWriteStream(wish.to, {
				flags: "wx",
				mode: 384
			}));
			return { kind: "taken" };
		}
		return odd("an empty answer of the engine");
	} catch (error) {
		signal.throwIfAborted();
		const text = error instanceof Error ? error.message : String(error);
		const seen = error instanceof Failure ? error.parts.seen : text;
		throw new Failure({
			what: `Could not take ${path} out of a container`,
			seen
		}, { cause: error });
	} finally {
		entries.destroy();
	}
}

const CHUNK = 1048576;
const OVERLAP = 2048;
const HEAD$1 = 65536;
const MAX_EMULATOR_BYTES = 268435456;
async function contentsOf(path) {
	try {
		try {
			var _usingCtx$2 = _usingCtx();
			const flags = constants.O_RDONLY | constants.O_NONBLOCK;
			const file = _usingCtx$2.a(await open(await realpath(path), flags));
			const facts = await file.stat();
			if (!facts.isFile()) return "it is not a plain file";
			if ((facts.mode & 3072) !== 0) return "it is setuid or setgid: programs would get its rights";
			if (facts.size > 268435456) return `it has ${facts.size} bytes`;
			return await readContents(async (buffer, at) => {
				const { bytesRead } = await file.read(buffer, at, CHUNK, null);
				return bytesRead;
			});
		} catch (_) {
			_usingCtx$2.e = _;
		} finally {
			await _usingCtx$2.d();
		}
	} catch (error) {
		return error instanceof Error ? error.message : String(error);
	}
}
async function readContents(read) {
	const hash = createHash("sha256");
	const buffer = Buffer.allocUnsafe(1050624);
	let head = Buffer.alloc(0);
	let names;
	let [kept, length] = [0, 0];
	for (;;) {
		const size = await read(buffer, kept);
		if (size === 0) break;
		const end = kept + size;
		hash.update(buffer.subarray(kept, end));
		if (length === 0) head = Buffer.from(buffer.subarray(0, Math.min(size, HEAD$1)));
		length += size;
		names ??= namesIn$1(buffer.subarray(0, end));
		kept = buffer.copy(buffer, 0, Math.max(0, end - OVERLAP), end);
	}
	const { target, version } = names ?? {
		target: void 0,
		version: void 0
	};
	return {
		sha256: hash.digest("hex"),
		head,
		length,
		target,
		version
	};
}
function namesIn$1(bytes) {
	const at = bytes.indexOf("usage: qemu-");
	if (at < 0) return void 0;
	const text = bytes.subarray(Math.max(0, at - 1024), at + 64).toString("latin1");
	const target = /usage: qemu-(\w+) /.exec(text)?.[1];
	if (target === void 0) return void 0;
	return {
		target,
		version: new RegExp(`qemu-${target} version (\\d+(?:\\.\\d+)+)`).exec(text)?.[1]
	};
}

function serverOf({ domain }) {
	return domain === "docker.io" ? "https://index.docker.io/v1/" : domain;
}
function helperFor(config, server) {
	return textMapAt(config, "credHelpers")[server] ?? maybeTextAt(config, "credsStore");
}
function accountIn(config, server) {
	const auths = valueAt(config, "auths");
	if (!isRecord(auths)) return void 0;
	const key = server in auths ? server : Object.keys(auths).find((name) => hostOf$1(name) === server);
	return key === void 0 ? void 0 : accountFrom(auths[key]);
}
function hostOf$1(address) {
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

async function registryAuth(ref, env) {
	const server = serverOf(parseReference(ref));
	const account = accountIn(givenConfig(env), server) ?? await keptAccount(server, env);
	return account === void 0 ? void 0 : headerFor(account, server);
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
async function keptAccount(server, env) {
	const config = await readConfig(env);
	const helper = helperFor(config, server);
	if (helper === void 0) return accountIn(config, server);
	const program = `docker-credential-${helper}`;
	const path = await findProgram(program, env);
	if (path === void 0) throw helperFailure(server, program, "not found on the PATH");
	const input = Buffer.from(server);
	const answer = await runCommand(path, ["get"], {
		input,
		env: presentIn(env)
	});
	if (answer.exitCode === 0) return accountFromHelper(parsed(answer.stdout, program));
	if (wordsOf(answer).includes("credentials not found in native keychain")) return void 0;
	throw helperFailure(server, program, wordsOf(answer) || `exit code ${answer.exitCode}`);
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

var RegistryFailure = class extends Failure {
	refusal;
	constructor(request) {
		const { did, reference, text } = request;
		const refusal = refusalIn(text, request.authenticated);
		super({
			what: `Could not ${did} ${reference.domain}, repository ${reference.path}`,
			seen: text,
			anchor: `registry-${refusal}`,
			...hint(refusal, reference)
		});
		this.name = "RegistryFailure";
		this.refusal = refusal;
	}
};
const patterns = [
	["busy", /\b(?:429|50[0234]) [A-Z]|toomanyrequests|too many requests|secondary rate limit/i],
	["untrusted", /x509:|server gave HTTP response to HTTPS client|first record does not look like a TLS/i],
	["unauthenticated", /no basic auth credentials|unauthorized|\b401\b|authentication required/i],
	["denied", /denied|forbidden|\b403\b|insufficient_scope/i],
	["unreachable", /connection refused|no such host|i\/o timeout|no route to host|network is unreachable|server misbehaving/i]
];
function refusalIn(text, authenticated) {
	const found = patterns.find(([, pattern]) => pattern.test(text))?.[0] ?? "other";
	return found === "denied" && !authenticated ? "unauthenticated" : found;
}
function hint(refusal, reference) {
	const { domain } = reference;
	const server = domain === "docker.io" ? "" : ` ${domain}`;
	switch (refusal) {
		case "unauthenticated": return {
			cause: `not logged in to ${domain}`,
			fix: `docker login${server}`
		};
		case "denied": return {
			cause: `the token may lack write permission for ${repositoryOf(reference)}`,
			fix: "permissions:\n  packages: write"
		};
		case "unreachable": return {
			cause: `the engine's node cannot reach ${domain}`,
			fix: `curl -v https://${domain}/v2/`
		};
		case "untrusted": return {
			cause: `the engine does not trust ${domain}: plain http, or a certificate of an unknown authority`,
			fix: `sudo mkdir -p /etc/docker/certs.d/${domain} && sudo cp ca.crt /etc/docker/certs.d/${domain}/`
		};
		case "busy": return {
			cause: `${domain} is overloaded or limits requests`,
			fix: "re-run the job later"
		};
		case "other": return {};
	}
}

const NOBODY = Buffer.from("{}").toString("base64");
async function pushImage(engine, ref, options = {}) {
	const reference = parseReference(ref);
	const query = new URLSearchParams({ tag: reference.tag ?? "latest" });
	const path = `/images/${inPath(repositoryOf(reference))}/push?${query}`;
	const { signal } = options;
	const stream = await engine.stream("POST", path, {
		headers: authHeader(options),
		signal
	});
	let pushed;
	for await (const line of jsonLines(stream, `the engine's answer to the push of ${ref}`)) {
		refuse(line, reference, options);
		pushed = pushedIn(line) ?? pushed;
		tell(line, options);
	}
	if (pushed !== void 0) return pushed;
	throw failed$2("the engine reported no digest", reference, options);
}
function authHeader({ auth }) {
	return { "X-Registry-Auth": auth ?? NOBODY };
}
function pushedIn(line) {
	const digest = maybeTextAt(line, "aux", "Digest");
	if (digest !== void 0) return {
		digest,
		size: numberAt(line, "aux", "Size")
	};
	const found = / digest: (\S+:[0-9a-f]+) size: (\d+)$/.exec(maybeTextAt(line, "status") ?? "");
	return found?.[1] === void 0 ? void 0 : {
		digest: found[1],
		size: Number(found[2])
	};
}
function refuse(line, reference, options) {
	const text = maybeTextAt(line, "errorDetail", "message") ?? maybeTextAt(line, "error");
	if (text !== void 0) throw failed$2(text, reference, options);
}
function failed$2(text, reference, { auth }) {
	return new RegistryFailure({
		did: "push to",
		reference,
		text,
		authenticated: auth !== void 0
	});
}
function tell(line, { onProgress }) {
	const status = maybeTextAt(line, "status");
	if (status === void 0 || valueAt(line, "progressDetail", "total") !== void 0) return;
	const id = maybeTextAt(line, "id");
	onProgress?.(id === void 0 ? status : `${id}: ${status}`);
}

async function pullImage(engine, ref, options) {
	const reference = parseReference(ref);
	const path = `/images/create?${new URLSearchParams({
		fromImage: repositoryOf(reference),
		tag: reference.digest ?? reference.tag ?? "latest",
		platform: platformName(options.platform)
	})}`;
	const { signal } = options;
	try {
		const stream = await engine.stream("POST", path, {
			headers: authHeader(options),
			signal
		});
		for await (const line of jsonLines(stream, `the engine's answer to the pull of ${ref}`)) {
			const seen = maybeTextAt(line, "errorDetail", "message") ?? maybeTextAt(line, "error");
			if (seen !== void 0) throw failed$1(seen, reference, options);
		}
	} catch (error) {
		signal?.throwIfAborted();
		if (!(error instanceof Failure) || error instanceof RegistryFailure) throw error;
		throw failed$1(error.parts.seen ?? error.message, reference, options);
	}
}
function failed$1(text, reference, { auth }) {
	return new RegistryFailure({
		did: "pull from",
		reference,
		text,
		authenticated: auth !== void 0
	});
}

async function openContainer(facts, ref, made) {
	const { engine, platform, jobId, signal } = facts;
	for (let left = 2;; left--) {
		signal.throwIfAborted();
		await ensureImage(facts, ref, made);
		try {
			made.container = await createContainer(engine, {
				image: ref,
				platform,
				labels: { "anyarch.job": jobId },
				network: "none",
				cmd: ["-"]
			});
			return made.container;
		} catch (error) {
			if (left === 0 || !(error instanceof Failure)) throw error;
		}
	}
}
async function ensureImage(facts, ref, made) {
	const { engine, platform, signal, onPull } = facts;
	if (await inspectImage(engine, ref, platform) !== void 0) return;
	if (await inspectImage(engine, ref) === void 0) {
		onPull(ref);
		made.pulled = true;
	}
	log.info(`pulling ${ref} for ${platformName(platform)}`);
	const auth = await registryAuth(ref, environment());
	await pullImage(engine, ref, {
		platform,
		auth,
		signal
	});
}
async function closeContainer({ engine, onPull }, ref, made) {
	const failures = [];
	if (made.container !== void 0) failures.push(await removeContainer(engine, made.container));
	if (made.pulled) failures.push(await dropImage(engine, ref));
	for (const failure of failures) if (failure !== void 0) log.warning(failure.message);
	if (made.pulled && failures.every((failure) => failure === void 0)) onPull(void 0);
}

const DEFAULT_IMAGE = "tonistiigi/binfmt:qemu-v10.2.3-68@sha256:400a4873b838d1b89194d982c45e5fb3cda4593fbfd7e08a02e76b03b21166f0";
function imageSource(inputs) {
	const [text = "", template] = (inputs.image ?? DEFAULT_IMAGE).trim().split(/\s+/);
	const reference = parseReference(text);
	const { digest, tag } = reference;
	if (digest === void 0) throw notPinned(text);
	return {
		ref: `${repositoryOf(reference)}@${digest}`,
		template,
		version: /^qemu-v(\d+(?:\.\d+)+)/.exec(tag ?? "")?.[1],
		given: inputs.image !== void 0
	};
}
const LAYOUTS = ["/usr/bin/qemu-{target}-static", "/usr/bin/qemu-{target}"];
function pathsIn({ template }, names) {
	return (template === void 0 ? LAYOUTS : [template]).map((path) => path.replaceAll("{target}", names.target).replaceAll("{host}", names.host));
}
function notPinned(text) {
	return new Failure({
		what: "the image with emulators is not named by its digest",
		seen: text,
		expected: "name:tag@sha256:<64 digits>",
		fix: `emulator-image: ${text}@<what this prints: docker buildx imagetools inspect ${text} --format '{{.Manifest.Digest}}'>`,
		anchor: "emulator-image"
	});
}
function unfitImage({ ref, given }, target, seen) {
	return new Failure({
		what: `the image ${ref} gave no emulator qemu-${target}`,
		seen,
		expected: "a plain file",
		fix: given ? "emulator-image: name@sha256:… /path/in/it/qemu-{target}" : "emulator: package",
		anchor: "emulator-image"
	});
}
function wrongVersion({ ref }, asked, seen) {
	return new Failure({
		what: `the image ${ref} has no QEMU ${asked}`,
		seen: `QEMU ${seen}`,
		fix: `emulator-version: ${seen}`,
		anchor: "emulator-image"
	});
}
function noEngine() {
	return new Failure({
		what: "emulators out of an image need an engine to pull it",
		seen: "emulator: image",
		fix: "emulator: auto",
		anchor: "emulator-image"
	});
}

function once(work) {
	let result;
	return () => {
		result ??= work();
		return result;
	};
}

const PT_LOAD = 1;
const PT_INTERP = 3;
function elfFault(head, length, machine) {
	if (head.length < 52 || head.readUInt32BE(0) !== 2135247942) return `it is ${received(head)}`;
	const layout = layoutOf(head);
	return machineFault(head, layout, machine) ?? extentFault(head, layout, length) ?? programFault(head, layout);
}
function received(head) {
	const text = head.subarray(0, 512).toString("latin1").trimStart();
	if (head.length === 0) return "nothing (0 bytes)";
	if (/^<(!doctype|html|head|\?xml)/i.test(text)) return `an HTML or XML page (${quoted(text)})`;
	if (text.startsWith("#!")) return `a script (${quoted(text)})`;
	if (head.readUInt16BE(0) === 8075) return "a gzip archive";
	if (head.length >= 4 && head.readUInt32BE(0) === 2135247942) return "an ELF program";
	return `not a program (it begins with ${quoted(text)})`;
}
function quoted(text) {
	return JSON.stringify(text.split("\n")[0]?.slice(0, 40) ?? "");
}
function layoutOf(head) {
	const is64 = head[4] === 2;
	const little = head[5] === 1;
	const half = (at) => little ? head.readUInt16LE(at) : head.readUInt16BE(at);
	const word = (at) => little ? head.readUInt32LE(at) : head.readUInt32BE(at);
	const long = (at) => Number(little ? head.readBigUInt64LE(at) : head.readBigUInt64BE(at));
	return {
		half,
		word,
		size: is64 ? long : word,
		is64
	};
}
function machineFault(head, layout, machine) {
	const seen = layout.half(18);
	const bits = layout.is64 ? 64 : 32;
	const order = head[5] === 1 ? "little" : "big";
	if (seen === machine.machine && bits === machine.class && order === machine.data) return void 0;
	return `it is a program for ${architectures.find((entry) => entry.machine === seen && entry.class === bits && entry.data === order)?.target ?? `machine ${seen}, ${bits}-bit, ${order} endian`}, and the engine's node is ${machine.target}`;
}
function extentFault(head, layout, length) {
	if (layout.is64 && head.length < 64) return "it is cut off within its header";
	const [sections, entry, count] = layout.is64 ? [
		40,
		58,
		60
	] : [
		32,
		46,
		48
	];
	const sectionEnd = layout.size(sections) + layout.half(entry) * layout.half(count);
	const ends = segments(head, layout)?.map((segment) => segment.end);
	if (ends === void 0) return "its program headers are not within the file: it is cut off";
	const end = Math.max(sectionEnd, ...ends);
	return end > length ? `it is cut off: ${length} bytes of at least ${end}` : void 0;
}
function programFault(head, layout) {
	const type = layout.half(16);
	const all = segments(head, layout) ?? [];
	if (all.some((segment) => segment.type === PT_INTERP)) return "it is dynamically linked, and would look for its libraries inside each image";
	const loads = all.some((segment) => segment.type === PT_LOAD);
	const starts = layout.size(24) !== 0;
	if (type !== 2 && type !== 3 || !loads || !starts) return "it is an ELF file, yet no program";
}
function segments(head, layout) {
	const start = layout.size(layout.is64 ? 32 : 28);
	const entry = layout.half(layout.is64 ? 54 : 42);
	const count = layout.half(layout.is64 ? 56 : 44);
	if (count > 0 && (entry < (layout.is64 ? 56 : 32) || start + entry * count > head.length)) return;
	return Array.from({ length: count }, (_, index) => {
		const at = start + index * entry;
		const [offset, size] = layout.is64 ? [at + 8, at + 32] : [at + 4, at + 16];
		return {
			type: layout.word(at),
			end: layout.size(offset) + layout.size(size)
		};
	});
}

async function verifyEmulator(path, want) {
	const contents = await contentsOf(path);
	if (typeof contents === "string") throw unfit(want, contents);
	const fault = elfFault(contents.head, contents.length, want.host) ?? targetFault(contents, want);
	const { sha256, version } = contents;
	if (want.sha256 !== void 0 && want.sha256.toLowerCase() !== sha256) throw hashFailure(contents, want, fault);
	if (fault !== void 0) throw unfit(want, fault);
	return {
		sha256,
		version
	};
}
function targetFault(contents, want) {
	const { target } = contents;
	if (target === void 0 || target === want.architecture.target) return void 0;
	return `it emulates ${target}`;
}
function hashFailure(contents, want, fault) {
	const { target } = want.architecture;
	return new Failure({
		what: `the emulator qemu-${target} is not the file it should be; it was not used`,
		seen: `sha256 ${contents.sha256} (${contents.length} bytes, from ${want.origin})`,
		expected: `sha256 ${want.sha256}`,
		cause: fault ?? "another file was published there, or it was changed on the way",
		fix: `emulator-sha256: ${target}=<sha256 of the file you trust>`,
		anchor: "emulator-sha256"
	});
}
function unfit(want, fault) {
	const { target } = want.architecture;
	return new Failure({
		what: `the file from ${want.origin} cannot serve as emulator qemu-${target}`,
		seen: fault,
		expected: `a whole, static program for ${want.host.target} that emulates ${target}`,
		anchor: "emulator-unfit"
	});
}

function imageSession(facts, source) {
	const made = {
		container: void 0,
		pulled: false
	};
	const opened = once(async () => await openContainer(facts, source.ref, made));
	return {
		obtain: async (wish) => await emulatorIn$1(facts, source, await opened(), wish),
		close: async () => await closeContainer(facts, source.ref, made)
	};
}
async function emulatorIn$1(facts, source, container, { architecture, sha256, version }) {
	const { engine, host, signal } = facts;
	const { target } = architecture;
	const to = join(facts.temp, `qemu-${target}-${randomUUID()}`);
	const paths = pathsIn(source, {
		target,
		host: host.target
	});
	for (const path of paths) {
		const taken = await takeFile(engine, {
			container,
			path,
			to,
			most: MAX_EMULATOR_BYTES,
			signal
		});
		if (taken.kind === "absent") continue;
		if (taken.kind === "odd") throw unfitImage(source, target, `${path} in it is ${taken.why}`);
		const origin = `${source.ref} ${path}`;
		try {
			const seen = await verifyEmulator(to, {
				architecture,
				host,
				sha256,
				origin
			});
			const known = seen.version ?? source.version ?? "unknown";
			if (version !== void 0 && !isVersion(known, version)) throw wrongVersion(source, version, known);
			return {
				path: to,
				sha256: seen.sha256,
				version: known,
				origin
			};
		} catch (error) {
			await rm(to, { force: true });
			throw error;
		}
	}
	throw unfitImage(source, target, `none of ${paths.join(", ")}`);
}

const RESTORE_SECONDS = 15;
const SAVE_SECONDS = 30;
function hasActionsCache(task) {
	const { ACTIONS_RESULTS_URL, ACTIONS_CACHE_URL, ACTIONS_RUNTIME_TOKEN } = process.env;
	const may = task === "save" ? mayWriteCache : mayReadCache;
	if (!ACTIONS_RUNTIME_TOKEN || !(ACTIONS_RESULTS_URL || ACTIONS_CACHE_URL)) return false;
	return may(process.env);
}
async function actionsCache(task, options) {
	const child = fork(childEntry(), [], {
		env: {
			...process.env,
			...privateEnv(task, options)
		},
		stdio: [
			"ignore",
			"ignore",
			"ignore",
			"ipc"
		],
		detached: true
	});
	const seconds = task.kind === "restore" ? RESTORE_SECONDS : SAVE_SECONDS;
	const limit = AbortSignal.any([options.signal, AbortSignal.timeout(seconds * 1e3)]);
	const stop = () => killGroup(child);
	limit.addEventListener("abort", stop, { once: true });
	try {
		return await keyFrom(child, task, options.folder);
	} finally {
		limit.removeEventListener("abort", stop);
		killGroup(child);
	}
}
function privateEnv(task, options) {
	return {
		GITHUB_WORKSPACE: options.folder,
		RUNNER_TEMP: options.temp,
		...task.kind === "restore" ? { TAR_OPTIONS: "--transform=s,^.*/,, --exclude=.. --no-same-owner --no-same-permissions" } : {}
	};
}
function childEntry() {
	const paths = [
		"./action-cache-child.ts",
		"./action-cache-child.js",
		"../action-cache-child.js"
	].map((name) => fileURLToPath(new URL(name, import.meta.url)));
	const found = paths.find((path) => existsSync(path));
	if (found === void 0) throw new TypeError(`none of ${paths.join(", ")}`);
	return found;
}
async function keyFrom(child, task, folder) {
	return await new Promise((resolve) => {
		child.once("error", () => resolve(void 0));
		child.once("exit", () => resolve(void 0));
		child.once("message", (reply) => {
			const key = typeof reply === "object" && reply !== null && "key" in reply ? reply.key : void 0;
			resolve(typeof key === "string" ? key : void 0);
		});
		child.send({
			...task,
			folder
		}, () => void 0);
	});
}
function killGroup(child) {
	if (child.pid === void 0) return;
	try {
		process.kill(-child.pid, "SIGKILL");
	} catch {}
}

async function handlersOf(architecture, folder) {
	const texts = (await readdir(folder).catch(() => [])).filter((name) => name !== "register" && name !== "status" && !name.startsWith("anyarch-")).sort().map(async (name) => {
		return foundIn(name, await readFile(join(folder, name), "utf8").catch(() => ""), architecture.magic);
	});
	return (await Promise.all(texts)).filter((found) => found !== void 0);
}
function foundIn(name, text, magic) {
	const interpreter = /^interpreter (\/.*)$/m.exec(text)?.[1];
	const seen = /^magic ([0-9a-f]+)$/m.exec(text)?.[1];
	return /^enabled$/m.test(text) && seen === magic && interpreter !== void 0 ? {
		name,
		interpreter
	} : void 0;
}

function addressFrom(template, parts) {
	const address = template.replaceAll("{host}", parts.host).replaceAll("{target}", parts.target).replaceAll("{version}", parts.version);
	if (/[{}]/.test(address)) throw refused(template, "only {host}, {target} and {version} are filled in");
	if (!URL.canParse(address)) throw refused(template, "it is not an address");
	if (!allowed(new URL(address))) throw refused(template, "plain http: reaches only this machine");
	return address;
}
function allowed(url) {
	if (url.protocol === "https:" || url.protocol === "file:") return true;
	return url.protocol === "http:" && isLoopback(url.hostname);
}
function isLoopback(hostname) {
	return hostname === "localhost" || hostname === "[::1]" || /^127(\.\d+){3}$/.test(hostname);
}
function refused(template, cause) {
	return new Failure({
		what: "the address of the emulator cannot be used",
		seen: template,
		expected: "https://…, http://127.0.0.1…, or file:///…, with {host}, {target}, {version}",
		cause,
		anchor: "emulator-url"
	});
}

const pins = [
	{
		host: "x86_64",
		target: "aarch64",
		version: "7.2.0-1",
		sha256: "dce64b2dc6b005485c7aa735a7ea39cb0006bf7e5badc28b324b2cd0c73d883f"
	},
	{
		host: "x86_64",
		target: "arm",
		version: "7.2.0-1",
		sha256: "9f07762a3cd0f8a199cb5471a92402a4765f8e2fcb7fe91a87ee75da9616a806"
	},
	{
		host: "x86_64",
		target: "ppc64le",
		version: "7.2.0-1",
		sha256: "a8855b9a9cdefbe2163d9f7851fb71c77207d816451237caed616eb9b03229ac"
	},
	{
		host: "x86_64",
		target: "s390x",
		version: "7.2.0-1",
		sha256: "a438ab2f7c2e0f0ffe63992bccedaf60d789cfb1849e035c0764bda7d9e73a9a"
	},
	{
		host: "x86_64",
		target: "aarch64",
		version: "5.2.0-2",
		sha256: "22cdf516c8cf2ee28282e2dbf3220a80a4ab9fb83d5e1dc26a47170799452c6c"
	}
];
const DEFAULT_RELEASE = "7.2.0-1";
const DEFAULT_ADDRESS = "https://github.com/multiarch/qemu-user-static/releases/download/v{version}/{host}_qemu-{target}-static.tar.gz";
function pinFor(host, target, version) {
	return pins.find((pin) => pin.host === host && pin.target === target && pin.version === version)?.sha256;
}
function releaseFor(version) {
	if (version === void 0) return DEFAULT_RELEASE;
	return pins.map((pin) => pin.version).find((tag) => tag.split("-")[0] === version || tag.startsWith(`${version}.`)) ?? version;
}

function givenSha256(inputs, target) {
	return (inputs.sha256[target] ?? inputs.sha256["*"])?.toLowerCase();
}
function packagePlace(inputs, facts) {
	const version = askedVersion(inputs.version, facts.architecture);
	return {
		source: "package",
		key: keyOf$1(facts, `package-${version === void 0 ? facts.distribution : `${facts.distribution}-${version}`}`),
		sha256: givenSha256(inputs, facts.architecture.target),
		address: void 0,
		version
	};
}
function releasePlace(inputs, facts) {
	const template = inputs.url ?? "https://github.com/multiarch/qemu-user-static/releases/download/v{version}/{host}_qemu-{target}-static.tar.gz";
	const version = releaseFor(askedVersion(inputs.version, facts.architecture));
	const [host, target] = [facts.host.target, facts.architecture.target];
	const address = addressFrom(template, {
		host,
		target,
		version
	});
	const pin = template.includes("{version}") ? pinFor(host, target, version) : void 0;
	return {
		source: "release",
		key: keyOf$1(facts, `release-${shortHash(address)}`),
		sha256: givenSha256(inputs, target) ?? pin,
		address,
		version
	};
}
function imagePlace(inputs, facts) {
	const { ref, template = "" } = imageSource(inputs);
	const version = askedVersion(inputs.version, facts.architecture);
	return {
		source: "image",
		key: keyOf$1(facts, `image-${shortHash([
			ref,
			template,
			version ?? ""
		].join(" "))}`),
		sha256: givenSha256(inputs, facts.architecture.target),
		address: ref,
		version
	};
}
function shortHash(text) {
	return createHash("sha256").update(text).digest("hex").slice(0, 16);
}
function keyOf$1(facts, rest) {
	const safe = rest.replace(/[^\w.+~-]/g, "_");
	return `${facts.architecture.target}-on-${facts.host.target}-${safe}`;
}

const FOLDERS = [
	"/usr/bin",
	"/usr/local/bin",
	"/usr/libexec/qemu-binfmt"
];
async function fromPath(request) {
	const { path } = request.inputs;
	if (path === void 0) throw new TypeError("emulator is a path, yet there is none");
	return await firstOf(await stat(path).then((facts) => facts.isDirectory(), () => false) ? namesIn([path], request) : [path], request);
}
async function fromHost(request, handlers = "/proc/sys/fs/binfmt_misc") {
	const found = await handlersOf(request.architecture, handlers);
	return await firstOf([...found.map(({ interpreter }) => interpreter), ...namesIn(FOLDERS, request)], request, found);
}
function namesIn(folders, request) {
	const { target } = request.architecture;
	return folders.flatMap((folder) => [join(folder, `qemu-${target}-static`), join(folder, `qemu-${target}`)]);
}
async function firstOf(paths, request, handlers = []) {
	const { architecture, host, inputs } = request;
	const sha256 = givenSha256(inputs, architecture.target);
	for (const path of paths) {
		if (!await exists$1(path)) continue;
		const seen = await verifyEmulator(path, {
			architecture,
			host,
			sha256,
			origin: path
		});
		return {
			path,
			sha256: seen.sha256,
			version: seen.version ?? "unknown",
			origin: path
		};
	}
	throw nothingThere(architecture.target, paths, handlers);
}
function nothingThere(target, paths, [handler]) {
	return new Failure({
		what: `there is no emulator qemu-${target} on this machine`,
		seen: `none of ${[...new Set(paths)].join(", ")}`,
		cause: handler && `the file that its handler ${handler.name} names is not here, though the handler may still work`,
		fix: handler ? `register: off   # proves and uses ${handler.name} as it is` : "emulator: auto",
		anchor: "emulator-host"
	});
}
async function exists$1(path) {
	return await stat(path).then(() => true, () => false);
}

var Incomplete = class extends Error {};
const SECONDS = 180;
const REDIRECTS = 3;
async function download(options) {
	const signal = AbortSignal.any([options.signal, AbortSignal.timeout(SECONDS * 1e3)]);
	for (let left = 2;; left--) try {
		await fetchTo(options.address, options.to, signal);
		await options.check(options.to);
		return;
	} catch (error) {
		await rm(options.to, { force: true });
		options.signal.throwIfAborted();
		if (error instanceof Failure) throw error;
		if (!(error instanceof Incomplete) || left === 0) throw failed(options.address, error, signal);
	}
}
async function fetchTo(address, to, signal) {
	if (address.startsWith("file:")) return await copyFile(fileURLToPath(address), to);
	let next = address;
	for (let hops = 0;; hops++) try {
		await orAborted(downloaded(next, to), signal);
		return;
	} catch (error) {
		const target = isInvalidUrl(error) && hops < REDIRECTS ? await redirectOf(next, signal) : void 0;
		if (target === void 0) throw error;
		next = target;
	}
}
async function downloaded(address, to) {
	const { downloadTool } = await import("./tool-cache.js");
	Object.assign(globalThis, {
		TEST_DOWNLOAD_TOOL_RETRY_MIN_SECONDS: 1,
		TEST_DOWNLOAD_TOOL_RETRY_MAX_SECONDS: 3
	});
	await downloadTool(address, to);
}
function isInvalidUrl(error) {
	return error instanceof Error && "code" in error && error.code === "ERR_INVALID_URL";
}
async function redirectOf(address, signal) {
	const location = (await fetch(address, {
		method: "HEAD",
		redirect: "manual",
		signal
	})).headers.get("location");
	if (location === null || !URL.canParse(location, address)) return void 0;
	const url = new URL(location, address);
	return url.origin === new URL(address).origin ? url.href : void 0;
}
function failed(address, error, signal) {
	const text = error instanceof Error ? error.message : String(error);
	const seen = signal.aborted ? `not finished after ${SECONDS} seconds` : text;
	return new Failure({
		what: `could not download ${address}`,
		seen,
		cause: causeOf(text),
		fix: "emulator: package",
		anchor: "emulator-download"
	}, { cause: error });
}
function causeOf(text) {
	if (/\b404\b/.test(text)) return "nothing is published at this address; see emulator-version";
	if (/\b40[13]\b/.test(text)) return "the server does not give it without a login";
	if (/\b(429|5\d\d)\b/.test(text)) return "the server is overloaded or down; it was tried 3 times";
}

const MOST = 1073741824;
const magics = [
	["gzip", "1f8b"],
	["zstd", "28b52ffd"],
	["xz", "fd377a585a00"],
	["bzip2", "425a68"]
];
function packingOf(head) {
	const hex = head.subarray(0, 8).toString("hex");
	return magics.find(([, magic]) => hex.startsWith(magic))?.[0];
}
function unpacker(packing, address) {
	if (packing === "gzip") return zlib.createGunzip();
	if (packing === "zstd" && "createZstdDecompress" in zlib) return zlib.createZstdDecompress();
	throw new Failure({
		what: `what ${address} gave is packed with ${packing}, which cannot be unpacked here`,
		expected: "gzip, zstd from Node 22.15 on, or the bare program",
		fix: `${packing === "xz" ? "xz" : packing} -dc FILE | gzip -9n > FILE.gz   # and point emulator-url at that`,
		anchor: "emulator-download"
	});
}
function bounded(address, most = MOST) {
	let seen = 0;
	return new Transform({ transform(chunk, _encoding, done) {
		seen += chunk.length;
		const what = `what ${address} gave unpacks to more than ${most} bytes`;
		if (seen <= most) done(null, chunk);
		else done(new Failure({
			what,
			anchor: "emulator-unfit"
		}));
	} });
}

async function fromTar(wish, [source, ...steps]) {
	const { extract } = await import("./tar-stream.js").then((m) => /* @__PURE__ */ __toESM(m.default, 1));
	const names = [];
	const tar = extract();
	const reading = pipeline([
		source,
		...steps,
		tar
	]);
	reading.catch(() => void 0);
	let found = false;
	for await (const entry of tar) {
		const { name, type, size } = entry.header;
		names.push(name);
		if (!found && isEmulator(name, wish.target)) {
			refuseOdd$1(wish, type ?? "file", size ?? 0);
			await pipeline(entry, createWriteStream(wish.to));
			found = true;
		} else entry.resume();
	}
	await reading;
	if (!found) throw missing(wish, names);
}
function isEmulator(name, target) {
	const base = name.split("/").at(-1);
	return base === `qemu-${target}-static` || base === `qemu-${target}`;
}
function refuseOdd$1({ address, target }, type, size) {
	if (type === "file" && size <= 268435456) return;
	throw new Failure({
		what: `the tarball of ${address} cannot be used`,
		seen: type === "file" ? `an emulator of ${size} bytes` : `qemu-${target} in it is a ${type}`,
		expected: "a plain file",
		anchor: "emulator-unfit"
	});
}
function missing({ address, target }, names) {
	return new Failure({
		what: `the tarball of ${address} has no emulator for ${target}`,
		seen: names.slice(0, 10).join(", ") || "an empty archive",
		expected: `qemu-${target}-static or qemu-${target}`,
		anchor: "emulator-unfit"
	});
}

async function unpackEmulator(unpacking) {
	const head = await headOf(unpacking.from);
	const packing = packingOf(head);
	if (packing !== void 0) return await unpacked(unpacking, packing);
	const kind = received(head);
	if (kind === "an ELF program") return await copyFile(unpacking.from, unpacking.to);
	throw noEmulator(unpacking, kind);
}
function noEmulator({ address, target }, seen) {
	return new Failure({
		what: `what ${address} gave is no emulator`,
		seen,
		expected: `a tarball with qemu-${target}-static in it, or that program itself`,
		cause: seen.includes("an HTML") ? "the server answered with a page, not with the file" : void 0,
		anchor: "emulator-download"
	});
}
async function headOf(path) {
	try {
		var _usingCtx$1 = _usingCtx();
		const { buffer, bytesRead } = await _usingCtx$1.a(await open(path)).read(Buffer.alloc(512), 0, 512, 0);
		return buffer.subarray(0, bytesRead);
	} catch (_) {
		_usingCtx$1.e = _;
	} finally {
		await _usingCtx$1.d();
	}
}
async function unpacked(unpacking, packing) {
	const { from, to, address } = unpacking;
	let inner = Buffer.alloc(0);
	try {
		inner = await innerHead(unpacking, packing);
		const plain = unpacker(packing, address);
		if (received(inner) !== "an ELF program") return await fromTar(unpacking, [
			createReadStream(from),
			plain,
			bounded(address)
		]);
		const limit = bounded(address, MAX_EMULATOR_BYTES);
		await pipeline(createReadStream(from), plain, limit, createWriteStream(to));
	} catch (error) {
		if (error instanceof Error && /^invalid tar header/i.test(error.message)) throw noEmulator(unpacking, `packed with ${packing}: ${received(inner)}`);
		throw cutOr(error);
	}
}
async function innerHead({ from, address }, packing) {
	const plain = unpacker(packing, address);
	pipeline(createReadStream(from), plain).catch(() => void 0);
	for await (const piece of plain) return Buffer.from(piece);
	return Buffer.alloc(0);
}
function cutOr(error) {
	const text = error instanceof Error ? error.message : String(error);
	return /unexpected end|premature close/i.test(text) ? new Incomplete("the archive is cut off: it ends in the middle", { cause: error }) : error;
}

async function fromRelease(request) {
	const { place, architecture, host } = request;
	const { address, sha256 } = place;
	const { target } = architecture;
	if (address === void 0 || sha256 === void 0) throw unknownHash(target, address ?? "");
	const path = join(request.temp, `qemu-${target}-${randomUUID()}`);
	const check = async (from) => await unpackEmulator({
		from,
		to: path,
		target,
		address
	});
	try {
		await download({
			address,
			to: `${path}.download`,
			signal: request.signal,
			check
		});
		return {
			path,
			sha256,
			version: (await verifyEmulator(path, {
				architecture,
				host,
				sha256,
				origin: address
			})).version ?? upstreamVersion(place.version ?? ""),
			origin: address
		};
	} catch (error) {
		await rm(path, { force: true });
		throw error;
	} finally {
		await rm(`${path}.download`, { force: true });
	}
}
function unknownHash(target, address) {
	return new Failure({
		what: `the release's emulator qemu-${target} cannot be verified; it was not downloaded`,
		seen: `${address}: no sha256 of its emulator is known`,
		expected: "emulator-sha256 of the emulator file itself (not of the tarball)",
		fix: `emulator-sha256: ${target}=<what this prints: curl -fL '${address}' | tar -xzO | sha256sum>`,
		anchor: "emulator-sha256"
	});
}

const FILE = "qemu";
async function restoreEntry(place, facts) {
	const prefix = prefixOf(place);
	const wanted = place.sha256 === void 0 ? prefix : keyOf(place, place.sha256);
	const task = {
		kind: "restore",
		key: wanted,
		prefix: wanted,
		file: FILE
	};
	const { folder, temp } = await foldersIn(facts.temp);
	const key = await actionsCache(task, {
		folder,
		temp,
		signal: facts.signal
	});
	facts.signal.throwIfAborted();
	if (key === void 0) return void 0;
	try {
		const sha256 = sha256In(key, prefix);
		if (sha256 === void 0 || !key.startsWith(wanted)) throw new Error(`it answered the key ${key}`);
		await refuseOdd(folder);
		const path = join(folder, FILE);
		const origin = `the Actions cache (${key})`;
		const { architecture, host } = facts;
		return {
			path,
			sha256,
			version: (await verifyEmulator(path, {
				architecture,
				host,
				sha256,
				origin
			})).version ?? place.version ?? "unknown",
			origin
		};
	} catch (error) {
		log.warning(`the Actions cache is not used: ${error instanceof Error ? error.message : error}`);
		return;
	}
}
async function saveEntry(file, place, facts) {
	const { folder, temp } = await foldersIn(facts.temp);
	await copyFile(file.path, join(folder, FILE));
	const key = keyOf(place, file.sha256);
	return await actionsCache({
		kind: "save",
		key,
		prefix: key,
		file: FILE
	}, {
		folder,
		temp,
		signal: facts.signal
	}) !== void 0;
}
async function refuseOdd(folder) {
	const names = await readdir(folder);
	if (names.length !== 1 || names[0] !== FILE) throw new Error(`its entry holds ${names.join(", ")}`);
	const facts = await lstat(join(folder, FILE));
	const special = (facts.mode & 3584) !== 0 || facts.nlink !== 1;
	if (!facts.isFile() || special) throw new Error("its entry is not one plain file");
}
async function foldersIn(base) {
	const own = join(base, `actions-cache-${randomUUID()}`);
	const [folder, temp] = [join(own, "entry"), join(own, "temp")];
	await mkdir(folder, {
		recursive: true,
		mode: 448
	});
	await mkdir(temp, { mode: 448 });
	return {
		folder,
		temp
	};
}
function prefixOf(place) {
	return `anyarch-1-${place.key.length > 200 ? hashOf(place.key) : place.key}-sha256-`;
}
function keyOf(place, sha256) {
	return `${prefixOf(place)}${sha256}`;
}
function sha256In(key, prefix) {
	const rest = key.startsWith(prefix) ? key.slice(prefix.length) : "";
	return /^[0-9a-f]{64}$/.test(rest) ? rest : void 0;
}
function hashOf(text) {
	return createHash("sha256").update(text).digest("hex");
}

function toolCacheRoots(temp) {
	const { RUNNER_TOOL_CACHE: runner, XDG_CACHE_HOME: xdg } = process.env;
	const own = join(xdg?.startsWith("/") ? xdg : join(homedir(), ".cache"), "anyarch");
	return [
		...runner ? [runner] : [],
		own,
		join(temp, "tool-cache")
	];
}
function toolPath(root, tool) {
	return join(root, tool.name, tool.version, tool.arch, tool.file);
}
async function keepTool(root, tool, source) {
	const path = toolPath(root, tool);
	const aside = `${path}.${randomUUID()}`;
	await mkdir(dirname(path), { recursive: true });
	try {
		await copyFile(source, aside, constants.COPYFILE_FICLONE);
		await rename(aside, path);
	} finally {
		await rm(aside, { force: true });
	}
	await writeFile(`${dirname(path)}.complete`, "");
	return path;
}
async function readNote(root, name) {
	try {
		return JSON.parse(await readFile(notePath(root, name), "utf8"));
	} catch {
		return;
	}
}
async function keepNote(root, name, value) {
	const path = notePath(root, name);
	const aside = `${path}.${randomUUID()}`;
	await mkdir(dirname(path), { recursive: true });
	await writeFile(aside, `${JSON.stringify(value)}\n`);
	await rename(aside, path);
}
function notePath(root, name) {
	return join(root, "anyarch-index", `${name}.json`);
}

async function noteOf(root, key) {
	return noteFrom(await readNote(root, key), key);
}
function noteFrom(value, key) {
	if (typeof value !== "object" || value === null) return void 0;
	const { sha256, version, origin, key: seen } = value;
	if (seen !== key || typeof version !== "string" || typeof origin !== "string") return void 0;
	if (typeof sha256 !== "string" || !/^[0-9a-f]{64}$/.test(sha256)) return void 0;
	return {
		key,
		sha256,
		version,
		origin
	};
}

async function findKept(place, facts) {
	for (const root of toolCacheRoots(facts.temp)) {
		const note = await noteOf(root, place.key);
		if (note === void 0 || (place.sha256 ?? note.sha256) !== note.sha256) continue;
		const { sha256 } = note;
		const path = toolPath(root, toolFor(facts, sha256));
		const origin = `${path} of the tool cache`;
		const { architecture, host } = facts;
		try {
			const seen = await verifyEmulator(path, {
				architecture,
				host,
				sha256,
				origin
			});
			return emulatorOf({
				...note,
				...seen,
				version: seen.version ?? note.version,
				path
			}, place, facts);
		} catch (error) {
			log.warning(`${origin} is not used: ${error instanceof Error ? error.message : error}`);
		}
	}
}
function emulatorOf(file, place, facts) {
	const { path, sha256, version, origin } = file;
	const { architecture } = facts;
	return {
		architecture,
		path,
		sha256,
		version,
		origin,
		source: place.source,
		cacheHit: "tool cache"
	};
}
async function keep(file, place, facts) {
	const { architecture, host, temp } = facts;
	const { sha256, version, origin } = file;
	await chmod(file.path, 493);
	for (const root of toolCacheRoots(temp)) try {
		const path = await keepTool(root, toolFor(facts, sha256), file.path);
		await verifyEmulator(path, {
			architecture,
			host,
			sha256,
			origin: path
		});
		await keepNote(root, place.key, {
			key: place.key,
			sha256,
			version,
			origin
		});
		await rm(file.path, { force: true });
		return path;
	} catch (error) {
		log.warning(`the tool cache ${root} cannot keep it: ${error instanceof Error ? error.message : error}`);
	}
	return file.path;
}
async function dropBroken(place, facts) {
	const { architecture, host } = facts;
	for (const root of toolCacheRoots(facts.temp)) {
		const note = await noteOf(root, place.key);
		const sha256 = place.sha256 ?? note?.sha256;
		if (sha256 === void 0) continue;
		const path = toolPath(root, toolFor(facts, sha256));
		try {
			await verifyEmulator(path, {
				architecture,
				host,
				sha256,
				origin: path
			});
		} catch {
			await rm(path, { force: true }).catch(() => void 0);
		}
	}
}
function toolFor(facts, sha256) {
	const { target } = facts.architecture;
	return {
		name: `anyarch-qemu-${target}`,
		version: `1.0.0-sha256-${sha256}`,
		arch: facts.host.target,
		file: `qemu-${target}`
	};
}

function searchFor(request, facts) {
	const { architecture, host } = facts;
	return {
		request,
		architecture,
		host,
		places: {
			package: packagePlace(request.inputs, facts),
			release: releasePlace(request.inputs, facts),
			image: imagePlace(request.inputs, facts)
		},
		image: imageSource(request.inputs)
	};
}
function sourceFacts(search, offer) {
	const { release } = search.places;
	return {
		actionsCache: hasActionsCache("restore"),
		offer,
		release: release.version ?? "",
		releaseKnown: release.sha256 !== void 0,
		asked: askedVersion(search.request.inputs.version, search.architecture),
		image: imageOffer(search)
	};
}
function imageOffer({ image, request, places }) {
	const { url } = request.inputs;
	const own = url !== void 0 || places.image.sha256 !== void 0;
	if (request.images === void 0 || own && !image.given) return void 0;
	return {
		ref: image.ref,
		version: image.version
	};
}
function cacheFacts(search) {
	const { architecture, host, request } = search;
	return {
		architecture,
		host,
		temp: request.temp,
		signal: request.signal
	};
}
function placesAsked(search) {
	const { places, request } = search;
	const { source } = request.inputs;
	if (source === "path" || source === "host") return [];
	if (source !== "auto") return [places[source]];
	const image = imageOffer(search) !== void 0 && places.release.sha256 === void 0;
	return [
		places.package,
		places.release,
		...image ? [places.image] : []
	];
}
async function fromToolCache(search) {
	let best;
	for (const place of placesAsked(search)) {
		const found = await findKept(place, cacheFacts(search));
		const newer = best === void 0 || compareVersions(found?.version ?? "0", best.version) > 0;
		if (found !== void 0 && newer) best = found;
	}
	return best;
}
async function fromActionsCache(search) {
	const { architecture } = search;
	for (const place of placesAsked(search)) {
		const file = await restoreEntry(place, cacheFacts(search));
		if (file === void 0) continue;
		const path = await keep(file, place, cacheFacts(search));
		log.debug(`kept in ${path}`);
		const version = upstreamVersion(file.version);
		return {
			...file,
			architecture,
			path,
			version,
			source: place.source,
			cacheHit: "actions cache"
		};
	}
}

function sourceOrder(inputs, facts) {
	switch (inputs.source) {
		case "auto": return [...caches(inputs, facts), ...withImage(newestFirst(facts), facts)];
		case "package":
		case "release":
		case "image": return [...caches(inputs, facts), {
			kind: inputs.source,
			reason: "asked for"
		}];
		case "path":
		case "host": return [{
			kind: inputs.source,
			reason: "asked for"
		}];
		default: return assertNever(inputs.source);
	}
}
function caches(inputs, facts) {
	const tool = {
		kind: "tool cache",
		reason: "needs no network"
	};
	if (!inputs.cache || !facts.actionsCache) return [tool];
	return [tool, {
		kind: "actions cache",
		reason: "kept by an earlier run"
	}];
}
function newestFirst(facts) {
	const release = plannedRelease(facts);
	switch (facts.offer.kind) {
		case "unasked": return [{
			kind: "package",
			reason: "offered by this machine's package manager, if any"
		}, release];
		case "absent": return [release];
		case "offered": return ordered(facts, facts.offer, release);
		default: return assertNever(facts.offer);
	}
}
function ordered(facts, offer, release) {
	const { asked } = facts;
	const text = `${offer.name} ${offer.version}`;
	if (asked !== void 0 && !isVersion(offer.version, asked)) return [release];
	const wanted = asked === void 0 ? "" : ", the version asked for";
	const older = compareVersions(offer.version, facts.release) < 0;
	if (asked === void 0 && older && facts.releaseKnown) return [release, {
		kind: "package",
		reason: `${text} is older`
	}];
	return [{
		kind: "package",
		reason: `${text}${wanted}, ${older ? "signed" : "signed, and no older than the release"}`
	}, release];
}
function withImage(order, facts) {
	const { image, asked, releaseKnown } = facts;
	if (image === void 0) return order;
	const { ref, version = "unknown" } = image;
	if (asked !== void 0 && !isVersion(version, asked)) return order;
	const planned = {
		kind: "image",
		reason: `QEMU ${version} of ${ref}, pinned by its digest; fetched whole`
	};
	if (releaseKnown) return [...order, planned];
	return [
		...order.filter(({ kind }) => kind !== "release"),
		planned,
		plannedRelease(facts)
	];
}
function plannedRelease(facts) {
	const known = facts.releaseKnown ? "its sha256 is known" : "but no sha256 of it is known";
	return {
		kind: "release",
		reason: `${facts.release}, ${known}`
	};
}

async function fromOrigins(search, sessions) {
	const { inputs, signal } = search.request;
	const offer = inputs.source === "auto" ? await sessions.package.offer() : { kind: "unasked" };
	const order = sourceOrder(inputs, sourceFacts(search, offer));
	log.info(orderText(search, offer, order));
	const tried = [];
	for (const { kind } of order) {
		if (kind === "tool cache" || kind === "actions cache") continue;
		try {
			return await kept(kind, await obtained$1(kind, search, sessions), search);
		} catch (error) {
			signal.throwIfAborted();
			if (!(error instanceof Failure)) throw error;
			tried.push({
				source: kind,
				error
			});
			log.info(`${kind}: ${sentence(error)}`);
		}
	}
	await Promise.all(Object.values(search.places).map((place) => dropBroken(place, cacheFacts(search))));
	throw allFailed(search, tried, offer);
}
function orderText(search, offer, order) {
	const texts = order.map(({ kind, reason }) => `${kind} (${reason})`);
	const without = offer.kind === "absent" ? `; no package: ${offer.why}` : "";
	return `qemu-${search.architecture.target}: ${texts.join(", then ")}${without}`;
}
async function obtained$1(source, search, sessions) {
	const { architecture, host, places, request } = search;
	switch (source) {
		case "package": {
			const { sha256, version } = places.package;
			return await sessions.package.obtain({
				architecture,
				sha256,
				version
			});
		}
		case "image": {
			if (sessions.image === void 0) throw noEngine();
			const { sha256, version } = places.image;
			return await sessions.image.obtain({
				architecture,
				sha256,
				version
			});
		}
		case "release": return await fromRelease({
			place: places.release,
			...cacheFacts(search)
		});
		case "path": return await fromPath({
			inputs: request.inputs,
			architecture,
			host
		});
		case "host": return await fromHost({
			inputs: request.inputs,
			architecture,
			host
		});
		default: return assertNever(source);
	}
}
async function kept(source, file, search) {
	const { architecture, request } = search;
	const emulator = {
		...file,
		architecture,
		source,
		cacheHit: "none"
	};
	if (source === "path" || source === "host") return emulator;
	const place = search.places[source];
	const path = await keep(file, place, cacheFacts(search));
	if (request.trusted && request.inputs.cache && hasActionsCache("save")) {
		const saved = await saveEntry({
			path,
			sha256: file.sha256
		}, place, cacheFacts(search));
		log.info(saved ? "saved to the Actions cache" : "not saved to the Actions cache");
	}
	return {
		...emulator,
		path
	};
}
function sentence({ parts }) {
	const command = parts.command?.stderr.trim().split("\n").at(-1);
	return [
		parts.what,
		parts.seen,
		parts.expected,
		command
	].filter((text) => text !== void 0 && text !== "").join(" | ");
}
function allFailed(search, tried, offer) {
	const [only, ...more] = tried;
	if (only !== void 0 && more.length === 0 && offer.kind !== "absent") return only.error;
	const lines = [...offer.kind === "absent" ? [`package: ${offer.why}`] : [], ...tried.map(({ source, error }) => `${source}: ${sentence(error)}`)];
	return new Failure({
		what: `no emulator qemu-${search.architecture.target} could be obtained`,
		seen: lines.join("\n"),
		fix: tried.find(({ error }) => error.parts.fix !== void 0)?.error.parts.fix,
		anchor: "emulator-none"
	}, { cause: tried[0]?.error });
}

async function aptOffer(facts) {
	const record = await debianArchitecture() === debianName(facts.host) ? await candidate([]) : void 0;
	return record === void 0 ? await freshOffer(facts) : {
		record,
		options: []
	};
}
async function freshOffer(facts) {
	const options = privateOptions(facts.folder, debianName(facts.host));
	await mkdir(join(facts.folder, "lists", "partial"), { recursive: true });
	await mkdir(join(facts.folder, "cache", "archives", "partial"), { recursive: true });
	const args = [
		"-qq",
		"update",
		...options,
		...boundedOptions
	];
	const updated = await runCommand("apt-get", args);
	const record = await candidate(options);
	if (record !== void 0) return {
		record,
		options
	};
	const line = ["apt-get", ...args].join(" ");
	throw new Failure({
		what: "this machine's apt offers no package with static QEMU emulators",
		expected: "qemu-user-static or qemu-user",
		command: updated.exitCode === 0 ? void 0 : {
			line,
			...updated
		},
		cause: "its sources have no such package (on Ubuntu it is in universe), or no mirror answers",
		anchor: "emulator-package"
	});
}
async function candidate(options) {
	const names = ["qemu-user-static", "qemu-user"];
	const shown = await runCommand("apt-cache", [
		"show",
		"--no-all-versions",
		...options,
		...names
	]);
	return staticPackage(shown.stdout);
}
async function debianArchitecture() {
	try {
		return (await mustRun("ask dpkg", "dpkg", ["--print-architecture"])).stdout.trim();
	} catch (error) {
		throw new Failure({
			what: "this machine has no apt, dnf or apk to ask for a package",
			anchor: "emulator-package"
		}, { cause: error });
	}
}
function debianName(host) {
	return host.debian[0] ?? host.target;
}

const dnf = {
	name: "dnf",
	packageOf: (target) => `qemu-user-static-${target}`,
	machine: [
		"rpm",
		"--eval",
		"%{_arch}"
	],
	version: async (name) => {
		const { stdout } = await runCommand("dnf", [
			"-q",
			"repoquery",
			...[
				"--latest-limit=1",
				"--qf",
				"%{version}-%{release}\n"
			],
			name
		]);
		return /^\d\S*/m.exec(stdout)?.[0];
	},
	fetch: async (name, folder) => {
		await mustRun(`download ${name}`, "dnf", [
			"-q",
			"download",
			`--destdir=${folder}`,
			name
		]);
		await mustRun(`check and unpack ${name}`, "sh", [
			"-c",
			`set -e
cd "$1"
rpmkeys --dbpath "$1/keys" --import /etc/pki/rpm-gpg/RPM-GPG-KEY-*
LC_ALL=C rpmkeys --dbpath "$1/keys" --checksig -- *.rpm | tee checked >&2
grep -q 'signatures OK$' checked
rpm2archive - <"$(echo *.rpm)" >package.tar.gz`,
			"sh",
			folder
		]);
	}
};
const apk = {
	name: "apk",
	packageOf: (target) => `qemu-${target}`,
	machine: ["apk", "--print-arch"],
	version: async (name) => {
		const { stdout } = await runCommand("apk", [
			"search",
			"--exact",
			name
		]);
		return stdout.split("\n").findLast((text) => text.startsWith(`${name}-`))?.slice(name.length + 1).trim();
	},
	fetch: async (name, folder) => {
		await mustRun(`download ${name}`, "apk", [
			"fetch",
			"--quiet",
			"--output",
			folder,
			name
		]);
		await mustRun(`check ${name}`, "sh", [
			"-c",
			"set -e; cd \"$1\"; apk verify *.apk >&2; mv *.apk package.tar.gz",
			"sh",
			folder
		]);
	}
};
const managers = [dnf, apk];
async function refuseForeign(manager, host) {
	const [program, ...args] = manager.machine;
	const { stdout } = await mustRun(`ask ${program} for its machine`, program, args);
	if (stdout.trim() === host) return;
	throw new Failure({
		what: `this machine's ${manager.name} has no emulators that run on ${host}`,
		seen: `packages for ${stdout.trim()}`,
		fix: "emulator: release",
		anchor: "emulator-package"
	});
}
const archiveIn = (folder) => join(folder, "package.tar.gz");

async function offerOf(asked) {
	try {
		const { name, version } = await asked;
		return {
			kind: "offered",
			name,
			version
		};
	} catch (error) {
		if (!(error instanceof Failure)) throw error;
		return {
			kind: "absent",
			why: error.message
		};
	}
}
function refuseOther(manager, record, wish) {
	if (wish.version === void 0 || isVersion(record.version, wish.version)) return;
	throw new Failure({
		what: `this machine's ${manager} does not offer QEMU ${wish.version}`,
		seen: `${record.name} ${record.version}`,
		fix: `emulator-version: ${upstreamVersion(record.version)}`,
		anchor: "emulator-package"
	});
}

function managedSession(manager, facts, targets) {
	const [first = "aarch64"] = targets;
	return {
		offer: async () => await offerOf(recordOf(manager, facts, first)),
		obtain: async (wish) => {
			const record = await recordOf(manager, facts, wish.architecture.target);
			refuseOther(manager.name, record, wish);
			return await fetched(manager, facts, record, wish);
		},
		close: async () => await rm(facts.folder, {
			recursive: true,
			force: true
		})
	};
}
async function recordOf(manager, { host }, target) {
	await refuseForeign(manager, host.target);
	const name = manager.packageOf(target);
	const version = await manager.version(name);
	if (version !== void 0) return {
		name,
		version
	};
	throw new Failure({
		what: `this machine's ${manager.name} offers no package ${name}`,
		fix: "emulator: release",
		anchor: "emulator-package"
	});
}
async function fetched(manager, { host, folder }, { name, version }, { architecture, sha256 }) {
	const { target } = architecture;
	const own = join(folder, target);
	await mkdir(own, { recursive: true });
	await manager.fetch(name, own);
	const [from, path] = [archiveIn(own), join(own, `qemu-${target}`)];
	const origin = `package ${name} ${version}`;
	await unpackEmulator({
		from,
		to: path,
		target,
		address: origin
	});
	const seen = await verifyEmulator(path, {
		architecture,
		host,
		sha256,
		origin
	});
	return {
		path,
		sha256: seen.sha256,
		version: seen.version ?? upstreamVersion(version),
		origin: `${name} ${version}`
	};
}

async function unpackPackage(facts, offer, targets) {
	const used = await downloadedOffer(facts, offer);
	const folder = join(facts.folder, "unpacked");
	await mkdir(folder, { recursive: true });
	const file = (await readdir(facts.folder)).find((name) => name.endsWith(".deb"));
	const members = targets.map((target) => memberFor(used.record.name, target));
	const script = "dpkg-deb --fsys-tarfile \"$1\" | { shift; tar -x --occurrence=1 --no-same-owner -f - \"$@\"; }";
	const args = [
		"sh",
		join(facts.folder, file ?? ""),
		"-C",
		folder,
		...members
	];
	const { stderr } = await runCommand("sh", [
		"-c",
		script,
		...args
	]);
	return {
		folder: join(folder, "usr", "bin"),
		record: used.record,
		stderr
	};
}
async function downloadedOffer(facts, offer) {
	const args = ({ record, options }) => {
		const wanted = `${record.name}=${record.version}`;
		return [
			"-qq",
			"download",
			...options,
			...boundedOptions,
			wanted
		];
	};
	const first = await runCommand("apt-get", args(offer), { cwd: facts.folder });
	if (first.exitCode === 0) return offer;
	const what = `download the package ${offer.record.name} ${offer.record.version}`;
	const line = ["apt-get", ...args(offer)].join(" ");
	if (offer.options.length > 0) throw new Failure({
		what,
		command: {
			line,
			...first
		}
	});
	log.info("apt's lists are out of date; fetching fresh ones for this run");
	const fresh = await freshOffer(facts);
	await mustRun(what, "apt-get", args(fresh), { cwd: facts.folder });
	return fresh;
}

function packageSession(facts, targets) {
	const own = {
		host: facts.host,
		folder: join(facts.temp, "package")
	};
	const chosen = once(async () => {
		const manager = await otherManager();
		return manager === void 0 ? aptSession(own, targets) : managedSession(manager, own, targets);
	});
	return {
		offer: async () => await (await chosen()).offer(),
		obtain: async (wish) => await (await chosen()).obtain(wish),
		close: async () => await rm(own.folder, {
			recursive: true,
			force: true
		})
	};
}
async function otherManager() {
	const env = environment();
	if (await findProgram("apt-get", env) !== void 0) return void 0;
	for (const manager of managers) if (await findProgram(manager.name, env) !== void 0) return manager;
}
function aptSession({ host, folder }, targets) {
	const asked = once(async () => {
		await mkdir(folder, { recursive: true });
		return await aptOffer({
			host,
			folder
		});
	});
	const unpacked = once(async () => await unpackPackage({
		host,
		folder
	}, await asked(), targets));
	return {
		offer: async () => await offerOf(asked().then(({ record }) => record)),
		obtain: async (wish) => {
			refuseOther("apt", (await asked()).record, wish);
			return await emulatorIn(await unpacked(), host, wish);
		},
		close: async () => await rm(folder, {
			recursive: true,
			force: true
		})
	};
}
async function emulatorIn(unpacked, host, { architecture, sha256 }) {
	const { record } = unpacked;
	const member = memberFor(record.name, architecture.target).split("/").at(-1) ?? "";
	const path = join(unpacked.folder, member);
	const origin = `package ${record.name} ${record.version}`;
	if (!existsSync(path)) throw notInIt(origin, architecture.target, unpacked.stderr);
	const seen = await verifyEmulator(path, {
		architecture,
		host,
		sha256,
		origin
	});
	return {
		path,
		sha256: seen.sha256,
		version: seen.version ?? upstreamVersion(record.version),
		origin: `${record.name} ${record.version}`
	};
}
function notInIt(origin, target, stderr) {
	return new Failure({
		what: `the ${origin} gave no emulator qemu-${target}`,
		seen: `it is not in it; unpacking said: ${stderr.trim() || "nothing"}`,
		fix: "emulator: release",
		anchor: "emulator-package"
	});
}

async function obtainEmulators(request) {
	const host = hostOf(request);
	const distribution = distributionFrom$1(await readFile("/etc/os-release", "utf8").catch(() => ""));
	const searches = request.architectures.map((architecture) => searchFor(request, {
		architecture,
		host,
		distribution
	}));
	const found = await Promise.all(searches.map(fromCaches));
	const sessions = sessionsFor(request, host, searches.filter((_, index) => found[index] === void 0).map((search) => search.architecture.target));
	try {
		return await completed(searches, found, sessions);
	} finally {
		await Promise.all([sessions.package.close(), sessions.image?.close()]);
	}
}
function sessionsFor(request, host, targets) {
	const { temp, signal, images, inputs } = request;
	const facts = {
		platform: request.host,
		host,
		temp,
		signal
	};
	return {
		package: packageSession({
			host,
			temp
		}, targets),
		image: images && imageSession({
			...images,
			...facts
		}, imageSource(inputs))
	};
}
async function completed(searches, found, sessions) {
	const failures = [];
	const emulators = [];
	for (const [index, search] of searches.entries()) try {
		const emulator = found[index] ?? await fromOrigins(search, sessions);
		log.info(lineOf(emulator));
		emulators.push(emulator);
	} catch (error) {
		if (!(error instanceof Failure)) throw error;
		failures.push(error);
	}
	const [only, ...more] = failures;
	if (more.length > 0) throw new Failures("these emulators could not be obtained", failures);
	if (only !== void 0) throw only;
	return emulators;
}
async function fromCaches(search) {
	const kinds = sourceOrder(search.request.inputs, sourceFacts(search, { kind: "unasked" })).map(({ kind }) => kind);
	const kept = kinds.includes("tool cache") ? await fromToolCache(search) : void 0;
	if (kept !== void 0 || !kinds.includes("actions cache")) return kept;
	return await fromActionsCache(search);
}
function lineOf(emulator) {
	const { architecture, version, source, origin, sha256, cacheHit } = emulator;
	const hit = cacheHit === "none" ? "" : `, from the ${cacheHit}`;
	return `qemu-${architecture.target} ${version}: ${source} ${origin}, sha256 ${sha256}${hit}`;
}
function hostOf(request) {
	const host = architectureFor(request.host);
	if (host !== void 0) return host;
	throw new Failure({
		what: "no emulator can run on the engine's node",
		seen: platformName(request.host),
		anchor: "emulator-host"
	});
}

async function obtained(job, inputs, { ground, cpus }, record) {
	const emulated = ground.executions.filter(({ kind }) => kind === "emulated");
	const found = await obtainEmulators({
		architectures: [...new Set(emulated.map(({ architecture }) => architecture))],
		host: ground.node.platform,
		inputs: inputs.emulator,
		temp: job.temp,
		signal: job.signal,
		trusted: job.trusted,
		images: {
			engine: job.engine,
			jobId: job.id,
			onPull: (pulled) => job.ledger.note({ pulled })
		}
	});
	const emulators = await withCpus(found, cpus, record);
	for (const { platform, architecture } of emulated) {
		const emulator = emulators.find((candidate) => candidate.architecture === architecture);
		if (emulator === void 0) continue;
		const { version, source, origin, sha256, cpu, cacheHit } = emulator;
		const hit = cacheHit !== "none";
		record.addTo(platform, { emulator: {
			version,
			source,
			origin,
			sha256,
			cpu,
			cacheHit: hit
		} });
	}
	for (const row of record.outcome().platforms) log.info(emulatorLine(row));
	return emulators;
}

async function registerHere(job, request) {
	refuseNative(request.host, request.emulators);
	const handlers = await Promise.all(request.emulators.map(async (file) => {
		const interpreter = await emulatorPath(file, job.temp);
		return handlersFor(file.architecture, {
			jobId: job.id,
			interpreter,
			setuid: request.setuid
		});
	}));
	for (const handler of handlers.flat()) await writeRule(handler);
	const node = {
		bootId: (await readFile("/proc/sys/kernel/random/boot_id", "utf8")).trim(),
		userNamespace: await readlink("/proc/self/ns/user")
	};
	return {
		handlers: handlers.flat(),
		rights: "least",
		mounted: false,
		before: [],
		node
	};
}
async function writeRule(handler) {
	try {
		await writeFile(join(MISC, "register"), handler.line);
	} catch (cause) {
		const code = cause instanceof Error && "code" in cause ? String(cause.code) : String(cause);
		throw new Failure({
			what: `The handler for ${handler.architecture.target} could not be registered on this host`,
			seen: `register: host, and the kernel says ${code}`,
			expected: "root, and binfmt_misc mounted",
			fix: code === "ENOENT" ? `sudo mount -t binfmt_misc binfmt_misc ${MISC}` : "register: auto",
			anchor: "registration-refused"
		}, { cause });
	}
}

async function registered(job, inputs, request, created) {
	job.ledger.note({ handlers: "there" });
	const { register: way, setuid } = inputs;
	const onMount = () => job.ledger.note({ mounted: true });
	const registration = way === "host" || way === "off" ? await registerHere(job, {
		...request,
		setuid
	}) : await register(job, {
		...request,
		setuid,
		way,
		created,
		onMount
	});
	if (await runsHere(registration.node)) job.ledger.note({ handlers: "here" });
	return registration;
}

async function emulate(job, inputs, ground, record) {
	const emulated = ground.executions.filter(({ kind }) => kind === "emulated");
	const cpus = cpusFor(emulated, inputs, record);
	if (emulated.length === 0) return;
	const names = emulated.map(({ platform }) => platformName(platform)).join(", ");
	job.ledger.note({ images: true });
	const { register: way } = inputs.registration;
	if (way === "off") return await record.phase(`Prove ${names}`, () => proveOnly(job, emulated, record));
	const ready = way === "host" ? importRegistrar(job) : prepareRegistration(job, way);
	job.pending.push(ready.catch(() => void 0));
	try {
		const emulators = await record.phase(`Obtain QEMU for ${names}`, () => obtained(job, inputs, {
			ground,
			cpus
		}, record));
		await record.phase(`Register and prove ${names}`, async () => {
			const request = {
				emulators,
				host: ground.node.platform
			};
			const registration = await registered(job, inputs.registration, request, ready);
			await ready;
			for (const line of foundLines(registration, emulators)) log.info(line);
			const names = registration.handlers.map(({ name }) => name);
			record.add({
				registered: names,
				kept: inputs.registration.keep ? names : []
			});
			if (inputs.registration.keep) record.notice(keptNotice(job.id));
			report(await prove(job, provable(registration, emulators)), emulated, record);
		});
	} finally {
		await ready.catch(() => void 0);
	}
}
async function proveOnly(job, emulated, record) {
	await importRegistrar(job);
	const handlers = emulated.map(({ architecture }) => foreign(architecture));
	report(await prove(job, {
		handlers,
		rights: "least",
		node: void 0
	}), emulated, record);
}
function report(proofs, emulated, record) {
	for (const { platform, architecture } of emulated) {
		const proof = proofs.find((candidate) => candidate.architecture === architecture);
		if (proof === void 0) continue;
		const { machine, ms, emulatorVersion } = proof;
		record.addTo(platform, { proofs: [{
			machine,
			ms,
			where: "node",
			emulatorVersion
		}] });
	}
	for (const row of record.outcome().platforms) for (const line of proofLines(row)) log.info(line);
}

async function readDistribution(engine, ref, options = {}) {
	const reference = parseReference(ref);
	const { signal } = options;
	const reply = await engine.request("GET", `/distribution/${inPath(ref)}/json`, {
		headers: authHeader(options),
		signal
	});
	if (reply.status < 400) return distributionFrom(parseJson(reply.text, `the registry's answer about ${ref}`));
	const text = messageOf(reply.text);
	if (reply.status === 404) return void 0;
	const authenticated = options.auth !== void 0;
	throw new RegistryFailure({
		did: "read back from",
		reference,
		text,
		authenticated
	});
}
function distributionFrom(answer) {
	const all = listAt(answer, "Platforms").map((platform) => platformFrom({
		os: textAt(platform, "os"),
		architecture: textAt(platform, "architecture"),
		variant: maybeTextAt(platform, "variant")
	}));
	const descriptor = descriptorFrom(valueAt(answer, "Descriptor"));
	const images = all.filter((platform) => platformName(platform) !== "unknown/unknown");
	const platforms = all.length === 0 ? void 0 : images;
	return {
		...descriptor,
		platforms,
		attestations: all.length - images.length
	};
}

async function heldUnder(job, { publish }) {
	if (!publish.push) return [];
	return await Promise.all(publish.tags.map(async (tag) => {
		try {
			const auth = await registryAuth(tag, environment());
			return {
				tag,
				platforms: (await readDistribution(job.engine, tag, {
					auth,
					signal: job.signal
				}))?.platforms ?? []
			};
		} catch {
			return {
				tag,
				platforms: []
			};
		}
	}));
}
function warnOfVanished(held, pushed, record) {
	const kept = pushed.map(platformName);
	const lost = held.flatMap(({ tag, platforms }) => {
		const gone = platforms.map(platformName).filter((name) => !kept.includes(name));
		return gone.length === 0 ? [] : [{
			tag,
			gone
		}];
	});
	if (lost.length === 0) return;
	const all = [.../* @__PURE__ */ new Set([...lost.flatMap(({ gone }) => gone), ...kept])].join(",");
	const had = lost.map(({ tag, gone }) => `${tag} had ${gone.join(", ")}`).join("; ");
	record.warn(`The push took platforms away: ${had}; now there is ${kept.join(", ")} only. Where several jobs push one tag, the last one wins: build all platforms in one step, \`platforms: ${all}\`.`);
}

const OLDEST = [4, 8];
function kernelFailure(release) {
	const [, major, minor] = /^(\d+)\.(\d+)/.exec(release) ?? [];
	if (major === void 0 || minor === void 0) return void 0;
	const [oldestMajor, oldestMinor] = OLDEST;
	if ((Number(major) - oldestMajor || Number(minor) - oldestMinor) >= 0) return void 0;
	return new Failure({
		what: "The kernel of the engine's node is too old to run foreign programs in containers",
		seen: release,
		expected: `Linux ${OLDEST.join(".")} or newer, which knows the flag F of binfmt_misc`,
		cause: "without that flag a handler's emulator is looked for inside each container",
		fix: "runs-on: ubuntu-24.04",
		anchor: "kernel-too-old"
	});
}

async function checkClient(env) {
	const docker = await findProgram("docker", env);
	if (docker === void 0) throw new Failure({
		what: "no docker: there is no docker command on the PATH",
		seen: `PATH=${env.PATH ?? ""}`,
		fix: "curl -fsSL https://get.docker.com | sudo sh",
		anchor: "no-docker"
	});
	const file = await realpath(docker);
	if (isPodman(basename(file))) throw standIn(docker, file);
	if (!(await isElf(file) && await buildxFile(env) !== void 0)) await askBuildx(docker, env);
	return docker;
}
async function askBuildx(docker, env) {
	const options = { env: presentIn(env) };
	const answer = await runCommand(docker, ["buildx", "version"], options);
	if (answer.exitCode === 0 && answer.stdout.includes("github.com/docker/buildx")) return;
	if (isPodman(textOf(answer))) throw standIn(docker, textOf(answer));
	const version = await runCommand(docker, ["--version"], options);
	if (isPodman(textOf(version))) throw standIn(docker, textOf(version));
	throw await noBuildx(docker, answer);
}
async function noBuildx(docker, answer) {
	const fix = `sudo apt-get update && sudo apt-get install -y ${await exists("/var/lib/dpkg/info/docker-ce-cli.list") ? "docker-buildx-plugin" : "docker-buildx"}`;
	return new Failure({
		what: "buildx is missing: install Docker's plugin for builds",
		command: {
			...answer,
			line: `${docker} buildx version`,
			stderr: textOf(answer)
		},
		fix,
		anchor: "no-buildx"
	});
}
function standIn(docker, seen) {
	return new Failure({
		what: "docker is podman's stand-in, which reports success for builds that it did not push",
		seen: `${docker}: ${seen.trim().slice(0, 300)}`,
		expected: "the docker command of Docker, with buildx",
		fix: "sudo apt-get remove -y podman-docker && curl -fsSL https://get.docker.com | sudo sh",
		anchor: "podman-stand-in"
	});
}
function isPodman(text) {
	return /podman|buildah/i.test(text);
}
function textOf({ stdout, stderr }) {
	return `${stdout}\n${stderr}`.trim();
}
async function exists(path) {
	return await access(path).then(() => true, () => false);
}

function dockerDriverObstacles(ask, store) {
	const always = ask.outputs.some((output) => output.attributes["push-by-digest"] === "true") ? [{
		asked: "push-by-digest",
		cure: "outputs: type=image without push-by-digest"
	}] : [];
	return store === "containerd" ? always : [...classicObstacles(ask), ...always];
}
function classicObstacles(ask) {
	const file = ask.outputs.find(isArchive);
	const caches = ask.cacheTo.filter((type) => type !== "inline");
	const loadOnly = ask.load && !ask.push && ask.outputs.length === 0;
	return [
		ask.platforms > 1 && !loadOnly && {
			asked: `${ask.platforms} platforms in one image`,
			cure: "platforms: one only"
		},
		ask.attestations && {
			asked: "attestations",
			cure: "provenance: false and sbom: false, and no attests"
		},
		file !== void 0 && {
			asked: `outputs type=${file.type} to a file`,
			cure: "outputs: type=tar or type=local"
		},
		caches.length > 0 && {
			asked: `cache-to type=${caches.join(", type=")}`,
			cure: "cache-to: type=inline"
		}
	].filter((obstacle) => obstacle !== false);
}
const isArchive = (output) => output.type === "oci" || output.type === "docker" && output.attributes.dest !== void 0;

function chooseBuilder(ask, facts) {
	const obstacles = dockerDriverObstacles(ask, facts.store);
	const given = facts.named ?? facts.current;
	if (given !== void 0) {
		const whence = facts.named === void 0 ? "is the current one" : "is named by the workflow";
		if (given.driver === "docker" && obstacles.length > 0) throw refusal(given, obstacles, facts);
		const reason = `Builder ${given.name} (driver ${given.driver}) ${whence}.`;
		return {
			kind: "named",
			...given,
			reason
		};
	}
	if (obstacles.length === 0) return {
		kind: "engine",
		reason: `The engine's own builder (${facts.store} image store) can do what is asked.`
	};
	const asked = obstacles.map(({ asked }) => asked).join(" and ");
	return {
		kind: "own",
		reason: `The engine's own builder (${facts.store} image store) cannot do ${asked}: a container builder is made for this job.`
	};
}
function refusal(given, obstacles, facts) {
	const leave = facts.named === void 0 ? "docker buildx use default   # in an earlier step: then a container builder is made where needed" : "remove the input `builder`: then a container builder is made where needed";
	return new Failure({
		what: `Builder ${given.name} cannot do what is asked.`,
		seen: obstacles.map(({ asked }) => asked).join(", "),
		expected: `a builder with the docker-container driver, or: ${obstacles.map(({ cure }) => cure).join("; ")}`,
		cause: `It has the docker driver, on an engine with the ${facts.store} image store.`,
		fix: leave,
		anchor: "builder-cannot"
	});
}

async function preflight(job, inputs, record, env) {
	const [node, builders] = await Promise.all([
		observeNode(job.engine, job.signal),
		observeBuilders(inputs.builder.builder, env),
		checkClient(env)
	]);
	const { product, version, platform: own, kernel, store } = node;
	log.info(`${product} ${version}, ${platformName(own)}, Linux ${kernel}, ${store} image store`);
	const platforms = inputs.platforms.length > 0 ? inputs.platforms : [own];
	const executions = executionOf(own, platforms);
	record.add({ platforms: executions.map(({ platform, kind }) => {
		return {
			platform,
			native: kind === "native",
			proofs: []
		};
	}) });
	const failure = executions.some(({ kind }) => kind === "emulated") ? kernelFailure(kernel) : void 0;
	if (failure !== void 0) throw failure;
	const ask = builderAsk(inputs, platforms.length);
	return {
		node,
		executions,
		builder: chooseBuilder(ask, {
			store,
			...builders
		})
	};
}

function loadNames(tags, candidates, node) {
	const sources = candidates.filter(({ ref }, index) => candidates.findIndex((other) => other.ref === ref) === index);
	const main = sources.find(({ platform }) => samePlatform(platform, node)) ?? sources[0];
	return tags.flatMap((tag) => sources.map((source) => ({
		source: source.ref,
		name: source === main ? tag : suffixed(tag, source.platform)
	})));
}
function suffixed(tag, platform) {
	const suffix = platformName(platform).split("/").slice(1).join("-");
	return `${/:[^/]+$/.test(tag) ? tag : `${tag}:latest`}-${suffix}`;
}

async function loadCandidates(context, { list }) {
	const { job, inputs, ground, record } = context;
	const names = loadNames(inputs.publish.tags, list, ground.node.platform);
	for (const { source, name } of names) {
		await tagImage(job.engine, source, name);
		log.info(`${name}: loaded into the engine`);
	}
	const loaded = names.map(({ name }) => name);
	const extra = loaded.filter((name) => !inputs.publish.tags.includes(name));
	if (extra.length > 0) record.notice(`The engine's classic image store holds one platform under a name; the others are ${extra.join(", ")}.`);
	const first = list[0] === void 0 ? void 0 : await inspectImage(job.engine, list[0].ref);
	const digest = record.outcome().digest ?? first?.id;
	record.add({
		loaded,
		digest
	});
}

async function readManifest(ref, builder) {
	const args = [
		"imagetools",
		"inspect",
		"--raw",
		...builder === void 0 ? [] : ["--builder", builder],
		ref
	];
	const { exitCode, stdout, stderr } = await buildx(args);
	if (exitCode === 0) return {
		digest: `sha256:${createHash("sha256").update(stdout).digest("hex")}`,
		value: parseJson(stdout, `the manifest of ${ref}`)
	};
	if (/: not found\s*$/.test(stderr)) return void 0;
	throw new Failure({
		what: `What was pushed as ${ref} could not be read back from the registry`,
		command: {
			line: [
				"docker",
				"buildx",
				...args
			].join(" "),
			exitCode,
			stderr
		},
		anchor: "registry-unreachable"
	});
}

function manifestFrom(value) {
	if (valueAt(value, "manifests") === void 0) return {
		kind: "image",
		configDigest: textAt(value, "config", "digest")
	};
	const entries = listAt(value, "manifests").map((entry) => {
		return {
			platform: platformFrom({
				os: maybeTextAt(entry, "platform", "os") ?? "unknown",
				architecture: maybeTextAt(entry, "platform", "architecture") ?? "unknown",
				variant: maybeTextAt(entry, "platform", "variant")
			}),
			digest: textAt(entry, "digest")
		};
	});
	const isImage = ({ platform }) => platformName(platform) !== "unknown/unknown";
	return {
		kind: "index",
		images: entries.filter(isImage)
	};
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
		seen: namesOf$1(seen.platforms),
		expected: namesOf$1(wanted.platforms),
		anchor
	});
}
function without(some, others) {
	const names = new Set(others.map(platformName));
	return some.filter((platform) => !names.has(platformName(platform)));
}
const namesOf$1 = (platforms) => platforms.map(platformName).join(", ") || "none";

async function exportOutputs(context) {
	for (const output of context.inputs.publish.outputs) await exportOne(context, output);
}
async function exportOne(context, output) {
	const { inputs, ground, record, attestations } = context;
	const platforms = ground.executions.map(({ platform }) => platformName(platform));
	const isImage = [
		"image",
		"registry",
		"oci",
		"docker"
	].includes(output.type);
	const tags = isImage ? inputs.publish.tags : [];
	const result = await build(context, {
		platforms,
		tags,
		output: output.text,
		attestations
	});
	const { digest, configDigest, raw } = result.metadata;
	if (isImage) {
		const imageId = configDigest ?? result.imageId ?? record.outcome().imageId;
		record.add({
			digest: record.outcome().digest ?? digest,
			imageId,
			metadata: raw
		});
	}
	if (pushes(output)) await readBack(context, output, digest ?? "");
	const dest = output.attributes.dest;
	if (dest !== void 0) {
		log.info(`${dest}: written`);
		record.add({ exported: [...record.outcome().exported, dest] });
	}
}
async function readBack({ inputs, ground, builder, record }, { attributes }, digest) {
	const names = attributes.name?.split(",") ?? inputs.publish.tags;
	const wanted = ground.executions.map(({ platform }) => platform);
	for (const name of names) {
		const ref = attributes["push-by-digest"] === "true" ? `${name}@${digest}` : name;
		const top = await readManifest(ref, builder.name);
		const manifest = top === void 0 ? void 0 : manifestFrom(top.value);
		const platforms = manifest?.kind === "index" ? manifest.images.map(({ platform }) => platform) : wanted;
		const seen = top === void 0 ? void 0 : {
			digest: top.digest,
			platforms
		};
		const failure = readBackFailure(ref, {
			digest,
			platforms: wanted
		}, seen);
		if (failure !== void 0) throw failure;
		record.add({
			pushed: [...record.outcome().pushed, {
				ref,
				digest
			}],
			digest
		});
	}
}

async function pushFromBuilder(context, { list }) {
	const { inputs, ground, record, attestations } = context;
	const { tags } = inputs.publish;
	const wanted = ground.executions.map(({ platform }) => platform);
	const step = {
		platforms: wanted.map(platformName),
		tags,
		output: "type=registry",
		attestations
	};
	const result = await build(context, step).catch(async (error) => {
		await notePushed(context, list);
		throw error;
	});
	const { digest = "", configDigest, raw } = result.metadata;
	record.add({
		imageId: configDigest ?? result.imageId,
		metadata: raw
	});
	for (const tag of tags) {
		const seen = await seenUnder(tag, wanted, context.builder.name);
		const failure = readBackFailure(tag, {
			digest,
			platforms: wanted
		}, seen) ?? untested(tag, list, seen);
		if (failure !== void 0) throw failure;
		record.add({
			pushed: [...record.outcome().pushed, {
				ref: tag,
				digest
			}],
			digest
		});
		log.info(pushLine({
			ref: tag,
			digest
		}));
	}
}
async function notePushed({ job, inputs, ground, builder, record }, list) {
	const wanted = ground.executions.map(({ platform }) => platform);
	for (const ref of job.signal.aborted ? [] : inputs.publish.tags) {
		const seen = await seenUnder(ref, wanted, builder.name).catch(() => void 0);
		if (seen === void 0 || untested(ref, list, seen) !== void 0) continue;
		record.add({ pushed: [...record.outcome().pushed, {
			ref,
			digest: seen.digest
		}] });
	}
}
async function seenUnder(tag, wanted, builder) {
	const top = await readManifest(tag, builder);
	if (top === void 0) return void 0;
	const manifest = manifestFrom(top.value);
	if (manifest.kind === "image") {
		const configs = wanted.map((platform) => ({
			platform,
			...manifest
		}));
		return {
			digest: top.digest,
			platforms: wanted,
			configs
		};
	}
	const configs = await Promise.all(manifest.images.map(async ({ platform, digest }) => {
		const child = await readManifest(`${nameOf(tag)}@${digest}`, builder);
		const inner = child === void 0 ? void 0 : manifestFrom(child.value);
		return {
			platform,
			configDigest: inner?.kind === "image" ? inner.configDigest : ""
		};
	}));
	return {
		digest: top.digest,
		platforms: manifest.images.map(({ platform }) => platform),
		configs
	};
}
const nameOf = (tag) => repositoryOf(parseReference(tag));
function untested(tag, candidates, seen) {
	const others = candidates.filter(({ platform, configDigest }) => {
		const pushed = seen?.configs.find((one) => platformName(one.platform) === platformName(platform));
		return configDigest !== void 0 && pushed?.configDigest !== configDigest;
	});
	if (others.length === 0) return void 0;
	return new Failure({
		what: `${tag} was pushed, but it is not the image that was tested`,
		seen: (seen?.configs ?? []).map(text).join(", "),
		expected: others.map(text).join(", "),
		cause: "the builder lost its cache between the test and the push, and built anew",
		anchor: "registry-mismatch"
	});
}
const text = (one) => `${platformName(one.platform)} ${one.configDigest ?? "unknown"}`;

async function pushFromEngine(context, candidates) {
	const { job, inputs, ground, record } = context;
	const source = candidates.list[0]?.ref ?? "";
	const wanted = ground.executions.map(({ platform }) => platform);
	for (const tag of inputs.publish.tags) {
		const { digest, seen } = await pushUnder(job, source, tag, await registryAuth(tag, environment()));
		const found = seen && {
			...seen,
			platforms: seen.platforms ?? wanted
		};
		const failure = readBackFailure(tag, {
			digest,
			platforms: wanted
		}, found);
		if (failure !== void 0) throw failure;
		const pushed = [...record.outcome().pushed, {
			ref: tag,
			digest
		}];
		record.add({
			pushed,
			digest
		});
		log.info(pushLine({
			ref: tag,
			digest
		}));
	}
}
async function pushUnder(job, source, tag, auth) {
	const { engine, signal } = job;
	const before = await inspectImage(engine, tag);
	await tagImage(engine, source, tag);
	try {
		const pushed = await pushImage(engine, tag, {
			auth,
			signal,
			onProgress: log.info
		});
		const [tested, seen] = await Promise.all([inspectImage(engine, source), readDistribution(engine, tag, {
			auth,
			signal
		})]);
		if (tested !== void 0 && isContent(tested, pushed.digest)) return {
			...pushed,
			seen
		};
		throw new Failure({
			what: `${tag} was pushed, but it is not the image that was tested`,
			seen: pushed.digest,
			expected: [tested?.id, ...tested?.repoDigests ?? []].join(" or "),
			anchor: "registry-mismatch"
		});
	} finally {
		if (before === void 0) await removeImage(engine, tag);
		else await tagImage(engine, before.id, tag);
	}
}
function isContent({ id, repoDigests }, digest) {
	return id === digest || repoDigests.some((repoDigest) => repoDigest.endsWith(`@${digest}`));
}

async function publish(context, candidates) {
	const { inputs, builder, record } = context;
	const { push, load, outputs, tags } = inputs.publish;
	const { metadata, imageId } = candidates.result;
	record.add({
		imageId: metadata.configDigest ?? imageId,
		metadata: metadata.raw
	});
	if (push) {
		const pushed = builder.driver === "docker" ? pushFromEngine : pushFromBuilder;
		await record.phase("Push and read back", () => pushed(context, candidates));
	}
	if (load) await record.phase("Load", () => loadCandidates(context, candidates));
	if (outputs.length > 0) await record.phase("Export", () => exportOutputs(context));
	const { digest, metadata: raw = "{}" } = record.outcome();
	record.add({ metadata: boundedMetadata(publishedMetadata(raw, {
		names: tags,
		digest
	})) });
}

const USUAL_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
const SHELLS = [
	"sh",
	"bash",
	"ash",
	"dash"
];
function pathFolders({ env }) {
	const folders = (env.find((entry) => entry.startsWith("PATH="))?.slice(5) ?? USUAL_PATH).split(":").filter((folder) => folder.startsWith("/"));
	return [...new Set(folders.map((folder) => folder.replace(/(?<=.)\/+$/, "")))];
}
function startPrograms({ entrypoint, cmd }) {
	const [main, ...args] = [...entrypoint, ...cmd].filter((word, index) => index > 0 || word !== "");
	const others = args.filter((word) => word.startsWith("/"));
	const script = main === void 0 ? void 0 : scriptOf(main, args);
	const first = script === void 0 ? void 0 : firstWord(script);
	return {
		main,
		others: first === void 0 ? others : [first, ...others]
	};
}
function scriptOf(main, args) {
	if (!SHELLS.includes(posix.basename(main))) return void 0;
	const flag = args.findIndex((word) => /^-[a-z]*c$/.test(word));
	return flag === -1 ? void 0 : args[flag + 1];
}
function firstWord(script) {
	return /^\s*(?:exec\s+)?(?:\w+=\S*\s+)*([\w./@+-]+)(?=[\s;&|]|$)/.exec(script)?.[1];
}
function candidates(word, config) {
	if (word.startsWith("/")) return [word];
	if (word.includes("/")) return [`${config.workdir || "/"}/${word}`];
	return pathFolders(config).map((folder) => `${folder}/${word}`);
}

const MOST_LINKS = 40;
function emptyTree() {
	return {
		entries: /* @__PURE__ */ new Map(),
		loaded: /* @__PURE__ */ new Set()
	};
}
function isLoaded({ loaded }, path) {
	if (loaded.has("/")) return true;
	for (let folder = path; folder !== "/"; folder = posix.dirname(folder)) if (loaded.has(folder)) return true;
	return false;
}
function find(tree, path) {
	let wanted = path;
	let link;
	for (let links = 0; links <= MOST_LINKS; links += 1) {
		const step = walk(tree, wanted);
		if (step.rest === void 0) return ending(tree, step.at, link);
		if (step.rest === "") link = step.at;
		wanted = `${step.target.startsWith("/") ? "" : posix.dirname(step.at)}/${step.target}/${step.rest}`;
	}
	return {
		kind: "absent",
		path
	};
}
function walk({ entries }, path) {
	const names = path.split("/").filter((name) => name !== "" && name !== ".");
	let at = "/";
	for (const [index, name] of names.entries()) {
		at = name === ".." ? posix.dirname(at) : posix.join(at, name);
		const entry = entries.get(at);
		if (entry?.kind === "link") return {
			at,
			target: entry.target,
			rest: names.slice(index + 1).join("/")
		};
	}
	return {
		at,
		rest: void 0
	};
}
function ending(tree, path, link) {
	const entry = tree.entries.get(path);
	if (entry === void 0) return {
		kind: isLoaded(tree, path) ? "absent" : "unknown",
		path
	};
	if (entry.kind === "absent" || entry.kind === "link") return {
		kind: "absent",
		path
	};
	return {
		kind: "file",
		path,
		entry,
		...link === void 0 ? {} : { link }
	};
}

function seedWord(trail, word, seed) {
	const paths = candidates(word, trail.config);
	const path = paths.find((path) => find(trail.tree, path).kind !== "absent") ?? paths[0];
	if (path !== void 0) trail.seeds.push({
		...seed,
		path
	});
}
function seedNeeds(trail, path, entry, from) {
	if (entry.kind === "elf" && entry.elf.loader?.startsWith("/")) trail.seeds.push({
		path: entry.elf.loader,
		...needed("loader", entry.elf.loader, path, from)
	});
	if (entry.kind !== "script") return;
	const [interpreter = "", argument = ""] = entry.interpreter.split(/\s+/);
	const need = needed("interpreter", interpreter, path, from);
	if (interpreter.startsWith("/")) trail.seeds.push({
		path: interpreter,
		...need
	});
	if (posix.basename(interpreter) !== "env" || argument === "") return;
	seedWord(trail, argument, needed("interpreter", argument, path, from));
}
function needed(role, name, of, from) {
	const missing = `${of} cannot start: ${name}, its ${role}, is not in the image`;
	return {
		via: `${role} of ${of}`,
		missing: from.missing === void 0 ? void 0 : missing
	};
}

function programsIn(tree, config, all) {
	const trail = {
		tree,
		config,
		seeds: [],
		done: /* @__PURE__ */ new Set()
	};
	startFrom(trail);
	const { programs, unknown, notices } = follow(trail);
	for (const [path, entry] of all ? tree.entries : []) if (entry.kind === "elf" && !trail.done.has(path)) programs.push({
		path,
		elf: entry.elf,
		via: "image"
	});
	return {
		programs,
		unknown: [...unknown],
		notices: [...notices]
	};
}
function startFrom(trail) {
	const { main, others } = startPrograms(trail.config);
	if (main !== void 0) {
		const missing = `${main}, which the image starts, is not in it`;
		seedWord(trail, main, {
			via: "entrypoint",
			missing
		});
	}
	for (const word of others) seedWord(trail, word, { via: "command" });
	const found = pathFolders(trail.config).map((folder) => find(trail.tree, folder));
	const folders = new Set(found.map(({ path }) => path));
	for (const [path, entry] of trail.tree.entries) if (folders.has(posix.dirname(path)) && mayRun(entry)) trail.seeds.push({
		path,
		via: "PATH"
	});
}
function mayRun(entry) {
	return entry.kind === "link" || entry.kind !== "absent" && entry.executable;
}
function follow(trail) {
	const programs = [];
	const unknown = /* @__PURE__ */ new Set();
	const notices = /* @__PURE__ */ new Set();
	for (const seed of trail.seeds) {
		const found = find(trail.tree, seed.path);
		if (found.kind === "unknown") unknown.add(found.path);
		if (found.kind === "absent" && seed.missing !== void 0) notices.add(seed.missing);
		if (found.kind !== "file" || trail.done.has(found.path)) continue;
		trail.done.add(found.path);
		const { path, entry, link } = found;
		const via = link === void 0 || seed.via !== "PATH" ? seed.via : `link ${seed.path}`;
		if (entry.kind === "elf") programs.push({
			path,
			elf: entry.elf,
			via
		});
		for (const notice of startFaults(path, entry, seed)) notices.add(notice);
		seedNeeds(trail, path, entry, seed);
	}
	return {
		programs,
		unknown,
		notices
	};
}
function startFaults(path, entry, { via }) {
	if (via !== "entrypoint") return [];
	const what = `${path}, which the image starts,`;
	return [...entry.executable ? [] : [`${what} is not executable`], ...entry.kind === "other" ? [`${what} is neither a program nor a script with #!`] : []];
}

const NAMES = {
	2: "SPARC",
	3: "i386",
	4: "m68k",
	15: "PA-RISC",
	20: "PowerPC",
	40: "ARM",
	42: "SuperH",
	50: "IA-64",
	183: "aarch64",
	36902: "Alpha"
};
const WIDE = {
	8: ["MIPS", "MIPS64"],
	21: ["PowerPC64", "PowerPC64"],
	22: ["s390", "s390x"],
	62: ["x32", "x86-64"],
	243: ["RISC-V 32", "RISC-V 64"],
	258: ["LoongArch 32", "LoongArch 64"]
};
const BOTH_ORDERS = [8, 21];
const LITTLE = [40, 183];
const DEVICES = [
	0,
	190,
	224,
	247
];
function machineName({ class: bits, data, machine }) {
	const name = WIDE[machine]?.[bits === 64 ? 1 : 0] ?? NAMES[machine] ?? `machine ${machine}`;
	return BOTH_ORDERS.includes(machine) || LITTLE.includes(machine) && data === "big" ? `${name} ${data}-endian` : name;
}
function sameMachine(a, b) {
	return a.class === b.class && a.data === b.data && a.machine === b.machine;
}
function elfHead(bytes) {
	if (bytes.length < 52 || bytes.readUInt32BE(0) !== 2135247942) return void 0;
	const bits = {
		1: 32,
		2: 64
	}[bytes.readUInt8(4)];
	const data = {
		1: "little",
		2: "big"
	}[bytes.readUInt8(5)];
	if (bits === void 0 || data === void 0) return void 0;
	const read = reader(bytes, data === "little");
	const machine = read(18, 2);
	if (DEVICES.includes(machine)) return void 0;
	const loader = loaderIn(bytes, read, bits === 64);
	return {
		class: bits,
		data,
		machine,
		...loader === void 0 ? {} : { loader }
	};
}
function reader(bytes, little) {
	return (offset, size) => {
		if (offset + size > bytes.length) return 0;
		const width = Math.min(size, 6);
		return little ? bytes.readUIntLE(offset, width) : bytes.readUIntBE(offset + size - width, width);
	};
}
function loaderIn(bytes, read, wide) {
	const start = wide ? read(32, 8) : read(28, 4);
	const size = read(wide ? 54 : 42, 2);
	const count = read(wide ? 56 : 44, 2);
	for (let index = 0; index < count; index += 1) {
		const at = start + index * size;
		if (at + size > bytes.length) return void 0;
		if (read(at, 4) !== 3) continue;
		const offset = wide ? read(at + 8, 8) : read(at + 4, 4);
		const length = wide ? read(at + 32, 8) : read(at + 16, 4);
		if (length === 0 || offset + length > bytes.length) return void 0;
		return bytes.toString("utf8", offset, offset + length).replace(/\0+$/, "");
	}
}

const HEAD = 4096;
async function loadReader() {
	await import("./tar-stream.js").then((m) => /* @__PURE__ */ __toESM(m.default, 1));
}
async function readTar(tree, stream, folder) {
	const { extract } = await import("./tar-stream.js").then((m) => /* @__PURE__ */ __toESM(m.default, 1));
	const reader = extract();
	reader.on("entry", (header, body, next) => {
		let head = Buffer.alloc(0);
		body.on("data", (piece) => {
			head = longer(head, piece);
		});
		body.on("error", () => void 0);
		body.on("end", () => {
			add(tree, folder, header, head);
			next();
		});
	});
	await pipeline(stream, reader);
}
async function readFirst(tree, stream, folder) {
	const { extract } = await import("./tar-stream.js").then((m) => /* @__PURE__ */ __toESM(m.default, 1));
	const reader = extract();
	stream.on("error", (error) => reader.destroy(error));
	try {
		for await (const body of stream.pipe(reader)) {
			let head = Buffer.alloc(0);
			for await (const piece of body) {
				head = longer(head, piece);
				if (head.length === HEAD) break;
			}
			add(tree, folder, body.header, head);
			break;
		}
	} finally {
		stream.destroy();
	}
}
function longer(head, piece) {
	if (!Buffer.isBuffer(piece)) throw new TypeError("a tar's content is bytes");
	if (head.length === HEAD) return head;
	if (head.length === 0) return piece.subarray(0, HEAD);
	return Buffer.concat([head, piece.subarray(0, HEAD - head.length)]);
}
function add(tree, folder, header, head) {
	const path = posix.join("/", folder, header.name).replace(/(?<=.)\/+$/, "");
	const target = header.linkname ?? "";
	if (header.type === "symlink") tree.entries.set(path, {
		kind: "link",
		target
	});
	if (header.type === "link") {
		const entry = tree.entries.get(posix.join("/", folder, target));
		if (entry !== void 0) tree.entries.set(path, entry);
	}
	if (header.type === "file" || header.type === "contiguous-file") {
		const entry = fileEntry(head, ((header.mode ?? 0) & 73) !== 0);
		if (entry.kind !== "other" || entry.executable) tree.entries.set(path, entry);
	}
}
const OTHER = {
	kind: "other",
	executable: true
};
function fileEntry(head, executable) {
	const elf = elfHead(head);
	if (elf !== void 0) return {
		kind: "elf",
		elf,
		executable
	};
	if (head[0] === 35 && head[1] === 33) return {
		kind: "script",
		interpreter: (head.toString("utf8", 2, 258).split("\n", 1)[0] ?? "").trim(),
		executable
	};
	return executable ? OTHER : {
		kind: "other",
		executable
	};
}

function matcher(globs) {
	const patterns = globs.filter((glob) => glob !== "").map(patternOf);
	return (path) => patterns.some((pattern) => pattern.test(path));
}
function patternOf(glob) {
	const source = (glob.startsWith("/") || glob.startsWith("**") ? glob : `/${glob}`).replace(/\/+$/, "").split(/(\*\*\/|\*\*|\*|\?)/).map(piece).join("");
	return new RegExp(`^${source}(?:/.*)?$`);
}
function piece(text) {
	switch (text) {
		case "**/": return "(?:.*/)?";
		case "**": return ".*";
		case "*": return "[^/]*";
		case "?": return "[^/]";
		default: return text.replace(/[.+^$(){}|[\]\\]/g, "\\$&");
	}
}

const ALSO_RUNS = {
	62: [3, 62],
	183: [40]
};
function checkReport(found, rules) {
	const { platform, architecture } = rules;
	const { programs } = found;
	const allows = matcher(rules.allow);
	const others = programs.filter(({ path, elf }) => !sameMachine(elf, architecture) && !/\/qemu-[^/]+$/.test(path));
	const older = others.filter(({ elf }) => runsToo(architecture, elf));
	const foreign = others.filter(({ elf }) => !runsToo(architecture, elf));
	const named = (list) => list.map((program) => foreignProgram(program, architecture));
	const allowed = named(foreign.filter(({ path }) => allows(path)));
	return {
		platform,
		checked: programs.length,
		foreign: named(foreign.filter(({ path }) => !allows(path))),
		allowed,
		notices: [
			...found.notices,
			...programs.length === 0 ? ["no machine code found: nothing to check"] : [],
			...olderNotice(named(older)),
			...allowed.map((program) => `${program.path} is ${program.found}, as allowed`)
		]
	};
}
function runsToo({ machine, data }, program) {
	return ALSO_RUNS[machine]?.includes(program.machine) === true && program.class === 32 && program.data === data;
}
function foreignProgram({ path, elf, via }, wanted) {
	return {
		path,
		found: machineName(elf),
		wanted: machineName(wanted),
		via
	};
}
function olderNotice(older) {
	const [first] = older;
	if (first === void 0) return [];
	const more = older.length > 1 ? ` and ${older.length - 1} more` : "";
	return [`${first.path}${more}: 32-bit ${first.found} programs, which most ${first.wanted} processors run`];
}

const FOLDER = 2 ** 31;
const NOT_REGULAR = 254279680;
function archivePath(id, path) {
	return `/containers/${id}/archive?path=${encodeURIComponent(path)}`;
}
async function statOf({ engine, id, signal }, path) {
	const reply = await engine.request("HEAD", archivePath(id, path), { signal });
	if (reply.status === 404) return { kind: "absent" };
	const header = accepted(`Could not look at ${path} in the image`, reply).headers["x-docker-container-path-stat"];
	const text = Buffer.from(String(header), "base64").toString("utf8");
	const stat = parseJson(text, `the engine's answer about ${path}`);
	const target = maybeTextAt(stat, "linkTarget");
	if (target !== void 0) return {
		kind: "link",
		target
	};
	const mode = numberAt(stat, "mode");
	if (mode >= FOLDER) return { kind: "folder" };
	return { kind: (mode & NOT_REGULAR) === 0 ? "file" : "absent" };
}

const AT_ONCE = 4;
async function startConfig({ engine, id, signal }) {
	const reply = await engine.request("GET", `/containers/${id}/json`, { signal });
	const body = parseJson(accepted("Could not read the image's configuration", reply).text, `the engine's answer to /containers/${id}`);
	return {
		entrypoint: textsAt(body, "Config", "Entrypoint"),
		cmd: textsAt(body, "Config", "Cmd"),
		env: textsAt(body, "Config", "Env"),
		workdir: maybeTextAt(body, "Config", "WorkingDir") ?? "/"
	};
}
async function loadAll({ engine, id, signal }, tree) {
	await readTar(tree, await engine.stream("GET", `/containers/${id}/export`, { signal }), "/");
	tree.loaded.add("/");
}
async function loadFolders(rootfs, tree, folders) {
	const real = await Promise.all(folders.map((folder) => realFolder(rootfs, tree, folder)));
	for (const { path, kind } of real.toSorted((a, b) => a.path.length - b.path.length)) {
		if (isLoaded(tree, path)) continue;
		if (kind === "folder") await readTar(tree, await archive(rootfs, path), posix.dirname(path));
		tree.loaded.add(path);
	}
}
async function realFolder(rootfs, tree, folder) {
	const stat = await statOf(rootfs, folder);
	if (stat.kind !== "link") return {
		path: folder,
		kind: stat.kind
	};
	tree.entries.set(folder, stat);
	return {
		path: stat.target,
		kind: (await statOf(rootfs, stat.target)).kind
	};
}
async function lookUpAll(rootfs, tree, paths) {
	for (let start = 0; start < paths.length; start += AT_ONCE) {
		const some = paths.slice(start, start + AT_ONCE);
		await Promise.all(some.map((path) => lookUp(rootfs, tree, path)));
	}
}
async function lookUp(rootfs, tree, path) {
	const stat = await statOf(rootfs, path);
	if (stat.kind === "link") tree.entries.set(path, stat);
	else if (stat.kind === "file") {
		tree.entries.set(path, {
			kind: "other",
			executable: false
		});
		await readFirst(tree, await archive(rootfs, path), posix.dirname(path));
	} else tree.entries.set(path, { kind: "absent" });
}
async function archive({ engine, id, signal }, path) {
	return await engine.stream("GET", archivePath(id, path), { signal });
}

const MOST_ROUNDS = 40;
async function checkImage(engine, spec) {
	spec.signal.throwIfAborted();
	const [id] = await Promise.all([create(engine, spec), loadReader()]);
	try {
		return checkReport(await programsOf({
			engine,
			id,
			signal: spec.signal
		}, spec.mode), spec);
	} catch (error) {
		throw spec.signal.aborted ? spec.signal.reason : error;
	} finally {
		spec.pending.push(removeContainer(engine, id));
	}
}
async function programsOf(rootfs, mode) {
	const strict = mode === "strict";
	const tree = emptyTree();
	const config = await startConfig(rootfs);
	await (strict ? loadAll(rootfs, tree) : loadFolders(rootfs, tree, pathFolders(config)));
	let programs = programsIn(tree, config, strict);
	for (let round = 0; programs.unknown.length > 0 && round < MOST_ROUNDS; round += 1) {
		await lookUpAll(rootfs, tree, programs.unknown);
		programs = programsIn(tree, config, strict);
	}
	return programs;
}
async function create(engine, spec) {
	const container = {
		image: spec.ref,
		platform: spec.platform,
		labels: { "anyarch.job": spec.jobId },
		network: "none"
	};
	try {
		return await createContainer(engine, {
			...container,
			cmd: []
		});
	} catch (error) {
		if (!(error instanceof Failure && /no command specified/i.test(error.parts.seen ?? ""))) throw error;
		return await createContainer(engine, {
			...container,
			cmd: [""]
		});
	}
}

function dockerfileSuspects(text, target) {
	const instructions = instructionsIn(text);
	const stages = instructions.flatMap(stageOf);
	const built = target && earlier(target, 1e400, stages) || stages.at(-1);
	const next = stages.find(({ line }) => line > (built?.line ?? 0))?.line ?? 1e400;
	const inBuilt = instructions.filter(({ line }) => line > (built?.line ?? 0) && line < next);
	return [
		...instructions.filter(setsDefault).map(suspect("default")),
		...built === void 0 ? [] : pinned(built, stages),
		...inBuilt.filter((instruction) => copiesBuilt(instruction, stages)).map(suspect("copied")),
		...instructions.filter(namesMachine).map(suspect("named"))
	];
}
function instructionsIn(text) {
	const found = [];
	let open;
	for (const [index, raw] of text.split(/\r?\n/).entries()) {
		const line = raw.trim();
		if (line === "" || line.startsWith("#")) continue;
		const joined = open === void 0 ? line : `${open.text} ${line}`;
		const instruction = {
			line: open?.line ?? index + 1,
			text: joined.replace(/\s*[\\`]$/, "")
		};
		open = /[\\`]$/.test(line) ? instruction : void 0;
		if (open === void 0) found.push(instruction);
	}
	return open === void 0 ? found : [...found, open];
}
const suspect = (kind) => ({ line, text }) => ({
	line,
	text,
	kind
});
function setsDefault({ text }) {
	return /^ARG\s+(?:.*\s)?TARGET(?:ARCH|PLATFORM|VARIANT|OS)=/i.test(text);
}
function stageOf({ line, text }) {
	const match = /^FROM\s+(?:--platform=(\S+)\s+)?(\S+)(?:\s+AS\s+(\S+))?/i.exec(text);
	if (match === null) return [];
	const [, platform, base = "", name] = match;
	return [{
		line,
		text,
		platform: platform?.replace(/^["']|["']$/g, ""),
		base,
		name
	}];
}
function pinned(stage, stages) {
	const { line, text, platform } = stage;
	if (platform !== void 0 && !/TARGET/.test(platform)) return [{
		line,
		text,
		kind: "pinned",
		platform
	}];
	const base = earlier(stage.base, stage.line, stages);
	return base === void 0 ? [] : pinned(base, stages);
}
function earlier(name, line, stages) {
	const before = stages.filter((stage) => stage.line < line);
	return before.findLast((stage) => stage.name?.toLowerCase() === name.toLowerCase()) ?? (/^\d+$/.test(name) ? before[Number(name)] : void 0);
}
function copiesBuilt({ line, text }, stages) {
	const from = /^COPY\s.*--from=(\S+)/i.exec(text)?.[1];
	const stage = from === void 0 ? void 0 : earlier(from, line, stages);
	return stage !== void 0 && pinned(stage, stages).length > 0;
}
function namesMachine({ text }) {
	return /^(?:RUN|ADD|COPY|ENV|ARG)\s/i.test(text) && /(?:^|[^a-z0-9])(?:amd64|x86[_-]64|x64|aarch64|arm64)(?:[^a-z0-9]|$)/i.test(text);
}

const SHOWN = 5;
const WORDS = {
	"x86-64": /amd64|x86[_-]64|x64/i,
	aarch64: /aarch64|arm64/i
};
const GENERAL = {
	cause: "a step copied or downloaded a program of the build machine instead of the platform's",
	fix: "In the Dockerfile, in the stage that brings the program in:\n  ARG TARGETARCH\nand use $TARGETARCH in the name of what is copied or downloaded"
};
function checkFailure(reports, dockerfile) {
	const bad = reports.filter(({ foreign }) => foreign.length > 0);
	const [first] = bad;
	if (first === void 0) return void 0;
	const names = bad.map(({ platform }) => platformName(platform));
	const likely = dockerfileSuspects(dockerfile?.text ?? "", dockerfile?.target).find((suspect) => suits(suspect, bad));
	return new Failure({
		what: `The image for ${names.join(" and for ")} holds programs of another machine`,
		seen: bad.map(seen$1).join("\n"),
		expected: bad.map(expected).join("\n"),
		...likely === void 0 ? GENERAL : advice$1(likely),
		anchor: "wrong-architecture"
	});
}
function suits({ kind, text, platform }, bad) {
	if (kind === "named") return bad.flatMap(({ foreign }) => foreign.map((program) => program.found)).some((name) => WORDS[name]?.test(text) === true);
	return platform === void 0 || !bad.some((report) => platformName(report.platform) === platform);
}
function seen$1({ platform, foreign }) {
	const lines = foreign.slice(0, SHOWN).map(({ path, found, via }) => `${path} is ${found} (${via})`);
	const more = foreign.length > SHOWN ? [`and ${foreign.length - SHOWN} more`] : [];
	return [...lines, ...more].map((line) => `${platformName(platform)}: ${line}`).join("\n");
}
function expected({ platform, foreign }) {
	return `${platformName(platform)}: ${foreign[0]?.wanted ?? ""}`;
}
function advice$1(suspect) {
	const at = `Dockerfile line ${suspect.line}: ${suspect.text}`;
	switch (suspect.kind) {
		case "default": return {
			cause: `${at}\nBuildKit sets this argument for each platform; a default given here takes its place`,
			fix: `Write line ${suspect.line} without a default, and inside the stage that uses it:\n  ${bare(suspect.text)}`
		};
		case "pinned": return {
			cause: `${at}\nThe image is made of a stage that is pinned to ${suspect.platform ?? "one platform"}, whatever platform is built`,
			fix: `Write line ${suspect.line} as:\n  ${suspect.text.replace(/--platform=\S+\s+/i, "")}`
		};
		case "copied": return {
			cause: `${at}\nThat stage runs on the build machine's platform and made programs for it`,
			fix: "Cross-compile in that stage, for example:\n  ARG TARGETOS TARGETARCH\n  RUN GOOS=$TARGETOS GOARCH=$TARGETARCH go build …"
		};
		case "named": return {
			cause: `${at}\nIt names one machine, whatever platform is built`,
			fix: "In that stage:\n  ARG TARGETARCH\nand $TARGETARCH in place of the machine's name"
		};
		default: return assertNever(suspect.kind);
	}
}
function bare(text) {
	return text.replace(/\b(TARGET(?:ARCH|PLATFORM|VARIANT|OS))=("[^"]*"|\S*)/gi, "$1");
}

function testFailure(reports) {
	const bad = reports.filter((report) => !passed(report));
	const [first] = bad;
	if (first === void 0) return void 0;
	const good = namesOf(reports.filter(passed));
	return new Failure({
		what: `The test of the image for ${namesOf(bad).join(" and for ")} failed`,
		seen: bad.map(seen).join("\n"),
		expected: `exit code 0${good.length === 0 ? "" : `, as for ${good.join(", ")}`}`,
		...advice(first),
		anchor: "test-failed"
	});
}
function passed(report) {
	return report.kind === "ran" && report.exitCode === 0;
}
function namesOf(reports) {
	return reports.map(({ platform }) => platformName(platform));
}
function seen(report) {
	const name = platformName(report.platform);
	const { lastLines } = report;
	if (report.kind === "refused") {
		const { what, seen } = report.failure.parts;
		return `${name}: ${what}${seen === void 0 ? "" : `: ${seen}`}`;
	}
	const last = lastLines.length === 0 ? " and no output" : `; its last lines:\n${lastLines.join("\n")}`;
	return `${name}: exit code ${exitCodeText(report.exitCode)}${last}`;
}
function advice(report) {
	const name = platformName(report.platform);
	if (report.kind === "refused" && report.failure.parts.fix !== void 0) {
		const { cause, fix } = report.failure.parts;
		return {
			cause,
			fix
		};
	}
	const text = seen(report);
	if (/exec format error/i.test(text)) return {
		cause: `a program in the image is made for another machine, or the node has no working handler for ${name}`,
		fix: "Let the check of the image name the program:\n  check: strict"
	};
	const signal = report.kind === "ran" ? signalOf(report.exitCode) : void 0;
	if (/qemu: uncaught target signal/.test(text) || [
		4,
		6,
		11
	].includes(signal ?? 0)) return {
		cause: "the program crashed; under an emulator often a fault of the emulator",
		fix: "Try another emulator:\n  emulator-version: 10.2.3"
	};
	return {
		cause: void 0,
		fix: `Run the same by hand: docker run --rm --platform ${name} --entrypoint /bin/sh IMAGE -ec 'THE TEST'`
	};
}

const KEPT = 20;
const LONGEST = 65536;
var OutputLines = class {
	#last = [];
	#streams;
	constructor(print) {
		const take = (line) => {
			print(line);
			this.#last.push(line);
			if (this.#last.length > KEPT) this.#last.shift();
		};
		this.#streams = {
			stdout: new Lines(LONGEST, take),
			stderr: new Lines(LONGEST, take)
		};
	}
	push = (stream, data) => this.#streams[stream].push(data);
	end() {
		this.#streams.stdout.end();
		this.#streams.stderr.end();
		return [...this.#last];
	}
};

function simpleWords(script) {
	const [line, ...more] = script.split("\n").map((line) => line.trim()).filter((text) => text !== "" && !text.startsWith("#"));
	if (line === void 0 || more.length > 0) return void 0;
	const words = [];
	let rest = line;
	while (rest !== "") {
		const word = WORD.exec(rest)?.[0];
		if (word === void 0) return void 0;
		words.push(plain(word));
		const after = rest.slice(word.length);
		if (after !== "" && !/^\s/.test(after)) return void 0;
		rest = after.trimStart();
	}
	return /^\w+=/.test(words[0] ?? "") ? void 0 : words;
}
const WORD = /^(?:[\w./:,@%+=^-]|'[^']*'|"[^"$`\\]*"|\\.)+/;
function plain(word) {
	return word.replace(/'([^']*)'|"([^"]*)"|\\(.)/g, (_, single, double, escaped) => single ?? double ?? escaped ?? "");
}
function lacksShell({ parts: { seen = "" } }) {
	return /\/bin\/sh["`]?:? (?:stat \/bin\/sh: )?(?:no such file or directory|not found)/.test(seen);
}
function noShell(ref, script) {
	return new Failure({
		what: `The image ${ref} has no shell (/bin/sh) to run the test`,
		seen: script.trim(),
		expected: "one command with plain words, which needs no shell",
		fix: "Test it by one command:\n  test: /app --version"
	});
}

async function testAll(engine, specs) {
	const reports = [];
	for (const spec of specs) {
		const name = platformName(spec.platform);
		const report = await inGroup(`Test the image for ${name}`, async () => {
			const result = await testImage(engine, spec, log.info);
			log.info(`${name}: ${outcome(result)} after ${result.ms} ms`);
			return result;
		});
		reports.push(report);
	}
	return reports;
}
function outcome(report) {
	if (report.kind === "refused") {
		const { what, seen } = report.failure.parts;
		return `test not started: ${what}${seen === void 0 ? "" : ` (${seen})`}`;
	}
	return report.exitCode === 0 ? "test passed" : `test failed: exit code ${exitCodeText(report.exitCode)}`;
}
async function testImage(engine, spec, print) {
	const started = performance.now();
	const lines = new OutputLines(print);
	const tested = () => ({
		platform: spec.platform,
		ms: Math.round(performance.now() - started),
		lastLines: lines.end()
	});
	try {
		return {
			kind: "ran",
			exitCode: await runScript(engine, spec, lines),
			...tested()
		};
	} catch (error) {
		if (!(error instanceof Failure) || spec.signal.aborted) throw error;
		return {
			kind: "refused",
			failure: error,
			...tested()
		};
	}
}
async function runScript(engine, spec, lines) {
	try {
		return await run(engine, spec, lines, [
			"/bin/sh",
			"-ec",
			spec.script
		]);
	} catch (error) {
		if (!(error instanceof Failure) || !lacksShell(error)) throw error;
		const words = simpleWords(spec.script);
		if (words === void 0) throw noShell(spec.ref, spec.script);
		return await run(engine, spec, lines, words);
	}
}
async function run(engine, { ref, platform, network, env, jobId, signal }, lines, [program = "", ...cmd]) {
	const result = await runContainer(engine, {
		image: ref,
		platform,
		network,
		env,
		labels: { "anyarch.job": jobId },
		entrypoint: [program],
		cmd,
		signal,
		onOutput: lines.push
	});
	await result.removed;
	return result.exitCode;
}

async function check(context, { list }) {
	const { job, inputs, ground, record } = context;
	const { check: mode, checkAllow: allow } = inputs.checks;
	if (mode === "off") return;
	const reports = await Promise.all(ground.executions.map(({ platform, architecture }, index) => checkImage(job.engine, {
		ref: list[index]?.ref ?? "",
		platform,
		architecture,
		mode,
		allow,
		jobId: job.id,
		signal: job.signal,
		pending: job.pending
	})));
	for (const { platform, checked, notices } of reports) {
		record.addTo(platform, { check: {
			checked,
			notices
		} });
		for (const notice of notices) record.notice(notice);
	}
	for (const row of record.outcome().platforms) {
		const line = checkLine(row);
		if (line !== void 0) log.info(line);
	}
	const text = await readDockerfile(inputs.build);
	const target = inputs.build.target;
	const failure = checkFailure(reports, text === void 0 ? void 0 : {
		text,
		target
	});
	if (failure !== void 0) throw failure;
}
async function measure({ job, record }, { list }) {
	await Promise.all(list.map(async ({ ref, platform }) => {
		const image = await inspectImage(job.engine, ref, platform);
		record.addTo(platform, { size: image?.size });
	}));
}
async function test(context, { list }) {
	const { job, inputs, ground, record } = context;
	const { test: script, testNetwork: network } = inputs.checks;
	if (script === void 0) return;
	const specs = list.map(({ platform, ref }) => {
		const env = testEnvironment(platform, ground.executions, inputs.emulator.cpu);
		return {
			ref,
			platform,
			script,
			network,
			env,
			jobId: job.id,
			signal: job.signal
		};
	});
	const reports = await testAll(job.engine, specs);
	for (const report of reports) {
		const exitCode = report.kind === "ran" ? report.exitCode : 125;
		record.addTo(report.platform, { test: {
			exitCode,
			ms: report.ms
		} });
	}
	const failure = testFailure(reports);
	if (failure !== void 0) throw failure;
}

const GRACE = 1200;
const CANCELLED = 4e3;
const FAILED = 3e4;
async function orStopped(work, signal) {
	try {
		return await orAborted(work, signal);
	} catch (error) {
		if (signal.aborted) {
			const ended = work.catch(() => void 0);
			await Promise.all([endChildren(GRACE), Promise.race([ended, setTimeout(GRACE)])]);
		}
		throw error;
	}
}
async function takeBack(job) {
	await endChildren(GRACE);
	job.ledger.note({ keep: false });
	const signal = AbortSignal.timeout(job.signal.aborted ? CANCELLED : FAILED);
	if (await undo({
		...job,
		signal
	})) job.ledger.note({ undone: true });
}
async function tidy(job, refs) {
	await Promise.all(job.pending);
	await Promise.all([...refs.map((ref) => removeImage(job.engine, ref)), rm(job.temp, {
		recursive: true,
		force: true
	})]);
}

async function perform(task) {
	const job = await openJob(task.inputs, task.signal);
	try {
		const candidates = await orStopped(phases(job, task), job.signal);
		await tidy(job, [...new Set(candidates.map(({ ref }) => ref))]);
	} catch (error) {
		const reason = job.signal.aborted ? job.signal.reason : error;
		await takeBack(job);
		throw reason;
	} finally {
		job.engine.close();
	}
}
async function phases(job, task) {
	const { inputs, record, github } = task;
	const ground = await record.phase("Look at the machine", () => preflight(job, inputs, record, environment()));
	if (inputs.run.dryRun) {
		planOnly(ground, record);
		return [];
	}
	const asks = inputs.build.call !== void 0 && inputs.build.call !== "build";
	if (!asks) await emulate(job, inputs, ground, record);
	const builder = await record.phase("Get the builder ready", () => readyBuilder(job, inputs, ground, record));
	const context = await buildContext({
		job,
		inputs,
		ground,
		builder,
		record
	}, github);
	const names = ground.executions.map(({ platform }) => platformName(platform)).join(", ");
	if (asks) {
		await record.phase(`Ask BuildKit: ${inputs.build.call}`, () => ask(context));
		return [];
	}
	const held = heldUnder(job, inputs);
	const candidates = await record.phase(`Build ${names}`, () => buildCandidates(context));
	await record.phase(`Check the programs of ${names}`, async () => {
		await Promise.all([check(context, candidates), measure(context, candidates)]);
	});
	await test(context, candidates);
	await publish(context, candidates);
	const pushed = ground.executions.map(({ platform }) => platform);
	warnOfVanished(await held, pushed, record);
	return candidates.list;
}
function planOnly({ executions, builder }, record) {
	for (const { platform, kind } of executions) log.info(`${platformName(platform)}: ${kind}`);
	log.info(builder.reason);
	record.add({ dryRun: true });
}

export { perform };