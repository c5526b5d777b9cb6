import { a as log, c as nearest, d as assertNever, i as inGroup, l as Failure, o as platformName, r as harmless, s as samePlatform, t as setOutput, u as Failures } from "./output.js";
import { c as visible$1, s as excerpt, t as exitCodeText } from "./exit-code.js";
import { c as durationText, l as sizeText, o as successLines, s as countText } from "./lines.js";
import { n as parsePlatform, r as parseTarget, t as nearestPlatform } from "./parse.js";
import { n as error, o as info } from "./core.js";
import { appendFile } from "node:fs/promises";
import { inspect } from "node:util";

function quotedExample(name) {
	return `${name}: |\n  "KEY=first line\n  a ""quoted"" word in the second"`;
}

function secretId(item) {
	const [, id] = /^\s*([A-Za-z_][\w.-]{0,127})=(?!=?\s*$)/.exec(item) ?? [];
	return id;
}
function shownSecretId(item) {
	return /^[^=]*==?[^\S\n]*(?:\r|\n)/.test(item) ? void 0 : secretId(item);
}

async function csvParser() {
	const { CsvError, parse } = await import("./sync.js");
	return (text) => {
		try {
			return parse(text, {
				columns: false,
				relaxQuotes: true,
				relaxColumnCount: true,
				skipEmptyLines: true,
				raw: true
			}).map(recordFrom);
		} catch (error) {
			if (!(error instanceof CsvError) || error.code !== "CSV_QUOTE_NOT_CLOSED") throw error;
			return {
				number: Number(error.records) + 1,
				source: String(error.raw)
			};
		}
	};
}
function plainRecords(text) {
	const end = /\r\n|\n|\r/.exec(text)?.[0] ?? "\n";
	return text.split(end).filter((line) => line !== "").map((source) => ({
		source,
		fields: source.split(",")
	}));
}
function recordFrom(row) {
	if (typeof row === "object" && row !== null && "raw" in row && "record" in row) {
		const { raw, record } = row;
		if (typeof raw === "string" && Array.isArray(record)) return {
			source: raw.replace(/^[\r\n]+|[\r\n]+$/g, ""),
			fields: record.map(String)
		};
	}
	throw new TypeError("the CSV parser gave a record without its text");
}
async function csvFor(raw, names) {
	if (names.some((name) => raw[name]?.includes("\""))) return await csvParser();
	return () => {
		throw new TypeError("a quote came up in inputs without quotes");
	};
}

function byPlatform(reader, name, items, keys = "platform") {
	const found = {};
	for (const [index, item] of items.entries()) {
		const [, key = "", value = ""] = /^\s*([^=]*?)\s*=\s*(.*)$/s.exec(item) ?? [];
		const canonical = keyOf(key, keys);
		if (canonical === void 0 || value === "" || (found[canonical] ?? value) !== value) reader.fault({
			what: `Item ${index + 1} of the input \`${name}\` names no ${keys} with a value.`,
			seen: excerpt(item),
			expected: expectation(key, canonical, keys),
			anchor: "by-platform"
		});
		else found[canonical] = value;
	}
	return found;
}
function keyOf(key, keys) {
	if (keys === "target") return parseTarget(key);
	const platform = parsePlatform(key);
	return platform === void 0 ? void 0 : platformName(platform);
}
function expectation(key, canonical, keys) {
	if (canonical !== void 0) return `one value for ${canonical}`;
	const near = key === "" ? void 0 : nearestPlatform(key);
	return `${keys === "target" ? "aarch64=…" : "linux/arm64=…"}, one a line${near === void 0 ? "" : ` (did you mean ${near}?)`}`;
}

const placeholders = [
	"{host}",
	"{target}",
	"{version}"
];
function addressFault(template) {
	for (const [found] of template.matchAll(/\{[^}]*\}?/g)) {
		if (placeholders.some((each) => each === found)) continue;
		const near = nearest(found, placeholders);
		const guess = near === void 0 ? "" : ` (did you mean ${near}?)`;
		return `only the placeholders ${placeholders.join(", ")}${guess}`;
	}
	const filled = template.replace(/\{(\w+)\}/g, "$1");
	const allowed = "https:, http: to this machine (127.0.0.1, localhost, [::1]), or file:///path";
	if (!URL.canParse(filled) || /\s/.test(template)) return allowed;
	const address = new URL(filled);
	switch (address.protocol) {
		case "https:": return;
		case "http:": return isLoopback(address.hostname) ? void 0 : allowed;
		case "file:": return address.hostname === "" ? void 0 : allowed;
		default: return allowed;
	}
}
function isLoopback(host) {
	return host === "localhost" || host === "[::1]" || /^127\.\d+\.\d+\.\d+$/.test(host);
}

