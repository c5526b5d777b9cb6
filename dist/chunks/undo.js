import { $ as codeOf, A as log, B as saveState$1, L as getState, U as environment, W as setVariable, X as Failure, at as jsonOf, ct as platformName, d as removeCommand, et as sentence, it as isFields, l as byHand$1, m as written, u as MISC, w as saysFull } from "./start.js";
import { C as listAt, D as textAt, E as parseJson, M as readConfig, N as deadline, O as textMapAt, S as removal, T as numberAt, _ as connectEngine, a as imageFrom, c as inPath, d as execute, g as tempFolder, h as makeTemp, j as configFolder, k as textsAt, l as parseReference, n as isExecutable, p as mayWriteCache, t as findProgram, u as repositoryOf, w as maybeTextAt, x as refusal, y as accepted } from "./program.js";
const { constants: constants } = process.getBuiltinModule("node:fs");
const { basename: basename, dirname: dirname, join: join } = process.getBuiltinModule("node:path");
const { createHash: createHash, randomBytes: randomBytes } = process.getBuiltinModule("node:crypto");
const { access: access, open: open, readFile: readFile, readdir: readdir, rm: rm, stat: stat, writeFile: writeFile } = process.getBuiltinModule("node:fs/promises");
const { homedir: homedir, hostname: hostname, uptime: uptime } = process.getBuiltinModule("node:os");
const { setTimeout: setTimeout$1 } = process.getBuiltinModule("node:timers/promises");
const { text: text$2 } = process.getBuiltinModule("node:stream/consumers");
const { StringDecoder: StringDecoder } = process.getBuiltinModule("node:string_decoder");

const LONGEST$2 = 432e6;
const JOB_LABEL = "anyarch.job";
const JOB_ID = /anyarch-(?:kept-)?([0-9a-z]{1,10})-([0-9a-f]{8})-([0-9a-f]{4})[0-9a-f]{8}/;
function jobIdAt(now, { owner, boot, random, kept = false }) {
	const start = Math.floor(now / 1e3).toString(36);
	return `anyarch-${kept ? "kept-" : ""}${start}-${owner}-${boot}${random}`;
}
function isJobId(text) {
	return text !== "" && jobIdIn(text) === text;
}
function jobIdIn(name) {
	return JOB_ID.exec(name)?.[0];
}
function isKept(id) {
	return id.startsWith("anyarch-kept-");
}
function isOver(id, { owner, boot, marked, up, now }) {
	const [, start = "", theirs, kernel] = JOB_ID.exec(id) ?? [];
	const age = now - Number.parseInt(start, 36) * 1e3;
	if ((kernel === boot ? Math.min(age, up) : age) > LONGEST$2) return true;
	return theirs === owner && !marked.includes(id);
}

function openLedger(first, save) {
	let ledger = {
		...first,
		handlers: "none",
		mounted: false,
		images: false,
		builder: false,
		undone: false
	};
	const write = () => save(JSON.stringify(ledger));
	write();
	return {
		current: () => ledger,
		note: (change) => {
			ledger = {
				...ledger,
				...change
			};
			write();
		}
	};
}
function needsEngine({ handlers, images, pulled, builder }) {
	return images || pulled !== void 0 || builder || handlers === "there" || handlers === "here";
}
function ledgerFrom(text) {
	if (text === void 0) return void 0;
	const value = jsonOf(text);
	return isLedger(value) ? value : void 0;
}
function isKeptNames(value) {
	return Array.isArray(value) && value.every((name) => /^anyarch-kept-[\w.+-]+$/.test(String(name)));
}
function areAdded(value) {
	return Array.isArray(value) && value.every((name) => /^(?!(register|status|anyarch-.*)$)[\w+-][\w.+-]*$/.test(String(name)));
}
function isLedger(value) {
	if (typeof value !== "object" || value === null) return false;
	const field = (name) => Reflect.get(value, name);
	return typeof field("jobId") === "string" && isJobId(String(field("jobId"))) && basename(String(field("temp"))).startsWith(`${String(field("jobId"))}-`) && [
		"none",
		"there",
		"here",
		"host"
	].includes(String(field("handlers"))) && isKeptNames(field("superseded") ?? []) && areAdded(field("added") ?? []) && /^(undefined|\S+(@sha256:[0-9a-f]{64}|:[\w.-]+))$/.test(String(field("pulled"))) && [
		"mounted",
		"images",
		"builder",
		"keep",
		"undone"
	].every((name) => typeof field(name) === "boolean");
}

function saveState(name, value) {
	written("state", () => saveState$1(name, value));
}
function stateOf(name) {
	const value = getState(name);
	return value === "" ? void 0 : value;
}

const DEFAULT = "default";
async function currentBuilderName(env) {
	const named = env.BUILDX_BUILDER || await recordedBuilder(env);
	return named === void 0 || named === DEFAULT ? void 0 : named;
}
async function recordedBuilder(env) {
	const folder = stateFolder(env);
	const names = await instances(folder);
	if (names.length === 0) return void 0;
	const endpoint = await endpointOf(env);
	const current = fieldsOf(await text$1(join(folder, "current")));
	if ((current.Global === true || current.Key === endpoint) && isName(current.Name, names)) return current.Name;
	const hash = createHash("sha256").update(endpoint).digest("hex").slice(0, 20);
	const fallback = await text$1(join(folder, "defaults", hash));
	return isName(fallback, names) ? fallback : void 0;
}
async function builderNames(env) {
	return [DEFAULT, ...await instances(stateFolder(env))];
}
async function defaultBuilderConfig(env) {
	return await text$1(join(stateFolder(env), "buildkitd.default.toml"));
}
async function deadStateFolder(env) {
	const folder = stateFolder(env);
	if ((await instances(folder)).length > 0 || await canBeMade(folder)) return void 0;
	return folder;
}
async function canBeMade(path) {
	try {
		await access(path, constants.W_OK);
		return true;
	} catch (error) {
		return codeOf(error) === "ENOENT" && path !== dirname(path) && await canBeMade(dirname(path));
	}
}
function stateFolder(env) {
	return env.BUILDX_CONFIG || join(dockerFolder(env), "buildx");
}
function dockerFolder(env) {
	return env.DOCKER_CONFIG || join(env.HOME || homedir(), ".docker");
}
async function endpointOf(env) {
	const host = env.DOCKER_HOST;
	if (host) return host;
	const chosen = env.DOCKER_CONTEXT;
	const config = chosen ? {} : fieldsOf(await text$1(join(dockerFolder(env), "config.json")));
	const context = chosen || config.currentContext;
	if (typeof context === "string" && context !== "" && context !== DEFAULT) return context;
	return "unix:///var/run/docker.sock";
}
async function instances(folder) {
	return (await readdir(join(folder, "instances")).catch(() => [])).sort();
}
const isName = (value, names) => typeof value === "string" && names.includes(value);
async function text$1(path) {
	return await readFile(path, "utf8").catch(() => "");
}
function fieldsOf(json) {
	const value = jsonOf(json);
	return isFields(value) ? value : {};
}

const MARK = ".mark";
async function whereabouts(folder) {
	const seen = await stat(folder, { bigint: true }).catch(() => void 0);
	const boot = (await readFile("/proc/sys/kernel/random/boot_id", "utf8").catch(hostname)).trim();
	const owner = [
		boot,
		seen?.dev,
		seen?.ino
	].join(" ");
	return {
		owner: hexOf(owner, 8),
		boot: hexOf(boot, 4)
	};
}
const hexOf = (text, digits) => createHash("sha256").update(text).digest("hex").slice(0, digits);
const running = () => uptime() * 1e3;
async function setMark(folder, id) {
	await writeFile(join(folder, `${id}${MARK}`), "");
}
async function removeMark(folder, id) {
	await rm(join(folder, `${id}${MARK}`), { force: true });
}
async function markedIn(folder) {
	return (await readdir(folder).catch(() => [])).flatMap((name) => name.endsWith(MARK) ? [name.slice(0, -5)] : []);
}

