/** A real arm64 program of 124 bytes whose only instruction is an undefined one: it dies of signal 4. */

export function crashingProgram(): Uint8Array {
  const file = Buffer.alloc(64 + 56 + 4);
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
  file.writeBigUInt64LE(124n, 96);
  file.writeBigUInt64LE(124n, 104);
  file.writeBigUInt64LE(0x1000n, 112);
  // udf #0 is four bytes of 0.
  return file;
}