const sources = [
	"auto",
	"release",
	"image",
	"package",
	"host"
];
const imageForm = /^[\w.:/[\]-]+@sha256:[0-9a-f]{64}(\s+\/\S+)?$/;
function emulatorFrom(reader) {
	return {
		...sourceFrom(reader),
		version: versionFrom(reader),
		url: urlFrom(reader),
		image: imageFrom(reader),
		sha256: sha256From(reader),
		cpu: byPlatform(reader, "emulator-cpu", reader.list("emulator-cpu")),
		cache: reader.boolean("emulator-cache")
	};
}
function sourceFrom(reader) {
	const text = reader.text("emulator") ?? "";
	if (text.startsWith("/")) return {
		source: "path",
		path: text
	};
	if (!text.includes("/")) return {
		source: reader.choice("emulator", sources),
		path: void 0
	};
	reader.fault({
		what: "The input `emulator` is a path that is not absolute.",
		seen: visible$1(text),
		expected: `${sources.join(", ")}, or an absolute path`,
		fix: `emulator: \${{ github.workspace }}/${text.replace(/^\.\//, "")}`,
		anchor: "wrong-value"
	});
	return {
		source: "auto",
		path: void 0
	};
}
function versionFrom(reader) {
	const items = reader.list("emulator-version", { commas: true });
	const [first] = items;
	if (first === void 0) return void 0;
	const alone = items.length === 1 && !first.includes("=");
	const versions = alone ? { "*": first } : byPlatform(reader, "emulator-version", items);
	for (const version of Object.values(versions)) {
		if (/^v?\d[\w.+~:-]*$/.test(version)) continue;
		reader.fault({
			what: "The input `emulator-version` holds no version.",
			seen: excerpt(version),
			expected: "a version such as 7.2.0, or platform=version lines",
			anchor: "wrong-value"
		});
	}
	return alone ? first : versions;
}
function urlFrom(reader) {
	const url = reader.text("emulator-url");
	const expected = url === void 0 ? void 0 : addressFault(url);
	if (url === void 0 || expected === void 0) return url;
	reader.fault({
		what: "The input `emulator-url` is not an address an emulator is taken from.",
		seen: visible$1(url),
		expected,
		anchor: "emulator-url"
	});
}
function imageFrom(reader) {
	const image = reader.text("emulator-image");
	if (image === void 0 || imageForm.test(image)) return image;
	reader.fault({
		what: "The input `emulator-image` does not pin an image.",
		seen: visible$1(image),
		expected: "name:tag@sha256:<64 digits>, and after a space, if need be, the path in the image",
		fix: pinning(image),
		anchor: "emulator-image"
	});
}
function pinning(image) {
	const [name = "", ...path] = image.split(/\s+/);
	if (!/^[\w.:/[\]-]+$/.test(name)) return void 0;
	return `emulator-image: ${[`${name}@<what this prints: ${`docker buildx imagetools inspect ${name} --format '{{.Manifest.Digest}}'`}>`, ...path].join(" ")}`;
}
function sha256From(reader) {
	const items = reader.list("emulator-sha256", { commas: true });
	const [first] = items;
	const written = first !== void 0 && items.length === 1 && !first.includes("=") ? { "*": first } : byPlatform(reader, "emulator-sha256", items, "target");
	const sums = Object.entries(written).map(([target, hex]) => {
		const sum = hex.toLowerCase().replace(/^sha256:/, "");
		if (!/^[0-9a-f]{64}$/.test(sum)) notASum(reader, target, sum);
		return [target, sum];
	});
	return Object.fromEntries(sums);
}
function notASum(reader, target, sum) {
	reader.fault({
		what: `The input \`emulator-sha256\` holds no SHA-256${target === "*" ? "" : ` for ${target}`}.`,
		seen: `${excerpt(sum)} (${sum.length} characters)`,
		expected: "64 hexadecimal digits, as sha256sum prints for the emulator file itself",
		fix: "sha256sum /path/of/qemu-aarch64-static",
		anchor: "emulator-sha256"
	});
}