const STATE = "ledger";
async function openJob(inputs, signal) {
	const engine = await connectEngine(environment(), signal);
	const job = {
		...await openHostJob(engine, inputs.registration.keep, signal),
		engine
	};
	const dead = await deadStateFolder(environment());
	if (dead !== void 0) {
		log.info(`${dead} cannot be written to: buildx gets a folder of this run's own for its state`);
		setVariable("BUILDX_CONFIG", join(job.temp, "buildx"));
	}
	return job;
}
async function openHostJob(engine, keep, signal) {
	const here = await whereabouts(tempFolder());
	const random = randomBytes(4).toString("hex");
	const id = jobIdAt(Date.now(), {
		...here,
		random,
		kept: keep
	});
	const temp = await makeTemp(`${id}-`);
	const ledger = await opened({
		jobId: id,
		temp,
		keep
	});
	return {
		id,
		temp,
		engine,
		signal,
		trusted: mayWriteCache(environment()),
		ledger,
		pending: []
	};
}
async function opened(first) {
	const { jobId, temp } = first;
	try {
		await setMark(dirname(temp), jobId);
		return openLedger(first, (text) => saveState(STATE, text));
	} catch (error) {
		await rm(temp, {
			recursive: true,
			force: true
		});
		await removeMark(dirname(temp), jobId);
		throw error;
	}
}

function isRoot() {
	return process.geteuid?.() === 0;
}

const UNMOUNTED = 3;
const NOT_NEAR = 5;
const CUT = 6;
const END$1 = ".";
const REGISTER = `register() {
  orders= order=
  while IFS= read -r order && [ "$order" != ${"."} ]; do orders=$orders$nl$order; done
  [ "$order" = ${"."} ] || exit ${CUT}
  [ -e "$misc/register" ] || { say unmounted; exit ${UNMOUNTED}; }
  entries
  # Root of another user namespace owns it; not POSIX, but dash, bash and BusyBox know it.
  [ -O "$misc/register" ] || { say inherited; exit ${UNMOUNTED}; }
  mounter
  set -f; IFS=$nl files= marks=
  for order in $orders; do case $order in near*)
    order=\${order#* } files="$files$nl\${order#* }" marks="$marks$nl\${order%% *}" ;;
  esac; done
  for file in $files; do [ -x "$file" ] && [ -r "$file" ] || exit ${NOT_NEAR}; done
  [ "$files" ] && [ "$nl$(stat -c %d:%i:%s:%Z $files)" != "$marks" ] && exit ${NOT_NEAR}
  for order in $orders; do
    case $order in rule*) ;; *) continue ;; esac
    order=\${order#* } name=\${order%% *} line=\${order#* }
    # The kernel takes a line of no bytes without a word.
    if { printf %s "$line" >"$misc/register"; } 2>/dev/null && [ -e "$misc/$name" ]; then
      say "registered $name"
    elif error=$(env printf %s "$line" | { cat >"$misc/register"; } 2>&1) && [ -e "$misc/$name" ]; then
      say "registered $name"
    # A mark that \`hold\` has set meanwhile.
    elif [ "\${name#*-image-}" != "$name" ] && [ -e "$misc/$name" ]; then say "registered $name"
    else say "refused $name $error"; rc=4; fi
  done
}
`;

const RELEASE = `made() { (cd "$misc" && stat -c '@ entry %n made %i' -- *) | grep -v '^@ entry \\(register\\|status\\) '; }
# Until this shell ends; a node without flock does without.
alone() { [ ! -r "$misc/status" ] || { exec 9<"$misc/status"; flock 9; }; }
remove() {
  if error=$({ echo -1 >"$1"; } 2>&1); then say "removed $1"
  elif [ -e "$1" ]; then say "refused $1 $error"; rc=4; fi
}
release() {
  what=\${1#*-image-}; what=\${what#*-}
  for mark in anyarch-*-image-*-"$what"; do [ ! -e "$mark" ] || return 0; done
  [ "$(stat -c %i "\${what#*-}" 2>/dev/null)" != "\${what%%-*}" ] || remove "\${what#*-}"
}
`;

const SEEN = `entries() {
  for file in "$misc"/*; do
    name=\${file##*/}
    case $name in register | status | '*') continue ;; esac
    # Another job may remove it meanwhile.
    { while read -r line; do say "entry $name $line"; done <"$file"; } 2>/dev/null
  done
}
mounter() {
  mounts=$(cat /proc/self/mountinfo)
  case $mounts in *" - binfmt_misc anyarch-"*) ;; *) return ;; esac
  mounts=\${mounts##*" - binfmt_misc "}; say "mounter \${mounts%% *}"
}
`;

const HELD = 60;
const WATCH = `watch() {
  now=$(date +%s); end=$((now + ${HELD}))
  [ "$2" ] || exec sleep ${HELD}
  while [ "$(date +%s)" -lt $end ]; do
    made | while read -r at entry name of number; do mark "$1" "$2" "$name" "$number"; done
    sleep 0.05 2>/dev/null || sleep 1
  done
}
mark() {
  case $3 in anyarch-* | *[!A-Za-z0-9_.+-]*) return ;; esac
  case $before in *"$nl@ entry $3 made "*)
    old=\${before#*"$nl@ entry $3 made "} old=\${old%%"$nl"*}
    [ "$old" != "$4" ] || return
    case $before in *"-$old-$3 made "*) ;; *) return ;; esac ;;
  esac
  name=$1-image-$2-$4-$3
  [ -e "$misc/$name" ] || { printf %s ":$name:E::$1::/bin/false:" >"$misc/register"; } 2>/dev/null
}
`;

const BINFMT_MISC = "/binfmt_misc";
const PAYLOAD = "/anyarch";
const TOUCHSTONE = "QEMU_UNSET_ENV==";
const SCRIPT = `
say() { printf '@ %s\\n' "$*"; }
misc=\${3:-${BINFMT_MISC}} payload=\${4:-${PAYLOAD}} here=$3
rc=0 nl='
'
read -r boot </proc/sys/kernel/random/boot_id; say boot "$boot"
say userns "$(readlink /proc/self/ns/user)"
${SEEN}${RELEASE}${WATCH}${REGISTER}node() {
  if [ -n "$here" ]; then "$@"; return; fi
  nsenter -t $PPID -m -- "$@" || nsenter -t 1 -m -- "$@"
}
# Another mount of it, in a mount namespace of its own, at $kept: a container has one anyway.
keep() {
  unshare --mount --propagation private sleep 9 >/dev/null 2>&1 & keeper=$! comm=
  while kill -0 $keeper 2>/dev/null && [ "$comm" != sleep ]; do read -r comm </proc/$keeper/comm; done
  kept=/proc/$keeper/root$misc
}
case $1 in
register) register ;;
list)
  [ -e "$misc/register" ] || { say unmounted; exit; }
  entries
  made ;;
hold)
  [ -e "$misc/register" ] || { say unmounted; exit; }
  alone
  entries
  before="$nl$(made)$nl"
  printf '%s\\n' "$before"
  say held
  watch $2 ;;
prove)
  entries
  { read -r seen <"$misc/status" && say "status $seen"; } 2>/dev/null
  for file in "$payload"/probes/*; do
    seen=$([ ! -e "$payload/cpu/\${file##*/}" ] || export ${TOUCHSTONE}; "$file" 2>&1)
    say "machine \${file##*/} $seen"
    ask=$payload/ask/\${file##*/}
    case $seen in
    *'usage: qemu-'*) ask=/ ;;
    *CPU* | *ropert*)
      say "cpus \${file##*/} $(QEMU_CPU=help "$file" 2>&1 | tr '\\n' '|')" ;;
    esac
    [ ! -e "$ask" ] || say "version \${file##*/} $(QEMU_VERSION=1 "$file" 2>&1)"
  done ;;
unregister)
  cd "$misc" || exit
  case " $(echo $2)" in *-image-*) alone ;; esac
  for file in $2; do
    [ -e "$file" ] || continue
    remove "$file"
    case $file in *-image-*) release "$file" ;; esac
  done ;;
mount)
  node mount -t binfmt_misc "$2" /proc/sys/fs/binfmt_misc || rc=$? ;;
umount)
  [ -e "$misc/status" ] || exit 0
  set -- "$misc"/*
  if [ $# -gt 2 ]; then say "left $#"; exit; fi
  source=$(mounter) kept=$misc
  [ -z "$here" ] || keep
  node umount /proc/sys/fs/binfmt_misc || rc=$?
  set -- "$kept"/*
  source=\${source##* }
  [ $rc -gt 0 ] || [ $# -le 2 ] || node mount -t binfmt_misc "\${source:-binfmt_misc}" /proc/sys/fs/binfmt_misc || rc=$?
  [ -z "$here" ] || kill $keeper 2>/dev/null ;;
esac
exit $rc
`;

