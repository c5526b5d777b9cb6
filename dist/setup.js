import "./chunks/rolldown-runtime.js";
import { o as platformName, u as Failures } from "./chunks/output.js";
import { d as architectures, u as architectureFor } from "./chunks/lines.js";
import { n as parsePlatform, r as parseTarget, t as nearestPlatform } from "./chunks/parse.js";
import { a as InputReader, i as registrationFrom, l as emulatorFrom, n as outputsOf, r as unknownNames, s as platformWords, t as runStep, u as csvFor } from "./chunks/step.js";
import { a as rawInputs, c as visible } from "./chunks/exit-code.js";

var setup_defaults_default = {
	image: "",
	platforms: "all",
	reset: "false",
	"cache-image": "true",
	emulator: "auto",
	"emulator-version": "",
	"emulator-url": "",
	"emulator-image": "",
	"emulator-sha256": "",
	"emulator-cpu": "",
	"emulator-cache": "true",
	register: "auto",
	setuid: "false",
	keep: "false"
};

async function setupInputsFrom(raw) {
	const names = Object.keys(setup_defaults_default);
	const reader = new InputReader(raw, await csvFor(raw, names), setup_defaults_default);
	const emulator = withImage(emulatorFrom(reader), reader);
	const cacheImage = reader.boolean("cache-image");
	const inputs = {
		platforms: wantedFrom(reader),
		emulator: {
			...emulator,
			cache: emulator.cache && cacheImage
		},
		registration: registrationFrom(reader)
	};
	const notices = [
		...reader.notices,
		...peerNotices(reader, emulator),
		...unknownNames(raw, names)
	];
	const { failures } = reader;
	if (failures.length === 0) return {
		inputs,
		notices
	};
	const count = failures.length === 1 ? "One input is" : `${failures.length} inputs or items are`;
	throw new Failures(`${count} wrong; nothing was registered or changed.`, failures);
}
function withImage(emulator, reader) {
	const image = reader.text("image");
	const pinned = image !== void 0 && /^\S+@sha256:[0-9a-f]{64}$/.test(image);
	const free = emulator.source === "auto" || emulator.source === "image";
	if (!pinned || !free || emulator.image !== void 0) return emulator;
	return {
		...emulator,
		source: "image",
		image
	};
}
function peerNotices(reader, emulator) {
	const image = reader.text("image");
	const reset = reader.boolean("reset");
	return [...image === void 0 || image === emulator.image ? [] : [`image: ${visible(image)} is not pulled; emulators come from this machine's caches, a package or a release. With a digest (name@sha256:…) it would be.`], ...reset ? ["reset: nothing is uninstalled, as others may use it; this job's own handlers stand in front of those that are there, and go after the job."] : []];
}
function wantedFrom(reader) {
	const words = platformWords(reader);
	if (words.some((word) => word.toLowerCase() === "all")) return "all";
	const found = /* @__PURE__ */ new Map();
	for (const [index, word] of words.entries()) {
		const platform = parsePlatform(word) ?? bareTarget(word);
		if (platform === void 0) unknownWord(reader, word, index + 1);
		else found.set(platformName(platform), platform);
	}
	return [...found.values()];
}
function bareTarget(word) {
	const target = parseTarget(word.replace(/^linux\//i, ""));
	return target === void 0 ? void 0 : {
		os: "linux",
		architecture: target
	};
}
function unknownWord(reader, word, number) {
	const near = nearestPlatform(word);
	const known = architectures.map(({ target, platforms }) => (platforms.at(-1) ?? target).replace("linux/", ""));
	reader.fault({
		what: `Item ${number} of the input \`platforms\` names nothing that QEMU emulates.`,
		seen: visible(word),
		expected: near === void 0 ? `all, or some of ${known.join(", ")}` : `did you mean ${near}?`,
		...near === void 0 ? {} : { fix: `platforms: ${near}` },
		anchor: "platforms"
	});
}

function setupOutputsOf(outcome) {
	const running = outcome.platforms.filter(({ native, proofs }) => native || proofs.length > 0);
	return {
		platforms: [...new Set(running.flatMap(namesOf))].join(","),
		emulators: outputsOf(outcome).emulators
	};
}
function namesOf({ platform, native }) {
	return [platformName(platform), ...[...native ? [] : architectureFor(platform)?.platforms ?? []].reverse()];
}

async function runSetup() {
	await runStep(async (record, signal) => {
		const { inputs, notices } = await setupInputsFrom(rawInputs());
		for (const notice of notices) record.notice(notice);
		record.add({ emulationOnly: true });
		const { performSetup } = await import("./chunks/setup-perform.js");
		await performSetup({
			inputs,
			record,
			signal
		});
	}, setupOutputsOf);
}

await runSetup();
process.exit();

export {  };