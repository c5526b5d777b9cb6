import { i as __toESM } from "./rolldown-runtime.js";
import { $ as codeOf, A as log, Q as assertNever, U as environment, X as Failure, Z as Failures, _t as nearest, at as jsonOf, b as proofLines, c as versionOfTag, ct as platformName, d as removeCommand, dt as architectureFor, et as sentence, ft as architectures, i as refuseNative, mt as rulesOf, ot as addressFault, pt as mainRule, u as MISC, ut as samePlatform, w as saysFull, y as emulatorLine } from "./start.js";
import { A as valueAt, C as listAt, D as textAt, E as parseJson, N as deadline, T as numberAt, c as inPath, d as execute, k as textsAt, l as parseReference, m as makeFolder, t as findProgram, u as repositoryOf, w as maybeTextAt, y as accepted } from "./program.js";
import { $ as SCRIPT$1, A as runRegistrar, B as endOf$1, C as markPulled, D as ensureRegistrar, E as beginRegistrar, F as removeImage, G as markLine, H as removeContainer, J as parseReport, K as markName, L as jsonLines, M as tarStream, N as dropImage, O as importRegistrar, P as inspectImage, Q as PAYLOAD, R as runContainer, S as runCommand, T as _usingCtx, U as imageDigits, V as createContainer, W as markFrom, X as parseStatus, Y as isFor, Z as sameMagic, a as keptBefore, at as running, b as mustRun, c as orAborted, dt as JOB_LABEL, et as TOUCHSTONE, ft as isKept, i as adoptMount, j as tarOf, k as registrarSpec, l as hasEngine, n as endChildren, o as marksBefore, pt as jobIdIn, q as runOnHost, s as sweepHandlers, t as undo, tt as isRoot, w as unmarkPulled, x as prepareCommands, z as beginContainer } from "./undo.js";
import { i as readWhole, n as identityOf, r as namesIn$2, t as MAX_EMULATOR_BYTES } from "./contents.js";
import { c as RegistryFailure, d as actionsCache, f as actionsCacheAll, h as entryBeside, p as hasActionsCache, r as registryAuth, s as trustFrom, t as retryAfter } from "./retry-after.js";
const { constants: constants, createReadStream: createReadStream, createWriteStream: createWriteStream, existsSync: existsSync } = process.getBuiltinModule("node:fs");
const { basename: basename, dirname: dirname, join: join, posix: posix } = process.getBuiltinModule("node:path");
const { Transform: Transform } = process.getBuiltinModule("node:stream");
const zlib = process.getBuiltinModule("node:zlib");
const { Worker: Worker } = process.getBuiltinModule("node:worker_threads");
const { createHash: createHash, randomUUID: randomUUID, subtle: subtle } = process.getBuiltinModule("node:crypto");
const { fileURLToPath: fileURLToPath } = process.getBuiltinModule("node:url");
const { access: access, chmod: chmod, copyFile: copyFile, lstat: lstat, mkdtemp: mkdtemp, open: open, readFile: readFile, readdir: readdir, readlink: readlink, realpath: realpath, rename: rename, rm: rm, stat: stat, writeFile: writeFile } = process.getBuiltinModule("node:fs/promises");
const { availableParallelism: availableParallelism, homedir: homedir } = process.getBuiltinModule("node:os");
const { pipeline: pipeline } = process.getBuiltinModule("node:stream/promises");
const { setImmediate: setImmediate, setTimeout: setTimeout$1 } = process.getBuiltinModule("node:timers/promises");

function foreign$1(architecture) {
	return {
		name: void 0,
		architecture,
		rule: mainRule(architecture)
	};
}

const CPU_COMPLAINT = /CPU model|CPU feature|apply global|[Pp]roperty '/;
function cpuFailure(handler, sighting) {
	return idleFailure(handler, sighting) ?? unknownCpu(handler, sighting);
}
function unknownCpu({ architecture: { target, platforms }, cpu }, sighting) {
	if (cpu === void 0 || !CPU_COMPLAINT.test(sighting?.complaint ?? "")) return void 0;
	const names = namesIn$1(sighting?.cpus ?? []);
	const [model = cpu] = cpu.split(",");
	const known = names.includes(model);
	const near = known ? model : nearest(model, names);
	const list = names.length > 0 ? `one of ${names.slice(0, 30).join(", ")}${names.length > 30 ? " …" : ""}` : "another name";
	const guess = near === void 0 ? "" : `did you mean ${near}? It takes `;
	return new Failure({
		what: `The emulator for ${target} does not take the CPU it was given`,
		seen: `${cpu}: ${sighting?.complaint.split("\n")[0]}`,
		expected: known ? `properties that ${model} has` : `${guess}${list}`,
		fix: `emulator-cpu: ${platforms[0] ?? target}=${near ?? "max"}`,
		anchor: "emulator-cpu"
	});
}
function idleFailure({ architecture: { target }, cpu }, sighting) {
	if (cpu === void 0 || !sighting?.complaint.includes("usage: qemu-")) return void 0;
	return new Failure({
		what: `The CPU ${cpu} is not in effect for ${target} programs`,
		seen: sighting.versionText || "another emulator",
		expected: "the emulator of this job, with that CPU",
		cause: "another handler was registered after ours, and stands in front of it",
		fix: "grep -r . /proc/sys/fs/binfmt_misc",
		anchor: "emulator-cpu"
	});
}
function namesIn$1(lines) {
	return lines.map((line) => line.trim().replace(/^(x86|s390|PowerPC|Sparc)\s+/, "")).filter((line) => line !== "" && !line.endsWith(":")).map((line) => line.split(/\s{2,}|\s\(|\sPVR|\sIU/)[0] ?? line).filter((name) => !name.includes(" "));
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
		emulatorVersion: /version (\d[\w.]*)/.exec(sighting.versionText)?.[1] ?? handler.version,
		ms: sighting.ms
	};
	throw cpuFailure(handler, sighting) ?? proofFailure(handler, sighting);
}
function fits({ architecture, cpu, uname }, machine) {
	const { target } = architecture;
	return machine === (uname ?? architecture.uname) || cpu !== void 0 && VARIED[target]?.test(machine) === true;
}
function proofFailure(handler, sighting) {
	const { target, uname } = handler.architecture;
	const { machine = "", listed, switchedOff } = sighting ?? {};
	const gone = listed === false;
	return new Failure({
		what: gone ? `The handler for ${target} is gone, though its registration succeeded` : `A program for ${target} does not run on the engine's node`,
		seen: gone ? `no enabled handler ${handler.name}` : machine || "nothing printed",
		expected: `"${handler.uname ?? uname}", printed by a program for ${target}`,
		...reasonOf(handler, {
			gone,
			switchedOff
		}),
		anchor: "proof-failed"
	});
}
function reasonOf({ name, uname }, { gone, switchedOff }) {
	if (switchedOff === true) return {
		cause: "binfmt_misc as a whole is switched off on this node, so no handler counts",
		fix: "echo 1 | sudo tee /proc/sys/fs/binfmt_misc/status   # on the node"
	};
	if (gone) return {
		cause: "binfmt_misc was mounted for the container alone, or somebody removed the handler",
		fix: "sudo mount -t binfmt_misc binfmt_misc /proc/sys/fs/binfmt_misc"
	};
	if (name === void 0 && uname === void 0) return {
		cause: "`register: off` registers nothing, and no handler of the node's own runs it",
		fix: "register: auto"
	};
	return {
		cause: "the emulator does not run on this node, or another handler stands in front of ours",
		fix: "grep -r . /proc/sys/fs/binfmt_misc"
	};
}

function proofFiles(handlers) {
	return handlers.flatMap(({ cpu, version, rule: { id, probe } }) => [
		file(`probes/${id}`, Buffer.from(probe, "base64")),
		...cpu === void 0 ? [] : [file(`cpu/${id}`)],
		...version === void 0 ? [file(`ask/${id}`)] : []
	]);
}
const file = (path, data = Buffer.alloc(0)) => {
	return {
		kind: "file",
		path,
		data,
		mode: 365
	};
};
function sightingsIn(report, handlers, ms) {
	return new Map(handlers.map(({ name, rule: { id } }) => [id, {
		machine: report.machines[id] ?? "",
		complaint: report.machines[id] ?? "",
		cpus: report.cpus[id]?.split("|") ?? [],
		versionText: report.versions[id] ?? "",
		ms,
		listed: name === void 0 ? void 0 : report.entries.some((entry) => entry.name === name && entry.enabled),
		switchedOff: report.switchedOff
	}]));
}

const machines$1 = {
	x86_64: { architecture: "amd64" },
	i386: { architecture: "386" },
	i686: { architecture: "386" },
	aarch64: { architecture: "arm64" },
	armv5tel: {
		architecture: "arm",
		variant: "v5"
	},
	armv6l: {
		architecture: "arm",
		variant: "v6"
	},
	armhf: {
		architecture: "arm",
		variant: "v7"
	},
	armv7l: {
		architecture: "arm",
		variant: "v7"
	},
	armv8l: {
		architecture: "arm",
		variant: "v7"
	},
	loongarch64: { architecture: "loong64" }
};
function machineFrom(machine) {
	return machines$1[machine] ?? { architecture: machine };
}

function sameKernel(ours, theirs) {
	return ours.bootId !== "" && ours.bootId === theirs.bootId && ours.userNamespace === theirs.userNamespace;
}
async function observeNode(engine, signal) {
	const [version, info] = await Promise.all(["/version", "/info"].map(async (path) => {
		const reply = await engine.request("GET", path, { signal });
		const what = `Could not ask the container engine for ${path}`;
		return parseJson(accepted(what, reply).text, `the engine's answer to ${path}`);
	}));
	return factsFrom(version, info);
}
function factsFrom(version, info) {
	const os = textAt(info, "OSType").toLowerCase();
	if (os !== "linux") throw new Failure({
		what: "The container engine does not run Linux containers",
		seen: os,
		expected: "linux",
		fix: "runs-on: ubuntu-latest"
	});
	const security = textsAt(info, "SecurityOptions").map((option) => option.split(",")[0]);
	return {
		platform: {
			os,
			...machineFrom(textAt(info, "Architecture"))
		},
		kernel: textAt(info, "KernelVersion"),
		store: isContainerd(info) ? "containerd" : "classic",
		product: productFrom(version),
		version: textAt(version, "Version"),
		rootless: security.includes("name=rootless") || valueAt(info, "Rootless") === true,
		usernsRemap: security.includes("name=userns"),
		id: maybeTextAt(info, "ID") ?? "",
		dataRoot: maybeTextAt(info, "DockerRootDir") ?? "",
		runtime: runtimeFrom(info),
		trust: trustFrom(info)
	};
}
function isContainerd(info) {
	return listAt(info, "DriverStatus").some((pair) => Array.isArray(pair) && pair.includes("io.containerd.snapshotter.v1"));
}
function runtimeFrom(info) {
	const name = maybeTextAt(info, "DefaultRuntime") ?? "";
	const shim = maybeTextAt(info, "Runtimes", name, "runtimeType");
	return basename(maybeTextAt(info, "Runtimes", name, "path") ?? shim ?? name);
}
function productFrom(version) {
	const names = listAt(version, "Components").map((part) => maybeTextAt(part, "Name") ?? "");
	if (names.some((name) => /podman/i.test(name))) return "podman";
	return names.includes("Engine") ? "docker" : "other";
}