function parseStatus(name, text) {
	const field = (key) => key.exec(text)?.[1];
	return {
		name,
		enabled: /^enabled$/m.test(text),
		interpreter: field(/^interpreter (.*)$/m) ?? "",
		flags: field(/^flags: ?(.*)$/m) ?? "",
		magic: field(/^magic ([0-9a-f]+)$/m),
		mask: field(/^mask ([0-9a-f]+)$/m),
		offset: Number(field(/^offset (\d+)$/m) ?? 0),
		made: field(/^made (\d+)$/m)
	};
}
function sameMagic(handlers, magic) {
	return handlers.filter((handler) => handler.magic === magic);
}
function isFor({ magic = "", mask, offset }, program) {
	const wanted = Buffer.from(magic, "hex");
	const bits = mask === void 0 ? Buffer.alloc(wanted.length, 255) : Buffer.from(mask, "hex");
	const differs = wanted.some((byte, at) => {
		const counts = bits[at] ?? 255;
		return ((program[offset + at] ?? 0) & counts) !== (byte & counts);
	});
	return wanted.length > 0 && !differs;
}

function parseReport(output) {
	const facts = output.split("\n").flatMap((line) => line.startsWith("@ ") ? [line.slice(2)] : []);
	const values = (key) => facts.flatMap((fact) => fact.startsWith(`${key} `) ? [fact.slice(key.length + 1)] : []);
	const pairs = (key) => Object.fromEntries(values(key).map(split));
	const bootId = values("boot")[0];
	if (bootId === void 0) throw new Failure({
		what: "The registrar container did not start its script",
		seen: output.slice(-500),
		expected: "a line `@ boot <id>`",
		cause: "the engine's node has no shell at /bin/sh that a container can use",
		anchor: "registration-refused"
	});
	return {
		bootId,
		userNamespace: values("userns")[0] ?? "",
		unmounted: facts.includes("unmounted"),
		switchedOff: facts.includes("status disabled"),
		inherited: facts.includes("inherited"),
		mounter: values("mounter").at(0),
		registered: values("registered"),
		removed: values("removed"),
		refused: pairs("refused"),
		entries: entriesFrom(values("entry")),
		machines: pairs("machine"),
		cpus: pairs("cpus"),
		versions: pairs("version")
	};
}
function split(text) {
	const space = text.indexOf(" ");
	return space < 0 ? [text, ""] : [text.slice(0, space), text.slice(space + 1)];
}
function entriesFrom(lines) {
	const texts = /* @__PURE__ */ new Map();
	for (const [name, line] of lines.map(split)) texts.set(name, `${texts.get(name) ?? ""}${line}\n`);
	return [...texts].map(([name, text]) => parseStatus(name, text));
}

async function runOnHost(action, { names = [], orders = "" } = {}) {
	const shell = [
		"sh",
		"-c",
		SCRIPT,
		"sh",
		action,
		names.join(" "),
		MISC
	];
	const [program = "", ...args] = isRoot() ? shell : [
		"sudo",
		"-n",
		...shell
	];
	const result = await execute(program, environment(), args, { input: orders });
	if (!result.stdout.startsWith("@ ")) throw notAllowed(result);
	const { stderr, failed = "0" } = result;
	return {
		exitCode: /^\d+$/.test(failed) ? Number(failed) : 1,
		report: parseReport(result.stdout),
		stderr
	};
}
function notAllowed({ failed, stderr }) {
	const said = failed === "ENOENT" ? "there is no sudo" : stderr.trim().split("\n").at(-1) ?? "";
	return new Failure({
		what: "Without a container engine, only root or a user with passwordless sudo can register emulators on this host",
		seen: `an ordinary user, and ${said || `sudo ended with ${failed ?? 0}`}`,
		expected: "an engine that answers, root, or passwordless sudo",
		fix: "runs-on: ubuntu-24.04   # its user has passwordless sudo and Docker",
		anchor: "registration-host"
	});
}

function markName({ jobId, image, made, handler }) {
	return `${jobId}-image-${image}-${made}-${handler}`;
}
function markFrom(name) {
	const jobId = jobIdIn(name);
	if (jobId === void 0 || !name.startsWith(jobId)) return void 0;
	const [, image, made, handler] = /^-image-([0-9a-f]{12})-(\d+)-(.+)$/.exec(name.slice(jobId.length)) ?? [];
	if (image === void 0 || made === void 0 || handler === void 0) return void 0;
	return {
		jobId,
		image,
		made,
		handler
	};
}
function markLine(mark) {
	return `:${markName(mark)}:E::${mark.jobId}::/bin/false:`;
}
function imageDigits(ref) {
	return /@sha256:([0-9a-f]{12})/.exec(ref)?.[1] ?? "000000000000";
}

function createCall(spec) {
	const query = new URLSearchParams();
	if (spec.platform !== void 0) query.set("platform", platformName(spec.platform));
	return {
		path: `/containers/create?${query}`,
		body: containerBody(spec)
	};
}
function containerBody(spec) {
	return {
		Image: spec.image,
		Cmd: spec.cmd,
		Entrypoint: spec.entrypoint?.length === 0 ? [""] : spec.entrypoint,
		Labels: spec.labels,
		User: spec.user,
		Env: Object.entries(spec.env ?? {}).map(([name, value]) => `${name}=${value}`),
		Volumes: Object.fromEntries((spec.volumes ?? []).map((path) => [path, {}])),
		...spec.stdin ? {
			OpenStdin: true,
			StdinOnce: true,
			AttachStdin: true
		} : {},
		AttachStdout: true,
		AttachStderr: true,
		HostConfig: hostConfig(spec)
	};
}
function hostConfig(spec) {
	return {
		NetworkMode: spec.network,
		ReadonlyRootfs: spec.readonly ?? false,
		CapDrop: spec.capDrop,
		Privileged: spec.privileged ?? false,
		PidMode: spec.pidHost ? "host" : "",
		UsernsMode: spec.usernsHost ? "host" : "",
		SecurityOpt: spec.securityOpt,
		Binds: spec.binds,
		Ulimits: spec.coreless ? [{
			Name: "core",
			Soft: 0,
			Hard: 0
		}] : void 0,
		LogConfig: { Type: "none" }
	};
}

async function createContainer(engine, spec) {
	const { path, body } = createCall(spec);
	const what = `Could not create a container of ${spec.image}`;
	const reply = accepted(what, await engine.request("POST", path, { body }));
	return textAt(parseJson(reply.text, "the engine's answer to /containers/create"), "Id");
}
async function putFiles(engine, id, files) {
	const path = `/containers/${id}/archive?path=${encodeURIComponent(files.path)}`;
	const reply = await engine.request("PUT", path, { body: files.tar });
	accepted(`Could not lay files into ${files.path} of a container`, reply);
}
async function startContainer(engine, id, image) {
	const reply = await engine.request("POST", `/containers/${id}/start`);
	if (reply.status < 400) return;
	const { parts } = refusal(`Could not start a container of ${image}`, reply);
	const foreign = parts.seen?.includes("exec format error") === true;
	throw new Failure({
		...parts,
		...foreign ? { cause: "the node has no working emulator for the image's platform" } : {}
	});
}
async function exitOf(engine, id, signal) {
	const path = `/containers/${id}/wait?condition=not-running`;
	const reply = await engine.stream("POST", path, { signal });
	const text = await text$2(reply).catch((error) => {
		throw signal.aborted ? signal.reason : error;
	});
	const body = parseJson(text, "the exit code of a container");
	const seen = maybeTextAt(body, "Error", "Message");
	if (seen !== void 0) throw new Failure({
		what: "A container ended with an error",
		seen
	});
	return numberAt(body, "StatusCode");
}
async function removeContainer(engine, id) {
	return await removal(`Could not remove container ${id.slice(0, 12)}`, async () => {
		const reply = await engine.request("DELETE", `/containers/${id}?force=1&v=1`);
		if (reply.status !== 409) return reply;
		return await engine.request("POST", `/containers/${id}/wait?condition=removed`);
	});
}

