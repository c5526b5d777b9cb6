/** The smallest arm64 programs there are: machine code, and nothing else, in an ELF file. */

/** An executable that begins with the first instruction of `code`; its data may stand after them. */
function arm64Program(code: Uint8Array): Buffer {
  const start = 64 + 56;
  const file = Buffer.alloc(start + code.length);
  file.set([0x7f, 0x45, 0x4c, 0x46, 2, 1, 1]);
  file.writeUInt16LE(2, 16); // an executable,
  file.writeUInt16LE(183, 18); // for AArch64
  file.writeUInt32LE(1, 20);
  file.writeBigUInt64LE(0x400078n, 24); // its entry: the code
  file.writeBigUInt64LE(64n, 32);
  file.writeUInt16LE(64, 52);
  file.writeUInt16LE(56, 54);
  file.writeUInt16LE(1, 56);
  file.writeUInt32LE(1, 64); // PT_LOAD,
  file.writeUInt32LE(5, 68); // readable and executable
  file.writeBigUInt64LE(0x400000n, 80);
  file.writeBigUInt64LE(0x400000n, 88);
  file.writeBigUInt64LE(BigInt(file.length), 96);
  file.writeBigUInt64LE(BigInt(file.length), 104);
  file.writeBigUInt64LE(0x1000n, 112);
  file.set(code, start);
  return file;
}

/**
 * Machine code: x19 = geteuid(); x1, x2 = the first text where that is not 0, else the second;
 * write(1, x1, x2); exit(x19).
 */
const EUID_CODE =
  "e81580d2010000d4f30300aa930000b461010010c20a80d203000014a1030050020180d2200080d2080880d2010000d4e00313aaa80b80d2010000d4";
const EUID_TEXTS =
  "euid: effective uid is not 0, is /euid on a file system with the 'nosuid' option set?\neuid: 0\n";

/** Says whether its effective user is root, in sudo's words where it is not, and exits with that id modulo 256. */
export function euidProgram(): Buffer {
  return arm64Program(Buffer.concat([Buffer.from(EUID_CODE, "hex"), Buffer.from(EUID_TEXTS)]));
}

/** Its only instruction is an undefined one: it dies of signal 4. */
export function crashingProgram(): Buffer {
  // udf #0 is four bytes of 0.
  return arm64Program(Buffer.alloc(4));
}