const LIMIT = 2e4;
async function proveInShells(folder, handlers, misc) {
	const lanes = Math.min(availableParallelism(), handlers.length);
	const seen = Array.from({ length: lanes }, async (_, lane) => {
		const share = handlers.filter((_, at) => at % lanes === lane);
		return await inShell(join(folder, `lane-${lane}`), share, misc);
	});
	return new Map((await Promise.all(seen)).flatMap((one) => [...one]));
}
async function inShell(folder, handlers, misc) {
	for (const part of [
		"probes",
		"cpu",
		"ask"
	]) makeFolder(join(folder, part));
	for (const { path, data } of proofFiles(handlers)) await writeFile(join(folder, path), data, { mode: 448 });
	const started = performance.now();
	const limit = setTimeout(() => endChildren(0, folder), LIMIT);
	const args = [
		"-c",
		SCRIPT$1,
		"sh",
		"prove",
		"",
		misc,
		folder
	];
	const { stdout } = await execute("sh", { PATH: environment().PATH }, args, { limitMs: 0 });
	clearTimeout(limit);
	const ms = (performance.now() - started) / handlers.length;
	const seen = sightingsIn(parseReport(stdout), handlers, ms);
	return new Map([...seen].map(([id, sighting]) => [id, withError(sighting)]));
}
function withError(sighting) {
	return /: Permission denied$/.test(sighting.machine) ? {
		...sighting,
		machine: "EACCES"
	} : sighting;
}

async function runsHere(node) {
	try {
		const bootId = (await readFile("/proc/sys/kernel/random/boot_id", "utf8")).trim();
		return sameKernel({
			bootId,
			userNamespace: await readlink("/proc/self/ns/user")
		}, node);
	} catch {
		return false;
	}
}
const FEW = 4;
async function proveHere(job, handlers) {
	const folder = await mkdtemp(join(job.temp, "probes-"));
	try {
		if (handlers.length > FEW) return await proveInShells(folder, handlers, MISC);
		const seen = handlers.map(async (handler) => [handler.rule.id, await sighted(folder, handler)]);
		return new Map(await Promise.all(seen));
	} finally {
		await rm(folder, {
			recursive: true,
			force: true
		});
	}
}
async function sighted(folder, { name, rule, cpu, version }) {
	const program = join(folder, rule.id);
	await writeFile(program, Buffer.from(rule.probe, "base64"), { mode: 448 });
	const started = performance.now();
	const [variable = "", value = ""] = TOUCHSTONE.split(/=(.*)/s);
	const run = await execute(program, cpu === void 0 ? {} : { [variable]: value });
	const ms = performance.now() - started;
	const cpus = run.failed !== void 0 && CPU_COMPLAINT.test(run.stderr) ? (await execute(program, { QEMU_CPU: "help" })).stdout.split("\n") : [];
	const versionText = version === void 0 || run.stderr.includes("usage: qemu-") ? (await execute(program, { QEMU_VERSION: "1" })).stdout : "";
	return {
		machine: run.failed ?? run.stdout.trim(),
		complaint: run.stderr,
		cpus,
		versionText: versionText.split("\n")[0] ?? "",
		ms,
		...await listing(name)
	};
}
async function listing(name) {
	try {
		const switchedOff = (await readFile(join(MISC, "status"), "utf8")).trim() === "disabled";
		return {
			listed: name === void 0 ? void 0 : await isListed(name),
			switchedOff
		};
	} catch {
		return {
			listed: void 0,
			switchedOff: void 0
		};
	}
}
async function isListed(name) {
	try {
		return parseStatus(name, await readFile(join(MISC, name), "utf8")).enabled;
	} catch {
		return false;
	}
}

async function prove(job, request) {
	return (await tryProve(job, request)).map((proof) => {
		if (proof instanceof Failure) throw proof;
		return proof;
	});
}
async function tryProve(job, request) {
	const { node, handlers, elsewhere = false } = request;
	const local = !hasEngine(job) || !elsewhere && node !== void 0 && await runsHere(node) ? await proveHere(job, handlers) : void 0;
	const sightings = local !== void 0 && ![...local.values()].some((run) => run.machine === "EACCES") || !hasEngine(job) ? local : await proveInContainer(job, request);
	return handlers.map((handler) => {
		const sighting = sightings?.get(handler.rule.id);
		return tryJudge(handler, sighting);
	});
}
function tryJudge(handler, sighting) {
	try {
		return judged(handler, sighting);
	} catch (error) {
		if (error instanceof Failure) return error;
		throw error;
	}
}
async function proveInContainer(job, { handlers, elsewhere, ...request }) {
	const payload = tarOf(proofFiles(handlers));
	await ensureRegistrar(job);
	const rights = elsewhere ? "least" : request.rights;
	const started = performance.now();
	const { report } = await runRegistrar(job, {
		action: "prove",
		rights,
		payload
	});
	const ms = performance.now() - started;
	return sightingsIn(report, handlers, ms);
}

const MOST_THREADS = 3;
const waiting = [];
let here = false;
let threads = 0;
async function readInTurn(path) {
	return await new Promise((resolve) => {
		waiting.push({
			path,
			resolve
		});
		if (!here) readHere();
		else if (threads < Math.min(MOST_THREADS, availableParallelism() - 1)) startThread();
	});
}
async function readHere() {
	here = true;
	for (let wish = waiting.shift(); wish !== void 0; wish = waiting.shift()) wish.resolve(await readWhole(wish.path, () => setImmediate()));
	here = false;
}
function startThread() {
	threads += 1;
	const worker = new Worker(entryBeside("contents-worker", import.meta.url));
	let wish;
	const next = () => {
		wish = waiting.shift();
		worker.postMessage(wish?.path);
	};
	worker.once("online", next);
	worker.on("message", (answer) => {
		wish?.resolve(revived(answer));
		next();
	});
	worker.once("error", () => {
		if (wish !== void 0) waiting.unshift(wish);
		if (!here) readHere();
	});
	worker.once("exit", () => {
		threads -= 1;
	});
}
function revived(answer) {
	if (typeof answer === "string") return answer;
	const { contents, identity } = answer;
	return {
		contents: {
			...contents,
			head: Buffer.from(contents.head)
		},
		identity
	};
}

const known = /* @__PURE__ */ new Map();
async function contentsOf(path) {
	const seen = known.get(await identityAt(path) ?? "");
	if (seen !== void 0) return seen;
	const answer = await readInTurn(path);
	if (typeof answer === "string") return answer;
	if (answer.identity !== void 0) known.set(answer.identity, answer.contents);
	return answer.contents;
}
async function versionOf(path) {
	const facts = await stat(path).catch(() => void 0);
	if (facts?.isFile() !== true || facts.size > 268435456) return void 0;
	return namesIn$2(await readFile(path).catch(() => Buffer.alloc(0)))?.version;
}
async function bytesOf(path) {
	const before = await identityAt(path);
	const data = await readFile(path);
	const seen = known.get(before ?? "");
	if (seen !== void 0 && before === await identityAt(path)) return {
		data,
		sha256: seen.sha256
	};
	const digest = await subtle.digest("SHA-256", data);
	return {
		data,
		sha256: Buffer.from(digest).toString("hex")
	};
}
async function identityAt(path) {
	return await stat(path, { bigint: true }).then(identityOf, () => void 0);
}

