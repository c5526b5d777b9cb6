import { c as nearest, o as platformName } from "./output.js";
import { d as architectures, u as architectureFor } from "./lines.js";

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

export { parsePlatform as n, parseTarget as r, nearestPlatform as t };