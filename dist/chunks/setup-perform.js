import "./rolldown-runtime.js";
import { B as environment, F as observeNode, G as findEngine, L as openHostJob, P as machineFrom, W as connectEngine, p as importRegistrar, r as hasEngine } from "./undo.js";
import { a as emulatorRequest, c as registerAll, d as tryProve, l as tryObtain, n as executionOf, o as report, r as kernelFailure, s as reportEmulators, t as carryOut, u as MissingEmulator } from "./take-back.js";
import { a as samePlatform, i as platformName, o as Failure, r as log, s as Failures } from "./log.js";
import { d as architectures } from "./lines.js";
import { n as parsePlatform } from "./parse.js";
import { machine, platform, release } from "node:os";

function foreignOf({ executions }) {
	const own = executions[0]?.architecture;
	return executions.filter(({ kind, architecture }) => kind === "emulated" || architecture !== own);
}
async function lookAround(job, inputs) {
	const { own, kernel, text } = hasEngine(job) ? await ofEngine(job) : ofHost(inputs);
	log.info(`${text}, ${platformName(own)}, Linux ${kernel}`);
	const others = (inputs.platforms === "all" ? everyPlatform() : inputs.platforms).filter((platform) => !samePlatform(platform, own));
	const executions = executionOf(own, [own, ...others]);
	const failure = kernelFailure(kernel);
	if (failure !== void 0 && executions.some(({ kind }) => kind === "emulated")) throw failure;
	return {
		own,
		uname: executions[0]?.architecture.uname ?? "",
		executions
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
	const { platform, kernel, product, version } = await observeNode(engine, signal);
	return {
		own: platform,
		kernel,
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
		text
	};
}

async function obtainWanted(job, inputs, ground) {
	const emulated = ground.executions.filter(({ kind }) => kind === "emulated");
	const obtained = await tryObtain(emulatorRequest(job, inputs.emulator, ground.own, emulated));
	const { emulators, missing } = obtained;
	if (missing.length === 0) return emulators;
	if (inputs.platforms !== "all") throw missingFailure(obtained, inputs, ground);
	const broken = missing.filter(({ error }) => !(error instanceof MissingEmulator));
	if (broken.length > 0) {
		const errors = broken.map(({ error }) => error);
		throw new Failures("Not every emulator could be obtained; nothing was registered.", errors);
	}
	if (emulators.length === 0) throw missingFailure(obtained, inputs, ground);
	const targets = missing.map(({ architecture }) => architecture.target).join(", ");
	log.info(`not in any source that was searched, and left out: ${targets}`);
	return emulators;
}
function missingFailure({ emulators, missing }, { emulator }, { executions }) {
	const lines = executions.map(({ platform, kind, architecture }) => {
		const error = missing.find((one) => one.architecture === architecture)?.error;
		const had = emulators.find((one) => one.architecture === architecture);
		const state = kind === "native" ? "native" : `ok, QEMU ${had?.version} from ${had?.origin}`;
		return `${platformName(platform)}: ${error === void 0 ? state : `missing, ${flat(error)}`}`;
	});
	const lost = executions.filter(({ architecture }) => missing.some((one) => one.architecture === architecture));
	const [first] = missing;
	return new Failure({
		what: `There is no emulator for ${lost.map(({ platform }) => platformName(platform)).join(", ")}; nothing was registered`,
		seen: lines.join("\n"),
		expected: `an emulator for each platform, from \`emulator: ${emulator.path ?? emulator.source}\``,
		fix: first?.error.parts.fix,
		anchor: first?.error.parts.anchor ?? "emulator-none"
	});
}
function flat({ message, parts }) {
	return [message, ...parts.seen?.split("\n") ?? []].join("; ");
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
function requestOf({ executions, uname, registration }) {
	const architectures = [...new Set(executions.map(({ architecture }) => architecture))];
	const natives = executions.filter(({ kind }) => kind === "native");
	return {
		handlers: architectures.map((architecture) => {
			const handler = registration?.handlers.find((one) => one.architecture === architecture);
			const isNative = natives.some((one) => one.architecture === architecture);
			return {
				name: handler?.name,
				architecture,
				uname: isNative ? uname : void 0
			};
		}),
		rights: registration?.rights ?? "least",
		node: registration?.node
	};
}
function leaveOut(executions, proven, record) {
	const names = executions.filter(({ architecture }) => !proven.some((one) => one.architecture === architecture)).map(({ platform }) => platformName(platform));
	const platforms = record.outcome().platforms.filter(({ platform }) => !names.includes(platformName(platform)));
	record.add({ platforms });
}

async function emulateSetup(job, inputs, ground, record) {
	const foreign = foreignOf(ground);
	const imported = foreign.length === 0 ? void 0 : imports(job);
	const emulators = await obtained(job, inputs, ground, record);
	if (foreign.length === 0) return;
	await record.phase(`Register and prove ${named(foreign)}`, async () => {
		await imported;
		const registration = emulators.length === 0 ? void 0 : await registerAll(job, inputs.registration, emulators, record);
		const runs = ({ platform }) => record.outcome().platforms.some((row) => samePlatform(row.platform, platform));
		await proveRunning(job, {
			executions: foreign.filter(runs),
			uname: ground.uname,
			registration,
			lenient: inputs.platforms === "all"
		}, record);
	});
}
function imports(job) {
	if (!hasEngine(job)) return void 0;
	job.ledger.note({ images: true });
	const imported = importRegistrar(job);
	imported.catch(() => void 0);
	return imported;
}
async function obtained(job, inputs, ground, record) {
	const { executions } = ground;
	const emulated = executions.filter(({ kind }) => kind === "emulated");
	if (emulated.length === 0 || inputs.registration.register === "off") {
		record.add({ platforms: executions.map(rowOf) });
		return [];
	}
	return await record.phase(`Obtain QEMU for ${named(emulated)}`, async () => {
		const emulators = await obtainWanted(job, inputs, ground);
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
	return register === "container" || register === "privileged" ? await connectEngine(environment(), signal) : await findEngine(environment(), signal);
}
async function phases(job, inputs, record) {
	const ground = await record.phase("Look at the machine", () => lookAround(job, inputs));
	await emulateSetup(job, inputs, ground, record);
}

export { performSetup };