import { i as __toESM } from "./rolldown-runtime.js";
import { A as log, D as signalText, E as signalOf, J as isRemote, N as isPrivateRepository, O as annotate, Q as assertNever, T as exitCodeText, U as environment, X as Failure, Z as Failures, _ as builderLine, at as jsonOf, b as proofLines, ct as platformName, et as sentence, gt as goBoolean, ht as looksSecret, it as isFields, k as inGroup, lt as platformSuffix, n as executionOf, nt as isPushed$1, rt as pushes, tt as isImage, u as MISC, ut as samePlatform, v as checkLine, vt as spelledOut, x as pushLine } from "./start.js";
import { A as valueAt, C as listAt, D as textAt$1, E as parseJson, T as numberAt, b as messageOf, c as inPath, d as execute, i as descriptorFrom, k as textsAt, l as parseReference, m as makeFolder, o as platformFrom, r as presentIn, s as hostOf, t as findProgram, u as repositoryOf, w as maybeTextAt, y as accepted } from "./program.js";
import { c as RegistryFailure, l as mayPass, m as hasCacheService, r as registryAuth, t as retryAfter, u as trustParts } from "./retry-after.js";
import { F as removeImage, H as removeContainer, I as tagImage, P as inspectImage, R as runContainer, V as createContainer, _ as buildxFile, d as makeBuilder, dt as JOB_LABEL, f as namedBuilder, g as inspectBuilder, h as buildxLines, it as openJob, m as buildx, n as endChildren, ot as defaultBuilderConfig, p as containerArguments, r as sweepEngine, u as currentBuilder, v as isElf, y as Lines } from "./undo.js";
import { _ as legText, a as putBlob, c as MEDIA_TYPES, f as repeatedLeg, g as legPrefix, h as legKey, i as readBackFailure, l as digestOf, m as digestsText, n as registryAccess, o as inBatches, r as withTrust, s as askMarks, t as openRegistry } from "./open.js";
import { _ as testEnvironment, b as observeNode, f as authHeader, n as chosenWay, p as pushImage, r as emulate, t as carryOut } from "./take-back.js";
const { createReadStream: createReadStream, createWriteStream: createWriteStream, existsSync: existsSync } = process.getBuiltinModule("node:fs");
const { basename: basename, dirname: dirname, isAbsolute: isAbsolute, join: join, posix: posix, relative: relative, resolve: resolve } = process.getBuiltinModule("node:path");
const { connect: connect } = process.getBuiltinModule("node:net");
const { Transform: Transform } = process.getBuiltinModule("node:stream");
const { stripVTControlCharacters: stripVTControlCharacters } = process.getBuiltinModule("node:util");
const { createHash: createHash, randomUUID: randomUUID } = process.getBuiltinModule("node:crypto");
const { access: access, mkdtemp: mkdtemp, readFile: readFile, realpath: realpath, rm: rm, writeFile: writeFile } = process.getBuiltinModule("node:fs/promises");
const { pipeline: pipeline } = process.getBuiltinModule("node:stream/promises");
const { setTimeout: setTimeout$1 } = process.getBuiltinModule("node:timers/promises");
const { setFlagsFromString: setFlagsFromString } = process.getBuiltinModule("node:v8");
const { runInNewContext: runInNewContext } = process.getBuiltinModule("node:vm");

function isQuestion({ call }) {
	return call !== void 0 && call.split(",")[0]?.toLowerCase() !== "build";
}
function tellAnswer(call, { stdout, exitCode }, write) {
	if (stdout.trim() === "") return;
	write(stdout);
	if (exitCode === 0) return;
	throw new Failure({
		what: stdout.trimStart().split("\n")[0]?.trim() ?? "",
		seen: `call: ${call}`,
		cause: "the build checks found what is listed in the log above",
		fix: "# check=skip=RuleName   # first line of the Dockerfile, for a rule that does not fit\ncall: check,ignorestatus=true   # or this, to be told and go on",
		anchor: "build-checks"
	});
}

function hasDefaultProvenance({ load, outputs }, env) {
	return !(load || outputs.some(({ type }) => type === "docker")) && goBoolean(env.BUILDX_NO_DEFAULT_ATTESTATIONS) !== true;
}
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
function shellLine(args) {
	const word = (text) => /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
	return [
		"docker",
		"buildx",
		...args
	].map(word).join(" ");
}
function one(flag, value) {
	return value === void 0 || value === "" ? [] : [flag, value];
}
function each(flag, values) {
	return values.flatMap((value) => [flag, value]);
}

const PLACES = {
	registry: "registry",
	local: "client directory",
	gha: "GitHub Actions Cache",
	s3: "Amazon S3",
	azblob: "Azure Blob Storage"
};
function cacheType(entry) {
	return /(?:^|,)"?type=([^,"]+)/.exec(entry)?.[1] ?? "registry";
}
function inlineCaches(entries) {
	return entries.filter((entry) => cacheType(entry) === "inline");
}
function forgivingCaches(entries) {
	return entries.map((entry) => {
		if (cacheType(entry) === "inline") return entry;
		return [...(entry.includes("=") ? entry : `type=registry,ref=${entry}`).split(",").filter((field) => !field.startsWith("ignore-error=")), "ignore-error=true"].join(",");
	});
}
function cacheResults(entries, steps) {
	const saved = entries.filter((entry) => cacheType(entry) !== "inline");
	return saved.map((entry) => {
		const type = cacheType(entry);
		const failed = steps.filter(({ name, error }) => error !== void 0 && name === `exporting cache to ${PLACES[type] ?? type}`);
		const alone = saved.filter((other) => cacheType(other) === type).length === 1;
		const own = failed.find(({ error = "" }) => alone || error.includes(placeIn(entry)));
		const strict = /(?:^|,)ignore-error=(?:0|f|false)(?:,|$)/i.test(entry);
		return {
			name: nameOf(entry),
			reason: own?.error,
			strict
		};
	});
}
const isForgiven = ({ name }) => /^(?:importing cache manifest from|exporting cache to) /.test(name);
function nameOf(entry) {
	const shown = entry.split(",").filter((field) => /^"?(?:type|ref|dest|name|scope)=/.test(field));
	return shown.length === 0 ? entry : shown.join(", ");
}
function placeIn(entry) {
	const place = /(?:^|,)"?(?:ref|dest|name|scope)=([^,"]+)/.exec(entry)?.[1] ?? entry;
	return cacheType(entry) === "registry" ? place.split("/")[0] ?? place : place;
}
function ghaNotice(entries, env) {
	const served = env.ACTIONS_RUNTIME_TOKEN && (env.ACTIONS_RESULTS_URL || env.ACTIONS_CACHE_URL);
	if (!entries.some((entry) => cacheType(entry) === "gha" && !/(?:^|,)token=./.test(entry)) || served) return void 0;
	return "cache type=gha: this run has no cache service (ACTIONS_RUNTIME_TOKEN and ACTIONS_RESULTS_URL are not set), so nothing is read from it or saved to it.";
}

