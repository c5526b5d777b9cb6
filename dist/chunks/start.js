const { appendFileSync: appendFileSync, readdirSync: readdirSync, statSync: statSync, truncateSync: truncateSync } = process.getBuiltinModule("node:fs");
const { basename: basename, dirname: dirname, join: join } = process.getBuiltinModule("node:path");
const os = process.getBuiltinModule("os");
const fs = process.getBuiltinModule("fs");

const { inspect: inspect } = process.getBuiltinModule("node:util");

function visible(text) {
	return text.replace(/\p{Cc}\[[0-9;?]*[A-Za-z]/gu, "").replace(/[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/gu, escaped$1);
}
function spelledOut(text) {
	return text.replace(/(?! )[\p{C}\p{Z}]/gu, escaped$1);
}
function excerpt(text) {
	const characters = [...text];
	const start = spelledOut(characters.slice(0, 20).join(""));
	return characters.length > 20 ? `${start}…` : start;
}
function ended(text, length) {
	if (text.length <= length) return text;
	return `${text.slice(0, length - 1).replace(/\p{Cs}$/u, "")}…`;
}
const SHORT = {
	"\n": "\\n",
	"\r": "\\r",
	"	": "\\t"
};
function escaped$1(character) {
	return SHORT[character] ?? `\\u{${character.codePointAt(0)?.toString(16)}}`;
}

function nearest(word, candidates) {
	const text = word.toLowerCase();
	let best;
	let fewest = (text.length < 4 ? 1 : Math.max(2, Math.floor(text.length / 3))) + 1;
	for (const candidate of candidates) {
		if (Math.abs(candidate.length - text.length) >= fewest) continue;
		const edits = distance(text, candidate.toLowerCase());
		if (edits < fewest) [best, fewest] = [candidate, edits];
	}
	return best;
}
function distance(a, b) {
	let before = [];
	let row = Array.from({ length: b.length + 1 }, (_, index) => index);
	for (let i = 1; i <= a.length; i++) {
		const next = [i];
		for (let j = 1; j <= b.length; j++) {
			const replaced = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
			const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1] ? (before[j - 2] ?? 0) + 1 : replaced;
			next.push(Math.min(replaced, swapped, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
		}
		before = row;
		row = next;
	}
	return row[b.length] ?? 0;
}

function fieldsOf(text, csv) {
	if (!text.includes("\"")) return text.split(",");
	const records = csv(text);
	return "source" in records || records.length !== 1 ? void 0 : records[0]?.fields;
}
function attributesOf(fields) {
	const pairs = fields.map((field) => /^\s*([^=]+?)\s*=(.*)$/s.exec(field));
	const found = Object.create(null);
	for (const pair of pairs) {
		const [, key, value] = pair ?? [];
		if (key === void 0 || value === void 0) return void 0;
		found[key.toLowerCase()] = value.trim();
	}
	return { ...found };
}
function goBoolean(text) {
	if (/^(1|t|T|true|TRUE|True)$/.test(text ?? "")) return true;
	if (/^(0|f|F|false|FALSE|False)$/.test(text ?? "")) return false;
}

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
		seen: spelledOut(text),
		expected: `true, false, or attributes such as ${examples[name]}${near === void 0 ? "" : ` (did you mean ${near}?)`}`,
		anchor: "wrong-value"
	});
}

const SIZE = {
	pattern: /^\d+(?:\.\d+)? ?(?:[kmgtp]i?b?|b)?$/i,
	expected: "a size, such as 2g"
};
const ULIMIT = {
	pattern: /^(?:as|core|cpu|data|fsize|locks|memlock|msgqueue|nice|nofile|nproc|rss|rtprio|rttime|sigpending|stack)=-?\d+(?::-?\d+)?$/,
	expected: "name=soft:hard, such as nofile=1024:1024"
};
const HOST = {
	pattern: /^[^:=\s]+[:=]\S+$/,
	expected: "name:address, such as db:10.0.0.2"
};
const NETWORKS = [
	"default",
	"none",
	"host"
];
const GRANTS = ["network.host", "security.insecure"];
const CACHES = [
	"registry",
	"inline",
	"local",
	"gha",
	"s3",
	"azblob"
];
const NEEDED = {
	"cache-from": {
		local: "src",
		registry: "ref"
	},
	"cache-to": {
		local: "dest",
		registry: "ref"
	}
};
function checkForms(reader, build) {
	const { network, shmSize, ulimit, addHosts, allow, cacheFrom, cacheTo } = build;
	if (network !== void 0 && !NETWORKS.includes(network)) {
		const near = nearest(network, NETWORKS) ?? "default";
		wrong(reader, "network", network, {
			expected: `${NETWORKS.join(", ")}: BuildKit has no networks of the engine`,
			fix: `network: ${near}`
		});
	}
	if (shmSize !== void 0) checkForm(reader, "shm-size", [shmSize], SIZE);
	checkForm(reader, "ulimit", ulimit, ULIMIT);
	checkForm(reader, "add-hosts", addHosts, HOST);
	for (const item of allow) {
		const near = GRANTS.includes(item) ? void 0 : nearest(item, GRANTS);
		if (near === void 0) continue;
		wrong(reader, "allow", item, {
			expected: `did you mean ${near}?`,
			fix: `allow: ${near}`
		});
	}
	for (const item of cacheFrom) checkCache(reader, "cache-from", item);
	for (const item of cacheTo) checkCache(reader, "cache-to", item);
}
function checkForm(reader, name, items, form) {
	for (const item of items) if (!form.pattern.test(item)) wrong(reader, name, item, { expected: form.expected });
}
function checkCache(reader, name, item) {
	if (!item.includes("=")) return;
	const attributes = attributesOf(fieldsOf(item, reader.csv) ?? [""]);
	if (attributes === void 0) return;
	const { type = "" } = attributes;
	const near = CACHES.includes(type) ? void 0 : nearest(type, CACHES);
	const needed = NEEDED[name][type];
	if (near !== void 0) wrong(reader, name, item, {
		expected: `a type of ${CACHES.join(", ")} (did you mean ${near}?)`,
		fix: `${name}: ${item.replace(type, near)}`
	});
	else if (needed !== void 0 && !attributes[needed]) wrong(reader, name, item, { expected: `${needed}=, such as ${item},${needed}=…` });
}
function wrong(reader, name, seen, parts) {
	reader.fault({
		what: `The input \`${name}\` has a value it cannot have.`,
		seen: spelledOut(seen),
		...parts,
		anchor: "wrong-value"
	});
}

function gitContext({ serverUrl, repository, commit }) {
	return `${serverUrl}/${repository}.git#${commit}`;
}
function commitFrom({ ref, sha, wantsHead, headSha }) {
	const full = ref === "" || ref.startsWith("refs/") ? ref : `refs/heads/${ref}`;
	if (!full.startsWith("refs/pull/")) return sha || full;
	const head = wantsHead ? full.replace(/\/merge$/, "/head") : full;
	return head.endsWith("/head") ? headSha ?? head : sha || head;
}

function looksCut(item, before) {
	return /^[.+-]/.test(item) || before !== void 0 && /^\d[\d.]*$/.test(item);
}
function cutCause(name, before) {
	return `the item before, ${before}, was probably cut by a line break in the value given to \`${name}\``;
}