var aarch64 = "6QNA+epvKYtKQQCRrQQAWEuFQPgLAQC0bAFA+Z8BDeuB//9UbCFAOZ/1AHEh//9UDAAAFOoDAJEpCQCR/0MA0esDAJFMhUD4bIUA+CkFAPGh//9UbAIAEM0AABBsNQCpEP3/ELEBAFgQAhGLAAIf1lFFTVVfVU5TRVRfRU5WPVFFTVVfQ1BVLFFFTVVfVU5TRVRfRU5WAAAAAAAAAAAAAFFFTVVfQ1BVPQ==";
var x86_64 = "TIsEJE6NTMQQTIsdgAAAAEmLAUiFwHQRSYPBCEw5GHXvgHgIPXXp6yZIieZJjUgCSIPsEEiJ5/NIpUiNBU8AAABIiQdIjQUUAAAASIlHCEiNBar///9IAwUrAAAA/+BRRU1VX1VOU0VUX0VOVj1RRU1VX0NQVSxRRU1VX1VOU0VUX0VOVgAAAAAAAAAAAAAAUUVNVV9DUFU9";

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
function cpuChanges(head, length, cpu) {
	const fault = entryFault(head);
	const machine = machines[fault === void 0 ? head.readUInt16LE(18) : -1];
	if (fault !== void 0 || machine === void 0) throw entryFailure(cpu, fault);
	const all = segmentsOf(head);
	const offset = upTo(PAGE, length);
	const address = upTo(LARGEST_PAGE, endOf(all)) + offset % LARGEST_PAGE;
	const stub = Buffer.from(machine.stub, "base64");
	stub.writeBigInt64LE(head.readBigInt64LE(24) - BigInt(address), stub.length - 17);
	const added = Buffer.concat([stub, Buffer.from(`${cpu}\0`)]);
	const load = loadHeader({
		offset,
		address,
		size: added.length,
		align: machine.align
	});
	const entry = Buffer.alloc(8);
	entry.writeBigUInt64LE(BigInt(address));
	return [
		{
			at: 24,
			data: entry
		},
		{
			at: tableAt(head),
			data: Buffer.concat(headersWith(all, load))
		},
		{
			at: offset,
			data: added
		}
	];
}
function withCpu(bytes, cpu) {
	const changes = cpuChanges(bytes, bytes.length, cpu);
	const ends = changes.map(({ at, data }) => at + data.length);
	const result = Buffer.allocUnsafe(Math.max(...ends));
	result.fill(0, bytes.copy(result));
	for (const { at, data } of changes) data.copy(result, at);
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

async function emulatorBytes(file) {
	const { data, sha256 } = await bytesOf(file.path);
	if (sha256 !== file.sha256) throw changed(file, `sha256 ${sha256} of ${file.path}`);
	return file.cpu === void 0 ? data : withCpu(data, file.cpu);
}
async function assertUnchanged(file) {
	const contents = await contentsOf(file.path);
	const seen = typeof contents === "string" ? contents : `sha256 ${contents.sha256}`;
	if (seen !== `sha256 ${file.sha256}`) throw changed(file, `${seen} of ${file.path}`);
}
function changed({ architecture, path, sha256 }, seen) {
	return new Failure({
		what: `The emulator for ${architecture.target} changed after it was verified`,
		seen,
		expected: `sha256 ${sha256}`,
		cause: "another process writes to the tool cache",
		fix: `rm ${path}`,
		anchor: "emulator-hash"
	});
}
async function emulatorPath(file, folder) {
	try {
		var _usingCtx$2 = _usingCtx();
		if (file.cpu === void 0) return file.path;
		const path = join(folder, `qemu-${file.architecture.target}-${file.sha256.slice(0, 12)}`);
		await assertUnchanged(file);
		await copyFile(file.path, path, constants.COPYFILE_FICLONE);
		await assertUnchanged(file);
		await chmod(path, 493);
		const copy = _usingCtx$2.a(await open(path, "r+"));
		const { size } = await copy.stat();
		for (const { at, data } of cpuChanges(await headOf$1(copy), size, file.cpu)) await copy.write(data, 0, data.length, at);
		return path;
	} catch (_) {
		_usingCtx$2.e = _;
	} finally {
		await _usingCtx$2.d();
	}
}
async function cpuFault(path) {
	try {
		var _usingCtx3 = _usingCtx();
		const file = _usingCtx3.a(await open(path));
		return entryFault(await headOf$1(file));
	} catch (_) {
		_usingCtx3.e = _;
	} finally {
		await _usingCtx3.d();
	}
}
async function headOf$1(file) {
	const head = Buffer.alloc(65536);
	const { bytesRead } = await file.read(head, 0, head.length, 0);
	return head.subarray(0, bytesRead);
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

function ordersFor(rules, near = /* @__PURE__ */ new Map()) {
	return `${[...[...[...near.values()].map(({ mark, path }) => `near ${mark} ${path}`), ...rules.map(({ name, line }) => `rule ${name} ${line}`)], "."].join("\n")}\n`;
}

function payloadOf(emulators) {
	const [first] = emulators;
	return first === void 0 ? void 0 : tarStream(entriesOf(emulators, readAhead(first)));
}
async function* entriesOf(emulators, first) {
	let next = first;
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

function attemptOf(job, { emulators, setuid }, near) {
	const handlers = emulators.flatMap(({ architecture }) => {
		const { target } = architecture;
		const interpreter = near.get(target)?.path ?? `${"/anyarch"}/emulators/${target}`;
		return handlersFor(architecture, {
			jobId: job.id,
			interpreter,
			setuid
		});
	});
	return {
		handlers,
		near: emulators.filter(({ architecture }) => near.has(architecture.target)),
		run: async (rights, waiting) => {
			const given = {
				payload: payloadOf(emulators.filter(({ architecture }) => !near.has(architecture.target))),
				orders: ordersFor(handlers, near),
				begun: await waiting
			};
			return await runRegistrar(job, {
				action: "register",
				rights,
				...given
			});
		}
	};
}

function lacksInstance({ unmounted, inherited }) {
	return unmounted || inherited;
}
function lossFailure({ inherited, entries }) {
	const lost = inherited ? entries.filter(isEmulator$1) : [];
	if (lost.length === 0) return void 0;
	return new Failure({
		what: "This user namespace, a rootless engine's, uses emulators that are registered for the whole machine; with handlers of its own it would lose them until it is started anew",
		seen: lost.map(({ name, interpreter }) => `${name} (${interpreter})`).join(", "),
		expected: "no emulators of others, or leave to hide them",
		fix: "register: off   # uses what is there; `register: privileged` hides it",
		anchor: "rootless"
	});
}
const ELF = "7f454c46";
function isEmulator$1({ name, enabled, magic }) {
	const passing = jobIdIn(name) !== void 0 && !isKept(name);
	return enabled && magic?.startsWith(ELF) === true && !passing;
}

const CAUSES$1 = [
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
	const known = CAUSES$1.find((candidate) => candidate.text.test(text));
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
function unmountedFailure({ exitCode, stderr }) {
	const line = "mount -t binfmt_misc binfmt_misc /proc/sys/fs/binfmt_misc";
	const command = {
		line,
		exitCode,
		stderr
	};
	if (lacksModule(stderr)) return noModuleFailure("the engine's node", command);
	return new Failure({
		what: "binfmt_misc could not be mounted on the engine's node",
		seen: stderr.trim() || `exit code ${exitCode}`,
		command,
		cause: "the engine does not let a privileged container into the node's mount namespace",
		fix: `sudo ${line}`,
		anchor: "binfmt-not-mounted"
	});
}
function lacksModule(stderr) {
	return /unknown filesystem type|No such device/i.test(stderr);
}
function noModuleFailure(where, command) {
	return new Failure({
		what: `The kernel of ${where} has no binfmt_misc, so it cannot run foreign programs`,
		seen: command.stderr.trim(),
		command,
		cause: "the kernel was built without CONFIG_BINFMT_MISC, or its module is not loaded",
		fix: "sudo modprobe binfmt_misc",
		anchor: "binfmt-missing"
	});
}

async function mountOnNode(job, { way, onMount }, seen) {
	const loss = way.rights === "least" ? lossFailure(seen) : void 0;
	if (loss !== void 0) throw loss;
	if (way.most === "least") {
		const whose = seen.inherited ? " for the engine's user namespace" : "";
		throw new Failure({
			what: `binfmt_misc is not mounted${whose} on the engine's node, so no handler can be registered`,
			seen: "register: container",
			expected: "register: auto, which may mount it by a privileged container",
			fix: "sudo mount -t binfmt_misc binfmt_misc /proc/sys/fs/binfmt_misc",
			anchor: "binfmt-not-mounted"
		});
	}
	onMount();
	const result = await runRegistrar(job, {
		action: "mount",
		rights: "privileged",
		names: [job.id]
	});
	if (result.exitCode !== 0) throw unmountedFailure(result);
}

const PLAIN$1 = /^\/[\w@%+=,./~-]{1,400}$/;
async function nodeFiles({ engine }, emulators) {
	if (!engine.endpoint.startsWith("unix://")) return /* @__PURE__ */ new Map();
	const found = emulators.filter(({ cpu }) => cpu === void 0).map(async ({ architecture, path }) => {
		const file = await fileAt(path);
		return file === void 0 ? [] : [[architecture.target, file]];
	});
	return new Map((await Promise.all(found)).flat());
}
async function fileAt(path) {
	try {
		const real = await realpath(path);
		if (!PLAIN$1.test(real) || !await isOpen(real)) return void 0;
		const { dev, ino, size, ctimeNs } = await stat(real, { bigint: true });
		return {
			path: `/host${real}`,
			mark: [
				dev,
				ino,
				size,
				ctimeNs / 1000000000n
			].join(":")
		};
	} catch {
		return;
	}
}
async function isOpen(file) {
	const folders = [];
	for (let at = dirname(file); at !== "/"; at = dirname(at)) folders.push(at);
	const allowed = [file, ...folders].map(async (path) => {
		const { uid, gid, mode } = await stat(path);
		const bits = uid === 0 ? mode >> 6 : gid === 0 ? mode >> 3 : mode;
		const wanted = path === file ? 5 : 1;
		return (bits & wanted) === wanted;
	});
	return (await Promise.all(allowed)).every(Boolean);
}

async function register(job, request) {
	refuseNative(request.host, request.emulators);
	for (let left = 2, waiting = request.waiting;; left--) {
		const registration = await registerOnce(job, request, waiting);
		waiting = void 0;
		if (left === 0 || !await wasUnmounted(job, registration)) return registration;
	}
}
async function wasUnmounted(job, { handlers, mounter }) {
	if (mounter === void 0) return false;
	const { report } = await runRegistrar(job, {
		action: "list",
		rights: "least"
	});
	const names = report.entries.map(({ name }) => name);
	return !handlers.every(({ name }) => names.includes(name));
}
async function registerOnce(job, request, waiting) {
	const near = await nodeFiles(job, request.emulators);
	const { rights: first, most, elsewhere } = request.way;
	let attempt = attemptOf(job, request, near);
	let result = await attempt.run(first, waiting);
	const mounted = lacksInstance(result.report);
	for (let left = 3; left > 0 && lacksInstance(result.report); left--) {
		await mountOnNode(job, request, result.report);
		result = await attempt.run(first);
	}
	if (near.size > 0 && result.exitCode !== 0 && result.report.registered.length === 0) {
		attempt = attemptOf(job, request, /* @__PURE__ */ new Map());
		result = await attempt.run(first);
	}
	let rights = first;
	if (result.exitCode !== 0 && most !== first && result.report.registered.length === 0) {
		rights = most;
		result = await attempt.run(rights);
	}
	const { handlers } = attempt;
	if (lacksInstance(result.report)) throw unmountedFailure(result);
	if (result.exitCode !== 0 || result.report.registered.length !== handlers.length) throw refusedFailure(result, rights);
	await Promise.all(attempt.near.map(assertUnchanged));
	const { entries: before, bootId, userNamespace } = result.report;
	const mounter = request.way.most === "privileged" ? result.report.mounter : void 0;
	return {
		handlers,
		rights,
		mounted,
		mounter,
		before,
		node: {
			bootId,
			userNamespace
		},
		elsewhere
	};
}
async function prepareRegistration(job, { rights }) {
	await importRegistrar(job);
	return await beginRegistrar(job, rights);
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

const faults = [{
	since: "8.0",
	before: "9.0",
	says: "QEMU 8 is known to crash by itself (QEMU internal SIGSEGV)"
}, {
	since: "9.0",
	before: "9.2.2",
	says: "QEMU 9 before 9.2.2 is known to crash in ldconfig"
}];
function versionFault(version) {
	return faults.find(({ since, before }) => compareVersions(version, since) >= 0 && compareVersions(version, before) < 0)?.says;
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
		seen: textOf(pair),
		expected: rule.says,
		fix: rule.before === void 0 ? "emulator-cpu: \"\"" : "emulator-version: 7.2.0-1",
		anchor: "emulator-cpu"
	});
}
function pairWarnings(pair) {
	const lacks = lacking.filter((one) => speaksOf(one, pair));
	const fault = versionFault(pair.version);
	const texts = lacks.map(({ says }) => `${textOf(pair)}: ${says}`);
	return fault === void 0 ? texts : [`${textOf(pair)}: ${fault}`, ...texts];
}
function speaksOf(rule, { target, version, cpu }) {
	if (rule.target !== void 0 && rule.target !== target) return false;
	if (rule.before !== void 0 && !(compareVersions(version, rule.before) < 0)) return false;
	return rule.cpu === void 0 || cpu !== void 0 && rule.cpu.test(cpu);
}
function textOf({ target, version, cpu }) {
	return `QEMU ${version} for ${target}${cpu === void 0 ? "" : ` with CPU ${cpu}`}`;
}

function cpusFor(emulated, { emulator, registration }, record) {
	for (const line of idleCpus(emulated, emulator.cpu)) record.notice(line);
	const asked = askedCpus(emulated, emulator.cpu);
	const { register } = registration;
	if (asked.size === 0 || register !== "off" && register !== "image") return asked;
	throw new Failure({
		what: "A CPU takes effect by a handler of this job only, and this job is to register none itself",
		seen: `register: ${register}, with emulator-cpu`,
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
			cpu: emulator?.cpu,
			version: emulator?.version
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

async function alone(job, image, work) {
	const end = new AbortController();
	let told = "";
	let run = Promise.resolve();
	const seen = new Promise((resolve, reject) => {
		run = runContainer(job.engine, {
			...registrarSpec(job, {
				action: "hold",
				rights: "least",
				names: [job.id, imageDigits(image)]
			}),
			signal: AbortSignal.any([job.signal, end.signal]),
			onOutput: (stream, data) => {
				if (stream === "stdout") told += data.toString("utf8");
				if (/^@ held$/m.test(told)) resolve(parseReport(told));
			}
		}).then(({ stdout, removed }) => {
			resolve(parseReport(stdout));
			return removed;
		}).catch(reject);
	});
	try {
		return await work(await seen);
	} finally {
		end.abort();
		job.pending.push(run);
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
		tell$1(line, options);
	}
	if (pushed !== void 0) return pushed;
	throw failed$1("the engine reported no digest", reference, options);
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
	if (text !== void 0) throw failed$1(text, reference, options);
}
function failed$1(text, reference, { auth }) {
	return new RegistryFailure({
		did: "push to",
		reference,
		text,
		authenticated: auth !== void 0
	});
}
function tell$1(line, { onProgress }) {
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
			if (seen !== void 0) throw failed(seen, reference, options);
		}
	} catch (error) {
		signal?.throwIfAborted();
		if (!(error instanceof Failure) || error instanceof RegistryFailure) throw error;
		throw failed(error.parts.seen ?? error.message, reference, options);
	}
}
function failed(text, reference, { auth }) {
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
				labels: { [JOB_LABEL]: jobId },
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
	const { engine, platform, jobId, signal, onPull } = facts;
	if (await inspectImage(engine, ref, platform) !== void 0) return;
	const ours = await inspectImage(engine, ref) === void 0;
	if (ours) {
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
	if (ours) await markPulled(engine, jobId, ref);
}
async function closeContainer({ engine, jobId, onPull }, ref, made) {
	const failures = [];
	if (made.container !== void 0) failures.push(await removeContainer(engine, made.container));
	if (made.pulled) {
		await unmarkPulled(engine, jobId, ref).catch(() => void 0);
		failures.push(await dropImage(engine, ref));
	}
	for (const failure of failures) if (failure !== void 0) log.warning(failure.message);
	if (made.pulled && failures.every((failure) => failure === void 0)) onPull(void 0);
}

function registeredByImage(before, after, image) {
	const marks = [...before, ...after].flatMap(({ name }) => markFrom(name) ?? []);
	const found = {
		added: [],
		shared: [],
		replaced: [],
		others: []
	};
	for (const handler of foreign(after)) found[kindOf(handler, before.find(({ name }) => name === handler.name), {
		marks,
		image
	})].push(handler);
	const names = after.map(({ name }) => name);
	const gone = foreign(before).filter(({ name }) => !names.includes(name));
	const { added, shared, replaced } = found;
	return {
		added,
		shared,
		replaced,
		removed: gone.map(({ name }) => name)
	};
}
function kindOf(handler, old, { marks, image }) {
	if (old === void 0) return "added";
	const ofJobs = marks.filter((mark) => mark.handler === old.name && mark.made === old.made);
	if (old.made !== handler.made) return ofJobs.length > 0 ? "added" : "replaced";
	return ofJobs.some((mark) => mark.image === image) ? "shared" : "others";
}
function foreign(handlers) {
	return handlers.filter(({ name }) => jobIdIn(name) === void 0);
}

const LOOK = 5e3;
const PLAIN = /^[\w.+-]{1,100}$/;
const COMMAND = ["-p", "yes"];
async function runMarked(job, image, before) {
	try {
		return {
			ended: await runImage(job, image),
			...await marked(job, image.ref, before)
		};
	} catch (error) {
		await marked({
			...job,
			signal: AbortSignal.timeout(LOOK)
		}, image.ref, before);
		throw error;
	}
}
async function runImage(job, { ref, ensure }) {
	const spec = {
		image: ref,
		cmd: COMMAND,
		labels: { [JOB_LABEL]: job.id },
		network: "none",
		privileged: true,
		usernsHost: true,
		signal: job.signal
	};
	const ended = await endOf$1(job.engine, await begun(job, spec, ensure));
	job.pending.push(ended.removed);
	return ended;
}
async function begun({ engine, signal }, spec, ensure) {
	for (let left = 2;; left--) {
		signal.throwIfAborted();
		await ensure();
		try {
			return await beginContainer(engine, spec);
		} catch (error) {
			if (left === 0 || !(error instanceof Failure)) throw error;
		}
	}
}
async function marked(job, image, before) {
	const { report } = await runRegistrar(job, {
		action: "list",
		rights: "least"
	});
	const after = report.entries;
	const seen = registeredByImage(before, after, imageDigits(image));
	const marks = [...seen.added, ...seen.shared].flatMap(({ name, made = "" }) => PLAIN.test(name) ? [{
		jobId: job.id,
		image: imageDigits(image),
		made,
		handler: name
	}] : []);
	if (marks.length > 0) await setMarks(job, marks);
	return {
		seen,
		after
	};
}
async function setMarks(job, marks) {
	const run = {
		action: "register",
		rights: "least",
		orders: ordersFor(marks.map((mark) => ({
			name: markName(mark),
			line: markLine(mark)
		})))
	};
	const { exitCode, report } = await runRegistrar(job, run);
	if (exitCode === 0) return;
	throw new Failure({
		what: "What the image registered could not be marked as this job's, so post would not remove it",
		seen: Object.entries(report.refused).flat().join(" ") || `exit code ${exitCode}`,
		fix: "register: auto",
		anchor: "registration-image"
	});
}

function idleImage(image, lacking, { after, ended }) {
	const there = after.filter((handler) => jobIdIn(handler.name) === void 0 && lacking.some(({ probe }) => isFor(handler, Buffer.from(probe, "base64"))));
	const marks = after.flatMap(({ name }) => markFrom(name) ?? []);
	const busy = there.some(({ name }) => marks.some(({ handler }) => handler === name));
	const names = lacking.map(({ target }) => target).join(", ");
	return new Failure({
		what: `The image registered no handler for programs of ${names}`,
		seen: there.map(told$2).join(", ") || "no handler for them at all",
		expected: "handlers that this image registers",
		command: {
			line: `docker run --privileged ${image} ${COMMAND.join(" ")}`,
			exitCode: ended.exitCode,
			stderr: ended.stderr
		},
		cause: causeOf$1(there, busy),
		fix: "register: auto   # names of this job's own, in front of what is there",
		anchor: "registration-image"
	});
}
function causeOf$1(there, busy) {
	if (busy) return "another job has an image of another digest register under these names, and goes on";
	return there.length > 0 ? "these were there before, and an image does not register a name that is taken" : "the image has no emulator for them, or the kernel did not take its rules";
}
function told$2({ name, interpreter, enabled }) {
	return `${name} (${interpreter}${enabled ? "" : ", disabled"}), there before`;
}

async function registerByImage(job, { image, platform, wanted, lenient }, record) {
	const [ref = ""] = image.split(/\s/);
	const { engine, ledger, signal } = job;
	ledger.note({ handlers: "there" });
	const onPull = (pulled) => ledger.note({ pulled });
	const facts = {
		engine,
		jobId: job.id,
		platform,
		signal,
		onPull
	};
	const made = {
		container: void 0,
		pulled: false
	};
	const runnable = {
		ref,
		ensure: async () => await ensureImage(facts, ref, made)
	};
	await runnable.ensure();
	await ensureRegistrar(job);
	const { report } = await runRegistrar(job, {
		action: "list",
		rights: "least"
	});
	if (report.unmounted) throw unmounted();
	await sweepHandlers(job, { before: report.entries });
	const run = await alone(job, ref, async ({ entries }) => {
		const one = await runMarked(job, runnable, entries);
		const kept = marksBefore(entries, [...one.seen.added, ...one.seen.shared]);
		if (ledger.current().keep) ledger.note({ superseded: kept });
		return one;
	});
	tell(job, run, record);
	const provable = provables(wanted, run);
	const lacking = wanted.filter((one) => !provable.some(({ architecture }) => architecture === one));
	if (lacking.length > 0 && (!lenient || provable.length === 0)) throw idleImage(ref, lacking, run);
	return provable;
}
function provables(wanted, { seen }) {
	const handlers = [
		...seen.added,
		...seen.shared,
		...seen.replaced
	];
	return wanted.flatMap((architecture) => {
		const program = Buffer.from(architecture.probe, "base64");
		const name = handlers.find((handler) => handler.enabled && isFor(handler, program))?.name;
		return name === void 0 ? [] : [{
			...foreign$1(architecture),
			name
		}];
	});
}
function tell(job, { seen, ended }, record) {
	const names = (handlers) => handlers.map(({ name }) => name);
	const [added, shared, replaced] = [
		seen.added,
		seen.shared,
		seen.replaced
	].map(names);
	const registered = [...added ?? [], ...shared ?? []];
	if (ended.exitCode !== 0) log.info(`the image ended with exit code ${ended.exitCode}: ${ended.stderr.trim()}`);
	log.info(`the image added ${added?.join(", ") || "no handler"}`);
	if (shared?.length) log.info(`the image registered for another job too: ${shared.join(", ")}`);
	if (replaced?.length) record.warn(`The image put handlers of its own in the place of others' of the same name, and they stay after the job: ${replaced.join(", ")}.`);
	if (seen.removed.length > 0) record.warn(`The image removed handlers of others: ${seen.removed.join(", ")}.`);
	const { keep } = job.ledger.current();
	job.ledger.note({ added: registered });
	record.add({
		registered,
		kept: keep ? registered : []
	});
	if (!keep || registered.length === 0) return;
	const command = removeCommand([...registered, `${job.id}-*`]);
	record.notice(`The image's handlers stay after the job, as asked. They go with: ${command}`);
}
function unmounted() {
	return new Failure({
		what: "binfmt_misc is not mounted on the engine's node; what an image mounts for itself ends with its container",
		seen: "register: image",
		expected: "a mount on the node, or register: auto, which makes one",
		fix: "sudo mount -t binfmt_misc binfmt_misc /proc/sys/fs/binfmt_misc",
		anchor: "binfmt-not-mounted"
	});
}

const MUTE = [
	"hppa",
	"riscv32",
	"riscv64",
	"sparc",
	"sparc32plus",
	"sparc64"
];
const SPEAKS = "11";
function muteness({ architecture: { target }, version }) {
	if (!MUTE.includes(target) || compareVersions(version, SPEAKS) >= 0) return void 0;
	return `QEMU ${version} for ${target} does not say when a program crashes, QEMU ${SPEAKS} does: of a crash only the exit code tells, which a pipe hides`;
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

const BROKEN = /\b(tar|zstd|unzstd|gzip)\b.*(failed|exit code)/i;
const FILE = "qemu";
async function restoreEntry(place, facts) {
	const folders = foldersIn(facts.temp);
	const file = await restored(place, facts, folders);
	if (file === void 0) await rm(folders.own, {
		recursive: true,
		force: true
	});
	return file;
}
async function restored(place, facts, { folder, temp }) {
	const prefix = prefixOf(place);
	const wanted = place.sha256 === void 0 ? prefix : keyOf$1(place, place.sha256);
	const { keys, said } = await actionsCacheAll([{
		kind: "restore",
		key: wanted,
		prefix: wanted,
		file: FILE
	}], {
		folder,
		temp,
		signal: facts.signal
	});
	facts.signal.throwIfAborted();
	const [key] = keys;
	if (key === void 0) {
		if (BROKEN.test(said)) log.warning("the Actions cache is not used: its entry cannot be unpacked");
		return;
	}
	try {
		const sha256 = sha256In(key, prefix);
		if (sha256 === void 0 || !key.startsWith(wanted)) throw new Error(`it answered the key ${key}`);
		await refuseOdd$1(folder);
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
		log.warning(`the Actions cache is not used: ${sentence(error)}`);
		return;
	}
}
async function saveEntry(file, place, facts) {
	const { folder, temp } = foldersIn(facts.temp);
	await copyFile(file.path, join(folder, FILE));
	const key = keyOf$1(place, file.sha256);
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
async function refuseOdd$1(folder) {
	const names = await readdir(folder);
	if (names.length !== 1 || names[0] !== FILE) throw new Error(`its entry holds ${names.join(", ")}`);
	const facts = await lstat(join(folder, FILE));
	const special = (facts.mode & 3584) !== 0 || facts.nlink !== 1;
	if (!facts.isFile() || special) throw new Error("its entry is not one plain file");
}
function foldersIn(base) {
	const own = join(base, `actions-cache-${randomUUID()}`);
	const [folder, temp] = [join(own, "entry"), join(own, "temp")];
	for (const path of [folder, temp]) makeFolder(path);
	return {
		own,
		folder,
		temp
	};
}
function prefixOf(place) {
	return `anyarch-1-${place.key.length > 200 ? hashOf(place.key) : place.key}-sha256-`;
}
function keyOf$1(place, sha256) {
	return `${prefixOf(place)}${sha256}`;
}
function sha256In(key, prefix) {
	const rest = key.startsWith(prefix) ? key.slice(prefix.length) : "";
	return /^[0-9a-f]{64}$/.test(rest) ? rest : void 0;
}
function hashOf(text) {
	return createHash("sha256").update(text).digest("hex");
}

async function readNote(root, name) {
	return jsonOf(await readFile(notePath(root, name), "utf8").catch(() => ""));
}
async function keepNote(root, name, value) {
	const path = notePath(root, name);
	const aside = `${path}.${randomUUID()}`;
	makeFolder(dirname(path));
	await writeFile(aside, `${JSON.stringify(value)}\n`);
	await rename(aside, path);
}
function notePath(root, name) {
	return join(root, "anyarch-index", `${name}.json`);
}

const ABANDONED = 36e5;
function toolCacheRoots(temp) {
	const { XDG_CACHE_HOME: xdg } = process.env;
	const runner = runnersCache();
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
	makeFolder(dirname(path));
	await dropAbandoned(path);
	try {
		const { cacheFile } = await import("./tool-cache.js");
		const folder = await pointedAt(aside, () => cacheFile(source, tool.file, tool.name, tool.version, tool.arch));
		await rename(join(folder, tool.file), path);
	} finally {
		await rm(aside, {
			recursive: true,
			force: true
		});
	}
	await writeFile(`${dirname(path)}.complete`, "");
	return path;
}
let runners;
let last = Promise.resolve();
function runnersCache() {
	return runners === void 0 ? process.env.RUNNER_TOOL_CACHE : runners.value;
}
async function pointedAt(root, work) {
	const done = last.then(async () => {
		runners = { value: process.env.RUNNER_TOOL_CACHE };
		process.env.RUNNER_TOOL_CACHE = root;
		try {
			return await work();
		} finally {
			if (runners.value === void 0) delete process.env.RUNNER_TOOL_CACHE;
			else process.env.RUNNER_TOOL_CACHE = runners.value;
			runners = void 0;
		}
	});
	last = done.catch(() => void 0);
	return await done;
}
async function dropAbandoned(path) {
	const beside = (await readdir(dirname(path))).filter((name) => name.startsWith(`${basename(path)}.`));
	for (const name of beside) {
		const file = join(dirname(path), name);
		const written = await stat(file).catch(() => void 0);
		if (written !== void 0 && ageOf(written.mtimeMs) > ABANDONED) await rm(file, {
			recursive: true,
			force: true
		}).catch(() => void 0);
	}
}
const ageOf = (writtenMs) => Math.min(Date.now() - writtenMs, running());

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
			log.warning(`${origin} is not used: ${sentence(error)}`);
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
		log.warning(`the tool cache ${root} cannot keep it: ${sentence(error)}`);
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

var MissingEmulator = class extends Failure {};

const DEFAULT_IMAGE = "tonistiigi/binfmt:qemu-v10.2.3-68@sha256:400a4873b838d1b89194d982c45e5fb3cda4593fbfd7e08a02e76b03b21166f0";
function imageSource(inputs) {
	const [text = "", template] = (inputs.image ?? "tonistiigi/binfmt:qemu-v10.2.3-68@sha256:400a4873b838d1b89194d982c45e5fb3cda4593fbfd7e08a02e76b03b21166f0").trim().split(/\s+/);
	const reference = parseReference(text);
	const { digest, tag = "latest" } = reference;
	return {
		ref: `${repositoryOf(reference)}${digest === void 0 ? `:${tag}` : `@${digest}`}`,
		template,
		version: versionOfTag(tag),
		given: inputs.image !== void 0
	};
}
const LAYOUTS = ["/usr/bin/qemu-{target}-static", "/usr/bin/qemu-{target}"];
function pathsIn({ template }, names) {
	return (template === void 0 ? LAYOUTS : [template]).map((path) => path.replaceAll("{target}", names.target).replaceAll("{host}", names.host));
}
function unfitImage({ ref, given }, target, seen) {
	return new (seen.startsWith("none of ") ? MissingEmulator : Failure)({
		what: `the image ${ref} gave no emulator qemu-${target}`,
		seen,
		expected: "a plain file",
		fix: given ? "emulator-image: name@sha256:… /path/in/it/qemu-{target}" : "emulator: package",
		anchor: "emulator-image"
	});
}
function wrongVersion({ ref }, asked, seen) {
	return new MissingEmulator({
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

function addressFrom(template, parts) {
	const expected = addressFault(template);
	if (expected !== void 0) throw new Failure({
		what: "the address of the emulator cannot be used",
		seen: template,
		expected,
		anchor: "emulator-url"
	});
	return template.replaceAll("{host}", parts.host).replaceAll("{target}", parts.target).replaceAll("{version}", parts.version);
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
		key: keyOf(facts, `package-${version === void 0 ? facts.distribution : `${facts.distribution}-${version}`}`),
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
		key: keyOf(facts, `release-${shortHash(address)}`),
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
		key: keyOf(facts, `image-${shortHash([
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
function keyOf(facts, rest) {
	const safe = rest.replace(/[^\w.+~-]/g, "_");
	return `${facts.architecture.target}-on-${facts.host.target}-${safe}`;
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
	const known = places.release.sha256 !== void 0 && !search.image.given;
	const image = imageOffer(search) !== void 0 && !known;
	return [
		places.package,
		places.release,
		...image ? [places.image] : []
	];
}
function serves({ request, architecture }, version) {
	const { inputs } = request;
	return inputs.source !== "auto" || askedVersion(inputs.version, architecture) !== void 0 || versionFault(version) === void 0;
}
async function fromToolCache(search) {
	let best;
	for (const place of placesAsked(search)) {
		const found = await findKept(place, cacheFacts(search));
		const newer = best === void 0 || compareVersions(found?.version ?? "0", best.version) > 0;
		if (found !== void 0 && newer && serves(search, found.version)) best = found;
	}
	return best;
}
async function fromActionsCache(search) {
	const { architecture } = search;
	for (const place of placesAsked(search)) {
		const file = await restoreEntry(place, cacheFacts(search));
		if (file === void 0 || !serves(search, file.version)) continue;
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
function distributionFrom(text) {
	const field = (name) => new RegExp(`^${name}="?([^"\\n]*)"?$`, "m").exec(text)?.[1];
	return [field("ID"), field("VERSION_ID") ?? field("VERSION_CODENAME")].filter((part) => part !== void 0).join("-") || "unknown";
}

const MOST_LINKS = 4;
async function takeFile(engine, wish) {
	let path = wish.path;
	for (let links = 0; links <= MOST_LINKS; links++) {
		const seen = await seenAt(engine, {
			...wish,
			path
		});
		if (seen.kind === "absent" && links > 0) return odd(`a link to ${path}, which is not there`);
		if (seen.kind !== "link") return seen;
		path = posix.resolve("/", posix.dirname(path), seen.target);
	}
	return odd(`more than ${MOST_LINKS} links, one to the next`);
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
		const seen = error instanceof Failure ? error.parts.seen : sentence(error);
		throw new Failure({
			what: `Could not take ${path} out of a container`,
			seen
		}, { cause: error });
	} finally {
		entries.destroy();
	}
}

function once(work) {
	let result;
	return () => {
		result ??= work();
		return result;
	};
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

function sourceOrder(inputs, facts) {
	switch (inputs.source) {
		case "auto": return [...caches(inputs, facts), ...faultyLast(withImage(newestFirst(facts), facts), facts)];
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
	const { ref, version = asked ?? "unknown" } = image;
	if (asked !== void 0 && !isVersion(version, asked)) return order;
	const planned = {
		kind: "image",
		reason: `QEMU ${version} of ${ref}, ${ref.includes("@") ? "pinned by its digest" : "named by a tag"}; fetched whole`
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
function faultyLast(order, { offer, asked, releaseKnown }) {
	if (offer.kind !== "offered" || asked !== void 0) return order;
	const fault = versionFault(offer.version);
	if (fault === void 0) return order;
	const reason = `${offer.name} ${offer.version}, where nothing else serves: ${fault}`;
	const others = order.filter(({ kind }) => kind !== "package");
	const verified = others.filter(({ kind }) => kind !== "release" || releaseKnown);
	const rest = others.filter((source) => !verified.includes(source));
	return [
		...verified,
		{
			kind: "package",
			reason
		},
		...rest
	];
}

async function handlersOf$1(architecture, folder) {
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
	const found = await handlersOf$1(request.architecture, handlers);
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
		if (!await exists(path)) continue;
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
	return new MissingEmulator({
		what: `there is no emulator qemu-${target} on this machine`,
		seen: `none of ${[...new Set(paths)].join(", ")}`,
		cause: handler && `the file that its handler ${handler.name} names is not here, though the handler may still work`,
		fix: handler ? `register: off   # proves and uses ${handler.name} as it is` : "emulator: auto",
		anchor: "emulator-host"
	});
}
async function exists(path) {
	return await stat(path).then(() => true, () => false);
}

var HttpStatus = class extends Error {
	status;
	wait;
	constructor(message) {
		super(`HTTP status ${message.statusCode} ${message.statusMessage ?? ""}`.trim());
		this.status = message.statusCode ?? 0;
		this.wait = retryAfter(message.headers["retry-after"], message.headers.date);
	}
};
const HOPS = 5;
const STILL = 1e4;
const UNANSWERED = 12e3;
async function get(address, signal) {
	const { HttpClient } = await import("./lib2.js");
	const client = new HttpClient("anyarch", [], {
		allowRedirects: false,
		socketTimeout: UNANSWERED
	});
	let url = new URL(address);
	for (let hops = 0; hops <= HOPS; hops++) {
		const { message } = await orAborted(client.get(url.href), signal);
		const { statusCode: status = 0, headers } = message;
		if (status === 200) return message;
		message.destroy();
		if (status < 300 || status >= 400 || headers.location === void 0) throw new HttpStatus(message);
		url = redirected(url, headers.location);
	}
	throw new Error(`redirected more than ${HOPS} times, last to ${url.href}`);
}
function redirected(from, location) {
	if (!URL.canParse(location, from.href)) throw new Error(`redirected to no address: ${location}`);
	const url = new URL(location, from);
	const weaker = from.protocol === "https:" && url.protocol !== "https:";
	if (!/^https?:$/.test(url.protocol) || weaker) throw new Error(`redirected to ${url.href}`);
	return url;
}

function mayPass(error) {
	if (error instanceof HttpStatus) return [408, 429].includes(error.status) || error.status >= 500;
	return /ECONN|EPIPE|ETIMEDOUT|EAI_AGAIN|aborted|hang up|premature close/i.test(wordsOf(error));
}
function downloadFailure(address, error, tries) {
	const seen = wordsOf(error);
	return new Failure({
		what: `could not download ${address}`,
		seen: tries > 1 ? `${seen}; it was tried ${tries} times` : seen,
		cause: causeOf(error, seen),
		fix: "emulator: package",
		anchor: "emulator-download"
	}, { cause: error });
}
function wordsOf(error) {
	if (!(error instanceof Error)) return String(error);
	const code = codeOf(error);
	const all = [error.message, code].filter((word) => word !== "");
	return error.message.includes(code) ? error.message || code : all.join(", ");
}
const CAUSES = [
	[/status 404\b/, "nothing is published at this address; see emulator-version"],
	[/status 40[13]\b/, "the server does not give it without a login"],
	[/status (408|429|5\d\d)\b/, "the server is overloaded or down"],
	[/redirected/, "the server, or a proxy before it, sends to other addresses without end or safety"],
	[/EXPIRED|expired/, "the server's certificate is out of date, or this machine's clock is wrong"],
	[/ALTNAME|does not match certificate/i, "the server's certificate is for another host"],
	[/self.signed|UNABLE_TO_VERIFY|UNABLE_TO_GET_ISSUER/i, "this machine does not know who signed the server's certificate; NODE_EXTRA_CA_CERTS names a file of your own authority"],
	[/bytes? (?:in|for)|no byte|not finished|timeout/i, "the server, or the way to it, is too slow"]
];
function causeOf(error, seen) {
	const cause = CAUSES.find(([pattern]) => pattern.test(seen))?.[1];
	if (!(error instanceof HttpStatus) || error.wait === void 0) return cause;
	return `${cause}; it asks to wait ${Math.ceil(error.wait / 1e3)} s`;
}

var Incomplete = class extends Error {};
const SECONDS = 180;
const WAITS = [1e3, 2e3];
const LONGEST_WAIT = 3e4;
const MOST$2 = 67108864;
const LEAST = 5e4;
async function download(options) {
	const limit = deadline(SECONDS * 1e3, options.signal);
	await tried(options, limit.signal).finally(limit.end);
}
async function tried(options, signal) {
	for (let tries = 1;; tries++) try {
		await fetchTo(options.address, options.to, signal);
		return await options.check(options.to);
	} catch (error) {
		await rm(options.to, { force: true });
		options.signal.throwIfAborted();
		if (error instanceof Failure) throw error;
		const asked = error instanceof HttpStatus ? error.wait ?? 0 : 0;
		const usual = (error instanceof Incomplete || mayPass(error)) && !signal.aborted && asked <= LONGEST_WAIT ? WAITS[tries - 1] : void 0;
		if (usual === void 0) throw downloadFailure(options.address, signal.aborted ? signal.reason : error, tries);
		await setTimeout$1(Math.max(usual, asked), void 0, { signal }).catch(() => void 0);
	}
}
async function fetchTo(address, to, signal) {
	if (address.startsWith("file:")) return await copyFile(fileURLToPath(address), to);
	const message = await get(address, signal);
	const announced = Number(message.headers["content-length"] ?? 0);
	if (announced > MOST$2) {
		message.destroy();
		throw tooLong(`${announced} bytes are announced`);
	}
	await pipeline(message, bounded$1, createWriteStream(to), { signal });
}
async function* bounded$1(source) {
	const started = performance.now();
	const chunks = source[Symbol.asyncIterator]();
	let size = 0;
	for (;;) {
		const next = await within(chunks.next());
		if (next.done === true) return;
		size += next.value.length;
		if (size > MOST$2) throw tooLong("it went on");
		if (performance.now() - started > 1e4 && size < LEAST) throw new Error(`only ${size} bytes in ${STILL / 1e3} s`);
		yield next.value;
	}
}
async function within(work) {
	let timer;
	const still = new Promise((_, reject) => {
		const error = /* @__PURE__ */ new Error(`no byte for ${STILL / 1e3} s`);
		timer = setTimeout(() => reject(error), STILL);
	});
	return await Promise.race([work, still]).finally(() => clearTimeout(timer));
}
const tooLong = (what) => /* @__PURE__ */ new Error(`more than ${MOST$2 / 1024 / 1024} MiB, which no emulator has: ${what}`);

const MOST$1 = 536870912;
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
function bounded(address, most = MOST$1) {
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

const MOST = 1e4;
const TOLD = 10;
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
	let [found, entries] = [false, 0];
	for await (const entry of tar) {
		const { name, type, size } = entry.header;
		entries += 1;
		if (entries > MOST) throw tooMany(wish);
		if (names.length < TOLD) names.push(name);
		if (!found && isEmulator(name, wish.target)) {
			refuseOdd(wish, type ?? "thing of no known type", size ?? 0);
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
function refuseOdd({ address, target }, type, size) {
	if (type === "file" && size <= 268435456) return;
	throw new Failure({
		what: `the tarball of ${address} cannot be used`,
		seen: type === "file" ? `an emulator of ${size} bytes` : `qemu-${target} in it is a ${type}`,
		expected: "a plain file",
		anchor: "emulator-unfit"
	});
}
function tooMany({ address }) {
	const what = `the tarball of ${address} cannot be used`;
	return new Failure({
		what,
		seen: `more than ${MOST} files in it`,
		anchor: "emulator-unfit"
	});
}
function missing({ address, target }, names) {
	return new Failure({
		what: `the tarball of ${address} has no emulator for ${target}`,
		seen: names.join(", ") || "an empty archive",
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
function unpackingOf(address) {
	if (/\.(?:tar\.gz|tgz)$/.test(address)) return " tar -xzO |";
	if (address.endsWith(".gz")) return " gzip -dc |";
	return address.endsWith(".zst") ? " zstd -dc |" : "";
}
function unknownHash(target, address) {
	return new MissingEmulator({
		what: `the release's emulator qemu-${target} cannot be verified; it was not downloaded`,
		seen: `${address}: no sha256 of its emulator is known`,
		expected: "emulator-sha256 of the emulator file itself (not of the tarball)",
		fix: `emulator-sha256: ${target}=<what this prints: curl -fL '${address}' |${unpackingOf(address)} sha256sum>`,
		anchor: "emulator-sha256"
	});
}

function withRoom(error) {
	if (!saysFull(sentence(error))) return error;
	const advice = {
		cause: "the disk of the runner's temporary folder is full",
		fix: "df -h \"$RUNNER_TEMP\"   # an emulator takes 20 MB",
		anchor: "disk-full"
	};
	return new Failure({
		...error.parts,
		...advice
	}, { cause: error });
}
function allFailed(search, tried, offer) {
	const [only, ...more] = tried;
	if (only !== void 0 && more.length === 0 && offer.kind !== "absent") return only.error;
	const lines = [...offer.kind === "absent" ? [`package: ${offer.why}`] : [], ...tried.map(({ source, error }) => `${source}: ${sentence(error)}`)];
	return new (isMissing(tried) ? MissingEmulator : Failure)({
		what: `no emulator qemu-${search.architecture.target} could be obtained`,
		seen: lines.join("\n"),
		fix: tried.find(({ error }) => error.parts.fix !== void 0)?.error.parts.fix,
		anchor: "emulator-none"
	}, { cause: tried[0]?.error });
}
function isMissing(tried) {
	const lacking = tried.filter(({ error }) => error instanceof MissingEmulator);
	return lacking.length === tried.length || lacking.some(({ source }) => source === "package");
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
				error: withRoom(error)
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

async function aptOffer(facts) {
	const record = await debianArchitecture() === debianName(facts.host) ? await candidate([]) : void 0;
	return record === void 0 ? await freshOffer(facts) : {
		record,
		options: []
	};
}
async function freshOffer(facts) {
	const options = privateOptions(facts.folder, debianName(facts.host));
	makeFolder(join(facts.folder, "lists", "partial"));
	makeFolder(join(facts.folder, "cache", "archives", "partial"));
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
	throw new MissingEmulator({
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
	throw new MissingEmulator({
		what: `this machine's ${manager.name} offers no package ${name}`,
		fix: "emulator: release",
		anchor: "emulator-package"
	});
}
function damaged(origin, cause) {
	return new Failure({
		what: `what the ${origin} holds cannot be unpacked`,
		seen: cause.message,
		fix: "emulator: release",
		anchor: "emulator-package"
	}, { cause });
}
async function fetched(manager, { host, folder }, { name, version }, { architecture, sha256 }) {
	const { target } = architecture;
	const own = join(folder, target);
	makeFolder(own);
	await manager.fetch(name, own);
	const [from, path] = [archiveIn(own), join(own, `qemu-${target}`)];
	const origin = `package ${name} ${version}`;
	await unpackEmulator({
		from,
		to: path,
		target,
		address: origin
	}).catch((error) => {
		throw error instanceof Incomplete ? damaged(origin, error) : error;
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
	makeFolder(folder);
	const file = (await readdir(facts.folder)).find((name) => name.endsWith(".deb"));
	const members = targets.map((target) => memberFor(used.record.name, target));
	const script = "export LC_ALL=C; ulimit -f 524288; dpkg-deb --fsys-tarfile \"$1\" | { shift; tar -x --occurrence=1 --no-same-owner -f - \"$@\"; }";
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
		makeFolder(folder);
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
	return new (stderr.split("\n").filter((line) => !/Not found in archive|^tar: Exiting|^$/.test(line)).length === 0 ? MissingEmulator : Failure)({
		what: `the ${origin} gave no emulator qemu-${target}`,
		seen: `it is not in it; unpacking said: ${stderr.trim() || "nothing"}`,
		fix: "emulator: release",
		anchor: "emulator-package"
	});
}

async function obtainEmulators(request) {
	const { emulators, missing } = await tryObtain(request);
	const [only, ...more] = missing.map(({ error }) => error);
	if (only === void 0) return emulators;
	if (more.length === 0) throw only;
	throw new Failures("these emulators could not be obtained", [only, ...more]);
}
async function tryObtain(request) {
	const host = hostOf(request);
	const distribution = distributionFrom(await readFile("/etc/os-release", "utf8").catch(() => ""));
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
	const missing = [];
	const emulators = [];
	for (const [index, search] of searches.entries()) try {
		const emulator = found[index] ?? await fromOrigins(search, sessions);
		log.info(lineOf$1(emulator));
		emulators.push(emulator);
	} catch (error) {
		if (!(error instanceof Failure)) throw error;
		missing.push({
			architecture: search.architecture,
			error
		});
	}
	return {
		emulators,
		missing
	};
}
async function fromCaches(search) {
	const kinds = sourceOrder(search.request.inputs, sourceFacts(search, { kind: "unasked" })).map(({ kind }) => kind);
	const kept = kinds.includes("tool cache") ? await fromToolCache(search) : void 0;
	if (kept !== void 0 || !kinds.includes("actions cache")) return kept;
	return await fromActionsCache(search);
}
function lineOf$1(emulator) {
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

function lackingFailure(obtained, executions, { source, path }) {
	const { missing } = obtained;
	const names = executions.filter(({ architecture }) => missing.some((one) => one.architecture === architecture)).map(({ platform }) => platformName(platform)).join(", ");
	const lacks = missing.every(({ error }) => error instanceof MissingEmulator);
	const [first] = missing;
	return new Failure({
		what: `${lacks ? "There is no emulator" : "No emulator could be obtained"} for ${names}; nothing was registered`,
		seen: executions.map((execution) => lineOf(execution, obtained)).join("\n"),
		expected: `an emulator for each platform, from \`emulator: ${path ?? source}\``,
		command: first?.error.parts.command,
		cause: first?.error.parts.cause,
		fix: first?.error.parts.fix,
		anchor: first?.error.parts.anchor ?? "emulator-none"
	}, { cause: first?.error.cause });
}
function lineOf({ platform, kind, architecture }, { emulators, missing }) {
	const name = platformName(platform);
	if (kind === "native") return `${name}: native`;
	const had = emulators.find((one) => one.architecture === architecture);
	if (had !== void 0) return `${name}: ok, QEMU ${had.version} from ${had.origin}`;
	const error = missing.find((one) => one.architecture === architecture)?.error;
	const near = error instanceof MissingEmulator && error.parts.anchor !== "emulator-sha256" ? nearestName(name, missing) : void 0;
	const hint = near === void 0 ? "" : `; nearest name: ${near}`;
	return `${name}: missing, ${error === void 0 ? "not asked for" : flat(error)}${hint}`;
}
function nearestName(name, missing) {
	const bare = architectures.filter((row) => !missing.some(({ architecture }) => architecture === row)).flatMap(({ target, platforms }) => platforms.length > 0 ? platforms : [`linux/${target}`]).map((other) => other.replace("linux/", ""));
	const found = nearest(name.replace("linux/", ""), bare);
	return found === void 0 ? void 0 : `linux/${found}`;
}
function flat({ message, parts }) {
	return [message, ...parts.seen?.split("\n") ?? []].join("; ");
}

async function obtained(job, inputs, { ground, cpus }, record) {
	const emulated = ground.executions.filter(({ kind }) => kind === "emulated");
	const request = emulatorRequest(job, inputs.emulator, ground.node.platform, emulated);
	const emulators = await withCpus(await all(request, ground), cpus, record);
	reportEmulators(emulators, emulated, record);
	for (const emulator of emulators) {
		const mute = muteness(emulator);
		if (mute !== void 0) log.info(mute);
	}
	return emulators;
}
async function all(request, { executions }) {
	if (executions.length === 1) return await obtainEmulators(request);
	const found = await tryObtain(request);
	if (found.missing.length > 0) throw lackingFailure(found, executions, request.inputs);
	return found.emulators;
}
function emulatorRequest(job, inputs, host, emulated) {
	const { temp, signal, trusted } = job;
	return {
		architectures: [...new Set(emulated.map(({ architecture }) => architecture))],
		host,
		inputs,
		temp,
		signal,
		trusted,
		images: hasEngine(job) ? {
			engine: job.engine,
			jobId: job.id,
			onPull: (pulled) => job.ledger.note({ pulled })
		} : void 0
	};
}
function reportEmulators(emulators, emulated, record) {
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
}

async function registerHere(job, request) {
	const { emulators } = request;
	refuseNative(request.host, emulators);
	const handlers = await handlersOf(job, request);
	const orders = ordersFor(handlers);
	let result = await runOnHost("register", { orders });
	const mounted = lacksInstance(result.report);
	for (let left = 3; left > 0 && lacksInstance(result.report); left--) {
		const loss = lossFailure(result.report);
		if (loss !== void 0) throw loss;
		await mountHere(job.id, request.onMount);
		result = await runOnHost("register", { orders });
	}
	const { entries, mounter, bootId, userNamespace, registered } = result.report;
	await Promise.all(emulators.filter(({ cpu }) => cpu === void 0).map(assertUnchanged));
	if (result.exitCode !== 0 || registered.length !== handlers.length) throw refused(result);
	const node = {
		bootId,
		userNamespace
	};
	const { elsewhere } = request;
	return {
		handlers,
		rights: "least",
		mounted,
		mounter,
		before: entries,
		node,
		elsewhere
	};
}
async function handlersOf(job, { emulators, setuid }) {
	const handlers = [];
	for (const file of emulators) {
		const interpreter = await emulatorPath(file, job.temp);
		handlers.push(...handlersFor(file.architecture, {
			jobId: job.id,
			interpreter,
			setuid
		}));
	}
	return handlers;
}
async function mountHere(jobId, onMount) {
	onMount();
	const { exitCode, stderr } = await runOnHost("mount", { names: [jobId] });
	if (exitCode === 0) return;
	const command = {
		line: `mount -t binfmt_misc binfmt_misc ${MISC}`,
		exitCode,
		stderr
	};
	if (lacksModule(stderr)) throw noModuleFailure("this host", command);
	throw new Failure({
		what: "binfmt_misc is not mounted on this host, and could not be",
		command,
		cause: "this is a container without the right to mount",
		fix: "runs-on: ubuntu-24.04   # and no `container:`",
		anchor: "binfmt-not-mounted"
	});
}
function refused({ report, stderr }) {
	const said = Object.entries(report.refused).map(([name, error]) => `${name}: ${error}`);
	return new Failure({
		what: "The kernel of this host did not take the binfmt handlers",
		seen: [...said, stderr.trim()].filter((text) => text !== "").join("; ") || "nothing was said",
		expected: "every handler registered",
		cause: said.some((text) => text.endsWith("Permission denied")) ? "the emulator lies on a file system that is mounted noexec" : void 0,
		fix: "register: container",
		anchor: "registration-refused"
	});
}

async function foundLines({ before, handlers }, emulators, here) {
	const lines = handlers.flatMap(({ name, architecture, rule }) => {
		const version = emulators.find((emulator) => emulator.architecture === architecture)?.version;
		return sameMagic(before, rule.magic).filter((found) => found.name !== name).map(async (found) => `${await told$1(found, here)}, using QEMU ${version} for this job`);
	});
	return await Promise.all(lines);
}
async function told$1(found, here) {
	const { name, interpreter, enabled } = found;
	const version = here ? await versionOf(interpreter) : void 0;
	return `found ${version === void 0 ? name : `${name} ${version}`} (${interpreter}${enabled ? "" : ", disabled"})`;
}
function keptNotice(jobId) {
	return `The handlers stay on the engine's node after the job (keep: true). To remove them: ${removeCommand([`${jobId}-*`])}`;
}

async function registered(job, inputs, request, record) {
	const registration = await attempted(job, inputs, request);
	await adoptMount(job, registration);
	await request.waiting;
	const here = job.ledger.current().handlers !== "there";
	job.pending.push(foundLines(registration, request.emulators, here).then((lines) => lines.forEach(log.info)));
	const names = registration.handlers.map(({ name }) => name);
	record.add({
		registered: names,
		kept: inputs.keep ? names : []
	});
	if (inputs.keep) {
		job.ledger.note({ superseded: keptBefore(registration) });
		record.notice(keptNotice(job.id));
	}
	job.pending.push(sweepHandlers(job, registration));
	return registration;
}
async function attempted(job, { setuid }, { way, emulators, host, waiting }) {
	const onMount = () => job.ledger.note({ mounted: true });
	const common = {
		emulators,
		host,
		setuid,
		onMount
	};
	if (!hasEngine(job) || waiting === void 0 || way.kind !== "container") {
		job.ledger.note({ handlers: "host" });
		const elsewhere = way.kind === "host" && way.elsewhere;
		return await registerHere(job, {
			...common,
			elsewhere
		});
	}
	job.ledger.note({ handlers: "there" });
	const registration = await register(job, {
		...common,
		way,
		waiting
	});
	if (await runsHere(registration.node)) job.ledger.note({ handlers: "here" });
	return registration;
}

async function emulate(job, inputs, ground, record) {
	const emulated = ground.executions.filter(({ kind }) => kind === "emulated");
	const cpus = cpusFor(emulated, inputs, record);
	const { way } = ground;
	if (way === void 0) return;
	const names = emulated.map(({ platform }) => platformName(platform)).join(", ");
	if (way.kind === "off" || way.kind === "image") {
		const handlers = way.kind === "image" ? await byImage(job, inputs, ground, record) : void 0;
		return await record.phase(`Prove ${names}`, () => proveOnly(job, emulated, handlers ?? whatever(emulated), record));
	}
	const ready = way.kind === "container" ? prepareRegistration(job, way) : void 0;
	prepareCommands().catch(() => void 0);
	if (ready !== void 0) job.pending.push(ready.catch(() => void 0));
	try {
		const emulators = await record.phase(`Obtain QEMU for ${names}`, () => obtained(job, inputs, {
			ground,
			cpus
		}, record));
		await record.phase(`Register and prove ${names}`, async () => {
			const request = {
				way,
				emulators,
				host: ground.node.platform,
				waiting: ready
			};
			const registration = await registered(job, inputs.registration, request, record);
			report(await prove(job, provable(registration, emulators)), emulated, record);
		});
	} finally {
		await ready?.catch(() => void 0);
	}
}
async function byImage(job, { emulator: { image } }, { node: { platform }, executions }, record) {
	if (image === void 0) return void 0;
	const emulated = executions.filter(({ kind }) => kind === "emulated");
	const request = {
		image,
		platform,
		wanted: [...new Set(emulated.map(({ architecture }) => architecture))],
		lenient: false
	};
	return await record.phase("Register by an image", () => registerByImage(job, request, record));
}
function whatever(emulated) {
	return emulated.map(({ architecture }) => foreign$1(architecture));
}
async function proveOnly(job, emulated, handlers, record) {
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

const lookAsRoot = async (pid, dataRoot) => {
	const process = join("/proc", pid);
	try {
		const links = [process, "/proc/self"].map((one) => readlink(join(one, "ns/user")));
		const [theirs, ours] = await Promise.all(links);
		const id = await readFile(join(process, "root", dataRoot, "engine-id"), "utf8");
		const files = join(process, "fd");
		const open = (await readdir(files)).map((name) => readlink(join(files, name)).catch(() => ""));
		return {
			sameUsers: theirs === ours,
			engineId: id.trim(),
			open: await Promise.all(open)
		};
	} catch {
		return;
	}
};
const SCRIPT = `
cd "/proc/$1" && readlink ns/user && readlink /proc/self/ns/user && cat "root$2/engine-id" && echo &&
for file in fd/*; do readlink "$file"; done`;
const lookBySudo = async (pid, dataRoot) => {
	const args = [
		"-n",
		"sh",
		"-c",
		SCRIPT,
		"sh",
		pid,
		dataRoot
	];
	const { stdout } = await execute("sudo", environment(), args);
	const [theirs, ours, engineId, ...open] = stdout.split("\n").filter((line) => line !== "");
	if (theirs === void 0 || engineId === void 0) return void 0;
	return {
		sameUsers: theirs === ours,
		engineId: engineId.trim(),
		open
	};
};

const LISTENS = "00010000";
async function isDaemonHere(endpoint, node, become) {
	if (!endpoint.startsWith("unix://") || node.id === "" || node.dataRoot === "") return false;
	try {
		const socket = listeningAt(await realpath(endpoint.slice(7)), await readFile("/proc/net/unix", "utf8"));
		if (socket === void 0) return false;
		const look = become === "root" ? lookAsRoot : lookBySudo;
		return (await Promise.all((await daemons()).map((pid) => look(pid, node.dataRoot)))).some((one) => one?.sameUsers === true && one.engineId === node.id && one.open.includes(socket));
	} catch {
		return false;
	}
}
function listeningAt(path, table) {
	for (const line of table.split("\n")) {
		const [, flags, inode, at] = /^\S+ \S+ \S+ (\S+) \S+ \S+ +(\d+) (.*)$/.exec(line) ?? [];
		if (flags === LISTENS && at !== void 0 && sameSocket(at, path)) return `socket:[${inode}]`;
	}
}
function sameSocket(left, right) {
	const plain = (path) => path.replace(/^\/var\/run\//, "/run/");
	return plain(left) === plain(right);
}
async function daemons() {
	const pids = (await readdir("/proc")).filter((name) => /^\d+$/.test(name));
	return (await Promise.all(pids.map(async (pid) => {
		return await readFile(join("/proc", pid, "comm"), "utf8").catch(() => "") === "dockerd\n" ? [pid] : [];
	}))).flat();
}

async function observeHere(job, node) {
	const become = howToBecomeRoot();
	const wanted = become === "root" ? constants.W_OK : constants.F_OK;
	const daemonHere = async () => become !== void 0 && node !== void 0 && hasEngine(job) && await isDaemonHere(job.engine.endpoint, node, become);
	const [writable, daemon] = await Promise.all([access(join(MISC, "register"), wanted).then(() => true, () => false), daemonHere()]);
	return {
		become,
		writable,
		daemon
	};
}
function howToBecomeRoot() {
	if (isRoot()) return "root";
	return environment().RUNNER_ENVIRONMENT === "github-hosted" ? "sudo" : void 0;
}

const OLDEST = [4, 8];
const OLDEST_ROOTLESS = [6, 7];
function kernelFailure(release) {
	if (!isBefore(release, OLDEST)) return void 0;
	return new Failure({
		what: "The kernel of the engine's node is too old to run foreign programs in containers",
		seen: release,
		expected: `Linux ${OLDEST.join(".")} or newer, which knows the flag F of binfmt_misc`,
		cause: "without that flag a handler's emulator is looked for inside each container",
		fix: "runs-on: ubuntu-24.04",
		anchor: "kernel-too-old"
	});
}
function rootlessFailure(release) {
	if (!isBefore(release, OLDEST_ROOTLESS)) return void 0;
	return new Failure({
		what: "A rootless engine on this kernel can register no emulators, only use those of the whole machine",
		seen: release,
		expected: `Linux ${OLDEST_ROOTLESS.join(".")} or newer, where a user namespace has handlers of its own`,
		fix: "register: host   # with passwordless sudo; or `register: off`, where the machine has emulators",
		anchor: "rootless"
	});
}
const RUNSC = /(^|\.)runsc/;
function sandboxFailure(release, runtime = "") {
	if (RUNSC.test(runtime)) return runtimeFailure(runtime);
	return isGvisor(release) ? gvisorFailure(release) : void 0;
}
function isGvisor(release) {
	return release === "4.4.0" || release.endsWith("-gvisor");
}
function runtimeFailure(runtime) {
	return new Failure({
		what: "The engine runs containers in gVisor, whose kernel starts no programs of other processors",
		seen: runtime,
		expected: "runc or its like, which use the machine's kernel",
		fix: "\"default-runtime\": \"runc\"   # in /etc/docker/daemon.json",
		anchor: "registration-refused"
	});
}
function gvisorFailure(release) {
	return new Failure({
		what: "The kernel here is gVisor's, which starts no programs of other processors",
		seen: release,
		expected: "Linux itself",
		cause: "this job, or the engine it uses, runs in a sandbox of gVisor (runsc, GKE Sandbox)",
		fix: "runs-on: ubuntu-24.04   # or machines without that sandbox",
		anchor: "binfmt-missing"
	});
}
function isBefore(release, [oldestMajor, oldestMinor]) {
	const [, major, minor] = /^(\d+)\.(\d+)/.exec(release) ?? [];
	if (major === void 0 || minor === void 0) return false;
	return (Number(major) - oldestMajor || Number(minor) - oldestMinor) < 0;
}

const OWN_KERNEL = /^(runc|crun|youki|nvidia-container-runtime|io\.containerd\.runc\.)/;
function wayFor(asked, facts) {
	const { kernel, node, here } = facts;
	const intoOwn = node?.rootless === true && asked !== "host" && asked !== "off";
	const sandboxed = asked === "off" ? void 0 : sandboxFailure(kernel, node?.runtime);
	const failure = kernelFailure(kernel) ?? (intoOwn ? rootlessFailure(kernel) : void 0);
	if ((sandboxed ?? failure) !== void 0) throw sandboxed ?? failure;
	switch (asked) {
		case "off": return {
			kind: "off",
			reason: "Nothing is registered, as asked; what is there is proven."
		};
		case "image": return {
			kind: "image",
			reason: "Handlers are registered by an image, privileged, as asked."
		};
		case "host": return hostWay("as asked", !here.daemon);
		case "container": return containerWay("least", "least", node, "as asked");
		case "privileged": return containerWay("privileged", "privileged", node, "as asked");
		case "auto": {
			if (node === void 0) return hostWay("as no container engine answers", true);
			const obstacle = hostObstacle(node, here);
			if (obstacle !== void 0) return containerWay("least", "privileged", node, obstacle);
			return hostWay(`as ${here.become === "sudo" ? "root by sudo" : "root"} of the machine and user namespace the engine runs in`, false);
		}
	}
}
function hostObstacle(node, here) {
	if (node.rootless) return "as the engine is rootless";
	if (node.usernsRemap) return "as the engine remaps users";
	if (here.become === void 0) return "as this process is not root";
	if (!here.writable) return "as binfmt_misc cannot be written from here";
	if (!OWN_KERNEL.test(node.runtime)) return `as ${node.runtime || "an unknown program"} starts the engine's containers`;
	return here.daemon ? void 0 : "as the engine is not seen to run on this machine";
}
function hostWay(why, elsewhere) {
	return {
		kind: "host",
		elsewhere,
		reason: `Handlers are registered on this host itself, ${why}.`
	};
}
function containerWay(rights, most, node, why) {
	const what = rights === "least" ? "a container without rights" : "a privileged container";
	const elsewhere = node?.usernsRemap === true;
	return {
		kind: "container",
		rights,
		most,
		elsewhere,
		reason: `Handlers are registered by ${what}${elsewhere ? " outside of the remapped users" : ""}, ${why}.`
	};
}

async function chosenWay(job, { register }, { kernel, node }) {
	const way = wayFor(register, {
		kernel,
		node,
		here: await observeHere(job, node)
	});
	log.info(way.reason);
	return way;
}

const PATIENCE = 2e3;
const CUT = ["ECONNRESET", "EPIPE"];
async function orEngineStopped(engine, error, signal) {
	const { state, now } = await pinged(engine, signal);
	const lost = wasLost(error);
	if (signal.aborted || state !== "gone" && !lost) return error;
	const { what, seen, command } = error instanceof Failure ? error.parts : bare(error);
	return new Failure({
		what: `The container engine stopped in the middle${lost ? "" : `. ${what}`}`,
		seen,
		command,
		cause: `It was restarted, it crashed, or its machine had no memory left; ${now}.`,
		fix: "sudo journalctl --unit docker --since -1hour | tail -50   # on its machine: why",
		anchor: "engine-stopped"
	});
}
const bare = (error) => ({
	what: sentence(error),
	seen: sentence(error)
});
async function pinged(engine, signal) {
	const limit = deadline(PATIENCE, signal);
	try {
		await engine.request("GET", "/_ping", { signal: limit.signal });
		return {
			state: "there",
			now: "it answers again"
		};
	} catch (error) {
		if (limit.signal.aborted) return {
			state: "late",
			now: "it has not answered since"
		};
		return {
			state: "gone",
			now: `it does not answer (${error instanceof Failure ? error.parts.seen ?? error.message : sentence(error)})`
		};
	} finally {
		limit.end();
	}
}
function wasLost(error) {
	if (error instanceof Failure) return error.parts.anchor === "engine-unreachable";
	return CUT.includes(codeOf(error));
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
			await Promise.all([endChildren(GRACE), Promise.race([ended, setTimeout$1(GRACE)])]);
		}
		throw error;
	}
}
async function carryOut(job, work) {
	try {
		await tidy(job, await orStopped(work, job.signal));
	} catch (error) {
		const why = job.signal.aborted ? error : await whyFailed(job, error);
		const reason = job.signal.aborted ? job.signal.reason : why;
		await takeBack(job);
		throw reason;
	} finally {
		job.engine?.close();
	}
}
async function whyFailed(job, error) {
	return hasEngine(job) ? await orEngineStopped(job.engine, error, job.signal) : error;
}
async function takeBack(job) {
	await endChildren(GRACE);
	told(job, { keep: false });
	const signal = AbortSignal.timeout(job.signal.aborted ? CANCELLED : FAILED);
	if (await undo({
		...job,
		signal,
		last: false
	})) told(job, { undone: true });
}
function told({ ledger }, change) {
	try {
		ledger.note(change);
	} catch {}
}
async function tidy(job, refs) {
	const before = await Promise.allSettled(job.pending);
	const then = await Promise.allSettled([...hasEngine(job) ? refs.map((ref) => removeImage(job.engine, ref)) : [], rm(job.temp, {
		recursive: true,
		force: true
	})]);
	for (const end of [...before, ...then]) if (end.status === "rejected") log.warning(`${sentence(end.reason)}; the post step tries again`);
}

export { foreign$1 as S, testEnvironment as _, registered as a, observeNode as b, lackingFailure as c, registerByImage as d, authHeader as f, withCpus as g, provable as h, report as i, tryObtain as l, cpusFor as m, chosenWay as n, emulatorRequest as o, pushImage as p, emulate as r, reportEmulators as s, carryOut as t, MissingEmulator as u, prepareRegistration as v, machineFrom as x, tryProve as y };