var known_errors_default = [
	{
		"id": "node-crash",
		"signals": [
			4,
			5,
			6,
			7,
			11
		],
		"emulated": true,
		"command": "\\b(?:npm|npx|pnpm|yarn|corepack|node|next|vite|tsc|bun)\\b",
		"cause": "Node.js crashed under {emulator} ({signal}). Public reports of this are many and their cause is not settled; no processor model is known to cure it.",
		"fix": "one of, best first:\nFROM --platform=$BUILDPLATFORM node:24 AS build   # in the Dockerfile: JavaScript made natively is the same for every platform\nruns-on: ubuntu-24.04-arm   # a native runner, for arm64\nemulator-version: …   # another QEMU than the one that crashed",
		"anchor": "emulator-crash"
	},
	{
		"id": "node-fatal",
		"text": "^#\\s*Fatal error in .*, line \\d+$",
		"emulated": true,
		"cause": "V8, the engine of Node.js, gave up under {emulator}: it checks itself, and found what cannot be.",
		"fix": "one of, best first:\nFROM --platform=$BUILDPLATFORM node:24 AS build   # in the Dockerfile: JavaScript made natively is the same for every platform\nruns-on: ubuntu-24.04-arm   # a native runner, for arm64\nemulator-version: …   # another QEMU than the one that crashed",
		"anchor": "emulator-crash"
	},
	{
		"id": "dotnet-crash",
		"signals": [
			4,
			5,
			6,
			7,
			11
		],
		"emulated": true,
		"command": "\\bdotnet\\b",
		"cause": ".NET crashed under {emulator} ({signal}): Microsoft does not support .NET under QEMU.",
		"fix": "one of, best first:\nFROM --platform=$BUILDPLATFORM mcr.microsoft.com/dotnet/sdk:9.0 AS build   # in the Dockerfile, with: dotnet publish -a $TARGETARCH\nruns-on: ubuntu-24.04-arm   # a native runner, for arm64\nemulator-version: …   # another QEMU than the one that crashed",
		"anchor": "emulator-crash"
	},
	{
		"id": "mono-crash",
		"text": "Got a SIG[A-Z]+ while executing native code|Internal CLR error",
		"emulated": true,
		"cause": ".NET's runtime crashed under {emulator}: Microsoft does not support .NET under QEMU.",
		"fix": "one of, best first:\nFROM --platform=$BUILDPLATFORM mcr.microsoft.com/dotnet/sdk:9.0 AS build   # in the Dockerfile, with: dotnet publish -a $TARGETARCH\nruns-on: ubuntu-24.04-arm   # a native runner, for arm64\nemulator-version: …   # another QEMU than the one that crashed",
		"anchor": "emulator-crash"
	},
	{
		"id": "ruby-segv-handler",
		"text": "SEGV received in SEGV handler",
		"platform": "^linux/amd64",
		"cause": "Ruby crashed under the emulator of x86-64, in its garbage collector or in jemalloc.",
		"fix": "ENV LD_PRELOAD=   # in the Dockerfile, where the image preloads jemalloc; else build for linux/arm64",
		"anchor": "emulator-crash"
	},
	{
		"id": "jvm-crash",
		"text": "Port Library failed to initialize: -1|A fatal error has been detected by the Java Runtime Environment",
		"emulated": true,
		"cause": "The Java virtual machine crashed under {emulator}.",
		"fix": "FROM --platform=$BUILDPLATFORM eclipse-temurin:21 AS build   # in the Dockerfile: a jar made natively is the same for every platform",
		"anchor": "emulator-crash"
	},
	{
		"id": "rust-crash",
		"text": "rustc interrupted by SIG[A-Z]+|\\(signal: (?:4|6|7|11), SIG[A-Z]+",
		"emulated": true,
		"cause": "A program that cargo started crashed under {emulator}: rustc itself, or a build script.",
		"fix": "FROM --platform=$BUILDPLATFORM rust:1 AS build   # in the Dockerfile, with: cargo build --target … and that target's linker; or a native runner",
		"anchor": "emulator-crash"
	},
	{
		"id": "go-crash",
		"text": "^futexwakeup addr=0x[0-9a-f]+ returned -\\d+|^fatal: morestack on g0|runtime: unexpected return pc for |^fatal error: (?:schedule: holding locks|unexpected signal during runtime execution|exitsyscall: syscall frame is no longer valid)",
		"emulated": true,
		"cause": "Go's runtime broke under {emulator}: it signals and switches its threads in ways that QEMU does not always bear.",
		"fix": "FROM --platform=$BUILDPLATFORM golang:1.25 AS build   # in the Dockerfile, with: GOARCH=$TARGETARCH go build",
		"anchor": "emulator-crash"
	},
	{
		"id": "ldconfig-crash",
		"text": "libc-bin.*(?:exit status|exit code) 139",
		"emulated": true,
		"cause": "ldconfig crashed under {emulator}: reported of QEMU 9.2.0 and 9.2.1, and of older ones on new kernels.",
		"fix": "emulator: image   # a QEMU newer than 9.2.1",
		"anchor": "emulator-crash"
	},
	{
		"id": "qemu-internal",
		"text": "QEMU internal SIG(?:ABRT|BUS|FPE|ILL|SEGV)|qemu: unhandled CPU exception 0x|^qemu-\\w+(?:-static)?: \\S+\\.c:\\d+: \\w+: Assertion .* failed\\.|^ERROR:\\S*(?:accel|linux-user|target|tcg)/\\S+\\.c:\\d+:\\w+: (?:assertion failed|code should not be reached)",
		"cause": "The emulator itself crashed, {emulator}, not the program: reported of the QEMU 8.2 that distributions had, among others.",
		"fix": "emulator: image   # another QEMU than the machine's",
		"anchor": "emulator-crash"
	},
	{
		"id": "armv6-crash",
		"signals": [4],
		"emulated": true,
		"platform": "^linux/arm/v6",
		"cause": "The program needs a newer processor than ARMv6: Debian's and Ubuntu's 32-bit ARM packages are made for ARMv7.",
		"fix": "FROM alpine:3.22   # in the Dockerfile: its linux/arm/v6 image is made for ARMv6",
		"anchor": "emulator-crash"
	},
	{
		"id": "crash",
		"signals": [
			4,
			5,
			6,
			7,
			8,
			11
		],
		"emulated": true,
		"cause": "A program crashed under {emulator} ({signal}): a fault of its own, or QEMU cannot run all that a {platform} processor can.",
		"fix": "one of, best first:\nFROM --platform=$BUILDPLATFORM …   # in the Dockerfile, for a stage that makes portable files\nruns-on: ubuntu-24.04-arm   # a native runner, for arm64\nemulator-version: …   # another QEMU than the one that crashed",
		"anchor": "emulator-crash"
	},
	{
		"id": "crash-told",
		"text": "^\\S+: line \\d+: +\\d+ (?:Aborted|Bus error|Illegal instruction|Segmentation fault)\\b|^(?:Bus error|Illegal instruction|Segmentation fault)(?: \\(core dumped\\))?$|^make(?:\\[\\d+\\])?: \\*\\*\\* \\[[^\\]]*\\] (?:Bus error|Illegal instruction|Segmentation fault|Error 13[249]$)",
		"emulated": true,
		"said": "program",
		"cause": "A program crashed under {emulator}, as what started it says: a fault of its own, or QEMU cannot run all that a {platform} processor can.",
		"fix": "one of, best first:\nFROM --platform=$BUILDPLATFORM …   # in the Dockerfile, for a stage that makes portable files\nruns-on: ubuntu-24.04-arm   # a native runner, for arm64\nemulator-version: …   # another QEMU than the one that crashed",
		"anchor": "emulator-crash"
	},
	{
		"id": "cargo-index",
		"text": "Updating crates\\.io index",
		"signals": [9],
		"cause": "cargo had no memory left: its own git needs gigabytes for the index of crates.io under emulation.",
		"fix": "ENV CARGO_NET_GIT_FETCH_WITH_CLI=true   # in the Dockerfile, with git installed; or a cargo of 1.70 or newer",
		"anchor": "killed"
	},
	{
		"id": "killed",
		"signals": [9],
		"cause": "Something killed it: most often the builder's machine had no memory left.",
		"fix": "RUN make -j1   # in the Dockerfile: run fewer jobs at once",
		"anchor": "killed"
	},
	{
		"id": "node-hangs",
		"silent": true,
		"platform": "^linux/(?:arm/v[567]|s390x)",
		"command": "\\b(?:npm|npx|pnpm|yarn|corepack|node|next|vite|tsc)\\b",
		"cause": "Node.js is known to hang under QEMU on 32-bit ARM and s390x.",
		"fix": "FROM --platform=$BUILDPLATFORM node:24 AS build   # in the Dockerfile; or leave {platform} out of platforms",
		"anchor": "build-silent"
	},
	{
		"id": "dotnet",
		"text": "error MSB4018",
		"emulated": true,
		"command": "\\bdotnet\\b",
		"cause": "Microsoft does not support .NET under QEMU: restore and build fail or hang there.",
		"fix": "FROM --platform=$BUILDPLATFORM mcr.microsoft.com/dotnet/sdk:9.0 AS build   # in the Dockerfile, with: dotnet publish -a $TARGETARCH",
		"anchor": "emulator-unfit-program"
	},
	{
		"id": "dotnet-hangs",
		"silent": true,
		"command": "\\bdotnet\\b",
		"cause": "Microsoft does not support .NET under QEMU: restore and build fail or hang there.",
		"fix": "FROM --platform=$BUILDPLATFORM mcr.microsoft.com/dotnet/sdk:9.0 AS build   # in the Dockerfile, with: dotnet publish -a $TARGETARCH",
		"anchor": "emulator-unfit-program"
	},
	{
		"id": "silent",
		"silent": true,
		"cause": "Under emulation some programs hang for ever; others are only slow and silent.",
		"fix": "timeout: 0   # waits for ever; or a higher number of minutes",
		"anchor": "build-silent"
	},
	{
		"id": "old-emulator",
		"text": "^(?:qemu: )?Unsupported syscall: (\\d+)",
		"emulated": true,
		"said": "program",
		"cause": "An old QEMU ran, not the one that this step proved, which does not say this: one that the image or the Dockerfile brings along. It does not know call {1} of the kernel.",
		"fix": "COPY --from=… /usr/bin/qemu-*-static   # remove such lines from the Dockerfile: the kernel runs the step's own emulator without them",
		"anchor": "emulator-unfit-program"
	},
	{
		"id": "buildkit-emulator",
		"text": "/dev/\\.buildkit_qemu_emulator",
		"cause": "The emulator inside of BuildKit ran, not the one that this step proved. It is a fallback: programs that start others by name fail under it.",
		"fix": "builder: \"\"   # so that the engine builds for which this step registers emulators",
		"anchor": "exec-format-error"
	},
	{
		"id": "registration-lost",
		"text": "installing: \\S+ OK[\\s\\S]*exec format error",
		"cause": "Another tool registered emulators in a mount of its own, and they went with it: the node has binfmt_misc not mounted.",
		"fix": "sudo mount -t binfmt_misc binfmt_misc /proc/sys/fs/binfmt_misc   # on the node, before that tool runs",
		"anchor": "binfmt-not-mounted"
	},
	{
		"id": "no-handler",
		"text": "^exec (?:\\S+: exec format error|user process caused.*exec format error)|standard_init_linux\\.go.*exec format error",
		"cause": "The builder's kernel has no handler for programs of {platform}, or the program is made for another architecture.",
		"fix": "builder: \"\"   # so that the engine builds for which this step registers emulators",
		"anchor": "exec-format-error"
	},
	{
		"id": "foreign-program",
		"text": "(\\S+): (?:\\d+: |line \\d+: )?(?:\\S+: )?(?:cannot execute(?: binary file)?: )?exec format error",
		"cause": "A program in the image is made for another architecture than {platform}: mostly a download with the architecture written out.",
		"fix": "ARG TARGETARCH   # in the Dockerfile, and ${TARGETARCH} in the address of the download",
		"anchor": "exec-format-error"
	},
	{
		"id": "no-loader-arm64",
		"text": "Could not open '(/lib(?:64)?/ld-(?:linux-aarch64|musl-aarch64)[^']*)'",
		"platform": "^linux/arm64",
		"cause": "The program needs {1}, which the image does not have: it is made for glibc and the image has musl (Alpine), or the other way round, or the image has no libraries at all.",
		"fix": "FROM debian:stable-slim   # in the Dockerfile: an image with that loader; or the program's static build",
		"anchor": "foreign-loader"
	},
	{
		"id": "no-loader-arm",
		"text": "Could not open '(/lib(?:64)?/ld-(?:linux-armhf|musl-armhf)[^']*)'",
		"platform": "^linux/arm/v",
		"cause": "The program needs {1}, which the image does not have: it is made for glibc and the image has musl (Alpine), or the other way round, or the image has no libraries at all.",
		"fix": "FROM debian:stable-slim   # in the Dockerfile: an image with that loader; or the program's static build",
		"anchor": "foreign-loader"
	},
	{
		"id": "no-loader-amd64",
		"text": "Could not open '(/lib(?:64)?/ld-(?:linux-x86-64|musl-x86_64)[^']*)'",
		"platform": "^linux/amd64",
		"cause": "The program needs {1}, which the image does not have: it is made for glibc and the image has musl (Alpine), or the other way round, or the image has no libraries at all.",
		"fix": "FROM debian:stable-slim   # in the Dockerfile: an image with that loader; or the program's static build",
		"anchor": "foreign-loader"
	},
	{
		"id": "armel-program",
		"text": "Could not open '/lib/ld-linux\\.so\\.3'",
		"cause": "The program is made for ARM without a floating-point unit (armel), and the image is not.",
		"fix": "ARG TARGETVARIANT   # in the Dockerfile: take the armhf (v7) build of the program",
		"anchor": "foreign-loader"
	},
	{
		"id": "foreign-loader",
		"text": "Could not open '(/lib(?:32|64)?/ld-[^']+)'",
		"cause": "A program of another architecture ran, its loader is {1}: a download with the architecture written out, or a node_modules made elsewhere.",
		"fix": "ARG TARGETARCH   # in the Dockerfile, and ${TARGETARCH} in the address; node_modules belongs into .dockerignore",
		"anchor": "foreign-loader"
	},
	{
		"id": "rosetta-loader",
		"text": "rosetta error: failed to open elf at (\\S+)",
		"cause": "A program for x86-64 ran in an image of another architecture, its loader is {1}.",
		"fix": "ARG TARGETARCH   # in the Dockerfile, and ${TARGETARCH} in the address of the download; or platforms: linux/amd64",
		"anchor": "foreign-loader"
	},
	{
		"id": "x86-64-level",
		"text": "Fatal glibc error: CPU does not support (x86-64-v\\d)",
		"cause": "The image wants {1}, and the emulated processor is older.",
		"fix": "emulator-cpu: linux/amd64=max",
		"anchor": "emulator-cpu"
	},
	{
		"id": "newer-arm64",
		"text": "requires a newer ARM64 processor",
		"cause": "The image wants ARMv8.2 or newer (Amazon Linux 2023 does), and the emulated processor is older.",
		"fix": "emulator-cpu: linux/arm64=max",
		"anchor": "emulator-cpu"
	},
	{
		"id": "go-telemetry",
		"text": "can't start telemetry child process: fork/exec .*: invalid argument",
		"cause": "Go 1.23 cannot start its child process under QEMU 7.2.",
		"fix": "emulator: image   # a QEMU newer than 7.2",
		"anchor": "emulator-unfit-program"
	},
	{
		"id": "go-lfstack",
		"text": "lfstack\\.push invalid packing",
		"emulated": true,
		"cause": "Go of {platform} does not run in the address space that the emulator gives it.",
		"fix": "FROM --platform=$BUILDPLATFORM golang:1.25 AS build   # in the Dockerfile, with: GOARCH=$TARGETARCH go build",
		"anchor": "emulator-unfit-program"
	},
	{
		"id": "go-modules",
		"text": "TLS handshake timeout",
		"said": "program",
		"emulated": true,
		"command": "\\bgo (?:get|mod|build|install|run|test)\\b",
		"cause": "The machine was too busy with emulation to finish the connection in time.",
		"fix": "FROM --platform=$BUILDPLATFORM golang:1.25 AS modules   # in the Dockerfile: go mod download in a stage of its own",
		"anchor": "emulator-unfit-program"
	},
	{
		"id": "setuid",
		"text": "effective uid is not 0|must be owned by uid 0 and have the setuid bit set",
		"emulated": true,
		"cause": "Programs with the setuid bit do not become root under emulation, unless asked for.",
		"fix": "USER root   # in the Dockerfile, instead of sudo; or setuid: true, which lets any foreign setuid file make any user of this machine root",
		"anchor": "setuid"
	},
	{
		"id": "applet",
		"text": "\\bapplet not found",
		"emulated": true,
		"cause": "The handler that runs these programs has not the flag P, so BusyBox is not told under which name it was called.",
		"fix": "register: auto   # registers a handler with P",
		"anchor": "applet-not-found"
	},
	{
		"id": "large-files",
		"text": "Value too large for defined data type",
		"platform": "^linux/(?:arm/v\\d|386|mips(?:le)?$)",
		"cause": "A 32-bit program without support of large files met the 64-bit numbers of the builder's filesystem.",
		"fix": "ENV CFLAGS=-D_FILE_OFFSET_BITS=64   # in the Dockerfile; or do this step in a stage FROM --platform=$BUILDPLATFORM",
		"anchor": "emulator-unfit-program"
	},
	{
		"id": "apt-signature",
		"text": "At least one invalid signature was encountered",
		"platform": "^linux/arm/v\\d",
		"cause": "The builder's disk is full, or its engine and libseccomp are too old for 32-bit programs.",
		"fix": "docker system df && df -h   # first; then Docker 20.10.10 and libseccomp 2.5 or newer on the node",
		"anchor": "old-seccomp"
	},
	{
		"id": "time64",
		"text": "can't initialize time|PermissionError: \\[Errno 1\\] Operation not permitted",
		"platform": "^linux/(?:arm/v\\d|386)",
		"cause": "The engine's libseccomp is too old for the 64-bit clock of 32-bit programs.",
		"fix": "sudo apt-get install --only-upgrade libseccomp2 docker.io   # on the node",
		"anchor": "old-seccomp"
	},
	{
		"id": "reserve-memory",
		"text": "Unable to reserve 0x[0-9a-f]+ bytes of virtual address space",
		"cause": "The node's kernel does not give the emulator the low addresses it needs for 32-bit programs (vm.mmap_min_addr, or WSL 1).",
		"fix": "emulator: package   # Debian's QEMU copes with vm.mmap_min_addr",
		"anchor": "reserve-memory"
	},
	{
		"id": "bubblewrap",
		"text": "bwrap: Creating new namespace failed",
		"emulated": true,
		"cause": "QEMU's user mode makes no namespaces, so bubblewrap cannot work under it.",
		"fix": "runs-on: ubuntu-24.04-arm   # a native runner, for arm64",
		"anchor": "emulator-unfit-program"
	},
	{
		"id": "ptrace",
		"text": "ptrace: Function not implemented|\\bPTRACE_TRACEME\\b",
		"emulated": true,
		"cause": "QEMU's user mode has no ptrace, so debuggers and strace cannot work under it.",
		"fix": "runs-on: ubuntu-24.04-arm   # a native runner, for arm64",
		"anchor": "emulator-unfit-program"
	},
	{
		"id": "already-registered",
		"text": "\\bqemu-\\S+ already registered",
		"cause": "Another tool's handler of that name stays as it is; it may be old or of somebody else.",
		"fix": "- uses: OWNER/anyarch@main   # needs no other tool: its handlers have names of its own",
		"anchor": "already-registered"
	},
	{
		"id": "cannot-mount",
		"text": "cannot mount binfmt_misc filesystem",
		"cause": "The node's kernel has no binfmt_misc (a module that is not loaded), or the container has not the right to mount it.",
		"fix": "sudo modprobe binfmt_misc && sudo mount -t binfmt_misc binfmt_misc /proc/sys/fs/binfmt_misc   # on the node",
		"anchor": "binfmt-not-mounted"
	},
	{
		"id": "register-refused",
		"text": "binfmt_misc/register: (?:write [^\\n]*: )?(?:invalid argument|no such file or directory)",
		"cause": "The node's kernel is older than 4.8, the architecture is the node's own, or the emulator's path does not exist.",
		"fix": "uname -rm   # on the node: take its own architecture out of the list, or a kernel from 4.8 on",
		"anchor": "registration-refused"
	},
	{
		"id": "not-linux",
		"text": "Only supported on linux platform|Unable to locate executable file: docker\\b",
		"cause": "This runner has no Docker on Linux: macOS, Windows, and the small or arm runners of some plans.",
		"fix": "runs-on: ubuntu-24.04",
		"anchor": "no-docker"
	},
	{
		"id": "disk-full",
		"text": "no space left on device",
		"cause": "The disk of the builder, or of the engine that takes the image, is full.",
		"fix": "docker system prune --all --force --volumes   # in an earlier step",
		"anchor": "disk-full"
	},
	{
		"id": "load-broke-off",
		"text": "failed to copy to tar: .*closed pipe",
		"said": "builder",
		"cause": "The engine broke off as it took the image: most often its disk is full.",
		"fix": "docker system prune --all --force --volumes   # in an earlier step",
		"anchor": "disk-full"
	},
	{
		"id": "entitlement",
		"text": "(network\\.host|security\\.insecure) is not allowed",
		"said": "builder",
		"cause": "A step asks for {1}, which a build gets only where it is granted.",
		"fix": "allow: {1}",
		"anchor": "entitlement"
	},
	{
		"id": "no-dockerfile",
		"text": "failed to read dockerfile: open (\\S+): no such file",
		"said": "builder",
		"cause": "There is no file {1} in the folder it is looked for.",
		"fix": "file: path/to/Dockerfile   # from the workspace, not from the context",
		"anchor": "no-dockerfile"
	},
	{
		"id": "no-context",
		"text": "unable to prepare context: path \"([^\"]*)\" not found",
		"said": "builder",
		"cause": "The context is the folder {1}, which is not there.",
		"fix": "context: .   # and actions/checkout in an earlier step",
		"anchor": "no-context"
	},
	{
		"id": "git-context",
		"text": "fatal: ((?:unable to access|could not read Username for|Authentication failed for|repository) '[^']+'[^\\n]*)",
		"said": "builder",
		"cause": "The builder fetches a Git context by itself, and could not: {1}.",
		"fix": "context: .   # and actions/checkout in an earlier step: then nothing is fetched",
		"anchor": "no-context"
	},
	{
		"id": "no-stage",
		"text": "target stage \"?([^\"\\s]+)\"? could not be found",
		"said": "builder",
		"cause": "The Dockerfile has no stage {1}: no FROM ends in AS {1}.",
		"fix": "target: …   # a name after AS in the Dockerfile; without `target` it is the last stage",
		"anchor": "dockerfile"
	},
	{
		"id": "empty-dockerfile",
		"text": "the Dockerfile cannot be empty|file with no instructions",
		"said": "builder",
		"cause": "The Dockerfile is empty, or all of it is a comment.",
		"fix": "file: path/to/Dockerfile   # if it is another one; a checkout with git-lfs or sparse-checkout may leave an empty file",
		"anchor": "dockerfile"
	},
	{
		"id": "dockerfile-line",
		"text": "dockerfile parse error on line (\\d+)",
		"said": "builder",
		"cause": "Line {1} of the Dockerfile is no instruction, or one with wrong words.",
		"fix": "docker buildx build --check .   # beside the Dockerfile, after each correction of line {1}",
		"anchor": "dockerfile"
	},
	{
		"id": "secret-missing",
		"text": "^(?:failed to build: failed to solve: )?secret (\\S+): not found",
		"said": "builder",
		"cause": "The step wants the secret {1} (`required`), and the inputs give none of that id, or an empty one.",
		"fix": "secrets: {1}=${{ secrets.{1} }}",
		"anchor": "secrets"
	},
	{
		"id": "no-ssh-agent",
		"text": "invalid empty ssh agent socket",
		"said": "builder",
		"cause": "`ssh: default` hands on the socket of an SSH agent, and SSH_AUTH_SOCK names none.",
		"fix": "run: ssh-agent -a \"$RUNNER_TEMP/agent\" && echo \"SSH_AUTH_SOCK=$RUNNER_TEMP/agent\" >> \"$GITHUB_ENV\"   # in an earlier step; then ssh-add",
		"anchor": "ssh-agent"
	},
	{
		"id": "files-over-files",
		"text": "cannot overwrite \\S+ from \\S+ with \\S+ when split option is disabled",
		"said": "builder",
		"cause": "The files of several platforms would lie over one another.",
		"fix": "outputs: type=local,dest=out   # without platform-split=false: a folder for each platform",
		"anchor": "outputs"
	},
	{
		"id": "no-such-call",
		"text": "unsupported request frontend\\.([\\w.-]+)",
		"said": "builder",
		"cause": "The input `call` asks for {1}, which the Dockerfile's frontend does not know.",
		"fix": "call: check   # or outline, targets, build",
		"anchor": "wrong-value"
	},
	{
		"id": "no-such-platform",
		"text": "(?:source metadata for )?(\\S+): no match for platform in manifest",
		"said": "builder",
		"cause": "The base image {1} is not made for {platform}.",
		"fix": "docker buildx imagetools inspect {1}   # lists its platforms: take an image that has {platform}",
		"anchor": "no-such-platform"
	},
	{
		"id": "rate-limit",
		"text": "toomanyrequests|429 Too Many Requests",
		"said": "builder",
		"cause": "The registry limits how many images are pulled from this address.",
		"fix": "uses: docker/login-action@dbcb813823bdd20940b903addbd779551569679f # v4.6.0, in an earlier step",
		"anchor": "rate-limit"
	},
	{
		"id": "registry-denied",
		"text": "401 Unauthorized|403 Forbidden|pull access denied|insufficient_scope|authorization failed|denied: ",
		"said": "builder",
		"cause": "The registry wants a login, the login lacks the right, or there is no such repository.",
		"fix": "uses: docker/login-action@dbcb813823bdd20940b903addbd779551569679f # v4.6.0, in an earlier step",
		"anchor": "registry-denied"
	},
	{
		"id": "copy-not-found",
		"text": "failed to calculate checksum of ref [^\"]*\"([^\"]*)\": not found",
		"said": "builder",
		"cause": "The context has no {1}, or .dockerignore leaves it out.",
		"fix": "correct the path in COPY: it counts from the context, not from the Dockerfile",
		"anchor": "copy-not-found"
	},
	{
		"id": "sbom-scanner",
		"text": "source metadata for (\\S*buildkit-syft-scanner\\S*): ",
		"said": "builder",
		"cause": "`sbom` runs the image {1}, which lists the packages, and it could not be had.",
		"fix": "sbom: generator=registry.example/buildkit-syft-scanner:1   # a copy in a registry that the builder reaches",
		"anchor": "build-images"
	},
	{
		"id": "frontend",
		"text": "source metadata for (\\S*docker/dockerfile(?:-upstream)?[:@]\\S+): ",
		"said": "builder",
		"cause": "The first line of the Dockerfile, `# syntax=`, asks for the image {1}, and it could not be had.",
		"fix": "# syntax=registry.example/dockerfile:1   # a copy in a registry that the builder reaches; or without this line: BuildKit knows the syntax itself",
		"anchor": "build-images"
	},
	{
		"id": "no-base-image",
		"text": "source metadata for (\\S+): \\S+: not found",
		"said": "builder",
		"cause": "There is no image {1} in its registry.",
		"fix": "docker buildx imagetools inspect {1}   # correct the name or the tag in FROM",
		"anchor": "no-base-image"
	},
	{
		"id": "builder-mute",
		"text": "^context deadline exceeded$",
		"said": "builder",
		"cause": "The builder did not answer for 20 s: its machine is down, or its address is wrong.",
		"fix": "docker buildx use default   # in an earlier step: the engine's own builder; or `builder`, with one that runs",
		"anchor": "builder-missing"
	},
	{
		"id": "engine-stopped",
		"said": "builder",
		"text": "\\bUnavailable(?: desc =|:) (?:error reading from server|closing transport|transport is closing|connection error)|Cannot connect to the Docker daemon",
		"cause": "The engine, or the builder's BuildKit, stopped in the middle: it was restarted, it crashed, or the machine had no memory left.",
		"fix": "sudo journalctl --unit docker --since -1hour | tail -50   # it says why",
		"anchor": "engine-stopped"
	},
	{
		"id": "registry-down",
		"text": "\\b50[0234] (?:Internal Server Error|Bad Gateway|Service Unavailable|Gateway Time-?out)",
		"said": "builder",
		"cause": "The registry is down or overloaded.",
		"fix": "run the job again later; or take the base image from a mirror of your own",
		"anchor": "no-answer"
	},
	{
		"id": "loopback",
		"text": "dial tcp ((?:127\\.\\d+\\.\\d+\\.\\d+|\\[::1\\]):\\d+): connect: connection refused",
		"said": "builder",
		"cause": "Nothing listens on {1} where the builder is: one in a container has a loopback address of its own.",
		"fix": "docker buildx create --driver-opt network=host --use   # in an earlier step; in docker/setup-buildx-action: driver-opts: network=host",
		"anchor": "builder-loopback"
	},
	{
		"id": "no-answer",
		"text": "no such host|connect: connection refused|i/o timeout|TLS handshake timeout",
		"said": "builder",
		"cause": "A server did not answer.",
		"fix": "run the job again; if it stays, check the name and the proxy of the builder",
		"anchor": "no-answer"
	}
];

