import { _ as connectEngine, v as findEngine } from "./program.js";
import { l as hasEngine, r as sweepEngine, rt as openHostJob } from "./undo.js";
import { A as log, U as environment, X as Failure, Z as Failures, ct as platformName, ft as architectures, n as executionOf, st as parsePlatform, ut as samePlatform } from "./start.js";
import { S as foreign, a as registered, b as observeNode, c as lackingFailure, d as registerByImage, g as withCpus, h as provable, i as report, l as tryObtain, m as cpusFor, n as chosenWay, o as emulatorRequest, s as reportEmulators, t as carryOut, u as MissingEmulator, v as prepareRegistration, x as machineFrom, y as tryProve } from "./take-back.js";
const { machine: machine, platform: platform, release: release } = process.getBuiltinModule("node:os");

function foreignOf({ executions }) {
	const own = executions[0]?.architecture;
	return executions.filter(({ kind, architecture }) => kind === "emulated" || architecture !== own);
}
async function lookAround(job, inputs) {
	const { own, kernel, node, text } = hasEngine(job) ? await ofEngine(job) : ofHost(inputs);
	log.info(`${text}, ${platformName(own)}, Linux ${kernel}`);
	const others = (inputs.platforms === "all" ? everyPlatform() : inputs.platforms).filter((platform) => !samePlatform(platform, own));
	const executions = executionOf(own, [own, ...others]);
	const way = executions.some(({ kind }) => kind === "emulated") ? await chosenWay(job, inputs.registration, {
		kernel,
		node
	}) : void 0;
	return {
		own,
		uname: executions[0]?.architecture.uname ?? "",
		executions,
		way
	};
}
function everyPlatform() {
	const bare = architectures.filter(({ platforms }) => platforms.length === 0);
	return [...architectures.flatMap(({ platforms }) => parsePlatform(platforms.at(-1) ?? "") ?? []), ...bare.map(({ target }) => ({
		os: "linux",
		architecture: target
	}))];
}
async function ofEngine({ engine, signal }) {
	const node = await observeNode(engine, signal);
	const { platform: own, kernel, product, version } = node;
	return {
		own,
		kernel,
		node,
		text: `${product} ${version}`
	};
}
function ofHost({ registration }) {
	if (platform() !== "linux") throw new Failure({
		what: "Only Linux runs programs of other processors by QEMU's user emulators",
		seen: platform(),
		expected: "linux, or a container engine that answers",
		fix: "runs-on: ubuntu-latest",
		anchor: "registration-host"
	});
	const text = registration.register === "host" ? "this host, as asked" : "this host, as no container engine answers";
	return {
		own: {
			os: "linux",
			...machineFrom(machine())
		},
		kernel: release(),
		node: void 0,
		text
	};
}

async function obtainWanted(job, inputs, ground) {
	const emulated = ground.executions.filter(({ kind }) => kind === "emulated");
	const obtained = await tryObtain(emulatorRequest(job, inputs.emulator, ground.own, emulated));
	const { emulators, missing } = obtained;
	if (missing.length === 0) return emulators;
	if (inputs.platforms !== "all") throw lackingFailure(obtained, ground.executions, inputs.emulator);
	const broken = missing.filter(({ error }) => !(error instanceof MissingEmulator));
	if (broken.length > 0) {
		const errors = broken.map(({ error }) => error);
		throw new Failures("Not every emulator could be obtained; nothing was registered.", errors);
	}
	if (emulators.length === 0) throw lackingFailure(obtained, ground.executions, inputs.emulator);
	const targets = missing.map(({ architecture }) => architecture.target).join(", ");
	log.info(`not in any source that was searched, and left out: ${targets}`);
	return emulators;
}

async function proveRunning(job, proof, record) {
	const proofs = await tryProve(job, requestOf(proof));
	const failures = proofs.filter((one) => one instanceof Failure);
	if (failures.length > 0 && !proof.lenient) throw new Failures("Not every platform that was asked for runs here.", failures);
	for (const { message, parts } of failures) log.info(`left out: ${message}: ${parts.seen ?? ""}`);
	const proven = proofs.flatMap((one) => one instanceof Failure ? [] : [one]);
	leaveOut(proof.executions, proven, record);
	report(proven, proof.executions, record);
}
function requestOf({ executions, uname, registered }) {
	const ours = registered?.handlers ?? [];
	const others = executions.filter(({ architecture }) => !ours.some((one) => one.architecture === architecture));
	const unnamed = new Map(others.map(({ architecture, kind }) => {
		const own = kind === "native" ? { uname } : {};
		return [architecture, {
			...foreign(architecture),
			...own
		}];
	}));
	const handlers = [...ours, ...unnamed.values()];
	const { rights = "least", node, elsewhere } = registered ?? {};
	return {
		handlers,
		rights,
		node,
		elsewhere
	};
}
function leaveOut(executions, proven, record) {
	const names = executions.filter(({ architecture }) => !proven.some((one) => one.architecture === architecture)).map(({ platform }) => platformName(platform));
	const platforms = record.outcome().platforms.filter(({ platform }) => !names.includes(platformName(platform)));
	record.add({ platforms });
}