function platformsFrom(reader) {
	const words = platformWords(reader);
	if (words.length === 1 && words[0] === "local") return [];
	const found = /* @__PURE__ */ new Map();
	for (const [index, word] of words.entries()) {
		const platform = parsePlatform(word);
		if (platform === void 0) {
			unknownPlatform(reader, word, index + 1);
			continue;
		}
		const name = platformName(platform);
		const entry = found.get(name) ?? {
			platform,
			words: []
		};
		entry.words.push(word);
		found.set(name, entry);
	}
	for (const [name, entry] of found) if (entry.words.length > 1) reader.notices.push(twice(name, entry.words));
	return [...found.values()].map(({ platform }) => platform);
}
function twice(name, words) {
	return `platforms: ${words.join(" and ")} are one platform; ${name} is built once.`;
}
function platformWords(reader) {
	const text = reader.text("platforms") ?? "";
	if (text.startsWith("[")) {
		const array = jsonWords(text);
		if (array !== void 0) return array;
		reader.fault({
			what: "The input `platforms` starts like a JSON array and is none of strings.",
			seen: visible$1(text),
			expected: "[\"linux/amd64\",\"linux/arm64\"]",
			anchor: "platforms"
		});
		return [];
	}
	return text.split(/[\s,]+/).map((word) => word.replace(/^(["'])(.*)\1$/, "$2").trim()).filter((word) => word !== "");
}
function jsonWords(text) {
	try {
		const value = JSON.parse(text);
		if (!Array.isArray(value) || !value.every((each) => typeof each === "string")) return void 0;
		return value.map((each) => each.trim()).filter((each) => each !== "");
	} catch {
		return;
	}
}
function unknownPlatform(reader, word, number) {
	const near = nearestPlatform(word);
	const target = parseTarget(word);
	const otherSystem = /^(windows|darwin|macos|freebsd|netbsd|openbsd|wasi|wasip1|js)\b/i.test(word);
	reader.fault({
		what: `Item ${number} of the input \`platforms\` is not a platform images can be built for.`,
		seen: visible$1(word),
		expected: otherSystem ? "a Linux platform; QEMU runs programs of Linux only" : near === void 0 ? "a Linux platform, such as linux/arm64" : `did you mean ${near}?`,
		...target === void 0 ? {} : { cause: `QEMU emulates ${target}, Docker has no such platform` },
		...near === void 0 ? {} : { fix: `platforms: ${near}` },
		anchor: "platforms"
	});
}

var defaults_default = {
	"add-hosts": "",
	allow: "",
	annotations: "",
	attests: "",
	"build-args": "",
	"build-contexts": "",
	builder: "",
	"cache-from": "",
	"cache-to": "",
	call: "",
	"cgroup-parent": "",
	context: "",
	file: "",
	labels: "",
	load: "false",
	network: "",
	"no-cache": "false",
	"no-cache-filters": "",
	outputs: "",
	platforms: "",
	provenance: "",
	pull: "false",
	push: "false",
	sbom: "",
	secrets: "",
	"secret-envs": "",
	"secret-files": "",
	"shm-size": "",
	ssh: "",
	tags: "",
	target: "",
	ulimit: "",
	"github-token": "",
	emulator: "auto",
	"emulator-version": "",
	"emulator-url": "",
	"emulator-image": "",
	"emulator-sha256": "",
	"emulator-cpu": "",
	"emulator-cache": "true",
	register: "auto",
	setuid: "false",
	keep: "false",
	"buildkit-image": "moby/buildkit:v0.31.2@sha256:2f5adac4ecd194d9f8c10b7b5d7bceb5186853db1b26e5abd3a657af0b7e26ec",
	test: "",
	"test-network": "none",
	check: "programs",
	"check-allow": "",
	"dry-run": "false",
	timeout: "0"
};

function listFrom(text, options, csv) {
	const records = options.literalQuotes || !text.includes("\"") ? plainRecords(text) : csv(text);
	if ("source" in records) return {
		items: [],
		faults: [{
			...records,
			kind: "open quote"
		}],
		trimmed: []
	};
	const items = [];
	const faults = [];
	const trimmed = [];
	for (const record of records) {
		const kept = itemsOf(record, options).filter((item) => item.trim() !== "");
		const [first = ""] = kept;
		const number = items.length + 1;
		if (kept.length > 0) {
			const kind = options.commas ? void 0 : lossOf(record, options);
			if (kind !== void 0) faults.push({
				number,
				source: record.source.trim(),
				kind
			});
			if (!options.keepSpace && isQuoted(record) && first !== first.trim()) trimmed.push(number);
		}
		items.push(...options.keepSpace ? kept : kept.map((item) => item.trim()));
	}
	return {
		items,
		faults,
		trimmed
	};
}
function itemsOf({ fields }, { commas }) {
	if (!commas) return [fields.join(",")];
	return fields.length === 1 ? (fields[0] ?? "").split(",") : fields;
}
function isQuoted({ source, fields }) {
	return fields.length === 1 && source === `"${fields[0]?.replaceAll("\"", "\"\"")}"`;
}
function lossOf(record, options) {
	if (!options.literalQuotes && isQuoted(record)) return void 0;
	const item = record.fields.join(",");
	if (/[\r\n]/.test(item.trim())) return "joined lines";
	if (options.literalQuotes || item === record.source) return void 0;
	const needed = record.fields.some((field) => /[",]/.test(field));
	return options.attributes && !needed ? void 0 : "lost quotes";
}

const secretLists = ["secrets"];
function listFaultParts(name, fault, items) {
	const { number, source } = fault;
	const secret = secretLists.includes(name);
	const id = shownSecretId(source.replace(/^"/, "")) ?? shownSecretId(items[number - 2] ?? "");
	const seen = secret ? id === void 0 ? void 0 : `${id}=***` : excerpt(source);
	return {
		what: `Item ${number} of the input \`${name}\` would not reach the build as it is written: ${lossText(fault)}.`,
		...seen === void 0 ? {} : { seen },
		expected: "quotes around the whole item, and every quote inside it doubled",
		fix: quotedExample(name),
		anchor: "quotes-in-lists"
	};
}
function lossText({ kind }) {
	switch (kind) {
		case "open quote": return "a quote opens and is never closed";
		case "lost quotes": return "quotes next to its commas would be dropped";
		case "joined lines": return "several lines would become one item, since line ends or quotes do not match";
		default: return assertNever(kind);
	}
}

const inputNames = Object.keys(defaults_default);
const booleans = {
	true: true,
	True: true,
	TRUE: true,
	false: false,
	False: false,
	FALSE: false
};
var InputReader = class {
	failures = [];
	notices = [];
	warnings = [];
	csv;
	#raw;
	#defaults;
	constructor(raw, csv, known = defaults_default) {
		this.#raw = raw;
		this.csv = csv;
		this.#defaults = known;
	}
	fault(parts) {
		this.failures.push(new Failure(parts));
	}
	written(name) {
		const given = this.#raw[name] ?? "";
		return given.trim() === "" ? this.#defaults[name] ?? "" : given;
	}
	text(name) {
		return this.written(name).trim() || void 0;
	}
	boolean(name) {
		const text = this.text(name) ?? "";
		const value = Object.hasOwn(booleans, text) ? booleans[text] : void 0;
		if (value === void 0) this.#notOneOf(name, text, ["true", "false"]);
		return value ?? false;
	}
	choice(name, values) {
		const text = this.text(name) ?? "";
		const value = values.find((each) => each === text);
		if (value === void 0) this.#notOneOf(name, text, values);
		return value ?? values[0];
	}
	list(name, options = {}) {
		const text = options.keepSpace ? this.written(name) : this.text(name) ?? "";
		const { items, faults, trimmed } = listFrom(text, options, this.csv);
		for (const fault of faults) this.fault(listFaultParts(name, fault, items));
		for (const number of trimmed) this.notices.push(`${name}: item ${number} loses the white space at its ends, as in docker/build-push-action.`);
		return items;
	}
	#notOneOf(name, seen, values) {
		const near = nearest(seen, values);
		this.fault({
			what: `The input \`${name}\` has a value it cannot have.`,
			seen: visible$1(seen),
			expected: `${values.join(", ")}${near === void 0 ? "" : ` (did you mean ${near}?)`}`,
			...near === void 0 ? {} : { fix: `${name}: ${near}` },
			anchor: "wrong-value"
		});
	}
};

function registrationFrom(reader) {
	return {
		register: reader.choice("register", [
			"auto",
			"container",
			"privileged",
			"host",
			"off"
		]),
		setuid: reader.boolean("setuid"),
		keep: reader.boolean("keep")
	};
}

function unknownNames(raw, known) {
	return Object.keys(raw).filter((name) => !known.includes(name)).map((name) => {
		const near = nearest(name, known);
		const guess = near === void 0 ? "" : `; did you mean \`${near}\`?`;
		return `\`${visible$1(name)}\` is not an input of this action and is ignored${guess}`;
	});
}

const SHORT = {
	"\n": "\\n",
	"\r": "\\r",
	"	": "\\t"
};
function visible(text) {
	return text.replace(/\p{Cc}\[[0-9;?]*[A-Za-z]/gu, "").replace(/[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/gu, (character) => SHORT[character] ?? escaped$1(character));
}
function escaped$1(character) {
	return `\\u{${character.codePointAt(0)?.toString(16)}}`;
}
function ended(text, length) {
	if (text.length <= length) return text;
	return `${text.slice(0, length - 1).replace(/\p{Cs}$/u, "")}…`;
}

const STDERR_LINES = 20;
const LINE_LENGTH = 2e3;
const STACK_LINES = 30;
const TROUBLESHOOTING = "docs/troubleshooting.md";
function failureText(error, docs = TROUBLESHOOTING) {
	if (error instanceof Failure) return {
		title: titleOf(error),
		text: lines(error, docs).join("\n")
	};
	if (error instanceof Failures) return several(error, docs);
	return bug(error, docs);
}
function titleOf(error) {
	return ended(visible(error.message), 500);
}
function several(error, docs) {
	const title = titleOf(error);
	return {
		title,
		text: [title, ...error.failures.flatMap((failure, index) => {
			const number = `${index + 1}. `;
			return lines(failure, docs).map((line, at) => at === 0 ? number + line : " ".repeat(number.length) + line);
		})].join("\n")
	};
}
function lines(failure, docs) {
	const { seen, expected, command, cause, fix, anchor } = failure.parts;
	const inner = innerError(failure);
	return [
		titleOf(failure),
		...seen === void 0 ? [] : part("got", quoted(seen)),
		...expected === void 0 ? [] : part("expected", expected),
		...command === void 0 ? [] : commandLines(command),
		...inner === void 0 ? [] : part("because", inner),
		...cause === void 0 ? [] : part("likely cause", cause),
		...fix === void 0 ? [] : ["  do this:", ...block(fix, "    ")],
		...anchor === void 0 ? [] : [`  more: ${docs}#${anchor}`]
	];
}
function part(name, text) {
	const [only, ...rest] = block(text, "");
	if (rest.length === 0) return [`  ${name}: ${only ?? ""}`];
	return [`  ${name}:`, ...block(text, "    ")];
}
function quoted(value) {
	return value.trimEnd().includes("\n") || /^".*"$/.test(value) ? value : `"${visible(value)}"`;
}
function commandLines({ line, exitCode, stderr }) {
	const all = block(stderr, "    | ");
	const last = all.slice(-20);
	const heading = all.length > last.length ? `its last ${STDERR_LINES} lines` : "it said";
	return [
		...part("command", visible(line)),
		`  exit code: ${exitCodeText(exitCode)}`,
		...last.length === 0 ? ["  it said nothing"] : [`  ${heading}:`, ...last]
	];
}
function block(text, indent) {
	const all = text.replace(/\r+\n/g, "\n").trimEnd();
	if (all === "") return [];
	return all.split("\n").map((line) => {
		const state = line.slice(line.lastIndexOf("\r") + 1).replaceAll("	", "  ");
		return ended(indent + visible(state), LINE_LENGTH);
	});
}
function innerError(error) {
	return error.cause instanceof Error ? error.cause.message : void 0;
}
function bug(error, docs) {
	const thrown = error instanceof Error ? `${error.name}: ${error.message}` : inspect(error);
	const stack = block(error instanceof Error ? inspect(error) : "", "    ").slice(0, STACK_LINES);
	const title = ended(`a bug in Anyarch: ${visible(thrown)}`, 500);
	return {
		title,
		text: [
			title,
			"  This is our fault, not your workflow's.",
			...stack.length === 0 ? [] : ["  where:", ...stack],
			"  do this:",
			"    open an issue in Anyarch's repository with these lines and the step's inputs",
			`  more: ${docs}#bug`
		].join("\n")
	};
}

const nothingYet = {
	platforms: [],
	pushed: [],
	loaded: [],
	exported: [],
	caches: [],
	registered: [],
	kept: [],
	notices: [],
	warnings: [],
	phases: [],
	dryRun: false,
	emulationOnly: false
};

function openRecord() {
	let outcome = nothingYet;
	const add = (change) => {
		outcome = {
			...outcome,
			...change
		};
	};
	return {
		outcome: () => outcome,
		add,
		addTo: (platform, change) => add({ platforms: outcome.platforms.map((row) => samePlatform(row.platform, platform) ? {
			...row,
			...change
		} : row) }),
		notice: (text) => add({ notices: [...outcome.notices, text] }),
		warn: (text) => add({ warnings: [...outcome.warnings, text] }),
		fail: (error) => add({ failure: failureText(error) }),
		phase: async (name, work) => {
			const started = performance.now();
			try {
				return await inGroup(name, work);
			} finally {
				add({ phases: [...outcome.phases, {
					name,
					ms: performance.now() - started
				}] });
			}
		}
	};
}

const SIGNALS = ["SIGINT", "SIGTERM"];
function cancelOnSignal() {
	const controller = new AbortController();
	const abort = (name) => {
		controller.abort(new Failure({
			what: "the run was cancelled",
			seen: name,
			cause: "the job was stopped"
		}));
	};
	for (const name of SIGNALS) process.on(name, abort);
	return {
		signal: controller.signal,
		dispose: () => {
			for (const name of SIGNALS) process.off(name, abort);
		}
	};
}

function outputsOf(outcome) {
	return {
		digest: outcome.digest ?? "",
		imageid: outcome.imageId ?? "",
		metadata: outcome.metadata ?? "",
		platforms: outcome.platforms.filter(({ native, proofs }) => native || proofs.length > 0).map(({ platform }) => platformName(platform)).join(","),
		emulators: JSON.stringify(outcome.platforms.flatMap(emulatorOf))
	};
}
function emulatorOf({ platform, emulator }) {
	if (emulator === void 0) return [];
	const { source, version, cpu, sha256, cacheHit } = emulator;
	return [{
		platform: platformName(platform),
		source,
		version,
		cpu,
		sha256,
		cacheHit
	}];
}

function code(text, length = 300) {
	const plain = ended(visible(text), length).replaceAll("|", "¦");
	if (plain.trim() === "") return "(empty)";
	const fence = fenceFor(plain, 1);
	const space = /^[` ]|[` ]$/.test(plain) ? " " : "";
	return fence + space + plain + space + fence;
}
function prose(text, length = 1e3) {
	const plain = ended(visible(text.trim().replace(/\s+/g, " ")), length);
	if (plain === "") return "(empty)";
	return plain.split(" ").map((word) => /:\/\/|www\.|[@`#|]/i.test(word) ? code(word, length) : escaped(word)).join(" ").replace(/^[-+=]|(?<=^\d+)[.)]/, "\\$&");
}
function escaped(word) {
	return word.replace(/[\\*_[\]<>&~!$]/g, "\\$&");
}
function fenced(text) {
	const plain = text.split(/\r\n|\r|\n/).map((line) => visible(line.replaceAll("	", "  ")));
	const fence = fenceFor(plain.join("\n"), 3);
	return [
		`${fence}text`,
		...plain,
		fence
	].join("\n");
}
function fenceFor(text, least) {
	const runs = [...text.matchAll(/`+/g)].map((match) => match[0].length + 1);
	return "`".repeat(Math.max(least, ...runs));
}
function table(head, rows) {
	const widths = head.map((name, column) => Math.max(3, name.length, ...rows.map((row) => row[column]?.length ?? 0)));
	const line = (cells) => `| ${widths.map((width, column) => (cells[column] ?? "").padEnd(width)).join(" | ")} |`;
	return [
		line(head),
		line(widths.map((width) => "-".repeat(width))),
		...rows.map(line)
	].join("\n");
}
function folded(title, body) {
	return `<details><summary>${title}</summary>\n\n${body}\n\n</details>`;
}

function doneText({ platforms, pushed, loaded, exported, dryRun, emulationOnly }) {
	const names = platforms.map(({ platform }) => code(platformName(platform)));
	const what = names.length > 4 ? countText(names.length, "platform") : names.join(", ");
	if (dryRun) return `planned ${what}; nothing was done`;
	if (emulationOnly) return `${what} run here`;
	if (pushed.length > 0) return `pushed ${what}`;
	if (loaded.length > 0) return `loaded ${what} into the engine`;
	if (exported.length > 0) return `wrote ${what}`;
	return `built ${what} into the cache only`;
}

const NONE = "–";
const ROWS = 200;
const OWN_COLUMNS = 4;
function platformTable(platforms, short = false) {
	if (platforms.length === 0) return "";
	const columns = [
		"platform",
		"runs",
		"emulator",
		"proof",
		"build",
		"size",
		"check",
		"test"
	];
	const head = short ? columns.slice(0, OWN_COLUMNS) : columns;
	const rows = platforms.slice(0, ROWS).map((platform) => [
		code(platformName(platform.platform)),
		platform.native ? "natively" : "emulated",
		emulatorCell(platform),
		proofCell(platform),
		buildCell(platform),
		platform.size === void 0 ? NONE : sizeText(platform.size),
		checkCell(platform),
		testCell(platform)
	]).map((row) => row.slice(0, head.length));
	return withRest(table(head, rows), platforms.length - rows.length);
}
function emulatorTable(platforms) {
	const rows = platforms.slice(0, ROWS).flatMap(({ platform, emulator }) => {
		if (emulator === void 0) return [];
		const { version, source, origin, sha256, cpu, cacheHit } = emulator;
		return [[
			...[
				platformName(platform),
				version,
				source,
				origin,
				sha256
			].map((cell) => code(cell)),
			cpu === void 0 ? "its default" : code(cpu),
			cacheHit ? "yes" : "no"
		]];
	});
	if (rows.length === 0) return "";
	return table([
		"platform",
		"QEMU",
		"source",
		"origin",
		"sha256",
		"CPU",
		"cached"
	], rows);
}
function withRest(text, rest) {
	return rest > 0 ? `${text}\n\n… and ${countText(rest, "more platform")}` : text;
}
function emulatorCell({ emulator }) {
	return emulator === void 0 ? NONE : `QEMU ${code(emulator.version)}`;
}
function proofCell({ native, proofs }) {
	const texts = proofs.map(({ machine, ms, where }) => {
		const place = where === "builder" ? " in the builder" : "";
		return `${code(machine)}${place}, ${durationText(ms)}`;
	});
	if (texts.length > 0) return texts.join("; ");
	return native ? NONE : "**none**";
}
function buildCell({ build }) {
	if (build === void 0) return NONE;
	const cached = build.cachedSteps > 0 ? ` (${build.cachedSteps}/${build.steps} cached)` : "";
	return durationText(build.ms) + cached;
}
function checkCell({ check }) {
	if (check === void 0) return NONE;
	const notices = check.notices.length > 0 ? `, ${countText(check.notices.length, "notice")}` : "";
	return countText(check.checked, "program") + notices;
}
function testCell({ test }) {
	if (test === void 0) return NONE;
	return `${test.exitCode === 0 ? "passed" : `**failed**, exit code ${exitCodeText(test.exitCode)}`}, ${durationText(test.ms)}`;
}

const LIMIT = 1e6;
const FAILURE_LIMIT = 6e4;
const LIST_LIMIT = 100;
const BAR = 30;
function summaryMarkdown(outcome) {
	const sections = [
		{
			name: "headline",
			text: headline(outcome)
		},
		{
			name: "failure",
			text: failureBlock(outcome)
		},
		{
			name: "platforms",
			text: platformTable(outcome.platforms, outcome.emulationOnly)
		},
		{
			name: "results",
			text: results(outcome)
		},
		{
			name: "notices",
			text: noticeSection(outcome)
		},
		{
			name: "phases",
			text: phases(outcome)
		},
		{
			name: "emulators",
			text: emulatorSection(outcome)
		}
	];
	let summary = "";
	for (const { name, text } of sections) {
		if (text === "") continue;
		const fits = Buffer.byteLength(summary) + Buffer.byteLength(text) <= LIMIT;
		summary += fits ? `${text}\n\n` : `_The ${name} are left out: too long for a job summary._\n\n`;
	}
	return summary;
}
function headline(outcome) {
	const { failure, digest, builder } = outcome;
	return [
		`## Anyarch: ${failure === void 0 ? doneText(outcome) : "failed"}`,
		...failure === void 0 ? [] : [prose(failure.title)],
		...failure !== void 0 || digest === void 0 ? [] : [`Digest ${code(digest)}`],
		...builder === void 0 ? [] : [`Builder ${code(builder.name)}: ${prose(builder.reason)}`]
	].join("\n\n");
}
function failureBlock({ failure }) {
	if (failure === void 0) return "";
	const { text } = failure;
	if (text.length <= FAILURE_LIMIT) return fenced(text);
	const end = text.lastIndexOf("\n", FAILURE_LIMIT);
	const cut = text.slice(0, end === -1 ? FAILURE_LIMIT : end);
	return fenced(`${cut}\n… (the rest is in the log)`);
}
function results({ pushed, loaded, exported, caches, kept }) {
	const refs = pushed.slice(0, LIST_LIMIT).map(({ ref, digest }) => [code(ref), code(digest)]);
	const more = pushed.length - refs.length;
	const others = [
		...more > 0 ? [`and ${countText(more, "more published reference")}`] : [],
		...loaded.map((name) => `loaded: ${code(name)}`),
		...exported.map((path) => `written: ${code(path)}`),
		...caches.map(({ name, saved, reason }) => {
			const why = reason === void 0 ? "" : `: ${prose(reason)}`;
			return `cache ${code(name)}: ${saved ? "saved" : `not saved${why}`}`;
		}),
		...kept.map((name) => `handler left registered, as asked: ${code(name)}`)
	];
	return [...refs.length === 0 ? [] : [table(["published", "digest"], refs)], list(others)].filter((text) => text !== "").join("\n\n");
}
function noticeSection({ notices, warnings, platforms }) {
	const more = platforms.flatMap(({ platform, check }) => (check?.notices ?? []).map((notice) => `${platformName(platform)}: ${notice}`)).filter((text) => !notices.includes(text));
	const texts = [
		...warnings,
		...notices,
		...more
	].map((text) => prose(text));
	return texts.length === 0 ? "" : `**Notices**\n\n${list(texts)}`;
}
function list(items) {
	const more = items.length - LIST_LIMIT;
	return [...items.slice(0, LIST_LIMIT), ...more > 0 ? [`… and ${more} more`] : []].map((item) => `- ${item}`).join("\n");
}
function phases(outcome) {
	const shown = outcome.phases.slice(0, LIST_LIMIT);
	if (shown.length === 0) return "";
	const width = Math.max(5, ...shown.map(({ name }) => name.length));
	const longest = Math.max(1, ...shown.map(({ ms }) => ms));
	const row = (name, ms, bar) => `${name.padEnd(width)}  ${durationText(ms).padStart(12)}  ${bar}`.trimEnd();
	const bars = shown.map(({ name, ms }) => row(name, ms, "█".repeat(Math.round(ms / longest * BAR))));
	const total = shown.reduce((sum, { ms }) => sum + ms, 0);
	return fenced([...bars, row("total", total, "")].join("\n"));
}
function emulatorSection({ platforms }) {
	const text = emulatorTable(platforms);
	return text === "" ? "" : folded("Emulators", text);
}

const ANNOTATION_LIMIT = 4096;
function setFailed(text) {
	process.exitCode = 1;
	const message = harmless(text.lines.join("\n")) || harmless(text.title);
	if (message.length > ANNOTATION_LIMIT) info(message);
	error(message.slice(0, ANNOTATION_LIMIT), { title: harmless(text.title) });
}

async function writeSummary(markdown) {
	const file = process.env.GITHUB_STEP_SUMMARY ?? "";
	if (file === "") return;
	try {
		await appendFile(file, markdown);
	} catch (error) {
		log.warning(`The job summary could not be written: ${String(error)}`);
	}
}

async function tell(outcome, outputs = outputsOf) {
	for (const warning of outcome.warnings) log.warning(warning);
	for (const notice of outcome.notices) log.notice(notice);
	const failure = withPushed(outcome.failure ?? setOutputs(outputs(outcome)), outcome);
	if (failure === void 0) for (const line of successLines(outcome)) log.info(line);
	else setFailed({
		title: failure.title,
		lines: failure.text.split("\n")
	});
	await writeSummary(summaryMarkdown({
		...outcome,
		failure
	}));
}
function withPushed(failure, { pushed }) {
	if (failure === void 0 || pushed.length === 0) return failure;
	const line = `  already pushed, and still there: ${pushed.map(({ ref }) => ref).join(", ")}`;
	return {
		...failure,
		text: `${failure.text}\n${line}`
	};
}
function setOutputs(outputs) {
	try {
		for (const [name, value] of Object.entries(outputs)) setOutput(name, String(value));
		return;
	} catch (error) {
		return failureText(error);
	}
}

async function runStep(work, outputs) {
	const cancellation = cancelOnSignal();
	const record = openRecord();
	try {
		await work(record, cancellation.signal);
	} catch (error) {
		record.fail(error);
	}
	await tell(record.outcome(), outputs);
	cancellation.dispose();
}

export { InputReader as a, platformsFrom as c, secretId as d, shownSecretId as f, registrationFrom as i, emulatorFrom as l, outputsOf as n, inputNames as o, quotedExample as p, unknownNames as r, platformWords as s, runStep as t, csvFor as u };