const MOST$1 = 3;
const rows = known_errors_default;
function explained(facts, anchor = "build-failed") {
	const found = [];
	for (const row of rows) {
		const words = wordsFor(row, facts);
		if (words === void 0 || found.some((one) => one.anchor === row.anchor)) continue;
		found.push({
			cause: words(row.cause),
			fix: words(row.fix),
			anchor: row.anchor
		});
	}
	const [first, ...also] = found.slice(0, MOST$1);
	return first === void 0 ? { anchor } : {
		...first,
		...also.length > 0 ? { also } : {}
	};
}
function wordsFor(row, facts) {
	const { output, said, platform, emulator, command = "", code = 0, crash, silent = false } = facts;
	const signal = crash ?? signalOf(code);
	const match = (row.said ?? said) === said && (row.silent ?? false) === silent && (row.signals?.includes(signal ?? 0) ?? true) && (row.emulated !== true || emulator !== void 0 || crash !== void 0) && (row.platform === void 0 || new RegExp(row.platform).test(platform)) && (row.command === void 0 || new RegExp(row.command, "i").test(command)) ? new RegExp(row.text ?? "", "im").exec(output) : null;
	if (match === null) return void 0;
	const values = {
		"1": match[1] ?? "",
		platform,
		emulator: emulator ?? "the emulator",
		signal: signalText(signal ?? 0)
	};
	return (text) => text.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
}

const isRunning = (step) => step.spans.at(-1)?.end === void 0;
const commandOf = (step) => /^\[[^\]]*\d+\/\d+\] RUN ([\s\S]*)$/.exec(step.name)?.[1] ?? "";
const platformOf = (step, platforms) => step.platforms?.runs ?? (platforms.length === 1 ? platforms[0] : void 0);
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