var Tail = class {
	#most;
	#pieces = [];
	#size = 0;
	constructor(most) {
		this.#most = most;
	}
	push(data) {
		this.#pieces.push(data);
		this.#size += data.length;
		while (this.#size - (this.#pieces[0]?.length ?? 0) >= this.#most) this.#size -= this.#pieces.shift()?.length ?? 0;
	}
	text() {
		return Buffer.concat(this.#pieces).subarray(-this.#most).toString("utf8");
	}
};

const KEPT$1 = 1048576;
const HEAD = 8;
async function collect(stream, signal, onOutput = () => void 0) {
	const kept = {
		stdout: new Tail(KEPT$1),
		stderr: new Tail(KEPT$1)
	};
	const frames = new Frames((name, data) => {
		kept[name].push(data);
		onOutput(name, data);
	});
	try {
		for await (const piece of stream) frames.push(piece);
	} catch (error) {
		throw signal.aborted ? signal.reason : error;
	}
	return {
		stdout: kept.stdout.text(),
		stderr: kept.stderr.text()
	};
}
var Frames = class {
	#onData;
	#head = Buffer.alloc(0);
	#left = 0;
	#name = "stdout";
	constructor(onData) {
		this.#onData = onData;
	}
	push(piece) {
		let rest = piece;
		while (rest.length > 0) rest = this.#left > 0 ? this.#content(rest) : this.#start(rest);
	}
	#start(piece) {
		const missing = HEAD - this.#head.length;
		this.#head = Buffer.concat([this.#head, piece.subarray(0, missing)]);
		if (this.#head.length === HEAD) {
			this.#name = this.#head[0] === 2 ? "stderr" : "stdout";
			this.#left = this.#head.readUInt32BE(4);
			this.#head = Buffer.alloc(0);
		}
		return piece.subarray(missing);
	}
	#content(piece) {
		const data = piece.subarray(0, this.#left);
		this.#left -= data.length;
		this.#onData(this.#name, data);
		return piece.subarray(data.length);
	}
};

async function beginContainer(engine, spec) {
	const late = new AbortController();
	const signal = AbortSignal.any([spec.signal, late.signal]);
	signal.throwIfAborted();
	const id = await createContainer(engine, spec);
	return await orRemoved(engine, id, async () => {
		const [{ output, input }] = await Promise.all([attach(engine, id, {
			...spec,
			signal
		}), spec.files === void 0 ? void 0 : putFiles(engine, id, spec.files)]);
		signal.throwIfAborted();
		const texts = collect(output, signal, spec.onOutput);
		const ended = Promise.all([texts, startContainer(engine, id, spec.image)]).then(async ([text]) => {
			return {
				exitCode: await exitOf(engine, id, signal),
				...text
			};
		});
		ended.catch(() => void 0);
		return {
			id,
			ended,
			input,
			giveUp: (ms) => late.abort(tooLong(spec, ms))
		};
	});
}
async function endOf(engine, begun, given = {}) {
	const { id, ended, input, giveUp } = begun;
	const { files, text, timeoutMs: ms } = given;
	const timer = ms === void 0 ? void 0 : setTimeout(() => giveUp(ms), ms);
	return await orRemoved(engine, id, async () => {
		if (files !== void 0) await putFiles(engine, id, files);
		if (text !== void 0) input?.write(text);
		return {
			...await ended,
			removed: removeContainer(engine, id)
		};
	}).finally(() => {
		clearTimeout(timer);
		input?.destroy();
	});
}
async function orRemoved(engine, id, work) {
	try {
		return await work();
	} catch (error) {
		await removeContainer(engine, id);
		throw error;
	}
}
async function attach(engine, id, { stdin, signal }) {
	const path = `/containers/${id}/attach?stream=1&stdout=1&stderr=1`;
	if (!stdin) return {
		output: await engine.stream("POST", path, { signal }),
		input: void 0
	};
	const both = await engine.dialog(`${path}&stdin=1`, signal);
	return {
		output: both,
		input: both
	};
}
function tooLong({ image }, ms) {
	return new Failure({
		what: `A container of ${image} ran longer than ${ms / 1e3} s and was killed`,
		cause: "the engine or its machine is overloaded, or stands still",
		fix: "docker info   # must answer at once",
		anchor: "engine-silent"
	});
}

async function runContainer(engine, spec) {
	const { text, timeoutMs } = spec;
	return await endOf(engine, await beginContainer(engine, spec), {
		text,
		timeoutMs
	});
}

async function* jsonLines(stream, whose) {
	const decoder = new StringDecoder("utf8");
	let rest = "";
	for await (const piece of stream) {
		const lines = (rest + decoder.write(piece)).split("\n");
		rest = lines.pop() ?? "";
		for (const line of lines) if (line.trim() !== "") yield parseJson(line, whose);
	}
	if (rest.trim() !== "") yield parseJson(rest, whose);
}

async function importImage(engine, tar, options) {
	const { ref, platform, signal } = options;
	const query = new URLSearchParams({
		fromSrc: "-",
		repo: ref
	});
	if (platform !== void 0) query.set("platform", platformName(platform));
	const stream = await engine.stream("POST", `/images/create?${query}`, {
		body: tar,
		signal
	});
	const what = `Could not import an image as ${ref}`;
	let id;
	for await (const line of jsonLines(stream, "the engine's answer to /images/create")) {
		const seen = maybeTextAt(line, "errorDetail", "message") ?? maybeTextAt(line, "error");
		if (seen !== void 0) throw new Failure({
			what,
			seen
		});
		id = maybeTextAt(line, "status") ?? id;
	}
	if (id === void 0) throw new Failure({
		what,
		seen: "an empty answer of the engine"
	});
	return id;
}
async function inspectImage(engine, ref, platform) {
	const query = platform === void 0 ? "" : `?platform=${ociPlatform(platform)}`;
	const reply = await engine.request("GET", `/images/${inPath(ref)}/json${query}`);
	if (reply.status === 404) return void 0;
	const { text } = accepted(`Could not look at the image ${ref}`, reply);
	const image = imageFrom(parseJson(text, `the engine's answer about ${ref}`));
	return platform !== void 0 && image.platform.architecture !== platform.architecture ? void 0 : image;
}
async function tagImage(engine, source, ref) {
	const query = new URLSearchParams(repoAndTag(ref));
	const reply = await engine.request("POST", `/images/${inPath(source)}/tag?${query}`);
	accepted(`Could not tag ${source} as ${ref}`, reply);
}
const AGAIN = 4;
const WAIT = 500;
async function removeImage(engine, ref) {
	const ask = () => engine.request("DELETE", `/images/${inPath(ref)}?force=1`);
	let reply = await ask();
	for (let again = 0; again < AGAIN && reply.status >= 400 && saysFull(reply.text); again += 1) {
		await setTimeout$1(WAIT);
		reply = await ask();
	}
	if (reply.status !== 404) accepted(`Could not remove the image ${ref}`, reply);
}
async function dropImage(engine, ref) {
	const ask = () => engine.request("DELETE", `/images/${inPath(ref)}?force=1`);
	return await removal(`Could not remove the image ${ref}`, ask, [404, 409]);
}
async function listImages(engine, pattern) {
	const filters = encodeURIComponent(JSON.stringify({ reference: [pattern] }));
	const reply = await engine.request("GET", `/images/json?filters=${filters}`);
	const { text } = accepted("Could not list images", reply);
	const answer = { list: parseJson(text, "the engine's list of images") };
	return listAt(answer, "list").flatMap((image) => textsAt(image, "RepoTags"));
}
function repoAndTag(ref) {
	const reference = parseReference(ref);
	return {
		repo: repositoryOf(reference),
		tag: reference.tag ?? "latest"
	};
}
function ociPlatform({ os, architecture, variant }) {
	return encodeURIComponent(JSON.stringify({
		os,
		architecture,
		variant
	}));
}

const BLOCK = 512;
const LONGEST$1 = 100;
const END = Buffer.alloc(2 * BLOCK);
function tarOf(entries) {
	return Buffer.concat([...entries.flatMap(blocksOf), END]);
}
async function* tarStream(entries) {
	for await (const entry of entries) yield* blocksOf(entry);
	yield END;
}
function blocksOf(entry) {
	switch (entry.kind) {
		case "folder": return [headerOf({
			name: `${entry.path}/`,
			type: "5",
			mode: 493
		})];
		case "link": return [headerOf({
			name: entry.path,
			type: "2",
			mode: 511,
			target: entry.target
		})];
		case "file": {
			const { path: name, data, mode } = entry;
			const padding = Buffer.alloc((BLOCK - data.length % BLOCK) % BLOCK);
			return [
				headerOf({
					name,
					type: "0",
					mode,
					size: data.length
				}),
				data,
				padding
			];
		}
	}
}
function headerOf({ name, type, mode, size = 0, target = "" }) {
	const header = Buffer.alloc(BLOCK);
	const put = (text, at) => header.write(text, at, "utf8");
	const octal = (value, digits) => value.toString(8).padStart(digits, "0");
	for (const text of [name, target]) if (Buffer.byteLength(text) > LONGEST$1) throw new TypeError(`too long for a tar: ${text}`);
	put(name, 0);
	put(octal(mode, 7), 100);
	put(octal(0, 7), 108);
	put(octal(0, 7), 116);
	put(octal(size, 11), 124);
	put(octal(0, 11), 136);
	put(" ".repeat(8), 148);
	put(type, 156);
	put(target, 157);
	put("ustar\x0000", 257);
	put(`${octal(header.reduce((sum, byte) => sum + byte, 0), 6)}\0 `, 148);
	return header;
}

const PATIENCE$1 = 18e4;
const NODE_FOLDERS = [
	"bin",
	"sbin",
	"lib",
	"lib64",
	"usr",
	"nix"
];
async function importRegistrar(job) {
	const reference = registrarReference(job.id);
	job.ledger.note({ images: true });
	const entries = [...[
		"host",
		BINFMT_MISC.slice(1),
		PAYLOAD.slice(1)
	].map((path) => ({
		kind: "folder",
		path
	})), ...NODE_FOLDERS.map((path) => ({
		kind: "link",
		path,
		target: `host/${path}`
	}))];
	await importImage(job.engine, tarOf(entries), { ref: reference });
	return reference;
}
async function ensureRegistrar(job) {
	if (await inspectImage(job.engine, registrarReference(job.id)) === void 0) await importRegistrar(job);
}
function registrarReference(jobId) {
	return `anyarch.local/${jobId}/registrar:1`;
}
async function runRegistrar(job, run) {
	const { payload, orders: text, begun } = run;
	const given = {
		files: payload === void 0 ? void 0 : {
			path: PAYLOAD,
			tar: payload
		},
		text,
		timeoutMs: PATIENCE$1
	};
	const result = begun === void 0 ? await runContainer(job.engine, {
		...registrarSpec(job, run),
		...given
	}) : await endOf(job.engine, begun, given);
	if (run.action !== "register") job.pending.push(result.removed);
	return {
		exitCode: result.exitCode,
		report: parseReport(result.stdout),
		stderr: result.stderr
	};
}
async function beginRegistrar(job, rights) {
	return await beginContainer(job.engine, registrarSpec(job, {
		action: "register",
		rights
	}));
}
function registrarSpec(job, { action, rights, names = [] }) {
	const privileged = rights === "privileged";
	return {
		image: registrarReference(job.id),
		entrypoint: [],
		cmd: [
			"/bin/sh",
			"-c",
			SCRIPT,
			"sh",
			action,
			names.join(" ")
		],
		env: { PATH: "/usr/sbin:/usr/bin:/sbin:/bin" },
		user: "0:0",
		labels: { [JOB_LABEL]: job.id },
		network: "none",
		readonly: true,
		privileged,
		pidHost: privileged,
		usernsHost: action !== "prove",
		...privileged ? {} : {
			capDrop: ["ALL"],
			securityOpt: ["no-new-privileges"]
		},
		binds: ["/:/host:ro", `/proc/sys/fs/binfmt_misc:${BINFMT_MISC}`],
		stdin: action === "register",
		...["register", "prove"].includes(action) ? { volumes: [PAYLOAD] } : {},
		signal: job.signal
	};
}

function _usingCtx() {
	var r = "function" == typeof SuppressedError ? SuppressedError : function(r, e) {
		var n = Error();
		return n.name = "SuppressedError", n.error = r, n.suppressed = e, n;
	}, e = {}, n = [];
	function using(r, e) {
		if (null != e) {
			if (Object(e) !== e) throw new TypeError("using declarations can only be used with objects, functions, null, or undefined.");
			if (r) var o = e[Symbol.asyncDispose || Symbol["for"]("Symbol.asyncDispose")];
			if (void 0 === o && (o = e[Symbol.dispose || Symbol["for"]("Symbol.dispose")], r)) var t = o;
			if ("function" != typeof o) throw new TypeError("Object is not disposable.");
			t && (o = function o() {
				try {
					t.call(e);
				} catch (r) {
					return Promise.reject(r);
				}
			}), n.push({
				v: e,
				d: o,
				a: r
			});
		} else r && n.push({
			d: e,
			a: r
		});
		return e;
	}
	return {
		e,
		u: using.bind(null, !1),
		a: using.bind(null, !0),
		d: function d() {
			var o, t = this.e, s = 0;
			function next() {
				for (; o = n.pop();) try {
					if (!o.a && 1 === s) return s = 0, n.push(o), Promise.resolve().then(next);
					if (o.d) {
						var r = o.d.call(o.v);
						if (o.a) return s |= 2, Promise.resolve(r).then(next, err);
					} else s |= 1;
				} catch (r) {
					return err(r);
				}
				if (1 === s) return t !== e ? Promise.reject(t) : Promise.resolve();
				if (t !== e) throw t;
			}
			function err(n) {
				return t = t !== e ? new r(n, t) : n, next();
			}
			return next();
		}
	};
}

async function unregister(job, request) {
	const { names, mounted } = request;
	const here = request.here ? await removeHere(names) : void 0;
	if (here !== void 0 && !mounted) return here;
	const removed = here ?? await removeThere(job, request);
	if (!mounted) return removed;
	await ensureRegistrar(job);
	const { exitCode, stderr } = await runRegistrar(job, {
		action: "umount",
		rights: "privileged"
	});
	if (exitCode === 0) return removed;
	throw mountedFailure("the engine's node", stderr);
}
async function removeThere(job, request) {
	const { names, mounted } = request;
	const rights = mounted ? "privileged" : "least";
	try {
		await ensureRegistrar(job);
		const { report, exitCode } = await runRegistrar(job, {
			action: "unregister",
			names,
			rights
		});
		if (exitCode !== 0) throw keptFailure(names, report.refused);
		return report.removed;
	} catch (error) {
		const removed = await removeHere(names) ?? [];
		if (removed.length > 0) return removed;
		throw error;
	}
}
function mountedFailure(where, stderr) {
	return new Failure({
		what: `binfmt_misc, which this job mounted, is still mounted on ${where}`,
		seen: stderr.trim(),
		fix: `sudo umount ${MISC}`,
		anchor: "cleanup"
	});
}
function keptFailure(names, refused) {
	return new Failure({
		what: "Handlers of this job are still registered",
		seen: Object.entries(refused).flat().join(" "),
		expected: "none",
		fix: removeCommand(names),
		anchor: "cleanup"
	});
}
function isNamed(name, names) {
	return names.some((meant) => meant.endsWith("*") ? name.startsWith(meant.slice(0, -1)) : name === meant);
}
async function removeHere(names) {
	try {
		const meant = (await readdir(MISC)).filter((name) => isNamed(name, names));
		if (meant.some((name) => markFrom(name) !== void 0)) {
			const { report, exitCode } = await runOnHost("unregister", { names });
			return exitCode === 0 ? report.removed : void 0;
		}
		const removed = await Promise.all(meant.map(removeOne));
		const left = await readdir(MISC);
		return left.includes("status") && !left.some((name) => isNamed(name, names)) ? removed.flat() : void 0;
	} catch {
		return;
	}
}
async function removeOne(name) {
	try {
		try {
			var _usingCtx$1 = _usingCtx();
			await _usingCtx$1.a(await open(join(MISC, name), "r+")).write("-1");
			return [name];
		} catch (_) {
			_usingCtx$1.e = _;
		} finally {
			await _usingCtx$1.d();
		}
	} catch (error) {
		if (codeOf(error) === "ENOENT") return [];
		throw error;
	}
}

async function unregisterHost({ names, mounted }) {
	const there = await readdir(MISC).catch(() => []);
	if (!mounted && !there.some((name) => isNamed(name, names))) return [];
	const { report, exitCode } = await runOnHost("unregister", { names });
	if (exitCode !== 0) throw keptFailure(names, report.refused);
	const { removed } = report;
	if (!mounted) return removed;
	const unmounting = await runOnHost("umount");
	if (unmounting.exitCode === 0) return removed;
	throw mountedFailure("this host", unmounting.stderr);
}

async function markPulled(engine, jobId, ref) {
	await tagImage(engine, ref, markOf(jobId, ref)).catch(() => void 0);
}
async function unmarkPulled(engine, jobId, ref) {
	await removeImage(engine, markOf(jobId, ref));
}
async function dropPulledOf(engine, jobId) {
	const marks = await listImages(engine, `anyarch.local/${jobId}/pulled`);
	return (await Promise.all(marks.map(async (mark) => {
		const image = await inspectImage(engine, mark);
		const ref = [...image?.repoDigests ?? [], ...image?.repoTags ?? []].find((name) => !isOf(jobId, name) && markOf(jobId, name) === mark);
		const others = image?.repoTags.filter((name) => name !== ref && !isOf(jobId, name)) ?? [];
		if (ref === void 0 || others.length > 0) return [];
		return await dropImage(engine, ref) === void 0 ? [ref] : [];
	}))).flat();
}
const isOf = (jobId, name) => name.startsWith(`anyarch.local/${jobId}/`);
function markOf(jobId, ref) {
	const reference = parseReference(ref);
	const { tag = "latest", digest = tag } = reference;
	const text = `${repositoryOf(reference)} ${digest}`;
	return `anyarch.local/${jobId}/pulled:${createHash("sha256").update(text).digest("hex").slice(0, 16)}`;
}

const KEPT = 4194304;
async function prepareCommands() {
	await import("./exec2.js");
}
async function runCommand(program, args, options = {}) {
	const { exec } = await import("./exec2.js");
	const stdout = new Tail(KEPT);
	const stderr = new Tail(KEPT);
	return {
		exitCode: await exec(`"${program}"`, [...args], {
			silent: true,
			ignoreReturnCode: true,
			...options.cwd === void 0 ? {} : { cwd: options.cwd },
			...options.env === void 0 ? {} : { env: { ...options.env } },
			listeners: {
				stdout: (data) => stdout.push(data),
				stderr: (data) => {
					stderr.push(data);
					options.onStderr?.(data);
				}
			}
		}),
		stdout: stdout.text(),
		stderr: stderr.text()
	};
}
async function mustRun(what, program, args, options = {}) {
	const result = await runCommand(program, args, options);
	if (result.exitCode === 0) return result;
	const line = [program, ...args].join(" ");
	throw new Failure({
		what,
		command: {
			line,
			...result
		}
	});
}

var Lines = class {
	#decoder = new StringDecoder("utf8");
	#limit;
	#onLine;
	#pieces = [];
	#length = 0;
	constructor(limit, onLine) {
		this.#limit = limit;
		this.#onLine = onLine;
	}
	push(data) {
		const parts = this.#decoder.write(data).split("\n");
		const rest = parts.pop() ?? "";
		for (const part of parts) {
			this.#keep(part);
			this.#flush();
		}
		this.#keep(rest);
	}
	end() {
		this.#keep(this.#decoder.end());
		if (this.#length > 0) this.#flush();
	}
	#keep(text) {
		if (text === "") return;
		this.#pieces.push(text);
		this.#length += text.length;
		if (this.#length > this.#limit) this.#flush();
	}
	#flush() {
		const line = this.#pieces.join("");
		this.#pieces = [];
		this.#length = 0;
		this.#onLine(line.endsWith("\r") ? line.slice(0, -1) : line);
	}
};

const PLUGINS = [
	"/usr/local/lib",
	"/usr/local/libexec",
	"/usr/lib",
	"/usr/libexec"
].map((folder) => join(folder, "docker/cli-plugins"));
async function buildxCommand(env) {
	const viaDocker = {
		program: "docker",
		args: ["buildx"]
	};
	if (!(!env.DOCKER_HOST || env.DOCKER_HOST.startsWith("unix:")) || env.DOCKER_TLS_VERIFY || env.DOCKER_TLS) return viaDocker;
	const [docker, program] = await Promise.all([findProgram("docker", env), buildxFile(env)]);
	if (docker === void 0 || program === void 0) return viaDocker;
	return await isElf(docker) && await isElf(program) ? {
		program,
		args: []
	} : viaDocker;
}
async function buildxFile(env) {
	const paths = [
		...textsAt(await readConfig(env), "cliPluginsExtraDirs"),
		join(configFolder(env), "cli-plugins"),
		...PLUGINS
	].map((folder) => join(folder, "docker-buildx"));
	const found = await Promise.all(paths.map(isExecutable));
	return paths.find((_, index) => found[index]);
}
async function isElf(path) {
	const file = await open(path).catch(() => void 0);
	try {
		return (await file?.read(Buffer.alloc(4), 0, 4, 0))?.buffer.equals(Buffer.from([
			127,
			69,
			76,
			70
		])) === true;
	} finally {
		await file?.close();
	}
}

const LONGEST = 16777216;
async function buildx(args, options = {}) {
	const { program, args: first } = await buildxCommand(options.env ?? environment());
	return await runCommand(program, [...first, ...args], options);
}
async function buildxLines(args, onLine, options = {}) {
	const lines = new Lines(LONGEST, onLine);
	const result = await buildx(args, {
		...options,
		onStderr: (data) => lines.push(data)
	});
	lines.end();
	return result;
}
async function inspectBuilder(name, bootstrap) {
	const result = await buildx([
		"inspect",
		name,
		...bootstrap ? ["--bootstrap"] : []
	]);
	return {
		result,
		report: result.exitCode === 0 ? reportFrom(result.stdout) : void 0
	};
}
function reportFrom(text) {
	const valuesOf = (key) => [...text.matchAll(new RegExp(`^${key}:[ \\t]*(.*?)[ \\t]*$`, "gm"))].map(([, value = ""]) => value);
	const driver = valuesOf("Driver")[0];
	const status = valuesOf("Status");
	if (driver === void 0 || driver === "") return void 0;
	const platforms = valuesOf("Platforms").flatMap((list) => list.split(/,\s*/));
	return {
		name: valuesOf("Name")[0] ?? "",
		driver,
		running: status.length > 0 && status.every((value) => value === "running"),
		platforms: platforms.map((platform) => platform.replaceAll("*", "")).filter(Boolean),
		classic: text.split(/^(?=Name:)/m).flatMap(classicEndpoint)
	};
}
function classicEndpoint(part) {
	if (!part.includes(".worker.moby.host-gateway-ip:") || part.includes(".worker.snapshotter:")) return [];
	const [, endpoint = ""] = /^Endpoint:[ \t]*(\S*)/m.exec(part) ?? [];
	return [endpoint];
}

function needsContext({ DOCKER_HOST, DOCKER_TLS, DOCKER_TLS_VERIFY }) {
	return Boolean(DOCKER_HOST?.startsWith("tcp:") && (DOCKER_TLS || DOCKER_TLS_VERIFY));
}
const contextName = (builder) => `${builder}-engine`;
async function createContext(builder) {
	return await runCommand("docker", [
		"context",
		"create",
		contextName(builder)
	]);
}
async function deleteContext(builder) {
	return await runCommand("docker", [
		"context",
		"rm",
		"--force",
		contextName(builder)
	]);
}

const GRANTS = ["network.host", "security.insecure"].map((name) => `--allow-insecure-entitlement=${name}`).join(" ");
async function createBuilder(request) {
	const env = environment();
	const context = needsContext(env) ? await createContext(request.name) : void 0;
	if (context !== void 0 && context.exitCode !== 0) return context;
	return await buildx([
		...[
			"create",
			"--name",
			request.name,
			"--driver",
			"docker-container"
		],
		...containerArguments(request),
		...request.platforms === void 0 ? [] : ["--platform", request.platforms.join(",")],
		"--bootstrap",
		...context === void 0 ? [] : [contextName(request.name)]
	]);
}
function containerArguments(request) {
	return [
		...[`image=${request.image}`, ...request.hostNetwork ? ["network=host"] : []].flatMap((option) => ["--driver-opt", option]),
		...request.insecure ? ["--buildkitd-flags", GRANTS] : [],
		...request.config === void 0 ? [] : ["--buildkitd-config", request.config]
	];
}
async function deleteBuilder(name) {
	const result = await withoutBuilder(name);
	if (result.exitCode !== 0 || !needsContext(environment())) return result;
	return await deleteContext(name);
}
const UNKNOWN = /\bno builder\b.*\bfound\b|read-only file system|permission denied/i;
async function withoutBuilder(name) {
	const result = await buildx(["rm", name]);
	if (result.exitCode === 0 || !UNKNOWN.test(result.stderr)) return result;
	const container = `buildx_buildkit_${name}0`;
	const removed = await runCommand("docker", [
		"rm",
		"--force",
		"--volumes",
		container
	]);
	if (removed.exitCode !== 0) return removed;
	return await runCommand("docker", [
		"volume",
		"rm",
		"--force",
		`${container}_state`
	]);
}

async function instanceOf(name, env) {
	const path = join(stateFolder(env), "instances", name);
	try {
		const text = await readFile(path, "utf8");
		const write = () => writeFile(path, text, {
			flag: "wx",
			mode: 384
		});
		return {
			...recordFrom(text),
			restore: () => write().catch(() => void 0)
		};
	} catch {
		return;
	}
}
function recordFrom(text) {
	const value = parseJson(text, "buildx's record of a builder");
	const nodes = listAt(value, "Nodes").filter(isFields);
	return {
		driver: maybeTextAt(value, "Driver") ?? "",
		nodes: nodes.map((node) => ({
			name: maybeTextAt(node, "Name") ?? "",
			endpoint: maybeTextAt(node, "Endpoint") ?? "",
			namespace: maybeTextAt(node, "DriverOpts", "namespace")
		}))
	};
}
function removalCommands({ driver, nodes }) {
	switch (driver) {
		case "docker-container": return nodes.map(({ name, endpoint }) => {
			const docker = ["docker", ...engineOption(endpoint)].join(" ");
			const container = `buildx_buildkit_${name}`;
			return `${docker} rm --force --volumes ${container}; ${docker} volume rm --force ${container}_state`;
		});
		case "kubernetes": return nodes.map(({ name, namespace = "default" }) => {
			const deployment = name.replaceAll("_", "-");
			return `kubectl --namespace ${namespace} delete --ignore-not-found deployment/${deployment} configmap/${deployment}-config`;
		});
		default: return [];
	}
}
function engineOption(endpoint) {
	if (endpoint === "" || endpoint === "default") return [];
	return [endpoint.includes("://") ? "--host" : "--context", endpoint];
}

const FAULTS = [
	{
		seen: /toomanyrequests|too many requests|\b429\b/i,
		cause: "The registry limits how many images are pulled from this address.",
		fix: "log in to it in an earlier step, or name a copy elsewhere:\nbuildkit-image: registry.example/moby/buildkit@sha256:…"
	},
	{
		seen: /no such host|dial tcp|i\/o timeout|connection refused|TLS handshake|deadline exceeded|network is unreachable/i,
		cause: "The engine cannot reach the registry.",
		fix: "name a copy it can reach:\nbuildkit-image: registry.example/moby/buildkit@sha256:…"
	},
	{
		seen: /not found|manifest unknown|unauthorized|denied/i,
		cause: "There is no such image, or it may not be read without a login.",
		fix: "correct the name, or log in in an earlier step:\nbuildkit-image: moby/buildkit:buildx-stable-1"
	}
];
function startFault(stderr, image) {
	const fault = FAULTS.find(({ seen }) => seen.test(stderr));
	if (fault !== void 0) return {
		cause: fault.cause,
		fix: fault.fix
	};
	return {
		cause: `The image was there, but BuildKit did not start in it.`,
		fix: `docker run --rm --privileged ${image}   # shows why`
	};
}

async function currentBuilder(env) {
	const name = await currentBuilderName(env);
	return name === void 0 ? void 0 : await inspected(name, env, false);
}
async function namedBuilder(name, env) {
	return await inspected(name, env, true);
}
async function inspected(name, env, start) {
	const { result, report } = await inspectBuilder(name, start);
	if (report !== void 0) return report;
	const missing = /\bno builder\b.*\bfound\b/i.test(result.stderr);
	const names = (await builderNames(env)).join(", ");
	const line = `docker buildx inspect ${name}${start ? " --bootstrap" : ""}`;
	throw new Failure({
		what: missing ? `There is no builder named ${name}.` : `Builder ${name} cannot be used.`,
		seen: name,
		expected: `one of: ${names}`,
		command: {
			line,
			exitCode: result.exitCode,
			stderr: result.stderr
		},
		cause: missing ? void 0 : "Its driver did not start, or its node does not answer.",
		fix: start ? "remove the input `builder`, or name one that an earlier step makes" : "docker buildx use default   # in an earlier step",
		anchor: "builder-missing"
	});
}
async function makeBuilder(job, own) {
	const result = await createBuilder({
		name: job.id,
		...own
	});
	if (result.exitCode === 0) return;
	await deleteBuilder(job.id);
	throw new Failure({
		what: "The container builder could not be started.",
		seen: `buildkit-image: ${own.image}`,
		command: {
			line: `docker buildx create --driver docker-container --driver-opt image=${own.image} --bootstrap`,
			...result
		},
		...startFault(result.stderr, own.image),
		anchor: "builder-start"
	});
}
async function removeBuilders(jobId, removing) {
	const isOurs = (name) => name === jobId || name.startsWith(`${jobId}-`);
	const ours = (await builderNames(removing.env)).filter(isOurs);
	const names = ours.length > 0 ? ours : [jobId];
	await Promise.all(names.map((name) => removeBuilder(name, removing)));
}
async function removeBuilder(name, { env, again }) {
	const known = await instanceOf(name, env);
	const result = await deleteBuilder(name);
	if (result.exitCode === 0) return;
	if (again) await known?.restore();
	const command = {
		line: `docker buildx rm ${name}`,
		...result
	};
	const byHand = known === void 0 ? [] : removalCommands(known);
	throw new Failure({
		what: `The builder ${name} could not be removed`,
		seen: /^failed to remove .*/m.exec(result.stderr)?.[0],
		command,
		fix: byHand.length === 0 ? command.line : byHand.join("; ")
	});
}

function hasEngine(job) {
	return job.engine !== void 0;
}

async function removeByLabel(engine, label) {
	const filters = encodeURIComponent(JSON.stringify({ label: [label] }));
	const containers = (await listed(engine, `/containers/json?all=1&filters=${filters}`)).map((container) => textAt(container, "Id"));
	const ofContainers = await Promise.all(containers.map((id) => removeContainer(engine, id)));
	const answer = await asked(engine, `/volumes?filters=${filters}`);
	const volumes = listAt(answer, "Volumes").map((volume) => textAt(volume, "Name"));
	const ofVolumes = await Promise.all(volumes.map((name) => removeVolume(engine, name)));
	return [...ofContainers, ...ofVolumes].filter((failure) => failure !== void 0);
}
async function labelValues(engine, name) {
	return (await listed(engine, `/containers/json?all=1&filters=${encodeURIComponent(JSON.stringify({ label: [name] }))}`)).map((container) => textMapAt(container, "Labels")[name] ?? "");
}
async function volumeNames(engine, part) {
	const answer = await asked(engine, `/volumes?filters=${encodeURIComponent(JSON.stringify({ name: [part] }))}`);
	return listAt(answer, "Volumes").map((volume) => textAt(volume, "Name"));
}
async function removeVolume(engine, name) {
	const path = `/volumes/${encodeURIComponent(name)}?force=1`;
	return await removal(`Could not remove volume ${name}`, () => engine.request("DELETE", path));
}
async function listed(engine, path) {
	return listAt({ list: await asked(engine, path) }, "list");
}
async function asked(engine, path) {
	const reply = await engine.request("GET", path);
	return parseJson(accepted("Could not list what jobs of ours made", reply).text, `GET ${path}`);
}

async function orAborted(work, signal) {
	work.catch(() => void 0);
	signal.throwIfAborted();
	const aborted = new Promise((_, reject) => {
		signal.addEventListener("abort", () => reject(signal.reason), { once: true });
	});
	return await Promise.race([work, aborted]);
}

async function onlooker({ temp }) {
	const folder = dirname(temp);
	const [here, marked] = [await whereabouts(folder), await markedIn(folder)];
	return {
		...here,
		marked,
		up: running(),
		now: Date.now()
	};
}
async function sweepHandlers(job, { before }) {
	try {
		const looking = await onlooker(job);
		const names = before.map(({ name }) => name).filter((name) => isLeft(name, looking));
		if (names.length === 0) return;
		const removed = await removedOf(job, names);
		if (removed.length === 0) return;
		log.info(`removed handlers that a killed job left: ${removed.join(", ")}`);
	} catch (error) {
		log.info(`handlers of a killed job stay: ${sentence(error)}`);
	}
}
async function adoptMount(job, { mounter }) {
	if (mounter === void 0 || isKept(mounter) || mounter === job.id) return;
	job.ledger.note({ mounted: true });
	if (!isOver(mounter, await onlooker(job))) return;
	log.info(`binfmt_misc was mounted by a killed job, and is unmounted after this one: ${mounter}`);
}
async function removedOf(job, names) {
	const { handlers } = job.ledger.current();
	if (handlers === "host" || !hasEngine(job)) return await unregisterHost({
		names,
		mounted: false
	});
	const own = {
		...job,
		pending: []
	};
	const removed = await unregister(own, {
		names,
		mounted: false,
		here: handlers === "here"
	});
	await Promise.all(own.pending);
	return removed;
}
function isLeft(name, looking) {
	const id = jobIdIn(name);
	return id !== void 0 && name.startsWith(id) && !isKept(id) && isOver(id, looking);
}
function marksBefore(before, handlers) {
	const isOn = (mark) => handlers.some(({ name }) => name === markFrom(mark)?.handler);
	return before.flatMap(({ name }) => isKept(name) && isOn(name) ? [name] : []);
}
function keptBefore({ before, handlers }) {
	const kept = before.filter(({ name }) => isKept(name));
	return handlers.flatMap(({ rule }) => sameMagic(kept, rule.magic).map(({ name }) => name));
}

const LIMIT = 1e4;
async function removeContainersOf(engine, jobId) {
	const failures = await removeByLabel(engine, `${JOB_LABEL}=${jobId}`);
	if (failures.length > 0) throw new Error(failures.map(({ message }) => message).join("; "));
}
async function removeImagesOf(engine, jobId) {
	const names = await listImages(engine, `anyarch.local/${jobId}/*`);
	await Promise.all(names.map((name) => removeImage(engine, name)));
}
async function sweepEngine(job) {
	const limit = deadline(LIMIT, job.signal);
	try {
		await orAborted(swept(job), limit.signal);
	} catch (error) {
		log.info(`what a killed job left stays: ${sentence(error)}`);
	} finally {
		limit.end();
	}
}
async function swept(job) {
	const [labels, volumes, images, builders] = await Promise.all([
		labelValues(job.engine, JOB_LABEL),
		volumeNames(job.engine, "buildx_buildkit_anyarch-"),
		listImages(job.engine, "anyarch.local/*/*"),
		builderNames(environment())
	]);
	const looking = await onlooker(job);
	const over = (names) => names.flatMap((name) => jobIdIn(name) ?? []).filter((id) => isOver(id, looking));
	const built = over([...volumes, ...builders]);
	const ids = /* @__PURE__ */ new Set([
		...over(labels),
		...over(images),
		...built
	]);
	for (const id of ids) await removeLeft(job.engine, id, built.includes(id));
}
async function removeLeft(engine, id, built) {
	await removeContainersOf(engine, id);
	if (built) await removeBuilders(id, {
		env: environment(),
		again: false
	}).catch(byHand);
	const pulled = await dropPulledOf(engine, id);
	await removeImagesOf(engine, id);
	for (const ref of pulled) log.info(`removed an image that a killed job pulled: ${ref}`);
	log.info(`removed what a killed job left in the engine: ${id}`);
}
function byHand(error) {
	if (!(error instanceof Failure)) throw error;
	log.warning(`What a job before left stays: ${sentence(error)}; by hand: ${error.parts.fix}`);
}

const LOOK = 25;
async function endChildren(graceMs, marker) {
	const children = await descendants(process.pid, marker);
	for (const child of children) signal(child, "SIGTERM");
	const end = performance.now() + graceMs;
	let left = await alive(children);
	while (left.length > 0 && performance.now() < end) {
		await setTimeout$1(LOOK);
		left = await alive(left);
	}
	for (const child of left) signal(child, "SIGKILL");
	return children.length;
}
async function descendants(pid, marker) {
	const found = [];
	for (const child of await childrenOf(pid)) {
		const wanted = marker === void 0 || (await commandLine(child)).includes(marker);
		const started = wanted ? await startOf(child) : void 0;
		if (started !== void 0) found.push({
			pid: child,
			started
		});
		found.push(...await descendants(child, wanted ? void 0 : marker));
	}
	return found;
}
async function childrenOf(pid) {
	const threads = await readdir(`/proc/${pid}/task`).catch(() => []);
	return (await Promise.all(threads.map((thread) => text(`/proc/${pid}/task/${thread}/children`)))).join(" ").split(/\s+/).filter(Boolean).map(Number);
}
async function commandLine(pid) {
	return (await text(`/proc/${pid}/cmdline`)).replaceAll("\0", " ");
}
async function startOf(pid) {
	const stat = await text(`/proc/${pid}/stat`);
	const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
	return fields[0] === "Z" || fields[0] === "X" ? void 0 : fields[19];
}
async function alive(children) {
	const starts = await Promise.all(children.map((child) => startOf(child.pid)));
	return children.filter((child, index) => starts[index] === child.started);
}
function signal(child, name) {
	try {
		process.kill(child.pid, name);
	} catch {}
}
async function text(path) {
	return await readFile(path, "utf8").catch(() => "");
}

const PATIENCE = 2e3;
const GRACE = 300;
async function undo(job) {
	const undone = await undoAll(job);
	if (!undone && job.signal.aborted) await endChildren(GRACE);
	return undone;
}
async function undoAll(job) {
	const { handlers, images, pulled, builder, temp } = job.ledger.current();
	const attempt = (what, work) => attempted(job, what, () => orAborted(work(), job.signal));
	const containers = attempt("containers", async () => {
		if (hasEngine(job)) await removeContainersOf(job.engine, job.id);
	});
	const done = await Promise.all([
		containers,
		attempt("builder", async () => {
			if (builder) await removeBuilders(job.id, {
				env: environment(),
				again: true
			});
		}),
		attempt("handlers", async () => {
			await Promise.race([containers, setTimeout$1(PATIENCE, void 0, { ref: false })]);
			const request = goingHandlers(job.ledger.current());
			if (request.names.length === 0) return;
			if (handlers === "host") await unregisterHost(request);
			else if (hasEngine(job)) await unregister(job, {
				...request,
				here: handlers === "here"
			});
		}),
		attempt("temporary files", () => rm(temp, {
			recursive: true,
			force: true
		}))
	]);
	if (job.pending.length > 0) done.push(await attempt("work under way", () => Promise.all(job.pending)));
	if (pulled !== void 0 && hasEngine(job)) done.push(await attempt("image", () => removePulled(job, pulled)));
	if (images && hasEngine(job)) done.push(await attempt("images", () => removeImagesOf(job.engine, job.id)));
	if (done.includes(false)) return false;
	return await attempted(job, "mark", () => removeMark(dirname(temp), job.id));
}
function goingHandlers({ jobId, handlers, keep, superseded = [], mounted }) {
	if (handlers === "none") return {
		names: [],
		mounted: false
	};
	return keep ? {
		names: superseded,
		mounted: false
	} : {
		names: [`${jobId}-*`],
		mounted
	};
}
async function removePulled(job, ref) {
	await unmarkPulled(job.engine, job.id, ref);
	const failure = await dropImage(job.engine, ref);
	if (failure !== void 0) throw failure;
}
async function attempted({ ledger, last }, what, work) {
	try {
		await work();
		return true;
	} catch (error) {
		const told = `Could not undo this job's ${what}: ${sentence(error)}`;
		const fix = error instanceof Failure ? error.parts.fix : void 0;
		const command = byHand$1(what, ledger.current(), fix);
		const cure = command === void 0 ? "" : `; the next run of this runner does, or: ${command}`;
		if (last) log.warning(`${told}${cure}`);
		else log.info(`${told}; the post step tries again`);
		return false;
	}
}

export { SCRIPT as $, runRegistrar as A, endOf as B, markPulled as C, ensureRegistrar as D, beginRegistrar as E, removeImage as F, markLine as G, removeContainer as H, tagImage as I, parseReport as J, markName as K, jsonLines as L, tarStream as M, dropImage as N, importRegistrar as O, inspectImage as P, PAYLOAD as Q, runContainer as R, runCommand as S, _usingCtx as T, imageDigits as U, createContainer as V, markFrom as W, parseStatus as X, isFor as Y, sameMagic as Z, buildxFile as _, keptBefore as a, running as at, mustRun as b, orAborted as c, ledgerFrom as ct, makeBuilder as d, JOB_LABEL as dt, TOUCHSTONE as et, namedBuilder as f, isKept as ft, inspectBuilder as g, buildxLines as h, adoptMount as i, openJob as it, tarOf as j, registrarSpec as k, hasEngine as l, needsEngine as lt, buildx as m, endChildren as n, STATE as nt, marksBefore as o, defaultBuilderConfig as ot, containerArguments as p, jobIdIn as pt, runOnHost as q, sweepEngine as r, openHostJob as rt, sweepHandlers as s, stateOf as st, undo as t, isRoot as tt, currentBuilder as u, openLedger as ut, isElf as v, unmarkPulled as w, prepareCommands as x, Lines as y, beginContainer as z };