async function emulateSetup(job, inputs, ground, record) {
	const foreign = foreignOf(ground);
	const waiting = foreign.length === 0 ? void 0 : prepared(job, ground);
	if (waiting !== void 0) job.pending.push(waiting.catch(() => void 0));
	const emulators = await obtained(job, inputs, ground, record).finally(() => waiting?.catch(() => void 0));
	if (foreign.length === 0) return;
	await record.phase(`Register and prove ${named(foreign)}`, async () => {
		await waiting;
		const { way, own: host } = ground;
		const lenient = inputs.platforms === "all";
		const registration = emulators.length === 0 || way === void 0 ? void 0 : await registered(job, inputs.registration, {
			way,
			emulators,
			host,
			waiting
		}, record);
		const request = registration === void 0 ? await byImage(job, inputs, ground, record) : provable(registration, emulators);
		const runs = ({ platform }) => record.outcome().platforms.some((row) => samePlatform(row.platform, platform));
		const { uname } = ground;
		const executions = foreign.filter(runs);
		await proveRunning(job, {
			executions,
			uname,
			registered: request,
			lenient
		}, record);
	});
}
async function byImage(job, { emulator: { image }, platforms }, { way, own: platform, executions }, record) {
	if (!hasEngine(job) || way?.kind !== "image" || image === void 0) return void 0;
	const emulated = executions.filter(({ kind }) => kind === "emulated");
	const request = {
		image,
		platform,
		wanted: [...new Set(emulated.map(({ architecture }) => architecture))],
		lenient: platforms === "all"
	};
	const handlers = await registerByImage(job, request, record);
	const had = [...new Set(handlers.map(({ architecture }) => architecture))];
	const running = executions.filter(({ kind, architecture }) => kind === "native" || had.includes(architecture));
	record.add({ platforms: running.map(rowOf) });
	return {
		handlers,
		rights: "least",
		node: void 0
	};
}
function prepared(job, { way }) {
	if (!hasEngine(job) || way?.kind !== "container") return void 0;
	return prepareRegistration(job, way);
}
async function obtained(job, inputs, ground, record) {
	const { executions } = ground;
	const emulated = executions.filter(({ kind }) => kind === "emulated");
	const cpus = cpusFor(emulated, inputs, record);
	if (emulated.length === 0 || ground.way?.kind === "off" || ground.way?.kind === "image") {
		record.add({ platforms: executions.map(rowOf) });
		return [];
	}
	return await record.phase(`Obtain QEMU for ${named(emulated)}`, async () => {
		const emulators = await withCpus(await obtainWanted(job, inputs, ground), cpus, record);
		const had = emulators.map(({ architecture }) => architecture);
		const running = executions.filter(({ kind, architecture }) => kind === "native" || had.includes(architecture));
		record.add({ platforms: running.map(rowOf) });
		reportEmulators(emulators, running, record);
		return emulators;
	});
}
function named(executions) {
	if (executions.length > 6) return `${executions.length} platforms`;
	return executions.map(({ platform }) => platformName(platform)).join(", ");
}
function rowOf({ platform, kind }) {
	return {
		platform,
		native: kind === "native",
		proofs: []
	};
}

async function performSetup({ inputs, record, signal }) {
	const engine = await engineFor(inputs, signal);
	const job = await openHostJob(engine, inputs.registration.keep, signal);
	await carryOut(job, phases(job, inputs, record));
}
async function engineFor({ registration: { register } }, signal) {
	if (register === "host") return void 0;
	return [
		"container",
		"privileged",
		"image"
	].includes(register) ? await connectEngine(environment(), signal) : await findEngine(environment(), signal);
}
async function phases(job, inputs, record) {
	const ground = await record.phase("Look at the machine", () => lookAround(job, inputs));
	if (hasEngine(job)) job.pending.push(sweepEngine(job));
	await emulateSetup(job, inputs, ground, record);
	return [];
}

export { performSetup };