function sharedMount(failed, steps) {
	const platform = failed.platforms?.serves;
	for (const { id, target } of sharedMounts(failed)) {
		const other = steps.find((step) => step.platforms?.serves !== platform && overlap(failed, step) && sharedMounts(step).some((mount) => mount.id === id));
		if (platform === void 0 || other?.platforms === void 0) continue;
		return {
			cause: `${other.platforms.serves} ran at the same time with the same cache mount (id ${id}): ${platform} and it lock or change the same files.`,
			fix: [
				"one of, in the Dockerfile:",
				`RUN --mount=type=cache,target=${target},sharing=locked …   # one platform after the other`,
				`RUN --mount=type=cache,target=${target},id=${id}-$TARGETARCH …   # a cache for each; after: ARG TARGETARCH`
			].join("\n"),
			anchor: "shared-cache-mount"
		};
	}
}
function sharedMounts(step) {
	return [...(/^(?:--\S+\s+)*/.exec(commandOf(step))?.[0] ?? "").matchAll(/--mount=(\S+)/g)].flatMap(([, text = ""]) => {
		const fields = Object.fromEntries(text.split(",").map((field) => field.split(/=(.*)/s)));
		const { type, id, sharing = "shared" } = fields;
		const target = fields.target ?? fields.dst ?? fields.destination;
		if (type !== "cache" || target === void 0 || sharing !== "shared") return [];
		if (/\$\{?TARGET(?:ARCH|PLATFORM)\b/.test(id ?? target)) return [];
		return [{
			id: id ?? target,
			target
		}];
	});
}
function overlap(one, other) {
	const last = one.spans.at(-1);
	if (last === void 0) return false;
	const end = last.end ?? Number.POSITIVE_INFINITY;
	return other.spans.some((span) => span.start < end && last.start < (span.end ?? Number.POSITIVE_INFINITY));
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
			case "line": return `${seconds(event.time - startOf(event.step))} ${event.text}`;
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
const startOf = (step) => step.spans.at(-1)?.start ?? 0;
const seconds = (ms) => (Math.max(0, ms) / 1e3).toFixed(1);
const megabytes = (bytes) => (bytes / 1e6).toFixed(1);

function buildFailure(steps, failed) {
	const step = steps.filter((one) => one.error !== void 0 && !wasCancelled(one)).find((one) => !isForgiven(one));
	const error = step?.error ?? lastError(failed.text);
	const code = exitCodeIn(step?.error);
	const facts = factsOf(step, code, failed);
	const under = facts.emulator === void 0 ? "" : `, under ${facts.emulator}`;
	return new Failure({
		what: whatFailed(step, step && platformOf(step, failed.platforms), failed.text),
		seen: code === void 0 ? error : `exit code ${exitCodeText(code)}${under}`,
		command: {
			line: failed.line,
			exitCode: failed.exitCode,
			stderr: shown(step, error)
		},
		...withShared(explained(facts), step && sharedMount(step, steps)),
		...facts.said === "builder" ? trustParts(facts.output) : {}
	});
}
function withShared(known, shared) {
	if (shared === void 0) return known;
	if (known.cause === void 0) return shared;
	return {
		...known,
		also: [...known.also ?? [], shared]
	};
}
function exitCodeIn(error = "") {
	const code = /exit code: (\d+)$/.exec(error)?.[1];
	return code === void 0 ? void 0 : Number(code);
}
function factsOf(step, code, { text, platforms, emulators }) {
	const platform = step && platformOf(step, platforms);
	const program = step !== void 0 && code !== void 0;
	return {
		said: program ? "program" : "builder",
		output: program ? step.tail.join("\n") : [step?.error, lastError(text)].join("\n"),
		platform: platform ?? platforms.join(", "),
		emulator: emulators[platform ?? ""],
		command: step && commandOf(step),
		code,
		crash: step?.crash?.signal
	};
}
function whatFailed(step, platform, text) {
	const place = dockerfileLine(text);
	if (step === void 0) return `The build failed${place === void 0 ? "." : ` at ${place}`}`;
	const where = place === void 0 ? "" : ` (${place})`;
	return `The build${stepPlatforms(step.name) !== void 0 || platform === void 0 ? "" : ` for ${platform}`} failed at ${titleOf(step)}${where}`;
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

const ABOUT = 1e3;
async function forgetSteps(builder, { start, end }) {
	const chosen = builder === void 0 ? [] : ["--builder", builder];
	const doomed = async () => {
		const { exitCode, stdout } = await buildx([
			"du",
			"--verbose",
			...chosen
		]);
		if (exitCode !== 0) return void 0;
		return withDescendants(cacheRecords(stdout), ({ created, description }) => {
			return description.startsWith("mount / from exec ") && created >= start - ABOUT && created <= end + ABOUT;
		});
	};
	for (const id of await doomed() ?? []) await buildx([
		"prune",
		"--all",
		"--force",
		"--filter",
		`id=${id}`,
		...chosen
	]);
	return (await doomed())?.length === 0;
}
function cacheRecords(text) {
	return text.split(/^(?=ID:\s)/m).flatMap((block) => {
		const id = /^ID:\s+(\S+)/.exec(block)?.[1];
		if (id === void 0) return [];
		const field = (name) => new RegExp(`^${name}:[ \\t]*(.*)$`, "m").exec(block)?.[1] ?? "";
		const listed = [...block.matchAll(/^ - (\S+)$/gm)].map((match) => match[1] ?? "");
		const [day, time] = field("Created at").split(" ");
		return [{
			id,
			parents: [...field("Parent").split(/[\s,;]+/), ...listed].filter(Boolean),
			created: Date.parse(`${day}T${time?.slice(0, 12)}Z`),
			description: field("Description")
		}];
	});
}
function withDescendants(records, wanted) {
	const ids = [];
	const add = (record) => {
		if (ids.includes(record.id)) return;
		for (const child of records) if (child.parents.includes(record.id)) add(child);
		ids.push(record.id);
	};
	for (const record of records.filter(wanted)) add(record);
	return ids;
}

async function forgottenAfter({ step }, builder) {
	const { start, end } = step.spans.at(-1) ?? {};
	if (step.crash === void 0 || start === void 0 || end === void 0) return true;
	return await forgetSteps(builder, {
		start,
		end
	});
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
function cacheSecrets({ cacheFrom, cacheTo }) {
	const fields = [...cacheFrom, ...cacheTo].flatMap((entry) => entry.split(","));
	const login = /^\s*"?(?:token|access_key_id|secret_access_key|session_token)=(.+?)"?\s*$/;
	return fields.flatMap((field) => login.exec(field)?.[1] ?? []);
}
function hiding(values) {
	const long = values.filter((value) => value.length >= SHORTEST);
	const forms = new Set(long.flatMap((value) => [value, JSON.stringify(value).slice(1, -1)]));
	return (whole) => [...forms].reduce((text, form) => text.replaceAll(form, "***"), whole);
}

const listOf = (value) => Array.isArray(value) ? value.filter(isFields) : [];
const textOf$1 = (value) => typeof value === "string" ? value : "";
const numberOf = (value) => typeof value === "number" ? value : 0;

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
		raw
	};
}
function digestIn(fields, key) {
	const value = textOf$1(fields[key]);
	if (value === "") return void 0;
	if (/^sha256:[0-9a-f]{64}$/.test(value)) return value;
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
		if (fits(entries)) break;
		entries = entries.filter((entry) => entry !== extra);
	}
	return jsonText(fits(entries) ? entries : entries.map(shortened));
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
const fits = (entries) => Buffer.byteLength(jsonText(entries)) <= LARGEST;
function shortened([key, value]) {
	const most = LARGEST / 4 - 200;
	if (sizeOf([key, value]) <= most) return [key, value];
	const text = String(value).slice(0, most / 4);
	return [key, text.slice(0, Math.max(0, text.lastIndexOf(",")))];
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
	const digest = textOf$1(fields.digest);
	if (digest === "") return [];
	return [{
		digest,
		name: textOf$1(fields.name),
		started: timeOf(fields.started),
		completed: timeOf(fields.completed),
		cached: fields.cached === true,
		error: textOf$1(fields.error) || void 0,
		inputs: Array.isArray(fields.inputs) ? fields.inputs.map(textOf$1) : []
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
	const detail = Array.isArray(fields.detail) ? fields.detail.map(decoded) : [];
	const source = isFields(fields.sourceInfo) ? fields.sourceInfo : {};
	const start = listOf(fields.range)[0]?.start;
	return {
		text: decoded(fields.short),
		detail: detail.join("\n"),
		url: textOf$1(fields.url),
		file: textOf$1(source.filename),
		line: isFields(start) ? numberOf(start.line) : 0
	};
}
const decoded = (value) => Buffer.from(textOf$1(value), "base64").toString("utf8");
const timeOf = (value) => Date.parse(textOf$1(value)) || void 0;

const CRASH = /qemu: uncaught target signal (\d+) \([^()]*\)(?: - core dumped)?\s*$/;
const OWN_DEATHS = [
	{
		line: /QEMU internal SIG([A-Z]+) \{code=[^{}]*\}\s*$/,
		signal: 11
	},
	{
		line: /qemu: unhandled CPU exception 0x[0-9a-f]+ - aborting\s*$/,
		signal: 6
	},
	{
		line: /^qemu-\w+(?:-static)?: \S+\.c:\d+: \w+: Assertion [`'].*' failed\.\s*$/,
		signal: 6
	},
	{
		line: /^ERROR:\S*(?:accel|linux-user|target|tcg)\/\S+\.c:\d+:\w+: (?:assertion failed: \(.*\)|code should not be reached)\s*$/,
		signal: 6
	}
];
const NAMED$2 = {
	ILL: 4,
	ABRT: 6,
	BUS: 7,
	FPE: 8,
	SEGV: 11
};
const MARKS = [
	"uncaught target signal",
	"QEMU internal",
	"unhandled CPU",
	"ssertion",
	"ERROR:"
];
function crashIn(line) {
	if (!MARKS.some((mark) => line.includes(mark))) return void 0;
	const text = stripVTControlCharacters(line);
	const signal = CRASH.exec(text)?.[1];
	return signal === void 0 ? ownDeath(text) : Number(signal);
}
function ownDeath(text) {
	for (const { line, signal } of OWN_DEATHS) {
		const found = line.exec(text);
		if (found !== null) return NAMED$2[found[1] ?? ""] ?? signal;
	}
}
function countedCrash(command, known, found) {
	if (known === void 0 || found === void 0) return known ?? found;
	return expectsCrash(command, known, []) ? found : known;
}
function expectsCrash(command, signal, allowed) {
	const compared = new RegExp(`\\$\\?["']?\\)?\\s*(?:=|==|-eq|\\]|in)?[^;&|]{0,20}\\b${128 + signal}\\b`);
	const message = `uncaught target signal ${signal} (`;
	return compared.test(command) || command.includes(message) || allowed.some((part) => command.includes(part));
}

const WIDTH$1 = 2e3;
const CLIPPED = /^\[output clipped, log limit .* reached\]$/;
function withLine(step, text) {
	const signal = countedCrash(commandOf(step), step.crash?.signal, crashIn(text));
	return {
		...step,
		tail: [...step.tail, text.slice(0, WIDTH$1)].slice(-40),
		crash: signal === step.crash?.signal ? step.crash : crashOf(signal, step.heard),
		clipped: step.clipped || CLIPPED.test(text)
	};
}
const crashOf = (signal, seen) => signal === void 0 ? void 0 : {
	signal,
	seen
};

const LONGEST$1 = 8192;
const WARNINGS = 200;
var BuildSteps = class {
	#byDigest = /* @__PURE__ */ new Map();
	#warnings = [];
	#events = [];
	#crashed = false;
	get steps() {
		return [...this.#byDigest.values()].map(({ step }) => step);
	}
	get warnings() {
		return this.#warnings;
	}
	get crashed() {
		return this.#crashed;
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
			heard: now,
			crash: known?.step.crash,
			clipped: known?.step.clipped
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
		running.step = withLine(running.step, text);
		this.#crashed ||= running.step.crash !== void 0;
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

const AFTER_CRASH = 1e4;
function stopOf(steps, now, limits) {
	for (const step of steps) {
		const running = isRunning(step);
		if (unexpected(step, limits) && step.error === void 0) {
			const ms = now - (step.crash?.seen ?? now);
			if (!running || ms >= 1e4) return {
				kind: "crashed",
				step,
				ms
			};
		}
		const ms = now - step.heard;
		const silent = limits.silence > 0 && ms >= limits.silence && !step.clipped;
		if (running && silent) return {
			kind: "silent",
			step,
			ms
		};
	}
}
const unexpected = (step, { crashAllow }) => step.crash !== void 0 && !expectsCrash(commandOf(step), step.crash.signal, crashAllow);
function crashNotices(steps) {
	return steps.flatMap((step) => step.crash === void 0 ? [] : [`A program died of ${signalText(step.crash.signal)}, as expected, in ${titleOf(step)}`]);
}
function stopFailure(stop, build) {
	const { step } = stop;
	const platform = platformOf(step, build.platforms) ?? build.platforms.join(", ");
	const named = step.platforms === void 0 ? ` for ${platform}` : "";
	const last = step.tail.slice(-20).join("\n");
	const facts = {
		said: "program",
		output: step.tail.join("\n"),
		platform,
		emulator: build.emulators[platform],
		command: commandOf(step)
	};
	const words = {
		named,
		last,
		forgotten: build.forgotten
	};
	return stop.kind === "silent" ? silentFailure(stop, build, {
		...words,
		causes: explained({
			...facts,
			silent: true
		})
	}) : crashFailure(stop, facts.emulator, {
		...words,
		causes: explained({
			...facts,
			crash: step.crash?.signal
		})
	});
}
function silentFailure({ step }, { minutes }, words) {
	return new Failure({
		what: `The build${words.named} was stopped: no output for ${minutes} min in ${titleOf(step)}`,
		seen: words.last === "" ? void 0 : words.last,
		expected: `a line of output at least every ${minutes} min (timeout: ${minutes})`,
		...words.causes
	});
}
function crashFailure({ step, ms }, emulator = "the emulator", words) {
	const then = isRunning(step) ? `and the step still ran ${Math.round(ms / 1e3)} s later` : "and the step ended as if nothing had happened";
	const signal = signalText(step.crash?.signal ?? 0);
	const allow = "crash-allow: …   # a part of the step's command, where it expects the crash";
	const again = "no-cache: true   # next time: the builder's cache still has what the step made";
	return new Failure({
		what: `The build${words.named} was stopped at ${titleOf(step)}: a program crashed under ${emulator} (${signal}), ${then}`,
		seen: words.last,
		...words.causes,
		fix: [
			words.causes.fix,
			allow,
			...words.forgotten ? [] : [again]
		].join("\n")
	});
}

const LOOK = 1e3;
const GRACE = 2e3;
const KEPT$1 = 60;
const WIDTH = 2e3;
async function runSteps(job, call) {
	const started = performance.now();
	const steps = new BuildSteps();
	const told = new StepsLog(call.write, started);
	const text = [];
	const watch = watched(job.signal, call, steps, told);
	try {
		const onLine = (raw) => {
			const line = call.hide?.(raw) ?? raw;
			const progress = parseProgress(line);
			const now = performance.now();
			if (progress === void 0) keep(line.slice(0, WIDTH), text, call.write);
			else for (const event of steps.add(progress, now)) told.tell(event, now);
			if (steps.crashed) watch.look();
		};
		const options = call.env === void 0 ? {} : { env: call.env };
		const result = await buildxLines(call.args, onLine, options);
		const { exitCode } = result;
		const stdout = call.hide?.(result.stdout) ?? result.stdout;
		return {
			exitCode,
			ms: performance.now() - started,
			stdout,
			steps,
			text: text.join("\n"),
			stop: watch.stop()
		};
	} finally {
		await watch.end();
	}
}
function keep(line, text, write) {
	if (line.trim() === "") return;
	write(line);
	text.push(line);
	if (text.length > KEPT$1) text.shift();
}
function watched(signal, call, steps, told) {
	let stop;
	let ending;
	const end = () => {
		ending = (ending ?? Promise.resolve()).then(() => endChildren(GRACE, call.marker));
	};
	const look = () => {
		const now = performance.now();
		told.tick(steps.steps, now);
		stop ??= stopOf(steps.steps, now, call.limits);
		if (signal.aborted || stop !== void 0) end();
	};
	const timer = setInterval(look, LOOK);
	signal.addEventListener("abort", end, { once: true });
	if (signal.aborted) end();
	const done = async () => {
		clearInterval(timer);
		signal.removeEventListener("abort", end);
		await ending;
	};
	return {
		look,
		stop: () => stop,
		end: done
	};
}

function buildTimes(steps, platforms, whole) {
	const instructions = steps.filter(isInstruction);
	const only = platforms.length === 1 ? platforms[0] : void 0;
	const times = platforms.map((platform) => {
		const own = instructions.filter((step) => (step.platforms?.serves ?? only) === platform);
		const cached = own.filter((step) => step.cached).length;
		return [platform, {
			ms: Math.min(wallTime(own), whole),
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

const METADATA = {
	BUILDX_METADATA_PROVENANCE: "disabled",
	BUILDX_METADATA_WARNINGS: "true"
};
async function runBuild(job, plan) {
	if (job.signal.aborted) throw stopped(job.signal);
	const env = environment();
	const hidden = hiddenArguments(plan.build.buildArgs, env);
	const args = buildArguments({
		...plan.build,
		buildArgs: hidden.args
	}, plan.step);
	const platforms = plan.step.platforms.length > 0 ? plan.step.platforms : [plan.native];
	const limits = {
		silence: plan.timeout * 6e4,
		crashAllow: plan.crashAllow
	};
	const hide = hiding([...Object.values(hidden.variables), ...cacheSecrets(plan.build)]);
	const call = {
		args,
		marker: plan.step.metadataFile,
		limits,
		write: log.info,
		env: {
			...METADATA,
			...presentIn(env),
			...hidden.variables
		},
		hide
	};
	const run = await runSteps(job, call);
	if (job.signal.aborted) throw stopped(job.signal);
	const { timeout: minutes, emulators } = plan;
	if (run.stop !== void 0) {
		const forgotten = await forgottenAfter(run.stop, plan.step.builder);
		throw stopFailure(run.stop, {
			minutes,
			platforms,
			emulators,
			forgotten
		});
	}
	if (isQuestion(plan.build)) tellAnswer(plan.build.call, run, log.info);
	if (run.exitCode !== 0) throw failed(run, hide(shellLine(args)), platforms, emulators);
	return await resultOf(run, plan.step, platforms);
}
async function resultOf(run, step, platforms) {
	const { metadataFile, iidFile } = step;
	const imageId = iidFile === void 0 ? "" : (await textOrNone(iidFile)).trim();
	return {
		metadata: parseMetadata(await textOrNone(metadataFile), metadataFile),
		imageId: imageId === "" ? void 0 : imageId,
		times: buildTimes(run.steps.steps, platforms, run.ms),
		steps: run.steps.steps,
		warnings: run.steps.warnings,
		crashes: crashNotices(run.steps.steps)
	};
}
function failed(run, line, platforms, emulators) {
	const { exitCode, text } = run;
	return buildFailure(run.steps.steps, {
		exitCode,
		text,
		line,
		platforms,
		emulators
	});
}
function stopped(signal) {
	return new Failure({ what: "The build was stopped." }, { cause: signal.reason });
}
async function textOrNone(path) {
	return await readFile(path, "utf8").catch(() => "");
}

function emulatorNames(record) {
	const emulated = record.outcome().platforms.filter(({ native, node }) => !native && node === void 0);
	return Object.fromEntries(emulated.map(({ platform, emulator, proofs }) => {
		const version = emulator?.version ?? proofs[0]?.emulatorVersion;
		return [platformName(platform), version === void 0 ? "the emulator" : `QEMU ${version}`];
	}));
}

function tellCaches(results, record) {
	const caches = results.map(({ name, reason }) => ({
		name,
		saved: reason === void 0,
		reason
	}));
	record.add({ caches });
	for (const { name, reason, strict } of results) if (reason !== void 0 && !strict) record.warn(`cache ${name} was not saved: ${reason}`);
}
function demandCaches(results) {
	const lost = results.find(({ reason, strict }) => reason !== void 0 && strict);
	if (lost === void 0) return;
	throw new Failure({
		what: "A cache was not saved, and its ignore-error=false makes this an error.",
		seen: `cache-to: ${lost.name}: ${lost.reason}`,
		cause: "its registry or service does not answer, or the login lacks the right to write",
		fix: "cache-to: …   # without ignore-error=false: then it is a warning",
		anchor: "cache-not-saved"
	});
}

function checkAnnotations(warnings, build, places) {
	const file = dockerfileIn(build, places);
	if (file === void 0) return [];
	const all = warnings.filter(({ text, detail, file: named }) => text !== "" && detail !== "" && named !== "").map(({ text, detail, url, line }) => ({
		title: detail,
		message: `${text.replace(/ \(line \d+\)$/, "")}${url === "" ? "" : `\nMore info: ${url}`}`,
		file,
		line
	}));
	const keys = all.map((annotation) => JSON.stringify(annotation));
	return all.filter((_, index) => keys.indexOf(keys[index] ?? "") === index);
}
function dockerfileIn({ context, file }, { workspace, repository }) {
	if (isRemote(context)) {
		const rest = context.startsWith(repository) ? context.slice(repository.length) : void 0;
		if (rest === void 0 || !/^(?:[#?]|$)/.test(rest)) return void 0;
		const folder = /^#[^:]*:(.+)$/.exec(rest)?.[1] ?? "";
		return join(folder, file ?? "Dockerfile");
	}
	const path = relative(workspace, resolve(workspace, file ?? join(context, "Dockerfile")));
	return path.startsWith("..") || isAbsolute(path) ? void 0 : path;
}

function annotateChecks(warnings, build) {
	const env = environment();
	if (goBoolean(env.DOCKER_BUILD_CHECKS_ANNOTATIONS) === false) return;
	const places = {
		workspace: env.GITHUB_WORKSPACE || ".",
		repository: `${env.GITHUB_SERVER_URL || "https://github.com"}/${env.GITHUB_REPOSITORY ?? ""}.git`
	};
	for (const annotation of checkAnnotations(warnings, build, places)) annotate(annotation);
}

async function ask(context) {
	await build(context, {
		platforms: context.ground.executions.map(({ platform }) => platformName(platform)),
		tags: [],
		output: void 0,
		attestations: { kind: "off" },
		fresh: true
	});
}
const AGAIN = {
	noCache: false,
	noCacheFilters: [],
	pull: false
};
const PLAIN = { annotations: [] };
async function build(context, step) {
	const { job, inputs, ground, builder, record, secrets } = context;
	const file = (name) => join(job.temp, `${randomUUID()}.${name}`);
	const { cacheTo } = inputs.build;
	const saved = step.savesCaches ? forgivingCaches(cacheTo) : inlineCaches(cacheTo);
	const result = await runBuild(job, {
		build: {
			...inputs.build,
			...step.fresh ? {} : AGAIN,
			...step.plain ? PLAIN : {},
			cacheTo: saved
		},
		step: {
			...step,
			builder: builder.name,
			secrets,
			metadataFile: file("metadata"),
			iidFile: file("iid")
		},
		native: platformName(ground.node.platform),
		emulators: emulatorNames(record),
		crashAllow: inputs.checks.crashAllow,
		timeout: inputs.run.timeout
	});
	const caches = step.savesCaches ? cacheResults(cacheTo, result.steps) : void 0;
	if (caches !== void 0) {
		tellCaches(caches, record);
		annotateChecks(result.warnings, inputs.build);
	}
	for (const crash of result.crashes) record.notice(crash);
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
	return {
		...result,
		caches
	};
}

function csvField(text) {
	return /[",\r\n]/.test(text) ? `"${text.replaceAll("\"", "\"\"")}"` : text;
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
		kind: builder.driver === "docker" && ground.node.store === "classic" || !hasDefaultProvenance(inputs.publish, environment()) ? "default" : "on",
		privateRepository: await isPrivateRepository(),
		builderId: github?.runUrl
	};
	return {
		...base,
		secrets,
		attestations
	};
}

function listenerFault({ endpoint }, listener) {
	if (listener === void 0 || listener === "buildkit" || listener === "silent") return void 0;
	const what = `The node ${endpoint} cannot be used`;
	if (listener === "http") return new Failure({
		what,
		seen: "an answer in HTTP",
		expected: "BuildKit (buildkitd --addr tcp://…)",
		cause: "a Docker engine listens there",
		fix: `docker context create far --docker host=${endpoint}   # in an earlier step; then nodes: …=far`,
		anchor: "node-unreachable"
	});
	return new Failure({
		what,
		seen: listener.error,
		cause: "nothing listens there, or a firewall is between",
		fix: `docker buildx create --driver remote --name try ${endpoint} && docker buildx inspect try --bootstrap`,
		anchor: "node-unreachable"
	});
}
const ELSEWHERE = { cause: "a node does not answer, or not to these certificates or this account" };
const CLUSTER = {
	cause: "kubectl's configuration (KUBECONFIG) names no cluster, or one that does not answer",
	fix: "kubectl get nodes   # in a step before, with the same KUBECONFIG"
};
function startFault(line, nodes, result) {
	return new Failure({
		what: "The builder of the input `nodes` could not be started",
		seen: nodes.map(({ endpoint }) => endpoint).join(", "),
		command: {
			line,
			...result
		},
		...nodes.some(({ endpoint }) => endpoint.startsWith("kubernetes:")) ? CLUSTER : ELSEWHERE,
		anchor: "node-unreachable"
	});
}
const CLASSIC = {
	nodes: "nodes: linux/arm64=ssh://user@host   # the engine itself, or a docker context: BuildKit is then started in it",
	named: "docker buildx create --driver docker-container ssh://user@host   # the engine itself, or a docker context: BuildKit is then started in it"
};
function classicFault(endpoints, whose) {
	if (endpoints.length === 0) return void 0;
	return new Failure({
		what: `${endpoints.join(", ")} can make no image that is loaded or pushed`,
		seen: "the BuildKit inside a Docker engine with the classic image store",
		expected: "BuildKit itself, or an engine with the containerd image store",
		cause: "that BuildKit keeps images for its own engine: exporter \"oci\" could not be found",
		fix: CLASSIC[whose],
		anchor: "node-classic"
	});
}
function unprovenFault(endpoint, platforms, reason) {
	const names = platforms.map(platformName).join(", ");
	const { seen, expected, command } = reason.parts;
	return new Failure({
		what: `The node ${endpoint} does not run programs of ${names}`,
		seen: seen ?? reason.message,
		expected,
		command,
		cause: "it is of another architecture, and has no emulator for this one",
		fix: `take ${names} out of that line of \`nodes\`: then the engine's own node builds it, emulated`,
		anchor: "node-unproven"
	}, { cause: reason });
}

async function createNode(request) {
	return await buildx(nodeArguments(request));
}
function nodeArguments(request) {
	const { builder, driver, append, platforms, endpoint, options, container } = request;
	return [
		...[
			"create",
			"--name",
			builder
		],
		...append ? ["--append"] : ["--driver", driver],
		...["--platform", platforms.join(",")],
		...container === void 0 ? [] : containerArguments(container),
		...options.flatMap((option) => ["--driver-opt", csvField(option)]),
		...driver === "kubernetes" ? [] : [endpoint]
	];
}

const PATIENCE$2 = 1e4;
const FIRST_BYTES = 400;
async function listenerAt(endpoint) {
	const place = placeOf(endpoint);
	if (place === void 0) return void 0;
	return await new Promise((resolve) => {
		const socket = connect(place);
		const end = (listener) => {
			socket.destroy();
			resolve(listener);
		};
		let late = { error: `no answer within ${PATIENCE$2 / 1e3} s` };
		socket.setTimeout(PATIENCE$2, () => end(late));
		socket.on("connect", () => {
			socket.write("GET /_ping HTTP/1.1\r\nHost: docker\r\n\r\n");
			late = "silent";
			socket.setTimeout(FIRST_BYTES);
		});
		socket.on("data", (data) => end(data.toString("latin1").startsWith("HTTP/") ? "http" : "buildkit"));
		socket.on("error", (error) => end({ error: error.message }));
		socket.on("end", () => end("silent"));
	});
}
function placeOf(endpoint) {
	if (endpoint.startsWith("unix://")) return { path: endpoint.slice(7) };
	const [, host = "", port] = /^tcp:\/\/(.+):(\d+)\/?$/.exec(endpoint) ?? [];
	return port === void 0 ? void 0 : {
		host: host.replace(/^\[(.*)\]$/, "$1"),
		port: Number(port)
	};
}

const PARTS = {
	cacert: "CACERT",
	cert: "CERT",
	key: "KEY"
};
const variableOf = (number, part) => `BUILDER_NODE_${number}_AUTH_TLS_${part}`;
function tlsFrom(env, { number, endpoint }) {
	const found = Object.entries(PARTS).flatMap(([option, part]) => {
		const text = env[variableOf(number, part)];
		return text ? [[option, text]] : [];
	});
	if (found.length === 0 || found.length === Object.keys(PARTS).length) return found;
	const missing = Object.values(PARTS).filter((part) => !env[variableOf(number, part)]);
	throw new Failure({
		what: `The certificates of the node ${endpoint} are not complete`,
		seen: `no ${missing.map((part) => variableOf(number, part)).join(", no ")}`,
		expected: Object.values(PARTS).map((part) => variableOf(number, part)).join(", "),
		cause: "the number is that of the line in `nodes`, counted from 0",
		anchor: "node-unreachable"
	});
}
async function tlsOptions(job, env, node) {
	const parts = tlsFrom(env, node);
	if (parts.length === 0) return [];
	const folder = await mkdtemp(join(job.temp, "tls-"));
	return await Promise.all(parts.map(async ([option, text]) => {
		const path = join(folder, `${option}.pem`);
		await writeFile(path, text.endsWith("\n") ? text : `${text}\n`, { mode: 384 });
		return `${option}=${path}`;
	}));
}

async function checkNodes({ nodes }, env) {
	const found = (await Promise.all(nodes.map(async (node) => {
		tlsFrom(env, node);
		return listenerFault(node, await listenerAt(node.endpoint));
	}))).filter((fault) => fault !== void 0);
	if (found[0] !== void 0 && found.length === 1) throw found[0];
	if (found.length > 1) throw new Failures(`${found.length} nodes cannot be used.`, found);
}
async function makeNodes(job, request) {
	const { plan, container } = request;
	const { driver, nodes, rest } = plan;
	const own = rest.map(platformName);
	if (rest.length > 0) await makeBuilder(job, {
		...container,
		platforms: own
	});
	const apart = driver === "remote";
	const builder = apart ? `${job.id}-nodes` : job.id;
	let append = rest.length > 0 && !apart;
	for (const node of nodes) {
		const settings = await settingsOf(job, node, request);
		const platforms = node.platforms.map(platformName);
		const { endpoint } = node;
		await added({
			builder,
			driver,
			append,
			platforms,
			endpoint,
			...settings
		}, nodes);
		append = true;
	}
	if (rest.length > 0 && apart) {
		const endpoint = `docker-container://buildx_buildkit_${job.id}0`;
		await added({
			builder,
			driver,
			append,
			platforms: own,
			endpoint,
			options: []
		}, nodes);
	}
	const { result, report } = await inspectBuilder(builder, true);
	if (result.exitCode === 0) return {
		name: builder,
		driver,
		classic: report?.classic ?? []
	};
	throw startFault(`docker buildx inspect ${builder} --bootstrap`, nodes, result);
}
async function added(node, nodes) {
	const result = await createNode(node);
	if (result.exitCode === 0) return;
	throw startFault(shellLine(nodeArguments(node)), nodes, result);
}
async function settingsOf(job, node, { plan, container, env }) {
	switch (plan.driver) {
		case "remote": return { options: await tlsOptions(job, env, node) };
		case "docker-container": return {
			options: [],
			container
		};
		case "kubernetes": return {
			options: kubernetesOptions(node.endpoint),
			container: {
				...container,
				hostNetwork: false
			}
		};
	}
}
function kubernetesOptions(endpoint) {
	const { host, searchParams } = new URL(endpoint);
	return [`namespace=${host}`, ...[...searchParams].map(([name, value]) => `${name}=${value}`)];
}

const DOCKERFILE = `FROM scratch
ARG TARGETPLATFORM
COPY \${TARGETPLATFORM}/probe /probe
RUN ["/probe"]
`;
const NONE$1 = {
	silence: 0,
	crashAllow: []
};
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
		limits: NONE$1,
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
			emulators: {}
		});
	}
	const times = buildTimes(run.steps.steps, platforms, run.ms);
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
		makeFolder(place);
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

async function provenOnNodes(job, builder, executions) {
	const nodes = [...new Set(executions.map(({ node }) => node))];
	const proofs = await Promise.all(nodes.map(async (node) => {
		const own = executions.filter((execution) => execution.node === node);
		return await proveInBuilder(job, builder, own).catch((error) => {
			if (node === void 0 || !(error instanceof Failure) || job.signal.aborted) throw error;
			return unprovenFault(node, own.map(({ platform }) => platform), error);
		});
	}));
	const faults = proofs.flatMap((proof) => proof instanceof Failure ? [proof] : []);
	if (faults[0] !== void 0 && faults.length === 1) throw faults[0];
	if (faults.length > 1) throw new Failures("Nodes do not run what they are named for.", faults);
	return proofs.flatMap((proof) => proof instanceof Failure ? [] : proof);
}

async function readDockerfile(build) {
	if (isRemote(build.context) && build.file === void 0) return void 0;
	const path = build.file ?? join(build.context, "Dockerfile");
	return await readFile(path, "utf8").catch(() => void 0);
}

function builderConfig({ registries, mirrors, given }) {
	const sections = [...registries.map((access) => ({
		host: access.host,
		lines: linesOf(access)
	})), ...mirrorSections(mirrors)];
	const own = sections.filter(({ host, lines }, index) => lines.length > 0 && !given.includes(`registry."${host}"`) && sections.findIndex((other) => other.host === host) === index);
	if (own.length === 0) return void 0;
	const text = own.map(({ host, lines }) => [
		`[registry.${quoted(host)}]`,
		...lines,
		""
	].join("\n"));
	return [...given === "" ? [] : [given], ...text].join("\n");
}
function linesOf({ host, insecure, authorities, keyPairs }) {
	return [
		...insecure ? ["  http = true", "  insecure = true"] : [],
		...authorities.length > 0 ? [`  ca = [${authorities.map(quoted).join(", ")}]`] : [],
		...keyPairs.flatMap(({ certificate, key }) => [
			`  [[registry.${quoted(host)}.keypair]]`,
			`    cert = ${quoted(certificate)}`,
			`    key = ${quoted(key)}`
		])
	];
}
function mirrorSections(mirrors) {
	const addresses = mirrors.filter((mirror) => URL.canParse(mirror)).map((text) => new URL(text));
	if (addresses.length === 0) return [];
	const places = addresses.map(({ host, pathname }) => host + pathname.replace(/\/$/, ""));
	const plain = addresses.filter(({ protocol }) => protocol === "http:");
	return [{
		host: "docker.io",
		lines: [`  mirrors = [${places.map(quoted).join(", ")}]`]
	}, ...plain.map(({ host }) => ({
		host,
		lines: ["  http = true"]
	}))];
}
const quoted = (text) => JSON.stringify(text);

const HOST = String.raw`((?:[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?|\[[0-9a-f:]+\])(?::\d+)?)`;
const NAMED$1 = new RegExp(String.raw`(?:^|[\s=,"'@]|docker-image:\/\/)${HOST}\/`, "gim");
const ALONE = new RegExp(String.raw`=["']?${HOST}["']?\s*$`, "gim");
function registriesIn(build, publish, dockerfile) {
	const lines = dockerfile?.split("\n").filter((line) => /^\s*(?:FROM|ARG)\s|--from=|^#\s*syntax\s*=/i.test(line));
	const settings = [...build.buildArgs, ...lines ?? []];
	const named = [
		...publish.tags,
		...publish.outputs.map((output) => output.text),
		...build.cacheFrom,
		...build.cacheTo,
		...build.buildContexts,
		...settings
	].flatMap((text) => hostsIn(text, NAMED$1)).filter(isRegistry);
	const alone = settings.flatMap((text) => hostsIn(text, ALONE)).filter((host) => /:\d/.test(host));
	return [.../* @__PURE__ */ new Set([...named, ...alone])];
}
const hostsIn = (text, form) => [...text.matchAll(form)].map(([, host = ""]) => host);
const isRegistry = (host) => /[.:]/.test(host) || host === "localhost";

async function builderReach(job, { build, publish }, trust) {
	const env = environment();
	const hosts = registriesIn(build, publish, await readDockerfile(build));
	const [given, ...registries] = await Promise.all([defaultBuilderConfig(env), ...hosts.map((host) => registryAccess(host, trust, env))]);
	const hostNetwork = registries.some(({ loopback }) => loopback);
	const text = builderConfig({
		registries,
		mirrors: trust.mirrors,
		given
	});
	if (text === void 0) return { hostNetwork };
	const config = join(job.temp, "buildkitd.toml");
	await writeFile(config, text);
	return {
		hostNetwork,
		config
	};
}

async function observeBuilders({ builder: named, nodes }, env) {
	if (nodes.length > 0) return {};
	if (named !== void 0) return { named: await namedBuilder(named, env) };
	return { current: await currentBuilder(env) };
}
function builderAsk({ build, publish }, platforms) {
	const { provenance, sbom, attests, cacheTo } = build;
	return {
		platforms,
		attestations: [provenance, sbom].some((value) => value !== void 0 && !isFalse(value)) || attests.length > 0,
		annotations: build.annotations.length > 0,
		insecure: build.allow.includes(INSECURE),
		push: publish.push,
		load: publish.load,
		outputs: publish.outputs,
		cacheTo: cacheTo.map(cacheType)
	};
}
const INSECURE = "security.insecure";
const isFalse = (text) => /^(?:0|f|false)$/i.test(text);
async function readyBuilder(job, inputs, ground, record) {
	const { builder: choice, executions } = ground;
	const ready = await started(job, inputs, ground);
	const asks = isQuestion(inputs.build);
	const whose = choice.kind === "nodes" ? "nodes" : "named";
	const classic = ready.driver === "docker" || asks ? [] : ready.classic ?? [];
	const unfit = classicFault(classic, whose);
	if (unfit !== void 0) throw unfit;
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
	const wanted = executions.filter(({ kind, node }) => kind === "emulated" || node !== void 0);
	if (ready.driver === "docker" || wanted.length === 0 || asks) return ready;
	for (const { platform, machine, ms } of await provenOnNodes(job, ready.name, wanted)) {
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
async function started(job, inputs, { builder, node }) {
	switch (builder.kind) {
		case "engine": return {
			name: void 0,
			driver: "docker"
		};
		case "named": return builder;
		case "nodes": {
			const container = await containerFor(job, inputs, node.trust);
			const request = {
				plan: builder.plan,
				container,
				env: environment()
			};
			return await makeNodes(job, request);
		}
		case "own":
			await makeBuilder(job, await containerFor(job, inputs, node.trust));
			return {
				name: job.id,
				driver: "docker-container"
			};
	}
}
async function containerFor(job, inputs, trust) {
	const reach = await builderReach(job, inputs, trust);
	job.ledger.note({ builder: true });
	const insecure = inputs.build.allow.includes(INSECURE);
	return {
		image: inputs.builder.buildkitImage,
		insecure,
		...reach
	};
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
		const suffix = platformSuffix(platformName(platform));
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
		store: ground.node.store
	});
	job.ledger.note({ images: true });
	const attestations = candidateAttestations(context);
	const plain = !isPushed(context);
	const first = {
		attestations,
		plain,
		savesCaches: true,
		fresh: true
	};
	const warm = {
		...cacheOnly(platforms.map(platformName)),
		...first
	};
	let caches = plan.warmUp ? (await build(context, warm)).caches : void 0;
	const list = [];
	let result;
	for (const { platforms: some, ref } of plan.builds) {
		const names = some.map(platformName);
		result = await build(context, {
			platforms: names,
			tags: [ref],
			output: candidateOutput(context),
			attestations,
			plain,
			fresh: !plan.warmUp,
			savesCaches: caches === void 0
		});
		caches ??= result.caches;
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
		result,
		caches: caches ?? []
	};
}
function candidateOutput(context) {
	return context.inputs.leg !== void 0 && isPushed(context) ? "type=docker,oci-mediatypes=true" : "type=docker";
}
function candidateAttestations(context) {
	return isPushed(context) ? context.attestations : { kind: "off" };
}
function isPushed({ builder, ground }) {
	return builder.driver === "docker" && ground.node.store === "containerd";
}
const cacheOnly = (platforms) => ({
	platforms,
	tags: [],
	output: "type=cacheonly"
});

function withLostHandlers(error, job, record) {
	if (!(error instanceof Failure) || error.parts.anchor !== "exec-format-error") return error;
	const { handlers } = job.ledger.current();
	if (handlers !== "here" && handlers !== "host") return error;
	const { registered } = record.outcome();
	const lost = registered.filter((name) => !existsSync(join(MISC, name)));
	if (lost.length === 0 || !existsSync(join("/proc/sys/fs/binfmt_misc", "status"))) return error;
	return new Failure({
		...error.parts,
		cause: `Somebody removed the handlers of this job meanwhile (${lost.join(", ")}): a job beside it that removes all of them, as docker/setup-qemu-action with \`reset: true\` does.`,
		fix: "reset: false   # in the other job's docker/setup-qemu-action; or a node for each",
		also: []
	}, { cause: error });
}

const PATIENCE$1 = 2e4;
async function checkClient(env, limitMs = PATIENCE$1) {
	const docker = await findProgram("docker", env);
	if (docker === void 0) throw new Failure({
		what: "no docker: there is no docker command on the PATH",
		seen: `PATH=${env.PATH ?? ""}`,
		fix: "curl -fsSL https://get.docker.com | sudo sh",
		anchor: "no-docker"
	});
	const file = await realpath(docker);
	if (isPodman(basename(file))) throw standIn(docker, file);
	if (!(await isElf(file) && await buildxFile(env) !== void 0)) await askBuildx(docker, env, limitMs);
	return docker;
}
function builderlessFailure({ product, version }) {
	if (product !== "podman") return void 0;
	return new Failure({
		what: "Podman answers in the engine's place: it has no BuildKit, which builds, and `setup` alone works with it",
		seen: `podman ${version}`,
		expected: "Docker Engine",
		fix: "unset DOCKER_HOST   # the engine's usual socket; or the action `setup`, and `podman build`",
		anchor: "podman-stand-in"
	});
}
async function askBuildx(docker, env, limitMs) {
	const answer = await execute(docker, presentIn(env), ["buildx", "version"], { limitMs });
	if (answer.failed === void 0 && answer.stdout.includes("github.com/docker/buildx")) return;
	if (answer.failed === "SIGKILL") throw mute(docker, limitMs);
	if (isPodman(textOf(answer))) throw standIn(docker, textOf(answer));
	const version = await execute(docker, presentIn(env), ["--version"], { limitMs });
	if (isPodman(textOf(version))) throw standIn(docker, textOf(version));
	throw await noBuildx(docker, answer);
}
function mute(docker, limitMs) {
	return new Failure({
		what: `The docker command does not answer: "docker buildx version" was not over after ${limitMs / 1e3} s`,
		seen: docker,
		cause: "it is another program, or waits for something, as a stand-in for a service",
		fix: "docker buildx version   # must answer at once",
		anchor: "no-buildx"
	});
}
async function noBuildx(docker, answer) {
	const fix = `sudo apt-get update && sudo apt-get install -y ${await exists("/var/lib/dpkg/info/docker-ce-cli.list") ? "docker-buildx-plugin" : "docker-buildx"}`;
	return new Failure({
		what: "buildx is missing: install Docker's plugin for builds",
		command: {
			line: `${docker} buildx version`,
			exitCode: Number(answer.failed ?? 0) || 1,
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

const DRIVERS = {
	buildkit: "remote",
	engine: "docker-container",
	kubernetes: "kubernetes"
};
function nodePlan(inputs, platforms) {
	const isAsked = (platform) => platforms.some((asked) => samePlatform(asked, platform));
	const nodes = inputs.map(({ number, endpoint, platforms: all }) => {
		return {
			number,
			endpoint,
			platforms: all.filter(isAsked)
		};
	}).filter((node) => node.platforms.length > 0);
	const kind = inputs[0]?.kind;
	if (kind === void 0 || nodes.length === 0) return void 0;
	const rest = platforms.filter((platform) => nodeFor(nodes, platform) === void 0);
	return {
		driver: DRIVERS[kind],
		nodes,
		rest
	};
}
function nodeFor(nodes, platform) {
	return nodes.find(({ platforms }) => platforms.some((one) => samePlatform(one, platform)));
}
function onNodes(executions, nodes, tested) {
	return executions.map((execution) => {
		const node = nodeFor(nodes, execution.platform)?.endpoint;
		if (node === void 0) return execution;
		const kind = execution.kind === "emulated" && !tested ? "node" : execution.kind;
		return {
			...execution,
			kind,
			node
		};
	});
}
function planText({ nodes, rest }) {
	const names = (platforms) => platforms.map(platformName).join(", ");
	return [...nodes.map(({ platforms, endpoint }) => `${names(platforms)} on ${endpoint}`), ...rest.length === 0 ? [] : [`${names(rest)} on the engine's node`]].join("; ");
}
function cacheNotice({ nodes, rest }, cacheTo) {
	if (cacheTo.filter((entry) => cacheType(entry) !== "inline").length === 0 || nodes.length + rest.length < 2) return void 0;
	return "`cache-to`: each node saves its own cache under the same name, and the last one stays.";
}

function dockerDriverObstacles(ask, store) {
	const byDigest = ask.outputs.some((output) => goBoolean(output.attributes["push-by-digest"]));
	const digest = {
		asked: "push-by-digest",
		cure: "outputs: type=image without push-by-digest"
	};
	const insecure = {
		asked: "allow: security.insecure",
		cure: "allow: network.host"
	};
	const always = [...byDigest ? [digest] : [], ...ask.insecure ? [insecure] : []];
	return store === "containerd" ? always : [...classicObstacles(ask), ...always];
}
function classicObstacles(ask) {
	const file = ask.outputs.find(isArchive);
	const dropped = ask.outputs.map(droppedBy).find((attribute) => attribute !== void 0);
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
		ask.annotations && !loadOnly && {
			asked: "annotations",
			cure: "no annotations, or labels instead"
		},
		file !== void 0 && {
			asked: `outputs type=${file.type} to a file`,
			cure: "outputs: type=tar or type=local"
		},
		dropped !== void 0 && {
			asked: `outputs with ${dropped}`,
			cure: `outputs without ${dropped}`
		},
		caches.length > 0 && {
			asked: `cache-to type=${caches.join(", type=")}`,
			cure: "cache-to: type=inline"
		}
	].filter((obstacle) => obstacle !== false);
}
function droppedBy({ type, attributes }) {
	if (type !== "image" && type !== "registry") return void 0;
	const [key, value] = Object.entries(attributes).find(([key, value]) => /^(?:(?:force-)?compression|compression-level|oci-mediatypes|annotation\b.*)$/.test(key) && goBoolean(value) !== false && value !== "gzip") ?? [];
	return key === void 0 ? void 0 : `${key}=${value}`;
}
function nodeObstacles({ outputs }, { driver, nodes, rest }) {
	const file = nodes.length + rest.length > 1 ? outputs.find((output) => isArchive(output) || output.type === "tar") : void 0;
	return [file !== void 0 && {
		asked: `outputs type=${file.type} to a file, from several nodes`,
		cure: "push: true, outputs: type=local, or platforms of one node"
	}, driver === "kubernetes" && rest.length > 0 && {
		asked: `platforms without a node: ${rest.map(platformName).join(", ")}`,
		cure: "a kubernetes:// node for each platform"
	}].filter((obstacle) => obstacle !== false);
}
const isArchive = (output) => output.type === "oci" || output.type === "docker" && output.attributes.dest !== void 0;

function chooseBuilder(ask, facts) {
	if (ask.nodes !== void 0) return nodesChoice(ask, ask.nodes);
	const given = facts.named ?? facts.current;
	const insecure = ask.insecure && given === void 0;
	const obstacles = dockerDriverObstacles({
		...ask,
		insecure
	}, facts.store);
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
function nodesChoice(ask, plan) {
	const obstacles = nodeObstacles(ask, plan);
	const reason = `Nodes are named by the workflow: ${planText(plan)}.`;
	if (obstacles.length === 0) return {
		kind: "nodes",
		plan,
		reason
	};
	throw new Failure({
		what: "The builder of the input `nodes` cannot do what is asked.",
		seen: obstacles.map(({ asked }) => asked).join(", "),
		expected: obstacles.map(({ cure }) => cure).join("; "),
		anchor: "nodes"
	});
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
	const [node, builders] = await observed(job, inputs, env);
	const { product, version, platform: own, kernel, store } = node;
	log.info(`${product} ${version}, ${platformName(own)}, Linux ${kernel}, ${store} image store`);
	const platforms = askedPlatforms(inputs, own);
	const nodes = nodePlan(inputs.builder.nodes, platforms);
	const tested = inputs.checks.test !== void 0;
	const executions = onNodes(executionOf(own, platforms), nodes?.nodes ?? [], tested);
	record.add({ platforms: executions.map(({ platform, kind, node }) => {
		return {
			platform,
			native: kind === "native",
			node,
			proofs: []
		};
	}) });
	const emulates = executions.some(({ kind }) => kind === "emulated");
	const caches = [...inputs.build.cacheFrom, ...inputs.build.cacheTo];
	const unserved = ghaNotice(caches, env);
	if (unserved !== void 0) record.notice(unserved);
	const way = emulates ? await chosenWay(job, inputs.registration, {
		kernel,
		node
	}) : void 0;
	const ask = {
		...builderAsk(inputs, platforms.length),
		nodes
	};
	const builder = chooseBuilder(ask, {
		store,
		...builders
	});
	if (builder.kind === "nodes") {
		await checkNodes(builder.plan, env);
		const notice = cacheNotice(builder.plan, inputs.build.cacheTo);
		if (notice !== void 0) record.notice(notice);
	}
	return {
		node,
		executions,
		way,
		builder
	};
}
async function observed(job, { builder }, env) {
	const node = observeNode(job.engine, job.signal);
	const serves = node.then((facts) => {
		const unfit = builderlessFailure(facts);
		if (unfit !== void 0) throw unfit;
	});
	const client = Promise.allSettled([serves, checkClient(env)]).then((looks) => {
		for (const look of looks) if (look.status === "rejected") throw look.reason;
	});
	return await Promise.all([
		node,
		observeBuilders(builder, env),
		client
	]);
}
function askedPlatforms({ platforms, builder }, own) {
	if (platforms.length > 0) return platforms;
	const named = builder.nodes.flatMap((node) => node.platforms);
	return named.length > 0 ? named : [own];
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
		os: textAt$1(platform, "os"),
		architecture: textAt$1(platform, "architecture"),
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

async function heldUnder(job, { publish, leg }) {
	if (!publish.push || leg !== void 0) return [];
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

function loadNames(tags, candidates, node) {
	const sources = candidates.filter(({ ref }, index) => candidates.findIndex((other) => other.ref === ref) === index);
	const main = sources.find(({ platform }) => samePlatform(platform, node)) ?? sources[0];
	return tags.flatMap((tag) => sources.map((source) => ({
		source: source.ref,
		name: source === main ? tag : suffixed(tag, source.platform)
	})));
}
function suffixed(tag, platform) {
	const suffix = platformSuffix(platformName(platform));
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

const AMOUNT = String.raw`(\d+(?:\.\d+)?)\s*(µs|us|ms|s(?:ec(?:ond)?s?)?|m(?:in(?:ute)?s?)?|h(?:ours?)?)?`;
const ASKED = new RegExp(`(?:retry.?after|try again in):?\\s*((?:${AMOUNT})+)(?![a-z\\d]|\\.\\d)`, "i");
function waitIn(text) {
	const asked = ASKED.exec(text)?.[1];
	if (asked === void 0) return void 0;
	const ms = [...asked.matchAll(new RegExp(AMOUNT, "gi"))].map(([, count, unit = "s"]) => Number(count) * unitOf(unit.toLowerCase()));
	return Math.ceil(ms.reduce((sum, each) => sum + each));
}
function unitOf(unit) {
	if (/^[µu]s/.test(unit)) return .001;
	if (unit === "ms") return 1;
	return unit.startsWith("h") ? 36e5 : unit.startsWith("m") ? 6e4 : 1e3;
}
const PATIENCE = 5e3;
async function askedWait({ domain }) {
	const host = hostOf(domain);
	const scheme = /^(?:127\.|localhost(?::|$)|\[::1\])/.test(host) ? "http" : "https";
	try {
		const signal = AbortSignal.timeout(PATIENCE);
		const reply = await fetch(`${scheme}://${host}/v2/`, {
			redirect: "manual",
			signal
		});
		await reply.body?.cancel();
		return retryAfter(reply.headers.get("retry-after"), reply.headers.get("date"));
	} catch {
		return;
	}
}

const WAITS = [
	2e3,
	4e3,
	8e3,
	16e3
];
const LATEST = 12e4;
const real = {
	now: () => performance.now(),
	sleep: (ms, signal) => setTimeout$1(ms, void 0, { signal }),
	askedWait
};
async function again(attempt, { signal, tell, clock = real }) {
	const started = clock.now();
	for (let attempts = 1;; attempts++) try {
		return await attempt();
	} catch (error) {
		if (!(error instanceof RegistryFailure)) throw error;
		const { request } = error;
		const asked = await askedOf(error, clock);
		signal.throwIfAborted();
		const usual = mayPass(error.refusal) || asked !== void 0 ? WAITS[attempts - 1] : void 0;
		const wait = Math.max(usual ?? 0, asked ?? 0);
		if (usual === void 0 || clock.now() - started + wait > LATEST) {
			const expected = usual === void 0 ? void 0 : tooLong(wait);
			throw new RegistryFailure({
				...request,
				attempts,
				expected
			});
		}
		tell(`${`${request.reference.domain}: attempt ${attempts} of ${WAITS.length + 1}`} failed (${request.text}), the next one in ${Math.ceil(wait / 1e3)} s`);
		await clock.sleep(wait, signal);
	}
}
async function askedOf(error, clock) {
	if (!mayPass(error.refusal) && error.refusal !== "other") return void 0;
	return waitIn(error.request.text) ?? await clock.askedWait(error.request.reference);
}
const tooLong = (ms) => `an attempt within ${LATEST / 1e3} s; the next one was due in ${Math.ceil(ms / 1e3)} s`;

async function buildAndPush(context, step) {
	const patience = {
		signal: context.job.signal,
		tell: log.info
	};
	return await again(() => build(context, step).catch(throwRefusal), patience);
}
async function throwRefusal(error) {
	const seen = error instanceof Failure ? error.parts.seen ?? "" : "";
	const [, ref, text] = /failed to push (\S+): ([\s\S]+)/.exec(seen) ?? [];
	if (ref === void 0 || text === void 0) throw error;
	const authenticated = await registryAuth(ref, environment()) !== void 0;
	throw new RegistryFailure({
		did: "push to",
		reference: parseReference(ref),
		authenticated,
		text: text.trim()
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
	const own = environment();
	const { exitCode, stdout, stderr } = await withTrust(parseReference(ref).domain, own, async (trust) => await buildx(args, { env: {
		...presentIn(own),
		...trust
	} }));
	if (exitCode === 0) return {
		digest: digestOf(Buffer.from(stdout)),
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
		anchor: "registry-unreachable",
		...trustParts(stderr, parseReference(ref).domain)
	});
}

function manifestFrom(value) {
	if (valueAt(value, "manifests") === void 0) return {
		kind: "image",
		configDigest: textAt$1(value, "config", "digest")
	};
	const entries = listAt(value, "manifests").map((entry) => {
		return {
			platform: platformFrom({
				os: maybeTextAt(entry, "platform", "os") ?? "unknown",
				architecture: maybeTextAt(entry, "platform", "architecture") ?? "unknown",
				variant: maybeTextAt(entry, "platform", "variant")
			}),
			digest: textAt$1(entry, "digest")
		};
	});
	const isImage = ({ platform }) => platformName(platform) !== "unknown/unknown";
	return {
		kind: "index",
		images: entries.filter(isImage)
	};
}

async function seenUnder(asker, ref, wanted) {
	const { job, builder } = asker;
	if (builder.driver === "docker") {
		const auth = await registryAuth(ref, environment());
		const seen = await readDistribution(job.engine, ref, {
			auth,
			signal: job.signal
		});
		return seen && {
			digest: seen.digest,
			platforms: seen.platforms ?? wanted,
			configs: []
		};
	}
	const reference = parseReference(ref);
	return await reading(asker, reference, async (read) => {
		const top = await read(reference.digest ?? reference.tag ?? "latest");
		return top && await seenIn(top, wanted, read);
	});
}
async function reading({ job, builder, ground }, reference, work) {
	const name = repositoryOf(reference);
	if (ground.builder.kind !== "own") {
		const joint = (what) => what.includes(":") ? "@" : ":";
		return await work((what) => readManifest(`${name}${joint(what)}${what}`, builder.name));
	}
	const opening = {
		trust: ground.node.trust,
		env: environment(),
		signal: job.signal
	};
	const registry = await openRegistry(reference, opening);
	try {
		return await work(async (what) => {
			const found = await registry.manifest(reference.path, what);
			const value = found && parseJson(found.bytes.toString("utf8"), `the manifest ${name} ${what}`);
			return found && {
				digest: found.digest,
				value
			};
		});
	} finally {
		registry.close();
	}
}
async function seenIn(top, wanted, read) {
	const { digest } = top;
	const manifest = manifestFrom(top.value);
	if (manifest.kind === "image") return {
		digest,
		platforms: wanted,
		configs: wanted.map((platform) => ({
			platform,
			...manifest
		}))
	};
	const configs = await Promise.all(manifest.images.map(async (image) => {
		const child = await read(image.digest);
		const inner = child === void 0 ? void 0 : manifestFrom(child.value);
		const configDigest = inner?.kind === "image" ? inner.configDigest : "";
		return {
			platform: image.platform,
			configDigest
		};
	}));
	return {
		digest,
		platforms: manifest.images.map(({ platform }) => platform),
		configs
	};
}

async function exportOutputs(context) {
	for (const output of context.inputs.publish.outputs) await exportOne(context, output);
}
async function exportOne(context, output) {
	const { inputs, ground, record, attestations } = context;
	const platforms = ground.executions.map(({ platform }) => platformName(platform));
	const named = isImage(output) || output.type === "oci" || output.type === "docker";
	const tags = named ? inputs.publish.tags : [];
	const pushed = isPushed$1(output, inputs.publish.push);
	const step = {
		platforms,
		tags,
		output: pushed && !pushes(output) ? `${output.text},push=true` : output.text,
		attestations
	};
	const result = await buildAndPush(context, step);
	const { digest, configDigest, raw } = result.metadata;
	if (pushed || named && record.outcome().digest === void 0) {
		const imageId = configDigest ?? result.imageId ?? record.outcome().imageId;
		record.add({
			digest: record.outcome().digest ?? digest,
			imageId,
			metadata: raw
		});
	}
	if (pushed) await readBack(context, output, digest ?? "");
	const dest = output.attributes.dest;
	if (dest !== void 0) {
		log.info(`${dest}: written`);
		record.add({ exported: [...record.outcome().exported, dest] });
	}
}
async function readBack(context, { attributes }, digest) {
	const { inputs, ground, record } = context;
	const { tags } = inputs.publish;
	const names = tags.length > 0 ? tags : attributes.name?.split(",") ?? [];
	const wanted = ground.executions.map(({ platform }) => platform);
	for (const name of names) {
		const ref = goBoolean(attributes["push-by-digest"]) ? `${name}@${digest}` : name;
		const seen = await seenUnder(context, ref, wanted);
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
	const result = await buildAndPush(context, step).catch(async (error) => {
		await notePushed(context, list);
		throw error;
	});
	const { digest = "", configDigest, raw } = result.metadata;
	record.add({
		imageId: configDigest ?? result.imageId,
		metadata: raw
	});
	for (const tag of tags) {
		const seen = await seenUnder(context, tag, wanted);
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
async function notePushed(context, list) {
	const { job, inputs, ground, record } = context;
	const wanted = ground.executions.map(({ platform }) => platform);
	for (const ref of job.signal.aborted ? [] : inputs.publish.tags) {
		const seen = await seenUnder(context, ref, wanted).catch(() => void 0);
		if (seen === void 0 || untested(ref, list, seen) !== void 0) continue;
		record.add({ pushed: [...record.outcome().pushed, {
			ref,
			digest: seen.digest
		}] });
	}
}
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
	let tell = log.info;
	try {
		const patience = {
			signal,
			tell: log.info
		};
		const push = () => pushImage(engine, tag, {
			auth,
			signal,
			onProgress: log.info
		});
		const pushed = await again(push, patience);
		const [tested, seen] = await Promise.all([inspectImage(engine, source), again(() => readDistribution(engine, tag, {
			auth,
			signal
		}), patience)]);
		if (tested !== void 0 && isContent(tested, pushed.digest)) {
			tell = log.warning;
			return {
				...pushed,
				seen
			};
		}
		throw new Failure({
			what: `${tag} was pushed, but it is not the image that was tested`,
			seen: pushed.digest,
			expected: [tested?.id, ...tested?.repoDigests ?? []].join(" or "),
			anchor: "registry-mismatch"
		});
	} finally {
		const why = await putBack(engine, tag, before);
		if (why !== void 0) tell(`${tag} in the engine's store is not what it was before: ${why}`);
	}
}
async function putBack(engine, tag, before) {
	try {
		if (before === void 0) await removeImage(engine, tag);
		else await tagImage(engine, before.id, tag);
		return;
	} catch (error) {
		return sentence(error);
	}
}
function isContent({ id, repoDigests }, digest) {
	return id === digest || repoDigests.some((repoDigest) => repoDigest.endsWith(`@${digest}`));
}

async function handOver({ job, inputs, record }, { repository, digest, platforms }) {
	const plan = inputs.leg?.plan ?? "";
	const attempt = Number(environment().GITHUB_RUN_ATTEMPT) || 1;
	const legs = platforms.map((platform) => ({
		platform,
		digest,
		repository,
		plan,
		attempt
	}));
	record.add({ legOutputs: {
		digests: digestsText(legs),
		leg: legText(legs)
	} });
	if (!hasCacheService()) {
		log.info("no Actions cache here: give merge the output `leg` of each leg");
		return;
	}
	const asked = {
		find: legs.map((leg) => [legPrefix(leg)]),
		save: legs.map(legKey)
	};
	const { found, saved, foundAfter, said } = await askMarks(asked, job);
	const failure = repeatedLeg(legs, found) ?? repeatedLeg(legs, foundAfter);
	if (failure !== void 0) throw failure;
	if (legs.filter((leg) => !saved.includes(legKey(leg)) && !found.includes(legKey(leg))).length === 0) {
		log.info("the Actions cache has the result for the merge");
		return;
	}
	const why = said === "" ? "" : ` (${said})`;
	record.notice(`The Actions cache did not take this leg's result${why}: give merge the output \`leg\` of each leg as \`digests\`.`);
}

async function pushByDigest(context, { list }, reference) {
	const { ground, record, attestations } = context;
	const name = repositoryOf(reference);
	const wanted = ground.executions.map(({ platform }) => platform);
	const output = `type=image,name=${name},push-by-digest=true,name-canonical=true,push=true,oci-mediatypes=true`;
	const step = {
		platforms: wanted.map(platformName),
		tags: [],
		output,
		attestations
	};
	const result = await buildAndPush(context, step);
	const { digest = "", configDigest, raw } = result.metadata;
	record.add({
		imageId: configDigest ?? result.imageId,
		metadata: raw
	});
	const ref = `${name}@${digest}`;
	const seen = await seenUnder(context, ref, wanted);
	const failure = readBackFailure(ref, {
		digest,
		platforms: wanted
	}, seen) ?? untested(ref, list, seen);
	if (failure !== void 0) throw failure;
	return digest;
}

const TAKEN = /^(?:blobs\/sha256\/[0-9a-f]{64}|[0-9a-f]{64}(?:\.json|\/layer\.tar)|(?:index|manifest)\.json)$/;
async function unpackImage(engine, ref, folder, signal) {
	const { extract } = await import("./tar-stream.js").then((m) => /* @__PURE__ */ __toESM(m.default, 1));
	const entries = extract();
	const stream = await engine.stream("GET", `/images/${inPath(ref)}/get`, { signal });
	const sent = pipeline(stream, entries);
	sent.catch(() => void 0);
	for await (const entry of entries) {
		const { name, type } = entry.header;
		if (type !== "file" || !TAKEN.test(name)) {
			entry.resume();
			continue;
		}
		const path = join(folder, name);
		makeFolder(dirname(path));
		await pipeline(entry, createWriteStream(path, { mode: 384 }));
	}
	await sent;
}
async function layoutImage(folder) {
	const top = listAt(await jsonIn(folder, "index.json"), "manifests")[0];
	const manifests = await manifestsBelow(folder, descriptorFrom(top));
	const listed = manifests.flatMap(({ bytes }) => {
		const manifest = parseJson(bytes.toString("utf8"), "a manifest of the engine");
		const config = valueAt(manifest, "config");
		return config === void 0 ? [] : [config, ...listAt(manifest, "layers")];
	});
	return {
		manifests,
		blobs: [...new Map(listed.map(descriptorFrom).map((each) => [each.digest, each])).values()].map((each) => sourceOf(folder, each))
	};
}
async function manifestsBelow(folder, top) {
	const { mediaType, digest } = top;
	const bytes = await readFile(blobFile(folder, digest));
	const below = [];
	for (const child of listAt(parseJson(bytes.toString("utf8"), "an index"), "manifests")) below.push(...await manifestsBelow(folder, descriptorFrom(child)));
	return [...below, {
		mediaType,
		digest,
		bytes
	}];
}
async function jsonIn(folder, name) {
	return parseJson(await readFile(join(folder, name), "utf8"), `${name} of the engine's archive`);
}
function sourceOf(folder, { digest, size }) {
	return {
		digest,
		size,
		open: async () => createReadStream(blobFile(folder, digest))
	};
}
function blobFile(folder, digest) {
	return join(folder, "blobs/sha256", digest.replace("sha256:", ""));
}

const CONFIG = "application/vnd.oci.image.config.v1+json";
const LAYER = "application/vnd.oci.image.layer.v1.tar+gzip";
const AT_ONCE$2 = 4;
async function packedImage(folder) {
	const answer = { list: await jsonIn(folder, "manifest.json") };
	const [entry] = listAt(answer, "list");
	const config = await readFile(inFolder(folder, textAt$1(entry, "Config")));
	const paths = textsAt(entry, "Layers").map((path) => inFolder(folder, path));
	const once = [...new Set(paths)];
	const blobs = await inBatches(once, AT_ONCE$2, async (path) => [path, await pack(path)]);
	const packed = new Map(blobs);
	const layers = paths.flatMap((path) => packed.get(path) ?? []);
	const [digest, size] = [digestOf(config), config.length];
	const bytes = Buffer.from(JSON.stringify({
		schemaVersion: 2,
		mediaType: MEDIA_TYPES.image,
		config: {
			mediaType: CONFIG,
			digest,
			size
		},
		layers: layers.map((layer) => ({
			mediaType: LAYER,
			digest: layer.digest,
			size: layer.size
		}))
	}));
	const open = async () => createReadStream(inFolder(folder, textAt$1(entry, "Config")));
	return {
		blobs: [{
			digest,
			size,
			open
		}, ...packed.values()],
		manifests: [{
			mediaType: MEDIA_TYPES.image,
			digest: digestOf(bytes),
			bytes
		}]
	};
}
function inFolder(folder, path) {
	if (/^[\w/]+(\.json|\.tar)?$/.test(path)) return join(folder, path);
	throw new Failure({
		what: "The engine's archive of an image names an odd file",
		seen: path
	});
}
async function pack(path) {
	const file = `${path}.gz`;
	const hash = createHash("sha256");
	let size = 0;
	const counting = new Transform({ transform(piece, _, done) {
		hash.update(piece);
		size += piece.length;
		done(null, piece);
	} });
	const { createGzip } = await import("node:zlib");
	await pipeline(createReadStream(path), createGzip(), counting, createWriteStream(file));
	await rm(path);
	return {
		digest: `sha256:${hash.digest("hex")}`,
		size,
		open: async () => createReadStream(file)
	};
}

const AT_ONCE$1 = 3;
async function pushSaved({ job, ground }, { list }, reference) {
	const { signal, temp } = job;
	const { store, trust } = ground.node;
	const folder = join(temp, "leg");
	const registry = await openRegistry(reference, {
		trust,
		env: environment(),
		signal
	});
	try {
		await unpackImage(job.engine, list[0]?.ref ?? "", folder, signal);
		const image = await (store === "containerd" ? layoutImage : packedImage)(folder);
		await refuseUntested(job, image, list[0]?.ref ?? "");
		const digest = await give(registry, reference.path, image);
		const platforms = ground.executions.map(({ platform }) => platform);
		const ref = `${repositoryOf(reference)}@${digest}`;
		const there = await registry.manifest(reference.path, digest);
		const failure = readBackFailure(ref, {
			digest,
			platforms
		}, there && {
			digest,
			platforms
		});
		if (failure !== void 0) throw failure;
		return digest;
	} finally {
		registry.close();
		await rm(folder, {
			recursive: true,
			force: true
		});
	}
}
async function refuseUntested(job, image, source) {
	const tested = (await inspectImage(job.engine, source))?.id;
	const [config] = image.blobs;
	const top = image.manifests.at(-1);
	if (tested !== void 0 && (top?.digest === tested || config?.digest === tested)) return;
	throw new Failure({
		what: "What the engine handed out is not the image that was tested",
		seen: `${top?.digest}, configuration ${config?.digest}`,
		expected: tested ?? "nothing: the image is gone",
		anchor: "registry-mismatch"
	});
}
async function give(registry, path, image) {
	await inBatches(image.blobs, AT_ONCE$1, (blob) => putBlob(registry, path, blob));
	for (const manifest of image.manifests) {
		await registry.putManifest(path, manifest.digest, manifest);
		log.info(`${manifest.digest}: pushed`);
	}
	return image.manifests.at(-1)?.digest ?? "";
}

async function pushLeg(context, candidates) {
	const { inputs, ground, builder, record } = context;
	const reference = parseReference(inputs.publish.tags[0] ?? "");
	const repository = repositoryOf(reference);
	const digest = await (builder.driver === "docker" ? pushSaved : pushByDigest)(context, candidates, reference);
	const ref = `${repository}@${digest}`;
	record.add({
		pushed: [{
			ref,
			digest
		}],
		digest
	});
	log.info(pushLine({
		ref,
		digest
	}));
	const platforms = ground.executions.map(({ platform }) => platformName(platform));
	await handOver(context, {
		repository,
		digest,
		platforms
	});
}

async function publish(context, candidates) {
	const { inputs, record } = context;
	const { push, load, outputs, tags } = inputs.publish;
	const { metadata, imageId } = candidates.result;
	record.add({
		imageId: metadata.configDigest ?? imageId,
		metadata: metadata.raw
	});
	if (push && !outputs.some(isImage)) {
		const pushed = pushOf(context);
		await record.phase("Push and read back", () => pushed(context, candidates));
	}
	if (load) await record.phase("Load", () => loadCandidates(context, candidates));
	if (outputs.length > 0) await record.phase("Export", () => exportOutputs(context));
	const { digest, metadata: raw = "{}" } = record.outcome();
	const names = inputs.leg === void 0 ? tags : [];
	record.add({ metadata: boundedMetadata(publishedMetadata(raw, {
		names,
		digest
	})) });
	demandCaches(candidates.caches);
}
function pushOf({ inputs, builder }) {
	if (inputs.leg !== void 0) return pushLeg;
	return builder.driver === "docker" ? pushFromEngine : pushFromBuilder;
}

const PT_LOAD = 1;
const PT_DYNAMIC = 2;
const [DT_NEEDED, DT_STRTAB, DT_STRSZ, DT_RPATH, DT_RUNPATH] = [
	1,
	5,
	10,
	15,
	29
];
const HEAD$1 = 4096;
const MOST_DYNAMIC = 65536;
const MOST_NAMES = 67108864;
const NONE = {
	names: [],
	folders: []
};
async function librariesOf(part) {
	try {
		return await libraries(part);
	} catch (error) {
		if (error instanceof RangeError) return NONE;
		throw error;
	}
}
async function libraries(part) {
	const head = await part(0, HEAD$1);
	const numbers = numbersIn(head[4] === 2, head[5] === 1);
	const segments = segmentsIn(head, numbers);
	const dynamic = segments.find(({ type }) => type === PT_DYNAMIC);
	if (dynamic === void 0) return NONE;
	const entries = entriesIn(await part(dynamic.offset, Math.min(dynamic.size, MOST_DYNAMIC)), numbers);
	const one = (tag) => entries.find((entry) => entry.tag === tag)?.value ?? 0;
	const texts = offsetOf(one(DT_STRTAB), segments);
	if (texts === void 0) return NONE;
	const names = await part(texts, Math.min(one(DT_STRSZ), MOST_NAMES));
	const all = (...tags) => entries.filter(({ tag }) => tags.includes(tag)).map(({ value }) => textAt(names, value));
	return {
		names: all(DT_NEEDED),
		folders: all(DT_RUNPATH, DT_RPATH).flatMap((list) => list.split(":"))
	};
}
function numbersIn(wide, little) {
	const half = (bytes, at) => little ? bytes.readUInt16LE(at) : bytes.readUInt16BE(at);
	const word = (bytes, at) => little ? bytes.readUInt32LE(at) : bytes.readUInt32BE(at);
	const long = (bytes, at) => Number(little ? bytes.readBigUInt64LE(at) : bytes.readBigUInt64BE(at));
	return {
		wide,
		half,
		word,
		long: wide ? long : word
	};
}
function segmentsIn(head, { wide, half, word, long }) {
	const start = long(head, wide ? 32 : 28);
	const each = half(head, wide ? 54 : 42);
	const [offset, address, size] = wide ? [
		8,
		16,
		32
	] : [
		4,
		8,
		16
	];
	return Array.from({ length: half(head, wide ? 56 : 44) }, (_, index) => {
		const at = start + index * each;
		return {
			type: word(head, at),
			offset: long(head, at + offset),
			address: long(head, at + address),
			size: long(head, at + size)
		};
	});
}
function entriesIn(table, { wide, long }) {
	const width = wide ? 8 : 4;
	return Array.from({ length: Math.floor(table.length / (2 * width)) }, (_, index) => ({
		tag: long(table, index * 2 * width),
		value: long(table, index * 2 * width + width)
	}));
}
function offsetOf(address, segments) {
	const inside = segments.find((one) => one.type === PT_LOAD && address >= one.address && address < one.address + one.size);
	return inside && address - inside.address + inside.offset;
}
function textAt(bytes, at) {
	const end = bytes.indexOf(0, at);
	if (at >= bytes.length || end === -1) throw new RangeError("a text without an end");
	return bytes.toString("utf8", at, end);
}

const EVERY = 4194304;
function keepSmall(stream) {
	let since = 0;
	let collect;
	stream.on("data", (piece) => {
		since += piece.length;
		if (since < EVERY) return;
		since = 0;
		collect ??= collector();
		collect();
	});
}
function collector() {
	setFlagsFromString("--expose-gc");
	const gc = runInNewContext("gc");
	return typeof gc === "function" ? () => void gc({ type: "minor" }) : () => void 0;
}

const ATTRIBUTES_WITHIN = 16384;
const SHT_ARM_ATTRIBUTES = 1879048195;
const TAG_FILE = 1;
const TAG_CPU_ARCH = 6;
const TEXT_TAGS = [4, 5];
const TAG_COMPATIBILITY = 32;
const VERSIONS = [...[
	3,
	4,
	4,
	5,
	5,
	5,
	6,
	6,
	6,
	6,
	7
], ...[
	void 0,
	void 0,
	void 0,
	8
]];
function armVersion(head, tail, size) {
	try {
		const attributes = attributesIn(head, tail, size);
		return attributes && VERSIONS[cpuArch(attributes) ?? -1];
	} catch (error) {
		if (error instanceof RangeError) return void 0;
		throw error;
	}
}
function attributesIn(head, tail, size) {
	const start = size - tail.length;
	const [table, each, count] = [
		head.readUInt32LE(32),
		head.readUInt16LE(46),
		head.readUInt16LE(48)
	];
	for (let index = 0; index < count; index += 1) {
		const section = table + index * each - start;
		if (section < 0 || tail.readUInt32LE(section + 4) !== SHT_ARM_ATTRIBUTES) continue;
		const at = tail.readUInt32LE(section + 16) - start;
		return at < 0 ? void 0 : tail.subarray(at, at + tail.readUInt32LE(section + 20));
	}
}
function cpuArch(bytes) {
	if (bytes.toString("latin1", 0, 1) !== "A" || bytes.toString("latin1", 5, 11) !== "aeabi\0") return;
	if (bytes.readUInt8(11) !== TAG_FILE) return void 0;
	const reading = {
		bytes,
		at: 16
	};
	const end = Math.min(bytes.length, 11 + bytes.readUInt32LE(12));
	while (reading.at < end) {
		const tag = number(reading);
		if (tag === TAG_CPU_ARCH) return number(reading);
		if (tag === TAG_COMPATIBILITY) number(reading);
		if (TEXT_TAGS.includes(tag) || tag >= TAG_COMPATIBILITY && tag % 2 === 1 || tag === TAG_COMPATIBILITY) skipText(reading);
		else number(reading);
	}
}
function number(reading) {
	for (let value = 0, shift = 0; shift < 32; shift += 7) {
		const byte = reading.bytes.readUInt8(reading.at);
		reading.at += 1;
		value += (byte & 127) * 2 ** shift;
		if (byte < 128) return value;
	}
	throw new RangeError("a number without an end");
}
function skipText(reading) {
	const end = reading.bytes.indexOf(0, reading.at);
	if (end === -1) throw new RangeError("a text without an end");
	reading.at = end + 1;
}

const OBJECT = 1;
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
function tellsVersion({ class: bits, data, machine }) {
	return machine === 40 && bits === 32 && data === "little";
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
		...loader === void 0 ? {} : { loader },
		...read(16, 2) === OBJECT ? { object: true } : {}
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
function startPrograms(line) {
	const [main, ...args] = line.filter((word, index) => index > 0 || word !== "");
	const others = args.filter((word) => /^(?:\.{0,2}\/|[\w@+.-]+\/)/.test(word));
	const script = main === void 0 ? void 0 : scriptOf(main, args);
	if (script === void 0) return {
		main,
		others
	};
	const [first, paths] = [firstWord(script), scriptPaths(script)];
	return {
		main,
		others: [...first === void 0 ? paths : [first, ...paths.filter((one) => one !== first)], ...others]
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
function healthLine(test, shell) {
	const [kind, ...words] = test;
	if (kind === "CMD") return words;
	if (kind !== "CMD-SHELL") return [];
	return [...shell.length > 0 ? shell : ["/bin/sh", "-c"], ...words];
}
function scriptPaths(text) {
	return [...new Set(Array.from(text.matchAll(/(?:^|[;&|(]|\b(?:exec|then|do|else)\s)[ \t]*(\.{0,2}\/[\w./@+-]+)(?=[\s;&|)]|$)/gm), ([, path = ""]) => path))];
}
function isShell(interpreter) {
	return interpreter.split(/\s+/).some((word) => SHELLS.includes(posix.basename(word)));
}

const HEAD = 4096;
const MACHINE = 52;
var Glance = class {
	#head = Buffer.alloc(0);
	#tail = Buffer.alloc(0);
	#endTells;
	take(piece) {
		if (!Buffer.isBuffer(piece)) throw new TypeError("a tar's content is bytes");
		if (this.#head.length < HEAD) this.#head = joined(this.#head, piece).subarray(0, HEAD);
		if (this.#endTells === void 0 && this.#head.length >= MACHINE) {
			const elf = elfHead(this.#head);
			this.#endTells = elf !== void 0 && tellsVersion(elf);
		}
		if (this.#endTells !== false) this.#tail = endOf(this.#tail, piece);
	}
	get done() {
		return this.#head.length === HEAD && this.#endTells === false;
	}
	entry(executable, size) {
		const entry = fileEntry(this.#head, executable);
		if (entry.kind !== "elf" || this.#endTells !== true) return entry;
		const arm = armVersion(this.#head, this.#tail, size);
		return arm === void 0 ? entry : {
			...entry,
			elf: {
				...entry.elf,
				arm
			}
		};
	}
};
function joined(before, piece) {
	return before.length === 0 ? piece : Buffer.concat([before, piece]);
}
function endOf(before, piece) {
	const long = piece.length >= ATTRIBUTES_WITHIN;
	return Buffer.from((long ? piece : joined(before, piece)).subarray(-ATTRIBUTES_WITHIN));
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
	if (head[0] === 35 && head[1] === 33) {
		const line = head.toString("utf8", 2, 258).split("\n", 1)[0] ?? "";
		const starts = isShell(line) ? scriptPaths(head.toString("utf8")) : [];
		const cr = line.endsWith("\r");
		return {
			kind: "script",
			interpreter: line.trim(),
			starts,
			executable,
			...cr ? { carriageReturn: true } : {}
		};
	}
	return executable ? OTHER : {
		kind: "other",
		executable
	};
}

async function loadReader() {
	await import("./tar-stream.js").then((m) => /* @__PURE__ */ __toESM(m.default, 1));
}
async function readTar(tree, stream, folder) {
	const { extract } = await import("./tar-stream.js").then((m) => /* @__PURE__ */ __toESM(m.default, 1));
	const reader = extract();
	reader.on("entry", (header, body, next) => {
		const glance = new Glance();
		body.on("data", (piece) => glance.take(piece));
		body.on("error", () => void 0);
		body.on("end", () => {
			add(tree, folder, header, glance);
			next();
		});
	});
	keepSmall(stream);
	await pipeline(stream, reader);
}
function add(tree, folder, header, glance) {
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
		const entry = glance.entry(((header.mode ?? 0) & 73) !== 0, header.size ?? 0);
		if (entry.kind !== "other" || entry.executable) tree.entries.set(path, entry);
	}
}

async function readFirst(tree, stream, folder) {
	const { extract } = await import("./tar-stream.js").then((m) => /* @__PURE__ */ __toESM(m.default, 1));
	const reader = extract();
	stream.on("error", (error) => reader.destroy(error));
	try {
		for await (const body of stream.pipe(reader)) {
			const glance = new Glance();
			for await (const piece of body) {
				glance.take(piece);
				if (glance.done) break;
			}
			add(tree, folder, body.header, glance);
			break;
		}
	} finally {
		stream.destroy();
	}
}
async function readSome(tree, stream, folder, most) {
	const { extract } = await import("./tar-stream.js").then((m) => /* @__PURE__ */ __toESM(m.default, 1));
	const reader = extract();
	stream.on("error", (error) => reader.destroy(error));
	keepSmall(stream);
	let [files, bytes] = [0, 0];
	try {
		for await (const body of stream.pipe(reader)) {
			files += 1;
			bytes += body.header.size ?? 0;
			if (files > most.files || bytes > most.bytes) return false;
			const glance = new Glance();
			for await (const piece of body) glance.take(piece);
			add(tree, folder, body.header, glance);
		}
		return true;
	} finally {
		stream.destroy();
	}
}
async function readPart(stream, offset, size) {
	const { extract } = await import("./tar-stream.js").then((m) => /* @__PURE__ */ __toESM(m.default, 1));
	const reader = extract();
	stream.on("error", (error) => reader.destroy(error));
	const pieces = [];
	let [at, have] = [0, 0];
	try {
		for await (const body of stream.pipe(reader)) {
			for await (const piece of body) {
				if (!Buffer.isBuffer(piece)) throw new TypeError("a tar's content is bytes");
				const wanted = piece.subarray(Math.max(0, offset - at)).subarray(0, size - have);
				at += piece.length;
				have += wanted.length;
				if (wanted.length > 0) pieces.push(Buffer.from(wanted));
				if (have === size) break;
			}
			break;
		}
		return Buffer.concat(pieces);
	} finally {
		stream.destroy();
	}
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

const MOST_LINKS = 40;
function emptyTree() {
	return {
		entries: /* @__PURE__ */ new Map(),
		loaded: /* @__PURE__ */ new Set(),
		libraries: /* @__PURE__ */ new Map()
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

const AT_ONCE = 4;
async function startConfig({ engine, id, signal }) {
	const reply = await engine.request("GET", `/containers/${id}/json`, { signal });
	const body = parseJson(accepted("Could not read the image's configuration", reply).text, `the engine's answer to /containers/${id}`);
	return {
		entrypoint: textsAt(body, "Config", "Entrypoint"),
		cmd: textsAt(body, "Config", "Cmd"),
		env: textsAt(body, "Config", "Env"),
		workdir: maybeTextAt(body, "Config", "WorkingDir") ?? "/",
		health: healthLine(textsAt(body, "Config", "Healthcheck", "Test"), textsAt(body, "Config", "Shell"))
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
	await inBatches(paths, AT_ONCE, (path) => lookUp(rootfs, tree, path));
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

const MOST = {
	files: 1e4,
	bytes: 5e8
};
async function loadWorkdir(rootfs, tree, workdir) {
	const { path, kind } = await realFolder(rootfs, tree, workdir);
	if (path === "/" || kind !== "folder" || isLoaded(tree, path)) return [];
	const stream = await archive(rootfs, path);
	if (await readSome(tree, stream, posix.dirname(path), MOST)) return [];
	return [`${path} holds more than ${MOST.files} files or ${MOST.bytes / 1e6} MB: not all were looked at; check: strict does`];
}
async function readLibraries(rootfs, tree, programs) {
	for (const path of programs) {
		const libraries = await librariesOf(async (offset, size) => await readPart(await archive(rootfs, path), offset, size));
		tree.libraries.set(path, libraries);
	}
}

const CORE = /\/qemu_[^/]*_\d{8}-\d{6}_\d+\.core$/;
function coreNotices({ entries }) {
	return [...entries.keys()].filter((path) => CORE.test(path)).map((path) => `${path} is QEMU's core file: a program crashed when this layer was built`);
}

const USUAL = [
	"/lib64",
	"/usr/lib64",
	"/lib",
	"/usr/lib",
	"/usr/local/lib"
];
function searchLibraries(tree, program, libraries, env) {
	const folders = foldersOf(tree, program, libraries, env);
	const foreign = [];
	const unknown = [];
	for (const name of libraries.names) {
		const found = searchOne(tree, program, folders, name);
		if (typeof found === "string") unknown.push(found);
		else if (found !== void 0) foreign.push(found);
	}
	return {
		foreign,
		unknown
	};
}
function searchOne(tree, { path: program, elf }, folders, name) {
	let foreign;
	for (const folder of folders) {
		const found = find(tree, name.startsWith("/") ? name : `${folder}/${name}`);
		if (found.kind === "unknown") return found.path;
		if (found.kind !== "file" || found.entry.kind !== "elf") continue;
		if (sameMachine(found.entry.elf, elf)) return void 0;
		foreign ??= {
			path: found.path,
			elf: found.entry.elf,
			via: `library of ${program}`
		};
	}
	return foreign;
}
function foldersOf(tree, { path, elf }, { folders }, env) {
	const beside = posix.dirname(find(tree, elf.loader ?? "/").path);
	const listed = env.find((entry) => entry.startsWith("LD_LIBRARY_PATH="))?.split("=")[1] ?? "";
	const own = folders.map((folder) => folder.replace(/\$(?:ORIGIN|\{ORIGIN\})/, posix.dirname(path)));
	const all = [
		beside,
		`/usr${beside}`,
		...USUAL,
		...listed.split(":"),
		...own
	];
	return [...new Set(all.filter((one) => one.startsWith("/")).map((one) => posix.normalize(one)))];
}

function isModule(path) {
	return /\.node$|\.(?:cpython-[^/]*|pypy[^/]*|abi3)\.so$/.test(path);
}
const NAMED = /\.(?:cpython|pypy)[^/]*\.so$/;
function isNamedForPython(path) {
	return NAMED.test(path);
}
function hasTwin(path, right) {
	const module = path.replace(NAMED, ".");
	return right.some((one) => one.startsWith(module));
}

function startFrom(trail) {
	const { entrypoint, cmd, health } = trail.config;
	seedLine(trail, [...entrypoint, ...cmd], "entrypoint", "the image");
	seedLine(trail, health, "healthcheck", "HEALTHCHECK");
	const found = pathFolders(trail.config).map((folder) => find(trail.tree, folder));
	const folders = new Set(found.map(({ path }) => path));
	for (const [path, entry] of trail.tree.entries) if (folders.has(posix.dirname(path)) && mayRun(entry)) trail.seeds.push({
		path,
		via: "PATH"
	});
}
function seedLine(trail, line, via, who) {
	const { main, others } = startPrograms(line);
	const missing = `${main}, which ${who} starts, is not in it`;
	if (main !== void 0) seedWord(trail, main, {
		via,
		missing
	});
	for (const word of others) seedWord(trail, word, { via: via === "entrypoint" ? "command" : via });
}
function mayRun(entry) {
	return entry.kind === "link" || entry.kind !== "absent" && entry.executable;
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
	if (from.via !== "PATH") for (const word of entry.starts) seedWord(trail, word, { via: `script ${path}` });
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
	const followed = follow(trail);
	for (const [path, entry] of tree.entries) {
		if (entry.kind !== "elf" || trail.done.has(path)) continue;
		if (all) followed.programs.push({
			path,
			elf: entry.elf,
			via: "image"
		});
		else if (isModule(path)) followed.programs.push({
			path,
			elf: entry.elf,
			via: "module"
		});
	}
	return {
		programs: followed.programs,
		unknown: [...followed.unknown],
		unread: [...followed.unread],
		notices: [...followed.notices]
	};
}
function follow(trail) {
	const [unknown, unread, notices] = [
		/* @__PURE__ */ new Set(),
		/* @__PURE__ */ new Set(),
		/* @__PURE__ */ new Set()
	];
	const followed = {
		programs: [],
		unknown,
		unread,
		notices
	};
	for (const seed of trail.seeds) {
		const found = find(trail.tree, seed.path);
		if (found.kind === "unknown") followed.unknown.add(found.path);
		if (found.kind === "absent" && seed.missing !== void 0) followed.notices.add(seed.missing);
		if (found.kind !== "file" || trail.done.has(found.path)) continue;
		trail.done.add(found.path);
		const { path, entry, link } = found;
		const via = link === void 0 || seed.via !== "PATH" ? seed.via : `link ${seed.path}`;
		if (entry.kind === "elf") take(trail, followed, {
			path,
			elf: entry.elf,
			via
		});
		for (const notice of startFaults(path, entry, seed)) followed.notices.add(notice);
		seedNeeds(trail, path, entry, seed);
	}
	return followed;
}
function take({ tree, config, done }, followed, program) {
	followed.programs.push(program);
	const { path, elf, via } = program;
	if (elf.loader === void 0 || /^(?:PATH$|link |loader )/.test(via)) return;
	const libraries = tree.libraries.get(path);
	if (libraries === void 0) {
		followed.unread.add(path);
		return;
	}
	const { foreign, unknown } = searchLibraries(tree, program, libraries, config.env);
	for (const one of unknown) followed.unknown.add(one);
	for (const one of foreign.filter((library) => !done.has(library.path))) {
		done.add(one.path);
		followed.programs.push(one);
	}
}
function startFaults(path, entry, { via }) {
	if (via !== "entrypoint") return [];
	const what = `${path}, which the image starts,`;
	return [
		...entry.executable ? [] : [`${what} is not executable`],
		...entry.kind === "script" && entry.carriageReturn ? [`${what} has the line ends of Windows: the kernel looks for an interpreter with a carriage return in its name`] : [],
		...entry.kind === "other" ? [`${what} is neither a program nor a script with #!`] : []
	];
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

const WORDS = {
	"x86-64": /amd64|x86[_-]?64|x64/i,
	aarch64: /aarch64|arm64/i,
	ARM: /arm(?:hf|el|32|v[4-8][a-z]*)?(?![a-z0-9])/i,
	i386: /i[3-6]86|ia32|x86(?![_-]?64)/i,
	"RISC-V 64": /riscv64/i,
	s390x: /s390x/i,
	"PowerPC64 little-endian": /ppc64(?:le|el)|powerpc64le/i,
	"PowerPC64 big-endian": /ppc64(?!le|el)|powerpc64(?!le)/i,
	PowerPC: /(?:ppc|powerpc)(?!64)/i,
	"MIPS little-endian": /mips(?:32)?(?:el|le)/i,
	"MIPS big-endian": /mips(?!el|le|64)/i,
	"MIPS64 little-endian": /mips64(?:el|le)/i,
	"LoongArch 64": /loong(?:arch)?64/i
};
function namesMachine$1(text, machine) {
	const word = WORDS[machine];
	if (word === void 0) return false;
	return new RegExp(`(?<![a-z0-9])(?:${word.source})(?![a-z0-9])`, "i").test(text);
}

const ALSO_RUNS = {
	62: [3, 62],
	183: [40]
};
function judgement(program, rules) {
	const { path, elf, via } = program;
	const version = newerVersion(program, rules.platform);
	return {
		path,
		found: version === void 0 ? machineName(elf) : `ARMv${version.found}`,
		wanted: version === void 0 ? machineName(rules.architecture) : `ARMv${version.wanted}`,
		via,
		verdict: verdict(program, rules, version !== void 0)
	};
}
function verdict({ path, elf, via }, rules, newer) {
	if (newer) return via.startsWith("loader") ? "foreign" : "newer";
	if (sameMachine(elf, rules.architecture) || /\/qemu-[^/]+$/.test(path)) return "right";
	if (via.startsWith("library")) return "foreign";
	if (runsToo(rules.architecture, elf)) return "older";
	if (via === "image" && elf.object === true) return "object";
	if (via === "image" && DATA.test(path)) return "data";
	return isLeft(via) && namesMachine$1(path, machineName(elf)) ? "named" : "foreign";
}
const DATA = /\/(?:testdata|firmware)\//;
const isLeft = (via) => /^(?:image$|module$|script )/.test(via);
function newerVersion({ elf }, { architecture, variant }) {
	const wanted = architecture === "arm" ? Number(variant?.slice(1)) : NaN;
	return elf.arm !== void 0 && elf.arm > wanted ? {
		found: elf.arm,
		wanted
	} : void 0;
}
function runsToo({ machine, data }, program) {
	return ALSO_RUNS[machine]?.includes(program.machine) === true && program.class === 32 && program.data === data;
}

function checkReport(found, rules) {
	const { programs } = found;
	const allows = matcher(rules.allow);
	const judged = withTwins(programs.map((program) => judgement(program, rules)));
	const of = (verdict) => judged.filter((one) => one.verdict === verdict);
	const foreign = of("foreign");
	const allowed = foreign.filter(({ path }) => allows(path));
	return {
		platform: rules.platform,
		checked: programs.length,
		foreign: foreign.filter(({ path }) => !allows(path)).map(withoutVerdict),
		allowed: allowed.map(withoutVerdict),
		notices: [
			...found.notices,
			...programs.length === 0 ? ["no machine code found: nothing to check"] : [],
			...notice(of("older"), (one) => `32-bit ${one.found} programs, which most ${one.wanted} processors run`),
			...notice(of("newer"), (one) => `made for ${one.found}; an ${one.wanted} processor may not run it`),
			...notice(of("named"), (one) => `${one.found}, as the path says; nothing starts it`),
			...notice(of("object"), (one) => `${one.found}, an object file`),
			...notice(of("data"), (one) => `${one.found}, test data or firmware, as the path says`),
			...allowed.map((program) => `${program.path} is ${program.found}, as allowed`)
		]
	};
}
function withTwins(judged) {
	const right = judged.filter(({ verdict }) => verdict === "right").map(({ path }) => path);
	return judged.map((one) => {
		return one.verdict === "named" && isNamedForPython(one.path) && !hasTwin(one.path, right) ? {
			...one,
			verdict: "foreign"
		} : one;
	});
}
const withoutVerdict = ({ path, found, wanted, via }) => {
	return {
		path,
		found,
		wanted,
		via
	};
};
function notice(list, text) {
	const [first] = list;
	if (first === void 0) return [];
	const more = list.length > 1 ? ` and ${list.length - 1} more` : "";
	return [`${first.path}${more}: ${text(first)}`];
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
	const cut = strict ? [] : await loadWorkdir(rootfs, tree, config.workdir);
	let programs = programsIn(tree, config, strict);
	for (let round = 0; asks(programs) && round < MOST_ROUNDS; round += 1) {
		await lookUpAll(rootfs, tree, programs.unknown);
		await readLibraries(rootfs, tree, programs.unread);
		programs = programsIn(tree, config, strict);
	}
	return {
		...programs,
		notices: [
			...programs.notices,
			...cut,
			...coreNotices(tree)
		]
	};
}
function asks({ unknown, unread }) {
	return unknown.length + unread.length > 0;
}
async function create(engine, spec) {
	const container = {
		image: spec.ref,
		platform: spec.platform,
		labels: { [JOB_LABEL]: spec.jobId },
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
const GENERAL = {
	cause: "a step copied or downloaded a program of the build machine instead of the platform's",
	fix: "In the Dockerfile, in the stage that brings the program in:\n  ARG TARGETARCH\nand use $TARGETARCH in the name of what is copied or downloaded"
};
const NEWER = {
	cause: "the base image is made for newer processors, as Debian's `armhf` is for ARMv7",
	fix: "platforms: linux/arm/v7   # or a base image made for the older one, as Alpine's for linux/arm/v6"
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
		...likely === void 0 ? general(bad) : advice$1(likely),
		anchor: "wrong-architecture"
	});
}
function suits({ kind, text, platform }, bad) {
	if (kind === "named") return bad.flatMap(({ foreign }) => foreign.map((program) => program.found)).some((name) => namesMachine$1(text, name));
	return platform === void 0 || !bad.some((report) => platformName(report.platform) === platform);
}
function general(bad) {
	const newer = ({ foreign }) => foreign.every(({ found }) => /^ARMv/.test(found));
	return bad.every(newer) ? NEWER : GENERAL;
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

function passed(report) {
	return report.kind === "ran" && report.exitCode === 0 && report.crash === void 0;
}
function exitCodeOf(report) {
	if (report.kind === "silent") return 124;
	if (report.kind === "refused") return 125;
	if (report.kind === "crashed") return 128 + (report.crash ?? 0);
	return report.exitCode === 0 && report.crash !== void 0 ? 128 + report.crash : report.exitCode;
}
function outcome(report) {
	if (report.kind === "silent") return `test stopped: no output for ${report.minutes} min`;
	if (report.kind === "refused") {
		const { what, seen } = report.failure.parts;
		return `test not started: ${what}${seen === void 0 ? "" : ` (${seen})`}`;
	}
	if (report.kind === "crashed") return `test stopped: ${crashText(report)}`;
	if (passed(report)) return "test passed";
	const crash = report.crash === void 0 ? "" : `, a program died of ${signalText(report.crash)}`;
	return `test failed: exit code ${exitCodeText(report.exitCode)}${crash}`;
}
function crashText({ crash }) {
	return `a program died of ${signalText(crash ?? 0)}, and the test still ran after ${AFTER_CRASH / 1e3} s`;
}

function testFailure(reports, emulators) {
	const bad = reports.filter((report) => !passed(report));
	const [first] = bad;
	if (first === void 0) return void 0;
	const good = namesOf(reports.filter(passed));
	return new Failure({
		what: `The test of the image for ${namesOf(bad).join(" and for ")} failed`,
		seen: bad.map(seen).join("\n"),
		expected: `exit code 0${good.length === 0 ? "" : `, as for ${good.join(", ")}`}`,
		...advice(first, emulators[platformName(first.platform)])
	});
}
function namesOf(reports) {
	return reports.map(({ platform }) => platformName(platform));
}
function seen(report) {
	const name = platformName(report.platform);
	const { lastLines } = report;
	const last = lastLines.length === 0 ? " and no output" : `; its last lines:\n${lastLines.join("\n")}`;
	switch (report.kind) {
		case "refused": {
			const { what, seen } = report.failure.parts;
			return `${name}: ${what}${seen === void 0 ? "" : `: ${seen}`}`;
		}
		case "silent": return `${name}: no output for ${report.minutes} min, so it was stopped${last}`;
		case "crashed": return `${name}: ${crashText(report)}, so it was stopped${last}`;
		case "ran": return `${name}: exit code ${exitCodeText(report.exitCode)}${crashed(report)}${last}`;
		default: return assertNever(report);
	}
}
function crashed({ crash }) {
	return crash === void 0 ? "" : ` and a crash in it (${signalText(crash)})`;
}
function advice(report, emulator) {
	if (report.kind === "silent") return ofSilence();
	const platform = platformName(report.platform);
	const { lastLines, script: command, crash } = report;
	const { fix, cause, seen = "" } = report.kind === "refused" ? report.failure.parts : {};
	if (fix !== void 0) return {
		cause,
		fix,
		anchor: "test-failed"
	};
	const code = report.kind === "ran" ? report.exitCode : void 0;
	const facts = {
		said: "program",
		output: [...lastLines, seen].join("\n"),
		platform,
		emulator,
		command,
		code,
		crash
	};
	return {
		fix: `Run the same by hand: docker run --rm --platform ${platform} --entrypoint /bin/sh IMAGE -ec 'THE TEST'`,
		...explained(facts, "test-failed")
	};
}
function ofSilence() {
	return {
		cause: "It starts a program that does not end, such as a server, or it hangs.",
		fix: "test: timeout 60 /app || test $? = 124   # ends a server; or timeout: with more minutes",
		anchor: "test-silent"
	};
}

function watchSilence(ms) {
	const silent = new AbortController();
	const timer = setTimeout(() => silent.abort(), ms);
	return {
		signal: silent.signal,
		heard: () => void timer.refresh(),
		end: () => clearTimeout(timer)
	};
}

function watchCrash(crashed) {
	const hangs = new AbortController();
	let timer;
	return {
		signal: hangs.signal,
		look: () => {
			if (timer === void 0 && crashed()) timer = setTimeout(() => hangs.abort(), AFTER_CRASH);
		},
		end: () => clearTimeout(timer)
	};
}

const KEPT = 20;
const LONGEST = 65536;
var OutputLines = class {
	#last = [];
	#crash;
	#streams;
	constructor(print, script) {
		const take = (line) => {
			print(line);
			this.#crash = countedCrash(script, this.#crash, crashIn(line));
			this.#last.push(line);
			if (this.#last.length > KEPT) this.#last.shift();
		};
		this.#streams = {
			stdout: new Lines(LONGEST, take),
			stderr: new Lines(LONGEST, take)
		};
	}
	get crash() {
		return this.#crash;
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
function lacksProgram({ parts: { seen = "" } }) {
	return /exec: "[^"]*": (?:executable file not found|stat [^:]+: no such file)/.test(seen);
}
function noProgram(program) {
	return new Failure({
		what: `The image has no program ${spelledOut(program)}, nor a shell (/bin/sh) to look for one`,
		expected: "a program of the image, by its path",
		fix: "Test it by a program that is in it:\n  test: /app --version"
	});
}
function noShell(script) {
	return new Failure({
		what: "The image has no shell (/bin/sh) to run the test",
		seen: script.trim(),
		expected: "one command with plain words, which needs no shell",
		fix: "Test it by one command:\n  test: /app --version"
	});
}

async function runScript(engine, spec) {
	try {
		return await run(engine, spec, [
			"/bin/sh",
			"-ec",
			spec.script
		]);
	} catch (error) {
		if (!(error instanceof Failure) || !lacksShell(error)) throw error;
		const words = simpleWords(spec.script);
		if (words === void 0) throw noShell(spec.script);
		return await runAlone(engine, spec, words);
	}
}
async function runAlone(engine, spec, words) {
	try {
		return await run(engine, spec, words);
	} catch (error) {
		if (error instanceof Failure && lacksProgram(error)) throw noProgram(words[0] ?? "");
		throw error;
	}
}
async function run(engine, { ref, platform, network, env, jobId, signal, onOutput }, [program = "", ...cmd]) {
	const result = await runContainer(engine, {
		image: ref,
		platform,
		network,
		env,
		labels: { [JOB_LABEL]: jobId },
		entrypoint: [program],
		cmd,
		signal,
		onOutput,
		coreless: true
	});
	await result.removed;
	return result.exitCode;
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
async function testImage(engine, spec, print) {
	const { platform, script, minutes } = spec;
	const started = performance.now();
	const lines = new OutputLines(print, spec.script);
	const unexpected = () => unexpectedIn(lines, spec);
	const silence = watchSilence(minutes * 6e4);
	const crash = watchCrash(() => unexpected() !== void 0);
	const tested = () => {
		const lastLines = lines.end();
		const ms = Math.round(performance.now() - started);
		return {
			platform,
			script,
			crash: unexpected(),
			lastLines,
			ms
		};
	};
	try {
		return {
			kind: "ran",
			exitCode: await runScript(engine, {
				...spec,
				signal: AbortSignal.any([
					spec.signal,
					silence.signal,
					crash.signal
				]),
				onOutput: (stream, data) => {
					silence.heard();
					lines.push(stream, data);
					crash.look();
				}
			}),
			...tested()
		};
	} catch (error) {
		spec.signal.throwIfAborted();
		if (silence.signal.aborted) return {
			kind: "silent",
			minutes,
			...tested()
		};
		if (crash.signal.aborted) return {
			kind: "crashed",
			...tested()
		};
		if (!(error instanceof Failure)) throw error;
		return {
			kind: "refused",
			failure: error,
			...tested()
		};
	} finally {
		silence.end();
		crash.end();
	}
}
function unexpectedIn({ crash }, { script, crashAllow }) {
	return crash !== void 0 && expectsCrash(script, crash, crashAllow) ? void 0 : crash;
}

const TEST_MINUTES = 30;
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
	const { test: script, testNetwork: network, crashAllow } = inputs.checks;
	if (script === void 0) return;
	const specs = list.map(({ platform, ref }) => {
		const env = testEnvironment(platform, ground.executions, inputs.emulator.cpu);
		const limits = {
			minutes: inputs.run.timeout || TEST_MINUTES,
			crashAllow
		};
		return {
			ref,
			platform,
			script,
			network,
			env,
			jobId: job.id,
			signal: job.signal,
			...limits
		};
	});
	const reports = await testAll(job.engine, specs);
	for (const report of reports) record.addTo(report.platform, { test: {
		exitCode: exitCodeOf(report),
		ms: report.ms
	} });
	const failure = testFailure(reports, emulatorNames(record));
	if (failure !== void 0) throw failure;
}

async function perform(task) {
	const job = await openJob(task.inputs, task.signal);
	const work = phases(job, task).catch((error) => {
		throw withLostHandlers(error, job, task.record);
	});
	await carryOut(job, work);
}
async function phases(job, task) {
	const { inputs, record, github } = task;
	const ground = await record.phase("Look at the machine", () => preflight(job, inputs, record, environment()));
	if (inputs.run.dryRun) {
		planOnly(ground, record);
		return [];
	}
	const asks = isQuestion(inputs.build);
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
	job.pending.push(sweepEngine(job));
	const candidates = await record.phase(`Build ${names}`, () => buildCandidates(context));
	await record.phase(`Check the programs of ${names}`, async () => {
		await Promise.all([check(context, candidates), measure(context, candidates)]);
	});
	await test(context, candidates);
	await publish(context, candidates);
	const pushed = ground.executions.map(({ platform }) => platform);
	warnOfVanished(await held, pushed, record);
	return [...new Set(candidates.list.map(({ ref }) => ref))];
}
function planOnly({ executions, builder }, record) {
	for (const { platform, kind, node } of executions) log.info(`${platformName(platform)}: ${node === void 0 ? kind : `on ${node}`}`);
	log.info(builder.reason);
	record.add({ dryRun: true });
}

export { perform };