const { closeSync: closeSync, constants: constants, fstatSync: fstatSync, openSync: openSync, readSync: readSync } = process.getBuiltinModule("node:fs");
const { createHash: createHash } = process.getBuiltinModule("node:crypto");

const CHUNK = 262144;
const OVERLAP = 2048;
const HEAD = 65536;
const MAX_EMULATOR_BYTES = 268435456;
async function readWhole(path, pause) {
	let file;
	try {
		file = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
		const facts = fstatSync(file, { bigint: true });
		const fault = oddity(facts);
		if (fault !== void 0) return fault;
		const contents = await readContents(file, pause);
		const identity = identityOf(facts);
		return {
			contents,
			identity: identityOf(fstatSync(file, { bigint: true })) === identity ? identity : void 0
		};
	} catch (error) {
		return error instanceof Error ? error.message : String(error);
	} finally {
		if (file !== void 0) closeSync(file);
	}
}
function identityOf({ dev, ino, size, mtimeNs, ctimeNs }) {
	return [
		dev,
		ino,
		size,
		mtimeNs,
		ctimeNs
	].join(":");
}
function oddity(facts) {
	if (!facts.isFile()) return "it is not a plain file";
	if ((facts.mode & 3072n) !== 0n) return "it is setuid or setgid: programs would get its rights";
	return facts.size > 268435456 ? `it has ${facts.size} bytes` : void 0;
}
async function readContents(file, pause) {
	const hash = createHash("sha256");
	const buffer = Buffer.allocUnsafe(264192);
	let head = Buffer.alloc(0);
	let names;
	let [kept, length] = [0, 0];
	for (;;) {
		const size = readSync(file, buffer, kept, CHUNK, null);
		if (size === 0) break;
		const end = kept + size;
		hash.update(buffer.subarray(kept, end));
		if (length === 0) head = Buffer.from(buffer.subarray(0, Math.min(size, HEAD)));
		length += size;
		names ??= namesIn(buffer.subarray(0, end));
		kept = buffer.copy(buffer, 0, Math.max(0, end - OVERLAP), end);
		await pause?.();
	}
	const { target, version } = names ?? {
		target: void 0,
		version: void 0
	};
	return {
		sha256: hash.digest("hex"),
		head,
		length,
		target,
		version
	};
}
function namesIn(bytes) {
	const at = bytes.indexOf("usage: qemu-");
	if (at < 0) return void 0;
	const text = bytes.subarray(Math.max(0, at - 1024), at + 64).toString("latin1");
	const target = /usage: qemu-(\w+) /.exec(text)?.[1];
	if (target === void 0) return void 0;
	return {
		target,
		version: new RegExp(`qemu-${target} version (\\d+(?:\\.\\d+)+)`).exec(text)?.[1]
	};
}

export { readWhole as i, identityOf as n, namesIn as r, MAX_EMULATOR_BYTES as t };