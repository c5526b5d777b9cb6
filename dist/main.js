import "./chunks/rolldown-runtime.js";
import { c as nearest, l as Failure, u as Failures } from "./chunks/output.js";
import { a as attributesOf, i as secretWarning, n as pushes, o as fieldsOf, s as goBoolean, t as outputsFrom } from "./chunks/outputs.js";
import { a as rawInputs, c as visible, o as gitContext, r as gitHubFacts, s as excerpt } from "./chunks/exit-code.js";
import { a as InputReader, c as platformsFrom, d as secretId, f as shownSecretId, i as registrationFrom, l as emulatorFrom, o as inputNames, p as quotedExample, r as unknownNames, t as runStep, u as csvFor } from "./chunks/step.js";
import { readdir, stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";

const examples = {
	provenance: "mode=max",
	sbom: "generator=image"
};
function attestationFrom(reader, name) {
	const text = reader.text(name);
	if (text === void 0) return void 0;
	const value = goBoolean(text);
	if (value !== void 0) return String(value);
	const fields = fieldsOf(text, reader.csv)?.filter((field) => goBoolean(field.trim()) === void 0);
	const attributes = fields === void 0 ? void 0 : attributesOf(fields);
	const mode = attributes?.mode;
	if (attributes !== void 0 && (mode === void 0 || mode === "min" || mode === "max")) return text;
	const near = nearest(text, [
		"true",
		"false",
		"mode=min",
		"mode=max"
	]);
	reader.fault({
		what: `The input \`${name}\` has a value it cannot have.`,
		seen: visible(text),
		expected: `true, false, or attributes such as ${examples[name]}${near === void 0 ? "" : ` (did you mean ${near}?)`}`,
		anchor: "wrong-value"
	});
}

function looksCut(item, before) {
	return /^[.+-]/.test(item) || before !== void 0 && /^\d[\d.]*$/.test(item);
}
function cutCause(name, before) {
	return `the item before, ${before}, was probably cut by a line break in the value given to \`${name}\``;
}

const argumentRule = {
	alone: /^[A-Za-z_][\w.-]*$/,
	key: /^[^\s"'{}[\]]+$/,
	expected: "NAME=value, or the NAME of an environment variable"
};
const labelRule = {
	alone: /^[A-Za-z_][\w./-]*$/,
	key: /^[^"{}[\]\r\n]+$/,
	expected: "key=value"
};
const pairRule = {
	key: /^[^"{}\r\n]+$/,
	expected: "key=value"
};
function pairsFrom(reader, name, rule) {
	const items = reader.list(name);
	let whole;
	for (const [index, item] of items.entries()) {
		const [key = ""] = item.split("=", 1);
		if ((item.includes("=") ? rule.key.test(key) : rule.alone?.test(item) === true) && !looksCut(item, whole)) {
			whole = item;
			continue;
		}
		reader.fault({
			what: `Item ${index + 1} of the input \`${name}\` is not a key with a value.`,
			seen: excerpt(item),
			expected: rule.expected,
			...causeOf(name, item, whole),
			fix: quotedExample(name),
			anchor: "quotes-in-lists"
		});
	}
	return items;
}
function causeOf(name, item, whole) {
	if (item.startsWith("\"")) return { cause: "a quote inside a quoted item must be doubled" };
	if (whole === void 0) return {};
	return { cause: cutCause(name, excerpt(whole)) };
}

function secretsFrom(reader) {
	const values = reader.list("secrets", { keepSpace: true });
	const envs = reader.list("secret-envs", { commas: true });
	const files = reader.list("secret-files");
	return [
		...read(reader, "secrets", values).map(([id, value]) => ({
			kind: "value",
			id,
			value
		})),
		...read(reader, "secret-envs", envs).map(([id, env]) => ({
			kind: "env",
			id,
			env
		})),
		...read(reader, "secret-files", files).map(([id, path]) => ({
			kind: "file",
			id,
			path
		}))
	];
}
function read(reader, name, items) {
	const pairs = [];
	let before;
	for (const [index, item] of items.entries()) {
		const id = secretId(item);
		if (id !== void 0) {
			pairs.push([id, item.slice(item.indexOf("=") + 1)]);
			before = shownSecretId(item);
		} else if (isEmptySecret(item)) reader.notices.push(`${name}: item ${index + 1} has no value and is left out of the build.`);
		else reader.fault(notASecret(name, index + 1, before));
	}
	return pairs;
}
function isEmptySecret(item) {
	return /^\s*[A-Za-z_][\w.-]{0,38}=\s*$/.test(item);
}
function notASecret(name, number, before) {
	const what = `Item ${number} of the input \`${name}\` is not a secret with its id.`;
	if (name !== "secrets") return {
		what,
		expected: name === "secret-envs" ? "id=VARIABLE" : "id=path",
		anchor: "secrets"
	};
	return {
		what,
		...before === void 0 ? {} : { seen: `${before}=***, then an item without an id` },
		expected: "id=value, the id of letters, digits, `_`, `.` and `-`",
		cause: `${before === void 0 ? "a secret" : `the secret ${before}`} was probably cut by a line break`,
		fix: quotedExample(name),
		anchor: "quotes-in-lists"
	};
}

function buildFrom(reader, github) {
	const fallback = github === void 0 ? "." : gitContext(github);
	const context = withDefault(reader.text("context") ?? "", fallback) || fallback;
	const own = github !== void 0 && context.startsWith(fallback);
	return {
		...listsFrom(reader),
		...textsFrom(reader),
		buildContexts: pairsFrom(reader, "build-contexts", pairRule).map((each) => withDefault(each, fallback)),
		context,
		githubToken: own ? reader.text("github-token") : void 0,
		noCache: reader.boolean("no-cache"),
		provenance: attestationFrom(reader, "provenance"),
		pull: reader.boolean("pull"),
		sbom: attestationFrom(reader, "sbom"),
		secrets: secretsFrom(reader)
	};
}
function listsFrom(reader) {
	return {
		addHosts: reader.list("add-hosts", { commas: true }),
		allow: reader.list("allow", { commas: true }),
		annotations: pairsFrom(reader, "annotations", pairRule),
		attests: reader.list("attests", { attributes: true }),
		buildArgs: argumentsFrom(reader),
		cacheFrom: reader.list("cache-from", { attributes: true }),
		cacheTo: reader.list("cache-to", { attributes: true }),
		labels: pairsFrom(reader, "labels", labelRule),
		noCacheFilters: reader.list("no-cache-filters", { commas: true }),
		ssh: reader.list("ssh", { commas: true }),
		ulimit: reader.list("ulimit")
	};
}
function argumentsFrom(reader) {
	const items = pairsFrom(reader, "build-args", argumentRule);
	const warning = secretWarning(items);
	if (warning !== void 0) reader.warnings.push(warning);
	return items;
}
function textsFrom(reader) {
	return {
		call: reader.text("call"),
		cgroupParent: reader.text("cgroup-parent"),
		file: reader.text("file"),
		network: reader.text("network"),
		shmSize: reader.text("shm-size"),
		target: reader.text("target")
	};
}
function withDefault(text, context) {
	return text.replace(/\{\{\s*defaultContext\s*\}\}/g, () => context);
}

const LONGEST_TAG = 128;
const LONGEST_NAME = 255;
const part = "[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*";
const path = new RegExp(`^${part}(?:/${part})*$`);
const label = "[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?";
const registry = new RegExp(`^(?:${label}(?:\\.${label})*|\\[[0-9a-fA-F:]+\\])(?::\\d+)?$`);
function tagFaults(name, tags) {
	const faults = [];
	let whole;
	for (const [index, tag] of tags.entries()) {
		const cut = looksCut(tag, whole);
		const fault = cut ? {} : nameFault(tag);
		const before = whole;
		if (!cut) whole = tag;
		if (fault === void 0) continue;
		faults.push({
			what: `Item ${index + 1} of the input \`${name}\` is not the name of an image.`,
			seen: visible(tag),
			expected: "registry/repository:tag, such as ghcr.io/user/app:1.0",
			...fault,
			...cut && before !== void 0 ? { cause: cutCause(name, visible(before)) } : {},
			anchor: "names"
		});
	}
	return faults;
}
function repositoryOf(tag) {
	return tag.replace(/:[^:/]*$/, "");
}
function nameFault(name) {
	const repository = repositoryOf(name);
	const tag = name.slice(repository.length + 1);
	if (tag.length > LONGEST_TAG) return {
		seen: `a tag of ${tag.length} characters: ${visible(tag)}`,
		expected: `at most ${LONGEST_TAG} characters`
	};
	if (repository.length > LONGEST_NAME) return { expected: `at most ${LONGEST_NAME} characters before the tag` };
	const tagIsFine = repository === name || /^\w[\w.-]*$/.test(tag);
	const [host, rest] = splitRegistry(repository);
	const fine = (text) => path.test(text) && (host === void 0 || registry.test(host)) && tagIsFine;
	if (fine(rest)) return void 0;
	if (!fine(rest.toLowerCase())) return {};
	return {
		expected: "small letters in the repository",
		fix: [...host === void 0 ? [] : [host], rest.toLowerCase()].join("/") + name.slice(repository.length)
	};
}
function splitRegistry(repository) {
	const slash = repository.indexOf("/");
	const first = repository.slice(0, slash);
	if (slash === -1 || !(/[.:]/.test(first) || first === "localhost")) return [void 0, repository];
	return [first, repository.slice(slash + 1)];
}

function publishFrom(reader) {
	const tags = reader.list("tags", { commas: true });
	const outputs = outputsFrom(reader);
	const publish = {
		tags,
		outputs,
		push: reader.boolean("push"),
		load: reader.boolean("load")
	};
	for (const fault of tagFaults("tags", tags)) reader.fault(fault);
	for (const fault of tagFaults("outputs", outputs.flatMap(namesOf))) reader.fault(fault);
	const call = reader.text("call");
	if (call === void 0 || call === "build") checkNames(reader, publish);
	return publish;
}
function namesOf({ attributes }) {
	return (attributes.name?.split(",") ?? []).map((name) => name.trim()).filter((name) => name !== "");
}
function checkNames(reader, publish) {
	const { tags, push, load, outputs } = publish;
	const pushed = outputs.filter(({ type }) => type === "image" || type === "registry").filter((output) => push || pushes(output));
	const byDigest = pushed.filter(({ attributes }) => goBoolean(attributes["push-by-digest"]));
	for (const output of byDigest) checkByDigest(reader, output, tags);
	const named = outputs.some((output) => namesOf(output).length > 0);
	if ((push || pushed.length > byDigest.length) && tags.length === 0 && !named) {
		if (byDigest.length === 0) noName(reader, push);
	}
	if (!push && !load && outputs.length === 0) reader.notices.push("Nothing is pushed, loaded or exported: the image is built only into the cache; set `push`, `load` or `outputs` to get it.");
}
function noName(reader, push) {
	reader.fault({
		what: `${push ? "`push: true`" : "An output that pushes"} needs a name to push to, and the input \`tags\` is empty.`,
		expected: "at least one tag, or an output with name=",
		cause: "the step that makes the tags may have given none",
		fix: "tags: ghcr.io/OWNER/NAME:TAG",
		anchor: "push-without-tags"
	});
}
function checkByDigest(reader, output, tags) {
	const [name] = namesOf(output);
	if (name !== void 0 && tags.length === 0) return;
	const line = `type=image,name=${repositoryOf(name ?? tags[0] ?? "ghcr.io/OWNER/NAME")},push-by-digest=true,name-canonical=true,push=true`;
	reader.fault({
		what: tags.length > 0 ? "The inputs `outputs` (push-by-digest=true) and `tags` cannot go together: what is pushed by digest has no tag." : "The input `outputs` pushes by digest without `name=`, and `tags` gives no name either.",
		seen: output.text,
		expected: "name= with the repository in `outputs`, and no `tags`",
		fix: `${tags.length > 0 ? "# without `tags:`\n" : ""}outputs: ${line}`,
		anchor: "push-by-digest"
	});
}

async function inputsFrom(raw, github, look = async () => []) {
	const reader = new InputReader(raw, await csvFor(raw, inputNames));
	const inputs = {
		platforms: platformsFrom(reader),
		build: buildFrom(reader, github),
		publish: publishFrom(reader),
		emulator: emulatorFrom(reader),
		registration: registrationFrom(reader),
		builder: {
			builder: reader.text("builder"),
			buildkitImage: reader.text("buildkit-image") ?? ""
		},
		checks: checksFrom(reader),
		run: runFrom(reader)
	};
	const { warnings } = reader;
	const notices = [...reader.notices, ...unknownNames(raw, inputNames)];
	const failures = [...reader.failures, ...await look(inputs)];
	if (failures.length === 0) return {
		inputs,
		notices,
		warnings
	};
	const count = failures.length === 1 ? "One input is" : `${failures.length} inputs or items are`;
	throw new Failures(`${count} wrong; nothing was built or changed.`, failures);
}
function checksFrom(reader) {
	const network = reader.choice("test-network", [
		"none",
		"bridge",
		"host",
		"default"
	]);
	const checkAllow = reader.list("check-allow");
	for (const [index, path] of checkAllow.entries()) {
		if (path.startsWith("/")) continue;
		reader.fault({
			what: `Item ${index + 1} of the input \`check-allow\` is not an absolute path in the image.`,
			seen: excerpt(path),
			expected: "a path that starts with /",
			fix: `check-allow: /${path}`,
			anchor: "wrong-value"
		});
	}
	return {
		test: reader.text("test")?.replaceAll("\r\n", "\n"),
		testNetwork: network === "default" ? "bridge" : network,
		check: reader.choice("check", [
			"programs",
			"strict",
			"off"
		]),
		checkAllow
	};
}
function runFrom(reader) {
	const text = reader.text("timeout") ?? "";
	if (!/^\d+(\.\d+)?$/.test(text)) reader.fault({
		what: "The input `timeout` is not a number of minutes.",
		seen: visible(text),
		expected: "a number, 0 or more; 0 is never",
		anchor: "wrong-value"
	});
	return {
		dryRun: reader.boolean("dry-run"),
		timeout: Number(text)
	};
}

const MOST_NAMES = 8;
async function inputFaultsOnDisk(inputs) {
	const found = (await Promise.all(namedIn(inputs).map(faultOf))).filter((fault) => fault !== void 0);
	const noContext = found.some(({ parts }) => parts.what.includes("`context`"));
	return inputs.build.file === void 0 && noContext ? found.filter(({ parts }) => !parts.what.includes("Dockerfile")) : found;
}
function isRemote(context) {
	return context === "-" || /^(https?:|git:|ssh:|git@|github\.com\/|[\w-]+:\/\/)/.test(context);
}
function namedIn({ build, emulator }) {
	const { context, file, buildContexts, secrets } = build;
	const named = [];
	if (!isRemote(context)) {
		named.push({
			what: "The folder of the input `context`",
			path: context,
			kind: "folder"
		});
		const what = file === void 0 ? "The Dockerfile" : "The Dockerfile of the input `file`";
		const path = file ?? join(context, "Dockerfile");
		if (!isRemote(path)) named.push({
			what,
			path,
			kind: "file"
		});
	}
	for (const each of buildContexts) {
		const path = each.slice(each.indexOf("=") + 1);
		const what = `The folder ${each.split("=", 1)[0]} of the input \`build-contexts\``;
		if (!/^(target|docker-image|oci-layout):/.test(path) && !isRemote(path)) named.push({
			what,
			path,
			kind: "folder"
		});
	}
	for (const each of secrets) {
		const what = `The file of the secret ${each.id} in the input \`secret-files\``;
		if (each.kind === "file") named.push({
			what,
			path: each.path,
			kind: "file"
		});
	}
	const { path } = emulator;
	if (path !== void 0) named.push({
		what: "The emulator of the input `emulator`",
		path,
		kind: "file or folder"
	});
	return named;
}
async function faultOf({ what, path, kind }) {
	const found = await kindOf(path);
	if (found !== void 0 && found !== "other" && kind.includes(found)) return void 0;
	if (found !== void 0) return new Failure({
		what: `${what} is no ${kind}.`,
		seen: visible(path),
		anchor: "missing-path"
	});
	const folder = dirname(path);
	const names = await namesIn(folder);
	if (basename(path) === "Dockerfile" && names.includes("dockerfile")) return void 0;
	const near = nearest(basename(path), names);
	return new Failure({
		what: `${what} does not exist.`,
		seen: visible(path),
		expected: near === void 0 ? listing(folder, names) : `did you mean ${join(folder, near)}?`,
		cause: "a checkout step may be missing before this one, or the path starts elsewhere",
		anchor: "missing-path"
	});
}
function listing(folder, names) {
	if (names.length === 0) return `${visible(folder)} is empty or missing too`;
	const shown = names.slice(0, MOST_NAMES).map(visible).join(", ");
	return `${visible(folder)} holds ${shown}${names.length > MOST_NAMES ? ", …" : ""}`;
}
async function kindOf(path) {
	try {
		const found = await stat(path);
		return found.isDirectory() ? "folder" : found.isFile() ? "file" : "other";
	} catch {
		return;
	}
}
async function namesIn(folder) {
	try {
		return (await readdir(folder)).sort();
	} catch {
		return [];
	}
}

async function run() {
	await runStep(async (record, signal) => {
		const github = await gitHubFacts();
		const inputs = await readInputs(record, github);
		const { perform } = await import("./chunks/perform.js");
		await perform({
			inputs,
			record,
			github,
			signal
		});
	});
}
async function readInputs(record, github) {
	const { inputs, notices, warnings } = await inputsFrom(rawInputs(), github, inputFaultsOnDisk);
	for (const notice of notices) record.notice(notice);
	for (const warning of warnings) record.warn(warning);
	return inputs;
}

await run();
process.exit();

export {  };