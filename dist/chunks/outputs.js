import { c as nearest } from "./output.js";
import { c as visible } from "./exit-code.js";

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
			seen: visible(text),
			expected: output,
			anchor: "outputs"
		});
		return [];
	});
}
function pushes({ type, attributes }) {
	return type === "registry" || type === "image" && goBoolean(attributes.push) === true;
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

export { attributesOf as a, secretWarning as i, pushes as n, fieldsOf as o, looksSecret as r, goBoolean as s, outputsFrom as t };