function quotedExample(name) {
	return `${name}: |\n  "KEY=first line\n  a ""quoted"" word in the second"`;
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

const NAME = /(?:^|_)(?:apikey|auth|credentials?|key|password|pword|passwd|secret|token)(?:_|$)/i;
const PUBLIC = /(?:^|_)public(?:_|$)/i;
const VALUE = /^(?:gh[oprsu]_|github_pat_|glpat-|npm_\w{30}|xox[abp]-|-----BEGIN )/;
function looksSecret(argument) {
	const [name = ""] = argument.split("=", 1);
	const value = argument.slice(name.length + 1);
	if (argument.includes("=") && value === "") return false;
	return NAME.test(name) && !PUBLIC.test(name) || VALUE.test(value);
}
function secretWarning(buildArgs) {
	const names = buildArgs.filter(looksSecret).map((argument) => argument.split("=", 1)[0] ?? "");
	const [first] = names;
	if (first === void 0) return void 0;
	return [
		`\`build-args\`: ${names.join(", ")} looks like a secret, and everybody who can pull the image can read its build arguments, in its history and provenance. Give it in the input \`secrets\` instead:`,
		"secrets: |",
		...names.map((name) => `  ${name}=$\{{ secrets.${name} }}`),
		"and in the Dockerfile, on the step that needs it:",
		`RUN --mount=type=secret,id=${first},env=${first} …`
	].join("\n");
}

function secretId(item) {
	const [, id] = /^\s*([A-Za-z_][\w.-]{0,127})=(?!=?\s*$)/.exec(item) ?? [];
	return id;
}
function shownSecretId(item) {
	return /^[^=]*==?[^\S\n]*(?:\r|\n)/.test(item) ? void 0 : secretId(item);
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
	const build = {
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
	checkForms(reader, build);
	return build;
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

var architectures_default = [
	{
		"target": "aarch64",
		"platforms": ["linux/arm64"],
		"debian": ["arm64"],
		"aliases": [],
		"class": 64,
		"data": "little",
		"machine": 183,
		"magic": "7f454c460201010000000000000000000200b700",
		"mask": "ffffffffffffff00fffffffffffffffffeffffff",
		"uname": "aarch64",
		"probe": "f0VMRgIBAQAAAAAAAAAAAAIAtwABAAAAeABAAAAAAABAAAAAAAAAAAAAAAAAAAAAAAAAAEAAOAABAEAAAAAAAAEAAAAFAAAAAAAAAAAAAAAAAEAAAAAAAAAAQAAAAAAAtAAAAAAAAAC0AAAAAAAAAAAAAQAAAAAA/wMI0QgUgNLgAwCRAQAA1OETBJECAICSQgQAkSNoYjjD//81IACA0ggIgNIBAADUAACA0qgLgNIBAADU"
	},
	{
		"target": "aarch64_be",
		"platforms": [],
		"debian": [],
		"aliases": ["arm64be"],
		"class": 64,
		"data": "big",
		"machine": 183,
		"magic": "7f454c46020201000000000000000000000200b7",
		"mask": "ffffffffffffff00fffffffffffffffffffeffff",
		"uname": "aarch64_be",
		"probe": "f0VMRgICAQAAAAAAAAAAAAACALcAAAABAAAAAABAAHgAAAAAAAAAQAAAAAAAAAAAAAAAAABAADgAAQBAAAAAAAAAAAEAAAAFAAAAAAAAAAAAAAAAAEAAAAAAAAAAQAAAAAAAAAAAALQAAAAAAAAAtAAAAAAAAQAA/wMI0QgUgNLgAwCRAQAA1OETBJECAICSQgQAkSNoYjjD//81IACA0ggIgNIBAADUAACA0qgLgNIBAADU"
	},
	{
		"target": "alpha",
		"platforms": [],
		"debian": ["alpha"],
		"aliases": [],
		"class": 64,
		"data": "little",
		"machine": 36902,
		"magic": "7f454c4602010100000000000000000002002690",
		"mask": "ffffffffffffff00fffffffffffffffffeffffff",
		"uname": "alpha",
		"probe": "f0VMRgIBAQAAAAAAAAAAAAIAJpABAAAAeABAAAAAAABAAAAAAAAAAAAAAAAAAAAAAAAAAEAAOAABAEAAAAAAAAEAAAAFAAAAAAAAAAAAAAAAAEAAAAAAAAAAQAAAAAAAwAAAAAAAAADAAAAAAAAAAAAAAQAAAAAAAP7eI1MBHyAQBP5HgwAAAAQBPiISBPFHAAAyLMEAMkgCACDkAQBSIvv//8MyBVFCAQAfIgQAHyCDAAAAAAAfIgEAHyCDAAAA"
	},
	{
		"target": "arm",
		"platforms": [
			"linux/arm/v5",
			"linux/arm/v6",
			"linux/arm/v7"
		],
		"debian": [
			"armel",
			"armhf",
			"arm"
		],
		"aliases": [],
		"class": 32,
		"data": "little",
		"machine": 40,
		"magic": "7f454c4601010100000000000000000002002800",
		"mask": "ffffffffffffff00fffffffffffffffffeffffff",
		"uname": "armv7l",
		"probe": "f0VMRgEBAQAAAAAAAAAAAAIAKAABAAAAVABAADQAAAAAAAAAAAAABTQAIAABACgAAAAAAAEAAAAAAAAAAABAAAAAQACUAAAAlAAAAAUAAAAAAAEAAtxN4npwoOMNAKDhAAAA70EfjeIAIODjASCC4gIw0ecAAFPj+///GgEAoOMEcKDjAAAA7wAAoOMBcKDjAAAA7w=="
	},
	{
		"target": "armeb",
		"platforms": [],
		"debian": ["armeb"],
		"aliases": ["armbe"],
		"class": 32,
		"data": "big",
		"machine": 40,
		"magic": "7f454c4601020100000000000000000000020028",
		"mask": "ffffffffffffff00fffffffffffffffffffeffff",
		"uname": "armv7b",
		"probe": "f0VMRgECAQAAAAAAAAAAAAACACgAAAABAEAAVAAAADQAAAAABQAAAAA0ACAAAQAoAAAAAAAAAAEAAAAAAEAAAABAAAAAAACUAAAAlAAAAAUAAQAA4k3cAuOgcHrhoAAN7wAAAOKNH0Hj4CAA4oIgAefRMALjUwAAGv//++OgAAHjoHAE7wAAAOOgAADjoHAB7wAAAA=="
	},
	{
		"target": "cris",
		"platforms": [],
		"debian": [],
		"aliases": [],
		"class": 32,
		"data": "little",
		"machine": 76,
		"magic": "7f454c4601010100000000000000000002004c00",
		"mask": "ffffffffffffff00fffffffffffffffffeffffff",
		"uname": "cris",
		"probe": "f0VMRgEBAQAAAAAAAAAAAAIATAABAAAAVABAADQAAAAAAAAAAgAAADQAIAABACgAAAAAAAEAAAAAAAAAAABAAAAAQACEAAAAhAAAAAUAAAAAAAEAr+4AAgAAbqZvnnoAAAA96W62L74EAQAAa9Z/wgHCTY79ILAFQaJEkj3pQKJBkj3p"
	},
	{
		"target": "hexagon",
		"platforms": [],
		"debian": [],
		"aliases": [],
		"class": 32,
		"data": "little",
		"machine": 164,
		"magic": "7f454c460101010000000000000000000200a400",
		"mask": "ffffffffffffff00fffffffffffffffffeffffff",
		"uname": "hexagon",
		"probe": "f0VMRgEBAQAAAAAAAAAAAAIApAABAAAAVABAADQAAAAAAAAAYAAAADQAIAABACgAAAAAAAEAAAAAAAAAAABAAAAAQACUAAAAlAAAAAUAAAAAAAEAHUD9vwbUAHgAwH1wBMAAVIFgHbDi/994IsACsAPCIToAwAN1+uD/XCBAAHgGyAB4BMAAVABAAHimywB4BMAAVA=="
	},
	{
		"target": "hppa",
		"platforms": [],
		"debian": ["hppa"],
		"aliases": ["parisc64"],
		"class": 32,
		"data": "big",
		"machine": 15,
		"magic": "7f454c460102010000000000000000000002000f",
		"mask": "ffffffffffffff00fffffffffffffffffffeffff",
		"uname": "parisc",
		"probe": "f0VMRgECAQAAAAAAAAAAAAACAA8AAAABAEAAVAAAADQAAAAAAAACEAA0ACAAAQAoAAAAAAAAAAEAAAAAAEAAAABAAAAAAACUAAAAlAAAAAUAAQAAN8MAgAgDAlrkAIIANBQAdjR5AggIGQJEDIIQIYwgP+0LJAQYtxgH/zQaAALkAIIANBQACDQaAADkAIIANBQAAg=="
	},
	{
		"target": "i386",
		"platforms": ["linux/386"],
		"debian": ["i386"],
		"aliases": [],
		"class": 32,
		"data": "little",
		"machine": 3,
		"magic": "7f454c4601010100000000000000000002000300",
		"mask": "fffffffffffefefcfffffffffffffffffeffffff",
		"uname": "i686",
		"probe": "f0VMRgEBAQAAAAAAAAAAAAIAAwABAAAAVABAADQAAAAAAAAAAAAAADQAIAABACgAAAAAAAEAAAAAAAAAAABAAAAAQACBAAAAgQAAAAUAAAAAAAEAgewAAgAAanpYiePNgI2MJAQBAACDyv9CgDwRAHX5agFbagRYzYAx22oBWM2A"
	},
	{
		"target": "loongarch64",
		"platforms": ["linux/loong64"],
		"debian": ["loong64"],
		"aliases": [],
		"class": 64,
		"data": "little",
		"machine": 258,
		"magic": "7f454c4602010100000000000000000002000201",
		"mask": "fffffffffffffffc00fffffffffffffffeffffff",
		"uname": "loongarch64",
		"probe": "f0VMRgIBAQAAAAAAAAAAAAIAAgEBAAAAeABAAAAAAABAAAAAAAAAAAAAAAAAAAAAQwAAAEAAOAABAEAAAAAAAAEAAAAFAAAAAAAAAAAAAAAAAEAAAAAAAAAAQAAAAAAAtAAAAAAAAAC0AAAAAAAAAAAAAQAAAAAAYwD4AguAggNkABUAAAArAGUQxAIG/P8CxgTAAqwYIDif+f9HBASAAwsAgQMAACsABAAVAAt0gQMAACsA"
	},
	{
		"target": "m68k",
		"platforms": [],
		"debian": ["m68k"],
		"aliases": ["m68000"],
		"class": 32,
		"data": "big",
		"machine": 4,
		"magic": "7f454c4601020100000000000000000000020004",
		"mask": "ffffffffffffff00fffffffffffffffffffeffff",
		"uname": "m68k",
		"probe": "f0VMRgECAQAAAAAAAAAAAAACAAQAAAABAEAAVAAAADQAAAAAAAAAAAA0ACAAAQAoAAAAAAAAAAEAAAAAAEAAAABAAAAAAAB4AAAAeAAAAAUAAQAAT+/+AHB6Ig9OQEHvAQQkCHb/UoNKGGb6cgFwBE5AcgBwAU5A"
	},
	{
		"target": "microblaze",
		"platforms": [],
		"debian": [],
		"aliases": [],
		"class": 32,
		"data": "big",
		"machine": 189,
		"magic": "7f454c46010201000000000000000000000200bd",
		"mask": "ffffffffffffff00fffffffffffffffffffeffff",
		"uname": "microblaze",
		"probe": "f0VMRgECAQAAAAAAAAAAAAACAL0AAAABAEAAVAAAADQAAAAAAAAAAAA0ACAAAQAoAAAAAAAAAAEAAAAAAEAAAABAAAAAAACQAAAAkAAAAAUAAQAAMCH+ADChAAAxgAB6ucwACDDBAQQw4P//MOcAAcEGOAC8KP/4MKAAATGAAAS5zAAIMKAAADGAAAG5zAAI",
		"also": [{
			"id": "microblaze-baab",
			"magic": "7f454c460102010000000000000000000002baab",
			"mask": "ffffffffffffff00fffffffffffffffffffeffff",
			"probe": "f0VMRgECAQAAAAAAAAAAAAACuqsAAAABAEAAVAAAADQAAAAAAAAAAAA0ACAAAQAoAAAAAAAAAAEAAAAAAEAAAABAAAAAAACQAAAAkAAAAAUAAQAAMCH+ADChAAAxgAB6ucwACDDBAQQw4P//MOcAAcEGOAC8KP/4MKAAATGAAAS5zAAIMKAAADGAAAG5zAAI"
		}]
	},
	{
		"target": "microblazeel",
		"platforms": [],
		"debian": [],
		"aliases": [],
		"class": 32,
		"data": "little",
		"machine": 189,
		"magic": "7f454c460101010000000000000000000200bd00",
		"mask": "ffffffffffffff00fffffffffffffffffeffffff",
		"uname": "microblaze",
		"probe": "f0VMRgEBAQAAAAAAAAAAAAIAvQABAAAAVABAADQAAAAAAAAAAAAAADQAIAABACgAAAAAAAEAAAAAAAAAAABAAAAAQACQAAAAkAAAAAUAAAAAAAEAAP4hMAAAoTB6AIAxCADMuQQBwTD//+AwAQDnMAA4BsH4/yi8AQCgMAQAgDEIAMy5AACgMAEAgDEIAMy5",
		"also": [{
			"id": "microblazeel-baab",
			"magic": "7f454c460101010000000000000000000200abba",
			"mask": "ffffffffffffff00fffffffffffffffffeffffff",
			"probe": "f0VMRgEBAQAAAAAAAAAAAAIAq7oBAAAAVABAADQAAAAAAAAAAAAAADQAIAABACgAAAAAAAEAAAAAAAAAAABAAAAAQACQAAAAkAAAAAUAAAAAAAEAAP4hMAAAoTB6AIAxCADMuQQBwTD//+AwAQDnMAA4BsH4/yi8AQCgMAQAgDEIAMy5AACgMAEAgDEIAMy5"
		}]
	},
	{
		"target": "mips",
		"platforms": ["linux/mips"],
		"debian": ["mips"],
		"aliases": [],
		"class": 32,
		"data": "big",
		"machine": 8,
		"magic": "7f454c46010201000000000000000000000200080000000100000000000000000000000000000000",
		"mask": "ffffffffffffff0000fffffffffffffffffeffffffffffff00000000000000000000000000000020",
		"uname": "mips",
		"probe": "f0VMRgECAQAAAAAAAAAAAAACAAgAAAABAEAAVAAAADQAAAAAcAAQBQA0ACAAAQAoAAAAAAAAAAEAAAAAAEAAAABAAAAAAACkAAAApAAAAAUAAQAAJ73+AAOgICUkAhAaAAAADCelAQQkBv//JMYAAQCmQCGRCAAAFQD//AAAAAAkBAABJAIPpAAAAAwkBAAAJAIPoQAAAAwAAAAAAAAAAAAAAAA="
	},
	{
		"target": "mips64",
		"platforms": ["linux/mips64"],
		"debian": ["mips64"],
		"aliases": [],
		"class": 64,
		"data": "big",
		"machine": 8,
		"magic": "7f454c4602020100000000000000000000020008",
		"mask": "ffffffffffffff0000fffffffffffffffffeffff",
		"uname": "mips64",
		"probe": "f0VMRgICAQAAAAAAAAAAAAACAAgAAAABAAAAAABAAHgAAAAAAAAAQAAAAAAAAAAAgAAABQBAADgAAQBAAAAAAAAAAAEAAAAFAAAAAAAAAAAAAAAAAEAAAAAAAAAAQAAAAAAAAAAAAMgAAAAAAAAAyAAAAAAAAQAAZ73+AAOgICUkAhPFAAAADGelAQQkBv//ZMYAAQCmYC2RjAAAFYD//AAAAAAkBAABJAITiQAAAAwkBAAAJAITwgAAAAwAAAAAAAAAAAAAAAA="
	},
	{
		"target": "mips64el",
		"platforms": ["linux/mips64le"],
		"debian": ["mips64el"],
		"aliases": [],
		"class": 64,
		"data": "little",
		"machine": 8,
		"magic": "7f454c4602010100000000000000000002000800",
		"mask": "ffffffffffffff0000fffffffffffffffeffffff",
		"uname": "mips64",
		"probe": "f0VMRgIBAQAAAAAAAAAAAAIACAABAAAAeABAAAAAAABAAAAAAAAAAAAAAAAAAAAABQAAgEAAOAABAEAAAAAAAAEAAAAFAAAAAAAAAAAAAAAAAEAAAAAAAAAAQAAAAAAAyAAAAAAAAADIAAAAAAAAAAAAAQAAAAAAAP69ZyUgoAPFEwIkDAAAAAQBpWf//wYkAQDGZC1gpgAAAIyR/P+AFQAAAAABAAQkiRMCJAwAAAAAAAQkwhMCJAwAAAAAAAAAAAAAAAAAAAA="
	},
	{
		"target": "mipsel",
		"platforms": ["linux/mipsle"],
		"debian": ["mipsel"],
		"aliases": [],
		"class": 32,
		"data": "little",
		"machine": 8,
		"magic": "7f454c46010101000000000000000000020008000100000000000000000000000000000000000000",
		"mask": "ffffffffffffff0000fffffffffffffffeffffffffffffff00000000000000000000000020000000",
		"uname": "mips",
		"probe": "f0VMRgEBAQAAAAAAAAAAAAIACAABAAAAVABAADQAAAAAAAAABRAAcDQAIAABACgAAAAAAAEAAAAAAAAAAABAAAAAQACkAAAApAAAAAUAAAAAAAEAAP69JyUgoAMaEAIkDAAAAAQBpSf//wYkAQDGJCFApgAAAAiR/P8AFQAAAAABAAQkpA8CJAwAAAAAAAQkoQ8CJAwAAAAAAAAAAAAAAAAAAAA="
	},
	{
		"target": "mipsn32",
		"platforms": [],
		"debian": ["mipsn32"],
		"aliases": ["mips64p32"],
		"class": 32,
		"data": "big",
		"machine": 8,
		"magic": "7f454c46010201000000000000000000000200080000000100000000000000000000000000000020",
		"mask": "ffffffffffffff0000fffffffffffffffffeffffffffffff00000000000000000000000000000020",
		"uname": "mips64",
		"probe": "f0VMRgECAQAAAAAAAAAAAAACAAgAAAABAEAAVAAAADQAAAAAgAAAJQA0ACAAAQAoAAAAAAAAAAEAAAAAAEAAAABAAAAAAACkAAAApAAAAAUAAQAAJ73+AAOgICUkAhetAAAADCelAQQkBv//JMYAAQCmYCGRjAAAFYD//AAAAAAkBAABJAIXcQAAAAwkBAAAJAIXqgAAAAwAAAAAAAAAAAAAAAA="
	},
	{
		"target": "mipsn32el",
		"platforms": [],
		"debian": ["mipsn32el"],
		"aliases": ["mips64p32le"],
		"class": 32,
		"data": "little",
		"machine": 8,
		"magic": "7f454c46010101000000000000000000020008000100000000000000000000000000000020000000",
		"mask": "ffffffffffffff0000fffffffffffffffeffffffffffffff00000000000000000000000020000000",
		"uname": "mips64",
		"probe": "f0VMRgEBAQAAAAAAAAAAAAIACAABAAAAVABAADQAAAAAAAAAJQAAgDQAIAABACgAAAAAAAEAAAAAAAAAAABAAAAAQACkAAAApAAAAAUAAAAAAAEAAP69JyUgoAOtFwIkDAAAAAQBpSf//wYkAQDGJCFgpgAAAIyR/P+AFQAAAAABAAQkcRcCJAwAAAAAAAQkqhcCJAwAAAAAAAAAAAAAAAAAAAA="
	},
	{
		"target": "nios2",
		"platforms": [],
		"debian": ["nios2"],
		"aliases": [],
		"class": 32,
		"data": "little",
		"machine": 113,
		"magic": "7f454c4601010100000000000000000002007100",
		"mask": "ffffffffffffff00fffffffffffffffffeffffff",
		"uname": "nios2",
		"probe": "f0VMRgEBAQAAAAAAAAAAAAIAcQABAAAAVABAADQAAAAAAAAAAAAAADQAIAABACgAAAAAAAEAAAAAAAAAAABAAAAAQACUAAAAlAAAAAUAAAAAAAEABID/3gQAANkEKIAAOmg7AARBQNnE/78BRACAMTqIkSkDAABCHvw/QEQAAAEEEIAAOmg7AAQAAAFEF4AAOmg7AA=="
	},
	{
		"target": "or1k",
		"platforms": [],
		"debian": ["or1k"],
		"aliases": [],
		"class": 32,
		"data": "big",
		"machine": 92,
		"magic": "7f454c460102010000000000000000000002005c",
		"mask": "ffffffffffffff00fffffffffffffffffffeffff",
		"uname": "openrisc",
		"probe": "f0VMRgECAQAAAAAAAAAAAAACAFwAAAABAEAAVAAAADQAAAAAAAAAAAA0ACAAAQAoAAAAAAAAAAEAAAAAAEAAAABAAAAAAACcAAAAnAAAAAUAAQAAnCH+AKhhAACpYACgIAAAAZyBAQScoP//nKUAAeDEKACMxgAAvCYAABP///wVAAAAqGAAAalgAEAgAAABqGAAAKlgAF0gAAAB"
	},
	{
		"target": "ppc",
		"platforms": [],
		"debian": ["powerpc"],
		"aliases": [],
		"class": 32,
		"data": "big",
		"machine": 20,
		"magic": "7f454c4601020100000000000000000000020014",
		"mask": "fffffffffffffffcfffffffffffffffffffeffff",
		"uname": "ppc",
		"probe": "f0VMRgECAQAAAAAAAAAAAAACABQAAAABAEAAVAAAADQAAAAAAAAAAAA0ACAAAQAoAAAAAAAAAAEAAAAAAEAAAABAAAAAAACUAAAAlAAAAAUAAQAAOCH+ADgAAHp8Iwt4RAAAAjiBAQQ4oP//OKUAAXzEKK4sBgAAQIL/9DhgAAE4AAAERAAAAjhgAAA4AAABRAAAAg=="
	},
	{
		"target": "ppc64",
		"platforms": ["linux/ppc64"],
		"debian": ["ppc64"],
		"aliases": [],
		"class": 64,
		"data": "big",
		"machine": 21,
		"magic": "7f454c4602020100000000000000000000020015",
		"mask": "fffffffffffffffcfffffffffffffffffffeffff",
		"uname": "ppc64",
		"probe": "f0VMRgICAQAAAAAAAAAAAAACABUAAAABAAAAAABAAHgAAAAAAAAAQAAAAAAAAAAAAAAAAQBAADgAAQBAAAAAAAAAAAEAAAAFAAAAAAAAAAAAAAAAAEAAAAAAAAAAQAAAAAAAAAAAANAAAAAAAAAA0AAAAAAAAQAAAAAAAABAAJAAAAAAAAAAAAAAAAAAAAAAOCH+ADgAAHp8Iwt4RAAAAjiBAQQ4oP//OKUAAXzEKK4sBgAAQIL/9DhgAAE4AAAERAAAAjhgAAA4AAABRAAAAg=="
	},
	{
		"target": "ppc64le",
		"platforms": ["linux/ppc64le"],
		"debian": ["ppc64el"],
		"aliases": [],
		"class": 64,
		"data": "little",
		"machine": 21,
		"magic": "7f454c4602010100000000000000000002001500",
		"mask": "fffffffffffffffcfffffffffffffffffeffff00",
		"uname": "ppc64le",
		"probe": "f0VMRgIBAQAAAAAAAAAAAAIAFQABAAAAeABAAAAAAABAAAAAAAAAAAAAAAAAAAAAAgAAAEAAOAABAEAAAAAAAAEAAAAFAAAAAAAAAAAAAAAAAEAAAAAAAAAAQAAAAAAAuAAAAAAAAAC4AAAAAAAAAAAAAQAAAAAAAP4hOHoAADh4CyN8AgAARAQBgTj//6A4AQClOK4oxHwAAAYs9P+CQAEAYDgEAAA4AgAARAAAYDgBAAA4AgAARA=="
	},
	{
		"target": "riscv32",
		"platforms": [],
		"debian": [],
		"aliases": ["riscv"],
		"class": 32,
		"data": "little",
		"machine": 243,
		"magic": "7f454c460101010000000000000000000200f300",
		"mask": "ffffffffffffff00fffffffffffffffffeffffff",
		"uname": "riscv32",
		"probe": "f0VMRgEBAQAAAAAAAAAAAAIA8wABAAAAVABAADQAAAAAAAAAAQAAADQAIAABACgAAAAAAAEAAAAAAAAAAABAAAAAQACEAAAAhAAAAAUAAAAAAAEAAXGTCAAKCoVzAAAATAJ9VgUGs4fFAIPHBwD9+wVFkwgABHMAAAABRZMI0AVzAAAA"
	},
	{
		"target": "riscv64",
		"platforms": ["linux/riscv64"],
		"debian": ["riscv64"],
		"aliases": [],
		"class": 64,
		"data": "little",
		"machine": 243,
		"magic": "7f454c460201010000000000000000000200f300",
		"mask": "ffffffffffffff00fffffffffffffffffeffffff",
		"uname": "riscv64",
		"probe": "f0VMRgIBAQAAAAAAAAAAAAIA8wABAAAAeABAAAAAAABAAAAAAAAAAAAAAAAAAAAAAQAAAEAAOAABAEAAAAAAAAEAAAAFAAAAAAAAAAAAAAAAAEAAAAAAAAAAQAAAAAAAqAAAAAAAAACoAAAAAAAAAAAAAQAAAAAAAXGTCAAKCoVzAAAATAJ9VgUGs4fFAIPHBwD9+wVFkwgABHMAAAABRZMI0AVzAAAA"
	},
	{
		"target": "s390x",
		"platforms": ["linux/s390x"],
		"debian": ["s390x"],
		"aliases": [],
		"class": 64,
		"data": "big",
		"machine": 22,
		"magic": "7f454c4602020100000000000000000000020016",
		"mask": "fffffffffffffffcfffffffffffffffffffeffff",
		"uname": "s390x",
		"probe": "f0VMRgICAQAAAAAAAAAAAAACABYAAAABAAAAAABAAHgAAAAAAAAAQAAAAAAAAAAAAAAAAABAADgAAQBAAAAAAAAAAAEAAAAFAAAAAAAAAAAAAAAAAEAAAAAAAAAAQAAAAAAAAAAAAKwAAAAAAAAArAAAAAAAAQAAp/v+ALkEAC8KekEw8QS5BABDlQBAAKeEAAZBQEABp/T/+rkJAEOnKQABCgSnKQAACgEHBw=="
	},
	{
		"target": "sh4",
		"platforms": [],
		"debian": ["sh4"],
		"aliases": [],
		"class": 32,
		"data": "little",
		"machine": 42,
		"magic": "7f454c4601010100000000000000000002002a00",
		"mask": "fffffffffffffffcfffffffffffffffffeffffff",
		"uname": "sh4",
		"probe": "f0VMRgEBAQAAAAAAAAAAAAIAKgABAAAAVABAADQAAAAAAAAACQAAADQAIAABACgAAAAAAAEAAAAAAAAAAABAAAAAQAB+AAAAfgAAAAUAAAAAAAEAgOAIQAw/82R64xHDQeUIRfw1U2ZkYAgg/ItYNv92AeQE4xPDAOQB4xHD"
	},
	{
		"target": "sh4eb",
		"platforms": [],
		"debian": ["sh4eb"],
		"aliases": [],
		"class": 32,
		"data": "big",
		"machine": 42,
		"magic": "7f454c460102010000000000000000000002002a",
		"mask": "fffffffffffffffcfffffffffffffffffffeffff",
		"uname": "sh4",
		"probe": "f0VMRgECAQAAAAAAAAAAAAACACoAAAABAEAAVAAAADQAAAAAAAAACQA0ACAAAQAoAAAAAAAAAAEAAAAAAEAAAABAAAAAAAB+AAAAfgAAAAUAAQAA4IBACD8MZPPjesMR5UFFCDX8ZlNgZCAIi/w2WHb/5AHjBMMT5ADjAcMR"
	},
	{
		"target": "sparc",
		"platforms": [],
		"debian": ["sparc"],
		"aliases": [],
		"class": 32,
		"data": "big",
		"machine": 2,
		"magic": "7f454c4601020100000000000000000000020002",
		"mask": "fffffffffffffffcfffffffffffffffffffeffff",
		"uname": "sparc",
		"probe": "f0VMRgECAQAAAAAAAAAAAAACAAIAAAABAEAAVAAAADQAAAAAAAAAAAA0ACAAAQAoAAAAAAAAAAEAAAAAAEAAAABAAAAAAACcAAAAnAAAAAUAAQAAnCOoAKADpACQEAAQghAgvZHQIBCSBCEElBA//5QCoAHWCkAKgKLgABK///0BAAAAkBAgAYIQIASR0CAQkBAgAIIQIAGR0CAQ"
	},
	{
		"target": "sparc32plus",
		"platforms": [],
		"debian": [],
		"aliases": ["sparcv8plus"],
		"class": 32,
		"data": "big",
		"machine": 18,
		"magic": "7f454c4601020100000000000000000000020012",
		"mask": "fffffffffffffffcfffffffffffffffffffeffff",
		"uname": "sparc64",
		"probe": "f0VMRgECAQAAAAAAAAAAAAACABIAAAABAEAAVAAAADQAAAAAAAABAAA0ACAAAQAoAAAAAAAAAAEAAAAAAEAAAABAAAAAAACcAAAAnAAAAAUAAQAAnCOoAKADpACQEAAQghAgvZHQIBCSBCEElBA//5QCoAHWCkAKgKLgABK///0BAAAAkBAgAYIQIASR0CAQkBAgAIIQIAGR0CAQ"
	},
	{
		"target": "sparc64",
		"platforms": [],
		"debian": ["sparc64"],
		"aliases": ["sparcv9"],
		"class": 64,
		"data": "big",
		"machine": 43,
		"magic": "7f454c460202010000000000000000000002002b",
		"mask": "fffffffffffffffcfffffffffffffffffffeffff",
		"uname": "sparc64",
		"probe": "f0VMRgICAQAAAAAAAAAAAAACACsAAAABAAAAAABAAHgAAAAAAAAAQAAAAAAAAAAAAAAAAABAADgAAQBAAAAAAAAAAAEAAAAFAAAAAAAAAAAAAAAAAEAAAAAAAAAAQAAAAAAAAAAAAMAAAAAAAAAAwAAAAAAAAQAAnCOoAKADpACQEAAQghAgvZHQIG2SBCEElBA//5QCoAHWCkAKgKLgABK///0BAAAAkBAgAYIQIASR0CBtkBAgAIIQIAGR0CBt"
	},
	{
		"target": "x86_64",
		"platforms": ["linux/amd64"],
		"debian": ["amd64"],
		"aliases": [],
		"class": 64,
		"data": "little",
		"machine": 62,
		"magic": "7f454c4602010100000000000000000002003e00",
		"mask": "fffffffffffefefcfffffffffffffffffeffffff",
		"uname": "x86_64",
		"probe": "f0VMRgIBAQAAAAAAAAAAAAIAPgABAAAAeABAAAAAAABAAAAAAAAAAAAAAAAAAAAAAAAAAEAAOAABAEAAAAAAAAEAAAAFAAAAAAAAAAAAAAAAAEAAAAAAAAAAQAAAAAAAqAAAAAAAAACoAAAAAAAAAAAAAQAAAAAASIHsAAIAAGo/WEiJ5w8FSI20JAQBAACDyv//woA8FgB1+GoBX4n4DwUx/2o8WA8F"
	},
	{
		"target": "xtensa",
		"platforms": [],
		"debian": [],
		"aliases": [],
		"class": 32,
		"data": "little",
		"machine": 94,
		"magic": "7f454c4601010100000000000000000002005e00",
		"mask": "ffffffffffffff00fffffffffffffffffeffffff",
		"uname": "xtensa",
		"probe": "f0VMRgEBAQAAAAAAAAAAAAIAXgABAAAAVABAADQAAAAAAAAAAAMAADQAIAABACgAAAAAAAEAAAAAAAAAAABAAAAAQACHAAAAhwAAAAUAAAAAAAEAEtH+IqDQEGEgAFAAMtEBMsMEQq//QsQBQFOAUgUAVjX/YqABIqANAFAAYqAAIqB2AFAA"
	},
	{
		"target": "xtensaeb",
		"platforms": [],
		"debian": [],
		"aliases": [],
		"class": 32,
		"data": "big",
		"machine": 94,
		"magic": "7f454c460102010000000000000000000002005e",
		"mask": "ffffffffffffff00fffffffffffffffffffeffff",
		"uname": "xtensa",
		"probe": "f0VMRgECAQAAAAAAAAAAAAACAF4AAAABAEAAVAAAADQAAAAAAAADAAA0ACAAAQAoAAAAAAAAAAEAAAAAAEAAAABAAAAAAACHAAAAhwAAAAUAAQAAIR3+IgrQARYCAAUAIx0BIzwEJPr/JEwBBDUIJVAAZV/zJgoBIgoNAAUAJgoAIgp2AAUA"
	}
];

const architectures = architectures_default;
function rulesOf(architecture) {
	return [mainRule(architecture), ...architecture.also ?? []];
}
function mainRule({ target, magic, mask, probe }) {
	return {
		id: target,
		magic,
		mask,
		probe
	};
}
function architectureFor(platform) {
	const { os, architecture } = platform;
	const family = `${os}/${architecture}`;
	return architectures.find(({ platforms, target }) => platforms.length === 0 ? `linux/${target}` === family : platforms.some((name) => name === family || name.startsWith(`${family}/`)));
}

const more = {
	arm: "linux/arm/v7",
	armhf: "linux/arm/v7",
	armel: "linux/arm/v6",
	armv5tel: "linux/arm/v5",
	armv8l: "linux/arm/v7",
	arm64v8: "linux/arm64",
	"x86-64": "linux/amd64",
	x64: "linux/amd64",
	x86: "linux/386",
	i486: "linux/386",
	i586: "linux/386",
	i686: "linux/386",
	powerpc64le: "linux/ppc64le",
	powerpc64: "linux/ppc64"
};
let index;
function platformNames() {
	index ??= new Map([...names()].reverse());
	return index;
}
function* names() {
	const rows = architectures.flatMap((row) => row.platforms.map((name) => ({
		row,
		name
	})));
	for (const { name } of rows) yield* dockerNames(fromCanonical(name));
	for (const [alias, name] of Object.entries(more)) yield [alias, fromCanonical(name)];
	for (const { row, name } of rows.reverse()) for (const alias of [
		row.target,
		...row.debian,
		...row.aliases,
		row.uname
	]) yield [alias, fromCanonical(name)];
}
function* dockerNames(platform) {
	const { architecture, variant } = platform;
	if (variant === void 0) yield [architecture, platform];
	else for (const form of [
		`arm${variant}`,
		`arm${variant}l`,
		`arm32${variant}`
	]) yield [form, platform];
}
function fromCanonical(name) {
	const [os = "", architecture = "", variant] = name.split("/");
	return {
		os,
		architecture,
		...variant === void 0 ? {} : { variant }
	};
}

function platformName(platform) {
	const { os, architecture, variant } = platform;
	return [
		os,
		architecture,
		...variant === void 0 ? [] : [variant]
	].join("/");
}
function platformSuffix(name) {
	return name.split("/").slice(1).join("-");
}
function samePlatform(a, b) {
	return platformName(a) === platformName(b);
}

const variants = {
	amd64: {
		known: /^v[1-4]$/,
		plain: "v1"
	},
	arm: { known: /^v[5-8]$/ },
	arm64: {
		known: /^v[89](\.\d)?$/,
		plain: "v8"
	},
	ppc64le: { known: /^power(8|9|10)$/ },
	riscv64: { known: /^rva2[023]u64$/ }
};
function parsePlatform(text) {
	const parts = text.trim().toLowerCase().split("/");
	if (parts[0] === "linux") parts.shift();
	const [name = "", variant, ...rest] = parts;
	if (rest.length > 0) return void 0;
	const named = platformNames().get(name);
	if (named === void 0 || variant === void 0) return named;
	return withVariant(named.architecture, variant);
}
function nearestPlatform(text) {
	const word = text.trim().toLowerCase().replace(/^[^/]*\//, (os) => isNearLinux(os) ? "" : os);
	const found = nearest(word, candidates());
	const platform = found === void 0 ? void 0 : parsePlatform(found);
	return platform === void 0 ? void 0 : platformName(platform);
}
function parseTarget(text) {
	const name = text.trim().toLowerCase().replace(/^qemu-(.+?)(-static)?$/, "$1");
	const word = name.replace(/^linux\//, "");
	const platform = parsePlatform(name);
	return (architectures.find(({ target }) => target === word) ?? (platform === void 0 ? architectures.find((row) => [
		...row.debian,
		...row.aliases,
		row.uname
	].includes(word)) : architectureFor(platform)))?.target;
}
function withVariant(architecture, written) {
	const rule = variants[architecture];
	const variant = /^\d/.test(written) ? `v${written}` : written;
	if (rule === void 0 || !rule.known.test(variant)) return void 0;
	return {
		os: "linux",
		architecture,
		...variant === rule.plain ? {} : { variant }
	};
}
function candidates() {
	const table = architectures.flatMap(({ platforms }) => [...platforms].reverse());
	return [...platformNames().keys(), ...table.map((name) => name.replace("linux/", ""))];
}
function isNearLinux(os) {
	return nearest(os.slice(0, -1), ["linux"]) !== void 0;
}

const KINDS = {
	tcp: "buildkit",
	unix: "buildkit",
	"docker-container": "buildkit",
	"podman-container": "buildkit",
	"kube-pod": "buildkit",
	ssh: "engine",
	kubernetes: "kubernetes"
};
const ADDRESSES = "tcp://host:port, unix:///path, docker-container://name, ssh://user@host, kubernetes://namespace, or the name of a docker context";
function nodesFrom(reader) {
	const nodes = reader.list("nodes").flatMap((item, index) => nodeFrom(reader, item, index) ?? []);
	refuseRepeated(reader, nodes);
	if (new Set(nodes.map(({ kind }) => kind)).size > 1) reader.fault({
		what: "The input `nodes` names things that cannot be nodes of one builder.",
		seen: nodes.map(({ endpoint }) => endpoint).join(", "),
		expected: "addresses of BuildKit (tcp, unix, docker-container) or Docker engines (ssh, contexts), not both",
		anchor: "nodes"
	});
	if (nodes.length > 0 && reader.text("builder") !== void 0) reader.fault({
		what: "The inputs `builder` and `nodes` cannot both be given.",
		expected: "`builder`, which exists, or `nodes`, of which a builder is made",
		fix: "remove the input `builder`",
		anchor: "nodes"
	});
	return nodes;
}
function nodeFrom(reader, item, index) {
	const [, names = "", endpoint = ""] = /^([^=]*)=\s*(\S+)\s*$/.exec(item) ?? [];
	const words = names.split(",").map((name) => name.trim());
	const platforms = words.flatMap((word) => parsePlatform(word) ?? []);
	const kind = kindOf$1(endpoint);
	if (kind !== void 0 && platforms.length === words.length) return {
		number: index,
		platforms,
		endpoint,
		kind
	};
	const wrong = words.find((word) => parsePlatform(word) === void 0);
	reader.fault({
		what: `Item ${index + 1} of the input \`nodes\` names no ${endpoint === "" || wrong !== void 0 ? "platform with an endpoint" : "endpoint"}.`,
		seen: excerpt(item),
		expected: endpoint === "" || wrong !== void 0 ? form(wrong ?? "") : ADDRESSES,
		anchor: "nodes"
	});
}
function form(wrong) {
	const near = wrong === "" ? void 0 : nearestPlatform(wrong);
	return `linux/arm64=tcp://host:port or linux/arm64,linux/arm/v7=ssh://user@host, one a line${near === void 0 ? "" : ` (did you mean ${near}?)`}`;
}
function kindOf$1(endpoint) {
	const [, scheme, rest = ""] = /^([a-z-]+):\/\/(.*)$/.exec(endpoint) ?? [];
	if (scheme === void 0) return /^[\w][\w.+-]*$/.test(endpoint) ? "engine" : void 0;
	return (scheme === "tcp" ? /^[^/]+:\d+\/?$/.test(rest) : rest !== "") && Object.hasOwn(KINDS, scheme) ? KINDS[scheme] : void 0;
}
function refuseRepeated(reader, nodes) {
	const first = /* @__PURE__ */ new Map();
	const all = nodes.flatMap(({ platforms, endpoint }) => platforms.map((platform) => ({
		name: platformName(platform),
		endpoint
	})));
	for (const { name, endpoint } of all) {
		const other = first.get(name);
		if (other !== void 0) reader.fault({
			what: `The input \`nodes\` names ${name} more than once.`,
			seen: `${other} and ${endpoint}`,
			expected: `one node for ${name}`,
			anchor: "nodes"
		});
		first.set(name, endpoint);
	}
}

function builderFrom(reader) {
	return {
		builder: reader.text("builder"),
		nodes: nodesFrom(reader),
		buildkitImage: reader.text("buildkit-image") ?? ""
	};
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
			...item.includes("=") || keys === "target" ? {} : { fix: `${name}: linux/arm64=${item}` },
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
		seen: spelledOut(text),
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
		seen: spelledOut(url),
		expected,
		anchor: "emulator-url"
	});
}
function imageFrom(reader) {
	const image = reader.text("emulator-image");
	if (image === void 0 || imageForm.test(image)) return image;
	reader.fault({
		what: "The input `emulator-image` does not pin an image.",
		seen: spelledOut(image),
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

function jsonOf(text) {
	try {
		return JSON.parse(text);
	} catch {
		return;
	}
}
function isFields(value) {
	return typeof value === "object" && value !== null && !Array.isArray(value);
}

const types = [
	"image",
	"registry",
	"docker",
	"oci",
	"local",
	"tar",
	"cacheonly"
];
const needDest = [
	"oci",
	"local",
	"tar"
];
function outputsFrom(reader) {
	return reader.list("outputs", { literalQuotes: true }).flatMap((text, index) => {
		const output = parseOutput(text, reader);
		if (typeof output !== "string") return [output];
		reader.fault({
			what: `Item ${index + 1} of the input \`outputs\` cannot be written.`,
			seen: spelledOut(text),
			expected: output,
			anchor: "outputs"
		});
		return [];
	});
}
function pushes({ type, attributes }) {
	return type === "registry" || type === "image" && goBoolean(attributes.push) === true;
}
function isImage({ type }) {
	return type === "image" || type === "registry";
}
function isPushed(output, push) {
	return pushes(output) || push && isImage(output);
}
function parseOutput(text, { csv }) {
	const fields = fieldsOf(text, csv);
	if (fields === void 0) return "quotes that close, on one line";
	if (fields.length === 1 && fields[0] === text && !text.startsWith("type=")) return {
		text,
		type: text === "-" ? "tar" : "local",
		attributes: { dest: text }
	};
	const all = attributesOf(fields);
	if (all === void 0) return "key=value, parted by commas, such as type=oci,dest=image.tar";
	const { type: written, ...attributes } = all;
	const type = types.find((each) => each === written);
	if (type === void 0) return typeExpected(written);
	if (needDest.includes(type) && !attributes.dest) return `a path to write to: ${text},dest=PATH`;
	return {
		text,
		type,
		attributes
	};
}
function typeExpected(written) {
	const near = written === void 0 ? void 0 : nearest(written, types);
	const guess = near === void 0 ? "" : ` (did you mean ${near}?)`;
	return `a type of ${types.join(", ")}${guess}`;
}

const PLAN_ID = /^\d{1,20}-\d{1,20}-[0-9a-f]{8}$/;
function isPlanId(text) {
	return typeof text === "string" && PLAN_ID.test(text);
}
function legFrom(reader, asked) {
	const text = reader.text("leg");
	if (text === void 0) return void 0;
	const value = jsonOf(text);
	const { platform, plan } = isFields(value) ? value : {};
	const names = typeof platform === "string" ? platform.split(",") : [];
	const platforms = names.flatMap((name) => parsePlatform(name) ?? []);
	if (!isPlanId(plan) || platforms.length === 0 || platforms.length < names.length) {
		reader.fault({
			what: "The input `leg` is not an entry of a plan's matrix.",
			seen: excerpt(text),
			expected: "{\"platform\":\"linux/arm64\",\"plan\":\"…\"}, as the output `matrix` of anyarch/plan has it",
			fix: `leg: $\{{ toJSON(matrix) }}`,
			anchor: "leg"
		});
		return;
	}
	const other = asked.length > 0 && platforms.find((one) => !asked.some((each) => samePlatform(each, one)));
	if (other) otherPlatform(reader, other, asked);
	return {
		plan,
		platforms
	};
}
function otherPlatform(reader, platform, asked) {
	reader.fault({
		what: "The inputs `leg` and `platforms` name different platforms.",
		seen: `leg: ${platformName(platform)}; platforms: ${asked.map(platformName).join(", ")}`,
		expected: "no `platforms`, or such as the leg's is among",
		fix: "# without `platforms:`",
		anchor: "leg"
	});
}
function checkLegOutputs(reader, { outputs, push }) {
	const pushed = outputs.find((output) => isPushed(output, push));
	if (pushed === void 0) return;
	reader.fault({
		what: "The inputs `leg` and `outputs` cannot both push.",
		seen: spelledOut(pushed.text),
		expected: "`push: true` and `tags`, whose first name says to which repository the leg pushes by digest",
		fix: "push: true",
		anchor: "leg"
	});
}

function platformsFrom(reader) {
	const words = platformWords(reader);
	return words.length === 1 && words[0] === "local" ? [] : platformsOf(reader, "platforms", words);
}
function platformsMissing(reader) {
	return platformsOf(reader, "allow-missing", platformWords(reader, "allow-missing"));
}
function platformsOf(reader, input, words) {
	const found = /* @__PURE__ */ new Map();
	for (const [index, word] of words.entries()) {
		const platform = parsePlatform(word);
		if (platform === void 0) {
			unknownPlatform(reader, word, {
				input,
				number: index + 1
			});
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
	for (const [name, entry] of found) if (entry.words.length > 1) reader.notices.push(twice(input, name, entry.words));
	return [...found.values()].map(({ platform }) => platform);
}
function twice(input, name, words) {
	return `${input}: ${words.join(" and ")} are one platform; ${name} is built once.`;
}
function platformWords(reader, input = "platforms") {
	const text = reader.text(input) ?? "";
	if (text.startsWith("[")) {
		const array = jsonWords(text);
		if (array !== void 0) return array;
		reader.fault({
			what: `The input \`${input}\` starts like a JSON array and is none of strings.`,
			seen: spelledOut(text),
			expected: "[\"linux/amd64\",\"linux/arm64\"]",
			anchor: "platforms"
		});
		return [];
	}
	return text.split(/[\s,]+/).map((word) => word.replace(/^(["'])(.*)\1$/, "$2").trim()).filter((word) => word !== "");
}
function jsonWords(text) {
	const value = jsonOf(text);
	if (!Array.isArray(value) || !value.every((each) => typeof each === "string")) return void 0;
	return value.map((each) => each.trim()).filter((each) => each !== "");
}
function unknownPlatform(reader, word, { input, number }) {
	const near = nearestPlatform(word);
	const target = parseTarget(word);
	const otherSystem = /^(windows|darwin|macos|freebsd|netbsd|openbsd|wasi|wasip1|js)\b/i.test(word);
	reader.fault({
		what: `Item ${number} of the input \`${input}\` is not a platform images can be built for.`,
		seen: spelledOut(word),
		expected: word === "local" ? "`local` alone, or the name of that platform, such as linux/amd64" : otherSystem ? "a Linux platform; QEMU runs programs of Linux only" : near === void 0 ? "a Linux platform, such as linux/arm64" : `did you mean ${near}?`,
		...target === void 0 ? {} : { cause: `QEMU emulates ${target}, Docker has no such platform` },
		...near === void 0 ? {} : { fix: `${input}: ${near}` },
		anchor: "platforms"
	});
}

const slips = [
	{
		pattern: /^- +/,
		cause: "the value is text, not a YAML list: one name a line, without a dash",
		mended: ""
	},
	{
		pattern: /^\[? *["']|["'] *\]?$/g,
		cause: "the value is no JSON array: names are parted by commas or lines",
		mended: ""
	},
	{
		pattern: /^https?:\/\//i,
		cause: "a name has no https:// in front",
		mended: ""
	},
	{
		pattern: /@sha\d+:[0-9a-f]*$/,
		cause: "a digest comes out of a push and cannot be asked for",
		mended: ""
	},
	{
		pattern: /(?<=\/[^:\s]*:[^:\s]*)\//g,
		cause: "a tag has no `/`, as the name of a branch may have",
		mended: "-"
	},
	{
		pattern: /(?<=\S)\s+(?=\S)/g,
		cause: "names are parted by commas or lines",
		mended: ","
	},
	{
		pattern: /^[:/]|(?<!:)\/\/|\/:|[:/]$/,
		cause: "a part of it is empty: an expression in it gave nothing"
	}
];
const SHOW_OUTPUTS = `- run: echo "$STEPS"   # as a step before this one: shows which output is empty
  env: { STEPS: "\${{ toJSON(steps) }}" }`;
function slipIn(name, isFine) {
	const found = slips.filter(({ pattern }) => name.search(pattern) >= 0);
	const empty = found.find(({ mended }) => mended === void 0);
	if (empty !== void 0) return {
		cause: empty.cause,
		fix: SHOW_OUTPUTS
	};
	const [first] = found;
	if (first === void 0) return void 0;
	const meant = found.reduce((text, { pattern, mended = "" }) => text.replace(pattern, mended), name);
	const fine = meant !== name && meant.split(",").every(isFine);
	return {
		cause: first.cause,
		...fine ? { fix: meant } : {}
	};
}

const LONGEST_TAG = 128;
const LONGEST_NAME = 255;
const part$1 = "[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*";
const path = new RegExp(`^${part$1}(?:/${part$1})*$`);
const label = "[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?";
const registry = new RegExp(`^(?:${label}(?:\\.${label})*|\\[[0-9a-fA-F:]+\\])(?::\\d+)?$`);
function tagFaults(name, tags) {
	const faults = [];
	let whole;
	for (const [index, tag] of tags.entries()) {
		const cut = looksCut(tag, whole) && !tag.startsWith("- ");
		const fault = cut ? {} : nameFault(tag);
		const before = whole;
		if (!cut) whole = tag;
		if (fault === void 0) continue;
		faults.push({
			what: `Item ${index + 1} of the input \`${name}\` is not the name of an image.`,
			seen: spelledOut(tag),
			expected: "registry/repository:tag, such as ghcr.io/user/app:1.0",
			...fault,
			...cut && before !== void 0 ? { cause: cutCause(name, spelledOut(before)) } : {},
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
		seen: `a tag of ${tag.length} characters: ${spelledOut(tag)}`,
		expected: `at most ${LONGEST_TAG} characters`
	};
	if (repository.length > LONGEST_NAME) return { expected: `at most ${LONGEST_NAME} characters before the tag` };
	const tagIsFine = repository === name || /^\w[\w.-]*$/.test(tag);
	const [host, rest] = splitRegistry(repository);
	const fine = (text) => path.test(text) && (host === void 0 || registry.test(host)) && tagIsFine;
	if (fine(rest)) return void 0;
	if (!fine(rest.toLowerCase())) return slipIn(name, isName) ?? {};
	return {
		expected: "small letters in the repository",
		fix: [...host === void 0 ? [] : [host], rest.toLowerCase()].join("/") + name.slice(repository.length)
	};
}
function isName(text) {
	return nameFault(text) === void 0;
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
	for (const fault of tagFaults("outputs", outputs.flatMap(namesOf$1))) reader.fault(fault);
	const call = reader.text("call");
	if (call === void 0 || call === "build") checkNames(reader, publish);
	else if (publish.push || publish.load || outputs.length > 0) reader.notices.push(`call: ${call} asks BuildKit and builds nothing, so nothing is tested, pushed, loaded or exported.`);
	return publish;
}
function namesOf$1({ attributes }) {
	return (attributes.name?.split(",") ?? []).map((name) => name.trim()).filter((name) => name !== "");
}
function checkNames(reader, publish) {
	const { tags, push, load, outputs } = publish;
	const pushed = outputs.filter((output) => isPushed(output, push));
	const byDigest = pushed.filter(({ attributes }) => goBoolean(attributes["push-by-digest"]));
	for (const output of byDigest) checkByDigest(reader, output, tags);
	const named = tags.length > 0 || outputs.some((output) => namesOf$1(output).length > 0);
	if ((push || pushed.length > 0) && byDigest.length === 0 && !named) noName(reader, push);
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
	const [name] = namesOf$1(output);
	if (tags.every((tag) => repositoryOf(tag) === tag) && (name !== void 0 || tags.length > 0)) return;
	const line = `type=image,name=${repositoryOf(name ?? tags[0] ?? "ghcr.io/OWNER/NAME")},push-by-digest=true,name-canonical=true,push=true`;
	reader.fault({
		what: tags.length > 0 ? "The inputs `outputs` (push-by-digest=true) and `tags` cannot go together: what is pushed by digest has no tag." : "The input `outputs` pushes by digest without `name=`, and `tags` gives no name either.",
		seen: output.text,
		expected: "name= with the repository in `outputs`, and no `tags`",
		fix: `${tags.length > 0 ? "# without `tags:`\n" : ""}outputs: ${line}`,
		anchor: "push-by-digest"
	});
}

var Failure = class extends Error {
	parts;
	constructor(parts, options) {
		super(parts.what, options);
		this.name = "Failure";
		this.parts = parts;
	}
};
var Failures = class extends Error {
	failures;
	constructor(what, failures) {
		super(what);
		this.name = "Failures";
		this.failures = failures;
	}
};
function sentence(error) {
	if (!(error instanceof Failure)) return error instanceof Error ? error.message : String(error);
	const { what, seen, expected, command } = error.parts;
	return [
		what,
		seen,
		expected,
		command?.stderr.trim().split("\n").at(-1)
	].filter((text) => text !== void 0 && text !== "").join(" | ");
}
function codeOf(error) {
	if (typeof error !== "object" || error === null || !("code" in error)) return "";
	return typeof error.code === "string" ? error.code : "";
}
function assertNever(value) {
	throw new TypeError(`unexpected value: ${JSON.stringify(value)}`);
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
	nodes: "",
	"buildkit-image": "moby/buildkit:v0.31.2@sha256:2f5adac4ecd194d9f8c10b7b5d7bceb5186853db1b26e5abd3a657af0b7e26ec",
	test: "",
	"test-network": "none",
	check: "programs",
	"check-allow": "",
	"crash-allow": "",
	leg: "",
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
const otherBooleans = {
	yes: "true",
	on: "true",
	y: "true",
	"1": "true",
	no: "false",
	off: "false",
	n: "false",
	"0": "false"
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
		const word = seen.toLowerCase();
		const near = (values.includes("true") ? otherBooleans[word] : void 0) ?? nearest(seen, values);
		this.fault({
			what: `The input \`${name}\` has a value it cannot have.`,
			seen: spelledOut(seen),
			expected: `${values.join(", ")}${near === void 0 ? "" : ` (did you mean ${near}?)`}`,
			...near === void 0 ? {} : { fix: `${name}: ${near}` },
			anchor: "wrong-value"
		});
	}
};

const WAYS = [
	"auto",
	"container",
	"privileged",
	"host",
	"image",
	"off"
];
function registrationFrom(reader, { image }) {
	const register = reader.choice("register", WAYS);
	if (register === "image" && image === void 0) reader.fault({
		what: "`register: image` runs the image that `emulator-image` names, and it names none.",
		seen: "emulator-image is empty",
		expected: "name:tag@sha256:<64 digits>",
		fix: "register: auto",
		anchor: "emulator-image"
	});
	return {
		register,
		setuid: reader.boolean("setuid"),
		keep: reader.boolean("keep")
	};
}

function unknownNames(raw, known) {
	return Object.keys(raw).filter((name) => !known.includes(name)).map((name) => {
		const near = nearest(name, known);
		const guess = near === void 0 ? "" : `; did you mean \`${near}\`?`;
		return `\`${spelledOut(name)}\` is not an input of this action and is ignored${guess}`;
	});
}

function wrongInputs(failures, undone) {
	const count = failures.length === 1 ? "One input is" : `${failures.length} inputs or items are`;
	return new Failures(`${count} wrong; ${undone}.`, failures);
}

async function inputsFrom(raw, github, look = () => []) {
	const reader = new InputReader(raw, await csvFor(raw, inputNames));
	const asked = platformsFrom(reader);
	const leg = legFrom(reader, asked);
	const build = buildFrom(reader, github);
	const publish = publishFrom(reader);
	if (leg !== void 0) checkLegOutputs(reader, publish);
	const emulator = emulatorFrom(reader);
	const inputs = {
		platforms: leg?.platforms ?? asked,
		leg,
		build,
		publish,
		emulator,
		registration: registrationFrom(reader, emulator),
		builder: builderFrom(reader),
		checks: checksFrom(reader),
		run: runFrom(reader)
	};
	const { warnings } = reader;
	const notices = [...reader.notices, ...unknownNames(raw, inputNames)];
	const failures = [...reader.failures, ...look(inputs)];
	if (failures.length === 0) return {
		inputs,
		notices,
		warnings
	};
	throw wrongInputs(failures, "nothing was built or changed");
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
		checkAllow,
		crashAllow: reader.list("crash-allow", { literalQuotes: true })
	};
}
function runFrom(reader) {
	const text = reader.text("timeout") ?? "";
	if (!/^\d+(\.\d+)?$/.test(text)) reader.fault({
		what: "The input `timeout` is not a number of minutes.",
		seen: spelledOut(text),
		expected: "a number, 0 or more; 0 is never",
		anchor: "wrong-value"
	});
	return {
		dryRun: reader.boolean("dry-run"),
		timeout: Number(text)
	};
}

function isRemote(context) {
	return /^(?:-$|git@|github\.com\/|[a-z][\w+.-]*:\/\/)/i.test(context);
}

function namedIn({ build, emulator, publish }) {
	const { context, file, buildContexts, secrets } = build;
	const named = [];
	if (!isRemote(context)) {
		named.push({
			what: "The folder of the input `context`",
			path: context,
			kind: "folder",
			input: "context"
		});
		const what = file === void 0 ? "The Dockerfile" : "The Dockerfile of the input `file`";
		const path = file ?? join(context, "Dockerfile");
		if (!isRemote(path)) named.push({
			what,
			path,
			kind: "file",
			input: "file"
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
	return [...named, ...destinationsIn(publish)];
}
function destinationsIn({ outputs }) {
	return outputs.flatMap(({ type, attributes: { dest = "-" } }) => {
		if (dest === "-" || type === "local") return [];
		const path = dirname(dest);
		return [{
			what: `The folder of ${spelledOut(dest)} in the input \`outputs\``,
			path,
			kind: "folder",
			fix: `run: mkdir -p '${path}'   # in an earlier step`
		}];
	});
}

const MOST_NAMES = 8;
function inputFaultsOnDisk(inputs) {
	const found = namedIn(inputs).map(faultOf).filter((fault) => fault !== void 0);
	const noContext = found.some(({ parts }) => parts.what.includes("`context`"));
	return inputs.build.file === void 0 && noContext ? found.filter(({ parts }) => !parts.what.includes("Dockerfile")) : found;
}
function faultOf({ what, path, kind, input, fix }) {
	const found = kindOf(path);
	if (found !== void 0 && found !== "other" && kind.includes(found)) return void 0;
	if (found !== void 0) return new Failure({
		what: `${what} is no ${kind}.`,
		seen: spelledOut(path),
		anchor: "missing-path"
	});
	const folder = dirname(path);
	const names = namesIn(folder);
	if (basename(path) === "Dockerfile" && names.includes("dockerfile")) return void 0;
	const near = nearest(basename(path), names);
	const fixed = input === void 0 || near === void 0 ? fix : `${input}: ${join(folder, near)}`;
	return new Failure({
		what: `${what} does not exist.`,
		seen: spelledOut(path),
		expected: near === void 0 ? listing(folder, names) : `did you mean ${join(folder, near)}?`,
		cause: "a checkout step may be missing before this one, or the path starts elsewhere",
		...fixed === void 0 ? {} : { fix: fixed },
		anchor: "missing-path"
	});
}
function listing(folder, names) {
	if (names.length === 0) return `${spelledOut(folder)} is empty or missing too`;
	const shown = names.slice(0, MOST_NAMES).map(spelledOut).join(", ");
	return `${spelledOut(folder)} holds ${shown}${names.length > MOST_NAMES ? ", …" : ""}`;
}
function kindOf(path) {
	try {
		const found = statSync(path);
		return found.isDirectory() ? "folder" : found.isFile() ? "file" : "other";
	} catch {
		return;
	}
}
function namesIn(folder) {
	try {
		return readdirSync(folder).sort();
	} catch {
		return [];
	}
}

const KNOWN = [
	"DOCKER_BUILD_CHECKS_ANNOTATIONS",
	"DOCKER_BUILD_SUMMARY",
	"DOCKER_BUILD_RECORD_UPLOAD",
	"DOCKER_BUILD_RECORD_RETENTION_DAYS",
	"DOCKER_BUILD_NO_SUMMARY",
	"DOCKER_BUILD_EXPORT_RETENTION_DAYS"
];
function variableNotices(env, secrets = []) {
	const is = (name) => (env[name] ?? "") !== "";
	const record = [...goBoolean(env.DOCKER_BUILD_RECORD_UPLOAD) === true ? ["DOCKER_BUILD_RECORD_UPLOAD"] : [], ...["DOCKER_BUILD_RECORD_RETENTION_DAYS", "DOCKER_BUILD_EXPORT_RETENTION_DAYS"].filter(is)];
	return [
		...record.length === 0 ? [] : [`${record.join(", ")}: no build record is uploaded as an artifact; what the run saw is in the job summary.`],
		...is("DOCKER_BUILD_NO_SUMMARY") ? ["DOCKER_BUILD_NO_SUMMARY is no longer read; it is DOCKER_BUILD_SUMMARY: false."] : [],
		...Object.keys(env).filter(is).flatMap(misspelt),
		...secrets.flatMap((secret) => secret.kind !== "env" || is(secret.env) ? [] : [`secret-envs: the variable ${spelledOut(secret.env)} is not set or empty, so the build gets an empty secret ${secret.id}; give it by \`env\` on this step.`])
	];
}
function misspelt(name) {
	if (!name.startsWith("DOCKER_BUILD_") || KNOWN.includes(name)) return [];
	const last = (one) => one.slice(13);
	if (last(name) === "NO_DEFAULT_ATTESTATIONS") return [`${name} is ignored; did you mean BUILDX_NO_DEFAULT_ATTESTATIONS?`];
	const near = nearest(last(name), KNOWN.map(last));
	if (near === void 0) return [];
	return [`${spelledOut(name)} is not a variable of this action and is ignored; did you mean DOCKER_BUILD_${near}?`];
}
function withVariables(raw, env) {
	const platforms = env.DOCKER_DEFAULT_PLATFORM ?? "";
	return platforms !== "" && (raw.platforms ?? "").trim() === "" ? {
		...raw,
		platforms
	} : raw;
}

function setVariable(name, value) {
	process.env[name] = value;
}
function environment() {
	return process.env;
}

function toCommandValue(input) {
	if (input === null || input === void 0) return "";
	else if (typeof input === "string" || input instanceof String) return input;
	return JSON.stringify(input);
}
function toCommandProperties(annotationProperties) {
	if (!Object.keys(annotationProperties).length) return {};
	return {
		title: annotationProperties.title,
		file: annotationProperties.file,
		line: annotationProperties.startLine,
		endLine: annotationProperties.endLine,
		col: annotationProperties.startColumn,
		endColumn: annotationProperties.endColumn
	};
}

function issueCommand(command, properties, message) {
	const cmd = new Command(command, properties, message);
	process.stdout.write(cmd.toString() + os.EOL);
}
function issue(name, message = "") {
	issueCommand(name, {}, message);
}
const CMD_STRING = "::";
var Command = class {
	constructor(command, properties, message) {
		if (!command) command = "missing.command";
		this.command = command;
		this.properties = properties;
		this.message = message;
	}
	toString() {
		let cmdStr = CMD_STRING + this.command;
		if (this.properties && Object.keys(this.properties).length > 0) {
			cmdStr += " ";
			let first = true;
			for (const key in this.properties) if (this.properties.hasOwnProperty(key)) {
				const val = this.properties[key];
				if (val) {
					if (first) first = false;
					else cmdStr += ",";
					cmdStr += `${key}=${escapeProperty(val)}`;
				}
			}
		}
		cmdStr += `${CMD_STRING}${escapeData(this.message)}`;
		return cmdStr;
	}
};
function escapeData(s) {
	return toCommandValue(s).replace(/%/g, "%25").replace(/\r/g, "%0D").replace(/\n/g, "%0A");
}
function escapeProperty(s) {
	return toCommandValue(s).replace(/%/g, "%25").replace(/\r/g, "%0D").replace(/\n/g, "%0A").replace(/:/g, "%3A").replace(/,/g, "%2C");
}

const randomUUID = () => process.getBuiltinModule("node:crypto").randomUUID();

function issueFileCommand(command, message) {
	const filePath = process.env[`GITHUB_${command}`];
	if (!filePath) throw new Error(`Unable to find environment variable for file command ${command}`);
	if (!fs.existsSync(filePath)) throw new Error(`Missing file at path: ${filePath}`);
	fs.appendFileSync(filePath, `${toCommandValue(message)}${os.EOL}`, { encoding: "utf8" });
}
function prepareKeyValueMessage(key, value) {
	const delimiter = `ghadelimiter_${randomUUID()}`;
	const convertedValue = toCommandValue(value);
	if (key.includes(delimiter)) throw new Error(`Unexpected input: name should not contain the delimiter "${delimiter}"`);
	if (convertedValue.includes(delimiter)) throw new Error(`Unexpected input: value should not contain the delimiter "${delimiter}"`);
	return `${key}<<${delimiter}${os.EOL}${convertedValue}${os.EOL}${delimiter}`;
}

var __awaiter = void 0 && (void 0).__awaiter || function(thisArg, _arguments, P, generator) {
	function adopt(value) {
		return value instanceof P ? value : new P(function(resolve) {
			resolve(value);
		});
	}
	return new (P || (P = Promise))(function(resolve, reject) {
		function fulfilled(value) {
			try {
				step(generator.next(value));
			} catch (e) {
				reject(e);
			}
		}
		function rejected(value) {
			try {
				step(generator["throw"](value));
			} catch (e) {
				reject(e);
			}
		}
		function step(result) {
			result.done ? resolve(result.value) : adopt(result.value).then(fulfilled, rejected);
		}
		step((generator = generator.apply(thisArg, _arguments || [])).next());
	});
};
var ExitCode;
(function(ExitCode) {
	ExitCode[ExitCode["Success"] = 0] = "Success";
	ExitCode[ExitCode["Failure"] = 1] = "Failure";
})(ExitCode || (ExitCode = {}));
function setSecret(secret) {
	issueCommand("add-mask", {}, secret);
}
function getInput(name, options) {
	const val = process.env[`INPUT_${name.replace(/ /g, "_").toUpperCase()}`] || "";
	if (options && options.required && !val) throw new Error(`Input required and not supplied: ${name}`);
	if (options && options.trimWhitespace === false) return val;
	return val.trim();
}
function setOutput$1(name, value) {
	if (process.env["GITHUB_OUTPUT"] || "") return issueFileCommand("OUTPUT", prepareKeyValueMessage(name, value));
	process.stdout.write(os.EOL);
	issueCommand("set-output", { name }, toCommandValue(value));
}
function isDebug() {
	return process.env["RUNNER_DEBUG"] === "1";
}
function debug(message) {
	issueCommand("debug", {}, message);
}
function error(message, properties = {}) {
	issueCommand("error", toCommandProperties(properties), message instanceof Error ? message.toString() : message);
}
function warning(message, properties = {}) {
	issueCommand("warning", toCommandProperties(properties), message instanceof Error ? message.toString() : message);
}
function notice(message, properties = {}) {
	issueCommand("notice", toCommandProperties(properties), message instanceof Error ? message.toString() : message);
}
function info(message) {
	process.stdout.write(message + os.EOL);
}
function startGroup(name) {
	issue("group", name);
}
function endGroup() {
	issue("endgroup");
}
function group(name, fn) {
	return __awaiter(this, void 0, void 0, function* () {
		startGroup(name);
		let result;
		try {
			result = yield fn();
		} finally {
			endGroup();
		}
		return result;
	});
}
function saveState(name, value) {
	if (process.env["GITHUB_STATE"] || "") return issueFileCommand("STATE", prepareKeyValueMessage(name, value));
	issueCommand("save-state", { name }, toCommandValue(value));
}
function getState(name) {
	return process.env[`STATE_${name}`] || "";
}

function rawInputs() {
	const names = Object.keys(process.env).filter((key) => key.startsWith("INPUT_")).map((key) => key.slice(6).toLowerCase());
	return Object.fromEntries(names.map((name) => [name, getInput(name, { trimWhitespace: false })]));
}
async function gitHubFacts() {
	const { env } = process;
	const repository = env.GITHUB_REPOSITORY ?? "";
	const ref = env.GITHUB_REF ?? "";
	const wantsHead = /^(1|t|true)$/i.test(env.DOCKER_DEFAULT_GIT_CONTEXT_PR_HEAD_REF ?? "");
	const headSha = wantsHead && ref.startsWith("refs/pull/") ? await pullRequestHead() : void 0;
	const commit = commitFrom({
		ref,
		sha: env.GITHUB_SHA ?? "",
		wantsHead,
		headSha
	});
	if (repository === "" || commit === "") return void 0;
	return {
		serverUrl: serverUrl(),
		repository,
		commit,
		runUrl: addressOf(repository)
	};
}
function runAddress() {
	const repository = process.env.GITHUB_REPOSITORY ?? "";
	return repository === "" ? void 0 : addressOf(repository);
}
function addressOf(repository) {
	const { GITHUB_RUN_ID, GITHUB_RUN_ATTEMPT } = process.env;
	const run = `${GITHUB_RUN_ID ?? ""}/attempts/${GITHUB_RUN_ATTEMPT || "1"}`;
	return `${serverUrl()}/${repository}/actions/runs/${run}`;
}
const serverUrl = () => process.env.GITHUB_SERVER_URL || "https://github.com";
async function pullRequestHead() {
	const sha = [
		"pull_request",
		"head",
		"sha"
	].reduce(member, await event());
	return typeof sha === "string" ? sha : void 0;
}
async function isPrivateRepository() {
	return ["repository", "private"].reduce(member, await event()) === true;
}
async function event() {
	const path = process.env.GITHUB_EVENT_PATH ?? "";
	if (path === "") return void 0;
	const { readFile } = await import("node:fs/promises");
	return jsonOf(await readFile(path, "utf8").catch(() => ""));
}
function member(value, key) {
	if (typeof value !== "object" || value === null) return void 0;
	return Object.getOwnPropertyDescriptor(value, key)?.value;
}

function harmless(text) {
	return text.replace(/\r\n?/g, "\n").replace(/(?![\n\t])\p{Cc}\[[0-9;?]*[A-Za-z]/gu, "").replace(/(?![\n\t])[\p{Cc}\u2028\u2029]/gu, "").replace(/##(?=\[)/g, "#​#").replace(/^(\s*):(?=:)/gmu, "$1:​");
}
function waitForRunner() {
	const handle = Reflect.get(process.stdout, "_handle");
	if (typeof handle !== "object" || handle === null) return;
	const setBlocking = Reflect.get(handle, "setBlocking");
	if (typeof setBlocking === "function") Reflect.apply(setBlocking, handle, [true]);
}
const log = {
	info: (text) => info(harmless(text)),
	debug: (text) => debug(harmless(text)),
	notice: (text) => notice(harmless(text)),
	warning: (text) => warning(harmless(text)),
	error: (text) => error(harmless(text))
};
const SHORTEST = 4;
function mask(secret) {
	for (const line of secret.split(/[\r\n]+/)) if (line.length >= SHORTEST) setSecret(line);
}
function annotate(at) {
	const { title, message, file, line } = at;
	warning(harmless(message), {
		title: harmless(title),
		file,
		startLine: line
	});
}
async function inGroup(name, work) {
	return await group(harmless(name), work);
}

const SIGNALS$1 = {
	4: ": illegal instruction",
	6: ": aborted",
	7: ": bus error",
	8: ": arithmetic error",
	9: ": killed",
	11: ": segmentation fault"
};
const MEANINGS = {
	125: "the engine refused: the container was not created or not started",
	126: "the program was found and could not be executed",
	127: "the program, or its interpreter, was not found",
	130: "interrupted: signal 2, SIGINT",
	137: "signal 9: killed, often for want of memory",
	143: "signal 15: told to stop"
};
function signalText(signal) {
	return `signal ${signal}${SIGNALS$1[signal] ?? ""}`;
}
function exitCodeText(code) {
	const signal = signalOf(code);
	const meaning = MEANINGS[code] ?? (signal && signalText(signal));
	return meaning === void 0 ? `${code}` : `${code} (${meaning})`;
}
function signalOf(code) {
	return code > 128 && code <= 192 ? code - 128 : void 0;
}

function saysFull(text) {
	return /ENOSPC|EDQUOT|no space left on device|disk quota exceeded/i.test(text);
}
function fullDiskFailure(error) {
	if (!(error instanceof Error) || error instanceof Failure || !saysFull(error.message)) return;
	return new Failure({
		what: "A disk of this machine is full",
		cause: "that of the runner's temporary folder: images and emulators pass through it",
		fix: "df -h \"$RUNNER_TEMP\" /   # in an earlier step",
		anchor: "disk-full"
	}, { cause: error });
}

const STDERR_LINES = 20;
const LINE_LENGTH = 2e3;
const STACK_LINES = 30;
const TROUBLESHOOTING = "docs/troubleshooting.md";
function failureText(error) {
	const failure = error instanceof Failure ? error : fullDiskFailure(error);
	if (failure) return {
		title: titleOf(failure),
		text: lines(failure).join("\n")
	};
	return error instanceof Failures ? several(error) : bug(error);
}
function titleOf(error) {
	return ended(visible(error.message), 500);
}
function several(error) {
	const title = titleOf(error);
	return {
		title,
		text: [title, ...error.failures.flatMap((failure, index) => {
			const number = `${index + 1}. `;
			return lines(failure).map((line, at) => at === 0 ? number + line : " ".repeat(number.length) + line);
		})].join("\n")
	};
}
function lines(failure) {
	const { seen, expected, command, cause, fix, anchor, also } = failure.parts;
	const inner = innerError(failure);
	return [
		titleOf(failure),
		...seen === void 0 ? [] : part("got", quoted(seen)),
		...expected === void 0 ? [] : part("expected", expected),
		...command === void 0 ? [] : commandLines(command),
		...inner === void 0 ? [] : part("because", inner),
		...cause === void 0 ? [] : part("likely cause", cause),
		...cure({
			fix,
			anchor
		}),
		...(also ?? []).flatMap((one) => [...part("or", one.cause), ...cure(one)])
	];
}
function cure({ fix, anchor }) {
	return [...fix === void 0 ? [] : ["  do this:", ...block(fix, "    ")], ...anchor === void 0 ? [] : [`  more: ${TROUBLESHOOTING}#${anchor}`]];
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
function bug(error) {
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
			`  more: ${TROUBLESHOOTING}#bug`
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
			cause: "the job was stopped",
			anchor: "cancelled"
		}));
	};
	let lost;
	const uncaught = (error) => {
		lost ??= { error };
		controller.abort(error);
	};
	for (const name of SIGNALS) process.on(name, abort);
	process.on("uncaughtException", uncaught);
	return {
		signal: controller.signal,
		throwIfLost: () => {
			if (lost !== void 0) throw lost.error;
		},
		dispose: () => {
			for (const name of SIGNALS) process.off(name, abort);
			process.off("uncaughtException", uncaught);
		}
	};
}

function durationText(ms) {
	if (ms < .5) return "< 1 ms";
	if (Math.round(ms) < 1e3) return `${Math.round(ms)} ms`;
	if (ms < 59950) return `${(ms / 1e3).toFixed(1)} s`;
	const seconds = Math.round(ms / 1e3);
	if (seconds < 3600) return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
	const minutes = Math.round(ms / 6e4);
	return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
function sizeText(bytes) {
	if (bytes < 1e3) return `${bytes} B`;
	const units = [
		"kB",
		"MB",
		"GB",
		"TB"
	];
	let value = bytes / 1e3;
	let unit = units.shift();
	while (value >= 999.95 && units.length > 0) {
		value /= 1e3;
		unit = units.shift();
	}
	return `${value.toFixed(1)} ${unit}`;
}
function countText(count, noun) {
	return `${count} ${noun}${count === 1 ? "" : "s"}`;
}

function emulatorLine({ platform, native, emulator }) {
	const name = platformName(platform);
	if (emulator === void 0) return `${name}: ${native ? "native, no emulator needed" : "none"}`;
	const { version, source, origin, sha256, cpu, cacheHit } = emulator;
	return [
		`${name}: QEMU ${version} from ${sourceText(source)} (${origin})`,
		...cacheHit ? ["from the cache"] : [],
		`sha256 ${sha256.slice(0, 12)}…`,
		...cpu === void 0 ? [] : [`CPU ${cpu}`]
	].join(", ");
}
function proofLines({ platform, proofs, node }) {
	const there = node === void 0 ? "in the builder" : `on ${node}`;
	return proofs.map(({ machine, ms, where, emulatorVersion }) => [
		`${platformName(platform)}: ran a program${where === "builder" ? ` ${there}` : ""}`,
		`kernel says ${machine}`,
		...emulatorVersion === void 0 ? [] : [`QEMU ${emulatorVersion}`],
		durationText(ms)
	].join(", "));
}
function builderLine({ kind, name, reason }) {
	return `${kind} builder "${name}": ${reason}`;
}
function buildLine({ platform, build, size }) {
	if (build === void 0) return void 0;
	return [
		`${platformName(platform)}: built in ${durationText(build.ms)}`,
		`${build.cachedSteps} of ${countText(build.steps, "step")} from the cache`,
		...size === void 0 ? [] : [sizeText(size)]
	].join(", ");
}
function checkLine({ platform, check }) {
	if (check === void 0) return void 0;
	const end = check.notices.length === 0 ? "all right" : countText(check.notices.length, "notice");
	return `${platformName(platform)}: machine type of ${countText(check.checked, "program")} read, ${end}`;
}
function testLine({ platform, test }) {
	if (test === void 0) return void 0;
	const verdict = test.exitCode === 0 ? "passed" : "failed";
	return `${platformName(platform)}: test ${verdict} (exit code ${test.exitCode}), ${durationText(test.ms)}`;
}
function pushLine({ ref, digest }) {
	return `${ref}: the registry has ${digest}`;
}
function successLines(outcome) {
	return [
		...outcome.platforms.flatMap((platform) => [
			...platform.native && platform.node === void 0 ? [emulatorLine(platform)] : proofLines(platform),
			buildLine(platform),
			checkLine(platform),
			testLine(platform)
		]).filter((line) => line !== void 0),
		...outcome.pushed.map(pushLine),
		...outcome.loaded.map((name) => `${name}: loaded into the engine`),
		...outcome.exported.map((path) => `${path}: written`)
	];
}
function sourceText(source) {
	return {
		release: "a release",
		package: "a distribution's package",
		image: "an image",
		host: "this machine",
		path: "the given path"
	}[source] ?? source;
}

function outputsOf(outcome) {
	return {
		digest: outcome.digest ?? "",
		imageid: outcome.imageId ?? "",
		metadata: outcome.metadata ?? "",
		platforms: outcome.platforms.filter(({ native, proofs }) => native || proofs.length > 0).map(({ platform }) => platformName(platform)).join(","),
		emulators: JSON.stringify(outcome.platforms.flatMap(emulatorOf)),
		digests: outcome.legOutputs?.digests ?? "",
		leg: outcome.legOutputs?.leg ?? ""
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

function doneText({ platforms, pushed, loaded, exported, dryRun, emulationOnly, legs = [] }) {
	const merged = legs.filter(({ state }) => state === "there").map(({ platform }) => platform);
	const names = [...platforms.map(({ platform }) => platformName(platform)), ...merged].map((name) => code(name));
	const what = names.length > 4 ? countText(names.length, "platform") : names.join(", ");
	if (dryRun) return `planned ${what}; nothing was done`;
	if (emulationOnly) return `${what} run here`;
	if (pushed.length > 0) return `pushed ${what}`;
	if (loaded.length > 0) return `loaded ${what} into the engine`;
	if (exported.length > 0) return `wrote ${what}`;
	return `built ${what} into the cache only`;
}

const GAP = "\n\n";
function fitted(sections, { bytes, run }) {
	const all = sections.flatMap(({ text }) => text === "" ? [] : [text + GAP]).join("");
	if (sizeOf$1(all) <= bytes) return all;
	const longest = sizeOf$1(noteOf(sections, run));
	if (longest > bytes) return "";
	let summary = "";
	const short = [];
	for (const section of sections) {
		const room = bytes - longest - sizeOf$1(summary) - 2;
		const text = cutBetweenRows(section.text, room);
		if (text !== section.text) short.push(section);
		if (text !== "") summary += text + GAP;
	}
	return summary + noteOf(short, run);
}
function noteOf(short, run) {
	return `_Too long for a job summary, cut short: ${short.map(({ name }) => name).join(", ")}. The ${run !== void 0 && /^https?:\/\/[\w.:/-]+$/.test(run) ? `[log](${run})` : "log"} of this step has the rest._\n`;
}
function cutBetweenRows(text, most) {
	if (sizeOf$1(text) <= most) return text;
	const lines = text.split("\n");
	let [size, best] = [0, ""];
	let open = {
		fence: void 0,
		details: false
	};
	for (const [index, line] of lines.entries()) {
		open = after(open, line);
		size += sizeOf$1(line) + 1;
		const closing = closingOf(open);
		if (size + sizeOf$1(closing) > most) break;
		if (endsRow(open, line, lines[index + 1] ?? "")) best = `${lines.slice(0, index + 1).join("\n")}${closing}`;
	}
	return best;
}
function after({ fence, details }, line) {
	if (fence !== void 0) return {
		fence: line === fence ? void 0 : fence,
		details
	};
	const [, opened] = /^(`{3,})text$/.exec(line) ?? [];
	return {
		fence: opened,
		details: line.startsWith("<details>") || details && line !== "</details>"
	};
}
function closingOf({ fence, details }) {
	return (fence === void 0 ? "" : `\n${fence}`) + (details ? "\n\n</details>" : "");
}
function endsRow({ fence }, line, next) {
	if (fence !== void 0) return line !== `${fence}text`;
	return !(line === "" || /^(<details>|\*\*\w+\*\*$|\| -)/.test(line) || /^\| -/.test(next));
}
const sizeOf$1 = (text) => Buffer.byteLength(text);

const NONE$1 = "–";
function legTable(legs = []) {
	if (legs.length === 0) return "";
	const rows = legs.map(({ platform, state, digest, attempt, attestations }) => [
		code(platform),
		state === "there" ? "in the image" : `**${state}**`,
		digest === void 0 ? NONE$1 : code(digest),
		attempt === void 0 ? NONE$1 : String(attempt),
		attestations === void 0 ? NONE$1 : String(attestations)
	]);
	return table([
		"platform",
		"leg",
		"digest",
		"attempt",
		"attestations"
	], rows);
}
function mergeOutputsOf({ legs = [], pushed, digest, metadata }) {
	const there = legs.filter(({ state }) => state === "there");
	const names = pushed.map(({ ref }) => ref).join(",");
	const digests = there.map(({ platform, image }) => [platform, image]);
	return {
		digest: digest ?? "",
		platforms: there.map(({ platform }) => platform).join(","),
		digests: JSON.stringify(Object.fromEntries(digests)),
		metadata: JSON.stringify({
			"image.name": names,
			"containerimage.digest": digest,
			"containerimage.descriptor": JSON.parse(metadata ?? "{}")
		})
	};
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
		runsCell(platform),
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
function runsCell({ native, node }) {
	if (node !== void 0) return `on ${code(node)}`;
	return native ? "natively" : "emulated";
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

const FAILURE_LIMIT = 6e4;
const LIST_LIMIT = 100;
const BAR = 30;
function summaryMarkdown(outcome, room) {
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
			name: "legs",
			text: legTable(outcome.legs)
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
	return fitted(sections, room);
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
const HEAD = 1e3;
const MARK = "\n  …\n";
function setFailed(text) {
	process.exitCode = 1;
	const message = harmless(text.lines.join("\n")) || harmless(text.title);
	if (message.length > ANNOTATION_LIMIT) info(message);
	error(shortened(message), { title: harmless(text.title) });
}
function shortened(message) {
	if (message.length <= ANNOTATION_LIMIT) return message;
	const end = message.slice(-3091);
	return `${message.slice(0, HEAD)}${MARK}${end}`;
}

function setOutput(name, value) {
	written("outputs", () => setOutput$1(name, value));
}
function written(purpose, write) {
	try {
		write();
	} catch (cause) {
		throw new Failure({
			what: `The runner's file for ${purpose} could not be written`,
			cause: "the disk is full, or an earlier step removed the runner's temporary files",
			fix: "df -h \"$RUNNER_TEMP\"   # in an earlier step",
			anchor: "disk-full"
		}, { cause });
	}
}

const LIMIT = 1e6;
function summaryFile() {
	return !/^(?:0|f|false)$/i.test(process.env.DOCKER_BUILD_SUMMARY ?? "") ? process.env.GITHUB_STEP_SUMMARY ?? "" : "";
}
function summaryRoom() {
	return Math.max(0, LIMIT - sizeOf(summaryFile()));
}
function sizeOf(file) {
	return statSync(file, { throwIfNoEntry: false })?.size ?? 0;
}
function writeSummary(markdown) {
	const file = summaryFile();
	if (file === "") return;
	const before = sizeOf(file);
	try {
		if (markdown === "") throw new Error(`${before} bytes are in it already`);
		appendFileSync(file, markdown);
	} catch (error) {
		log.warning(`The job summary could not be written: ${String(error)}`);
		if (sizeOf(file) > before) truncateSync(file, before);
	}
}

function tell(outcome, outputs = outputsOf) {
	for (const warning of outcome.warnings) log.warning(warning);
	for (const notice of outcome.notices) log.notice(notice);
	const failure = withPushed(outcome.failure ?? setOutputs(outputs(outcome)), outcome);
	if (failure === void 0) for (const line of successLines(outcome)) log.info(line);
	else setFailed({
		title: failure.title,
		lines: failure.text.split("\n")
	});
	const room = {
		bytes: summaryRoom(),
		run: runAddress()
	};
	writeSummary(summaryMarkdown({
		...outcome,
		failure
	}, room));
}
function withPushed(failure, { pushed }) {
	if (failure === void 0 || pushed.length === 0) return failure;
	const refs = pushed.map(({ ref, digest }) => `    ${ref} ${digest}`);
	const text = [
		failure.text,
		"  already pushed, and still there:",
		...refs
	].join("\n");
	return {
		...failure,
		text
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
	waitForRunner();
	const cancellation = cancelOnSignal();
	const record = openRecord();
	try {
		await work(record, cancellation.signal);
		cancellation.throwIfLost();
	} catch (error) {
		record.fail(error);
	}
	tell(record.outcome(), outputs);
	cancellation.dispose();
}

const MISC = "/proc/sys/fs/binfmt_misc";
function removeCommand(names) {
	return `for f in ${names.map((name) => `${MISC}/${name}`).join(" ")}; do echo -1 | sudo tee "$f"; done`;
}

function byHand(what, ledger, fix) {
	const { jobId, temp, pulled, added = [] } = ledger;
	switch (what) {
		case "containers": return `docker ps --all --quiet --filter label=anyarch.job=${jobId} | xargs -r docker rm --force --volumes`;
		case "builder": return fix ?? `docker buildx rm ${jobId}`;
		case "handlers": return removeCommand([...added, `${jobId}-*`]);
		case "temporary files": return `rm -rf ${temp}`;
		case "image": return `docker image rm ${pulled}; ${removeNamesOf(jobId)}`;
		case "images": return removeNamesOf(jobId);
		case "work under way":
		case "mark": return;
	}
}
function removeNamesOf(jobId) {
	return `docker image ls --format "{{.Repository}}:{{.Tag}}" "anyarch.local/${jobId}/*" | xargs -r docker image rm --force`;
}

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

function versionOfTag(tag) {
	return /^(?:qemu-)?v?(\d{1,2}\.\d+(?:\.\d+)*)(?![\w.])/.exec(tag)?.[1];
}

const DEFAULT = /^(docker\.io\/)?tonistiigi\/binfmt(:latest|:master)?$/;
const PINNED = /^\S+@sha256:[0-9a-f]{64}$/;
const TAGGED = /^([\w.-]+(?::\d+(?=\/))?(?:\/[\w.-]+)*)(?::(\w[\w.-]*))?$/;
function withImage(emulator, reader) {
	const image = reader.text("image");
	if (image === void 0) return emulator;
	if ((emulator.source === "auto" || emulator.source === "image") && emulator.image === void 0) {
		if (PINNED.test(image)) return {
			...emulator,
			source: "image",
			image
		};
		if (!DEFAULT.test(image)) return byTag(emulator, image, reader);
	}
	reader.notices.push(`image: ${spelledOut(image)} is not pulled; emulators come from this machine's caches, a package or a release. With a digest (name@sha256:…) it would be.`);
	return emulator;
}
function byTag(emulator, image, reader) {
	const [, name, tag = "latest"] = TAGGED.exec(image) ?? [];
	if (name === void 0) {
		reader.fault({
			what: "The input `image` is not the name of an image.",
			seen: spelledOut(image),
			expected: "name:tag, or name@sha256:<64 digits>",
			anchor: "emulator-image"
		});
		return emulator;
	}
	const named = emulator.version === void 0 ? versionOfTag(tag) : void 0;
	const what = named === void 0 ? "emulators" : `QEMU ${named}`;
	reader.notices.push(`image: ${spelledOut(image)} is pulled only where no cache, package or release has ${what}. A tag names another image tomorrow; a digest (name@sha256:…) does not.`);
	return {
		...emulator,
		version: emulator.version ?? named,
		image: `${name}:${tag}`
	};
}

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
		registration: registrationFrom(reader, emulator)
	};
	const notices = [
		...reader.notices,
		...resetNotice(reader),
		...unknownNames(raw, names)
	];
	const { failures } = reader;
	if (failures.length === 0) return {
		inputs,
		notices
	};
	throw wrongInputs(failures, "nothing was registered or changed");
}
function resetNotice(reader) {
	if (!reader.boolean("reset")) return [];
	return ["reset: nothing is uninstalled, as others may use it; this job's own handlers stand in front of those that are there, and go after the job."];
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
		seen: spelledOut(word),
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

var plan_defaults_default = {
	platforms: "",
	runners: ""
};

function runnerFrom(text) {
	const bare = text.replace(/^(["'])(.*)\1$/, "$2");
	if (/^[[{]/.test(bare)) return structured(bare);
	return bare === "" || /[,"'{}[\]]/.test(bare) ? void 0 : bare;
}
function structured(text) {
	const value = jsonOf(text);
	if (Array.isArray(value)) return areLabels(value) ? value.map(String) : void 0;
	return isFields(value) && isGroup(value) ? value : void 0;
}
function isGroup(value) {
	const entries = Object.entries(value);
	const fine = entries.every(([key, each]) => {
		if (key === "group") return isLabel(each);
		return key === "labels" && (isLabel(each) || Array.isArray(each) && areLabels(each));
	});
	return entries.length > 0 && fine;
}
const areLabels = (values) => values.length > 0 && values.every(isLabel);
const isLabel = (value) => typeof value === "string" && value.trim() !== "";

async function planInputsFrom(raw) {
	const names = Object.keys(plan_defaults_default);
	const reader = new InputReader(raw, await csvFor(raw, []), plan_defaults_default);
	const platforms = platformsFrom(reader);
	if (platforms.length === 0 && reader.failures.length === 0) noPlatform(reader);
	const inputs = {
		platforms,
		runners: runnersFrom(reader, platforms)
	};
	const { failures } = reader;
	if (failures.length === 0) return {
		inputs,
		notices: [...reader.notices, ...unknownNames(raw, names)]
	};
	throw wrongInputs(failures, "no plan was made");
}
function noPlatform(reader) {
	reader.fault({
		what: "The input `platforms` names no platform, and a plan needs one.",
		expected: "platforms such as linux/amd64,linux/arm64",
		cause: "a plan does not know the builder, whose own platform an empty list would mean",
		fix: "platforms: linux/amd64,linux/arm64",
		anchor: "platforms"
	});
}
function runnersFrom(reader, platforms) {
	const lines = (reader.text("runners") ?? "").split(/\r?\n/).map((line) => line.trim());
	const planned = platforms.map(platformName);
	const found = {};
	for (const [index, line] of lines.filter((text) => text !== "").entries()) {
		const [, key = "", value = ""] = /^["']?([^=]*?)["']?\s*=\s*(.*)$/s.exec(line) ?? [];
		const platform = parsePlatform(key);
		const name = key === "*" ? key : platform && platformName(platform);
		const runner = runnerFrom(value);
		if (name === void 0 || runner === void 0 || found[name] !== void 0) {
			wrongLine(reader, {
				index,
				line,
				key,
				name,
				repeated: found[name ?? ""] !== void 0
			});
			continue;
		}
		found[name] = runner;
		if (name !== "*" && !planned.includes(name)) reader.notices.push(`runners: ${name} is not in \`platforms\`, so its runner is not used.`);
	}
	return found;
}
function wrongLine(reader, { index, line, key, name, repeated }) {
	const near = name === void 0 && key !== "" ? nearestPlatform(key) : void 0;
	const guess = near === void 0 ? "" : ` (did you mean ${near}?)`;
	reader.fault({
		what: `Item ${index + 1} of the input \`runners\` names no platform with a runner.`,
		seen: excerpt(line),
		expected: repeated ? `one runner for ${name}` : `linux/arm64=label, *=label or linux/arm64=["label","label"], one a line${guess}`,
		fix: "runners: |\n  linux/arm64=ubuntu-24.04-arm",
		anchor: "by-platform"
	});
}

const ALSO_NATIVE = {
	x86_64: ["i386"],
	mips64: ["mips", "mipsn32"],
	mips64el: ["mipsel", "mipsn32el"],
	ppc64: ["ppc"],
	sparc64: ["sparc", "sparc32plus"]
};
function executionOf(node, platforms) {
	const unknown = platforms.filter((platform) => architectureFor(platform) === void 0);
	if (unknown.length > 0) throw new Failure({
		what: "No emulator exists for a platform that was asked",
		seen: unknown.map(platformName).join(", "),
		expected: "platforms of QEMU's user emulators, such as linux/arm64",
		anchor: "platform-not-emulated"
	});
	return platforms.flatMap((platform) => {
		const architecture = architectureFor(platform);
		if (architecture === void 0) return [];
		const native = isNativeTo(node, architecture);
		if (native) refuseNewer(node, platform);
		return [{
			kind: native ? "native" : "emulated",
			platform,
			architecture
		}];
	});
}
function isNativeTo(node, { target }) {
	const own = architectureFor(node)?.target;
	return own !== void 0 && (own === target || ALSO_NATIVE[own]?.includes(target) === true);
}
function refuseNative(node, emulators) {
	const native = emulators.filter(({ architecture }) => isNativeTo(node, architecture));
	if (architectureFor(node) !== void 0 && native.length === 0) return;
	throw new Failure({
		what: "A handler for programs that the engine's node runs by itself is never registered",
		seen: `${native.map(({ architecture }) => architecture.target).join(", ") || "any"} on ${platformName(node)}`,
		expected: "architectures other than the node's own",
		cause: "the kernel would start an emulator for its own programs, the emulator among them",
		anchor: "own-architecture"
	});
}
function refuseNewer(node, platform) {
	if (!(node.architecture === "arm" && platform.architecture === "arm") || (platform.variant ?? "v7") <= (node.variant ?? "v7")) return;
	throw new Failure({
		what: "The engine's node is older than a platform that was asked, and cannot emulate it",
		seen: `${platformName(platform)} on ${platformName(node)}`,
		expected: `${platformName(node)} or older, or a node of another architecture`,
		cause: "the kernel does not tell programs of different ARM versions apart",
		anchor: "platform-not-emulated"
	});
}

const TYPED = /^((?:index|manifest|index-descriptor|manifest-descriptor)(?:\[[^\]]*\])?(?:,[a-z-]+(?:\[[^\]]*\])?)*):(.*)$/s;
function indexAnnotations(reader) {
	const found = {};
	let others = 0;
	for (const item of pairsFrom(reader, "annotations", pairRule)) {
		const [, types = "index", pair = item] = TYPED.exec(item) ?? [];
		const [key = "", ...rest] = pair.split("=");
		if (types.split(",").includes("index")) found[key] = rest.join("=");
		else others += 1;
	}
	if (others > 0) reader.notices.push(`annotations: ${others} of them are not for the index but for the image of a platform; those are the legs' own.`);
	return found;
}

function givenLegs(reader) {
	const text = reader.text("digests");
	if (text === void 0) return void 0;
	return partsOf(text).flatMap((part, index) => {
		const legs = legsIn(jsonOf(part));
		if (legs === void 0) wrongItem(reader, index + 1, part);
		return legs ?? [];
	});
}
function partsOf(text) {
	const whole = jsonOf(text);
	if (Array.isArray(whole)) return whole.map((each) => JSON.stringify(each));
	if (whole !== void 0) return [text];
	return text.split(/\r?\n/).filter((line) => line.trim() !== "");
}
function legsIn(value) {
	if (value === "") return [];
	if (!isFields(value)) return void 0;
	const { digests, plan, attempt, repository } = value;
	if (!isFields(digests)) return digests === void 0 ? resultsIn(value, {}) : void 0;
	if (typeof plan !== "string" || typeof repository !== "string" || !Number.isInteger(attempt)) return void 0;
	return resultsIn(digests, {
		plan,
		repository,
		attempt: Number(attempt)
	});
}
function resultsIn(digests, whose) {
	const results = Object.entries(digests).map(([name, digest]) => ({
		platform: canonical(name),
		digest: String(digest),
		...whose
	}));
	return results.every(({ digest }) => /^sha256:[0-9a-f]{64}$/.test(digest)) ? results : void 0;
}
function canonical(name) {
	const platform = parsePlatform(name);
	return platform === void 0 ? name : platformName(platform);
}
function wrongItem(reader, number, part) {
	reader.fault({
		what: `Item ${number} of the input \`digests\` is not what a leg gives out.`,
		seen: excerpt(part),
		expected: "the output `leg` or `digests` of a leg, such as {\"linux/arm64\":\"sha256:…\"}",
		fix: `digests: $\{{ needs.image.outputs.leg }}`,
		anchor: "legs"
	});
}

var merge_defaults_default = {
	plan: "",
	tags: "",
	digests: "",
	annotations: "",
	"allow-missing": ""
};

async function mergeInputsFrom(raw) {
	const names = Object.keys(merge_defaults_default);
	const reader = new InputReader(raw, await csvFor(raw, ["tags", "annotations"]), merge_defaults_default);
	const plan = planFrom(reader);
	const inputs = {
		plan,
		tags: tagsFrom(reader),
		given: givenLegs(reader),
		annotations: indexAnnotations(reader),
		allowMissing: allowedFrom(reader, plan)
	};
	const { failures } = reader;
	if (failures.length === 0) return {
		inputs,
		notices: [...reader.notices, ...unknownNames(raw, names)]
	};
	throw wrongInputs(failures, "no tag was moved");
}
function planFrom(reader) {
	const text = reader.text("plan") ?? "";
	const plan = planIn(text);
	if (plan !== void 0) return plan;
	reader.fault({
		what: "The input `plan` is not the plan of a plan step.",
		seen: excerpt(text),
		expected: "{\"id\":\"…\",\"platforms\":[\"linux/amd64\",…]}",
		cause: text === "" ? "the job of the plan is not in `needs`, or has no such output" : void 0,
		fix: `plan: $\{{ needs.plan.outputs.plan }}`,
		anchor: "legs"
	});
	return {
		id: "",
		platforms: []
	};
}
function planIn(text) {
	const value = jsonOf(text);
	const { id, platforms } = isFields(value) ? value : {};
	if (!isPlanId(id) || !Array.isArray(platforms) || platforms.length === 0) return void 0;
	const names = platforms.filter((name) => /^[a-z0-9]+(\/[a-z0-9._-]+){1,2}$/.test(String(name)));
	return names.length === platforms.length && new Set(names).size === names.length ? {
		id,
		platforms: names.map(String)
	} : void 0;
}
function tagsFrom(reader) {
	const tags = reader.list("tags", { commas: true });
	for (const fault of tagFaults("tags", tags)) reader.fault(fault);
	if (tags.length === 0) reader.fault({
		what: "The input `tags` names no image to publish.",
		expected: "at least one tag",
		cause: "the step that makes the tags may have given none",
		fix: "tags: ghcr.io/OWNER/NAME:TAG",
		anchor: "push-without-tags"
	});
	return [...new Set(tags)];
}
function allowedFrom(reader, plan) {
	const allowed = platformsMissing(reader).map(platformName);
	const others = allowed.filter((name) => !plan.platforms.includes(name));
	if (others.length > 0 && plan.platforms.length > 0) reader.fault({
		what: "The input `allow-missing` names a platform that is not planned.",
		seen: others.join(", "),
		expected: `some of ${plan.platforms.join(", ")}`,
		anchor: "legs"
	});
	return allowed;
}

export { codeOf as $, log as A, saveState as B, failureText as C, signalText as D, signalOf as E, debug as F, variableNotices as G, warning as H, error as I, isRemote as J, withVariables as K, getState as L, gitHubFacts as M, isPrivateRepository as N, annotate as O, rawInputs as P, assertNever as Q, info as R, cancelOnSignal as S, exitCodeText as T, environment as U, setSecret as V, setVariable as W, Failure as X, inputsFrom as Y, Failures as Z, builderLine as _, nearest as _t, planInputsFrom as a, jsonOf as at, proofLines as b, versionOfTag as c, platformName as ct, removeCommand as d, architectureFor as dt, sentence as et, runStep as f, architectures as ft, mergeOutputsOf as g, goBoolean as gt, setFailed as h, looksSecret as ht, refuseNative as i, isFields as it, mask as j, inGroup as k, byHand as l, platformSuffix as lt, written as m, rulesOf as mt, executionOf as n, isPushed as nt, setupOutputsOf as o, addressFault as ot, setOutput as p, mainRule as pt, inputFaultsOnDisk as q, isNativeTo as r, pushes as rt, setupInputsFrom as s, parsePlatform as st, mergeInputsFrom as t, isImage as tt, MISC as u, samePlatform as ut, checkLine as v, spelledOut as vt, saysFull as w, pushLine as x, emulatorLine as y, isDebug as z };