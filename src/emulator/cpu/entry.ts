/** Gives an emulator file an entry point that sets QEMU_CPU, so that every run of it has that CPU. */

import { Failure } from "../../failure.ts";
import stubs from "../stub/stubs.json" with { type: "json" };
import {
  endOf,
  HEADER_BYTES,
  headersWith,
  loadHeader,
  PT_LOAD,
  segmentsOf,
  spareOf,
  tableAt,
} from "./headers.ts";

/** The largest page of the two machines' kernels; an address and its offset agree modulo this. */
const LARGEST_PAGE = 0x10000;
const PAGE = 0x1000;

interface Machine {
  readonly name: string;
  /** Machine code of programs/cpu-entry; ends with 8 bytes of distance and `QEMU_CPU=`. */
  readonly stub: string;
  readonly align: number;
}

/** ELF e_machine -> what is added to its emulators. */
const machines: Readonly<Record<number, Machine>> = {
  62: { name: "x86_64", stub: stubs.x86_64, align: PAGE },
  183: { name: "aarch64", stub: stubs.aarch64, align: LARGEST_PAGE },
};

/**
 * Why `withCpu` cannot change a file, as one sentence, or undefined. `head` holds the first bytes of
 * a verified emulator of the host, with its program headers.
 */
export function entryFault(head: Buffer): string | undefined {
  if (head.length < 64 || head[4] !== 2 || head[5] !== 1) {
    return "it is no 64-bit little-endian program";
  }
  const machine = head.readUInt16LE(18);
  if (machines[machine] === undefined) return `there is no entry point for ELF machine ${machine}`;
  if (head.readUInt16LE(54) !== HEADER_BYTES) return "its program headers have an unknown size";
  if (head.readUInt16LE(56) * HEADER_BYTES + tableAt(head) > head.length) return "it is cut off";
  const all = segmentsOf(head);
  if (!all.some(({ type }) => type === PT_LOAD)) return "it has nothing to load";
  return spareOf(all) === undefined ? "it has no program header to spare (a PT_NOTE)" : undefined;
}

/** Bytes to put in the place of others, or behind the end of the file. */
export interface Change {
  readonly at: number;
  readonly data: Buffer;
}

/**
 * What makes the static emulator (static-pie too) of `length` bytes, of which `head` has all program
 * headers, behave as if QEMU_CPU were `cpu` in its environment, unless it is there. A last PT_LOAD,
 * in place of a note that nothing reads at run time, carries the new entry point; the program itself
 * stays as it is. The variable does not reach the emulated program.
 *
 * @throws Failure for a file without a header to spare, and for hosts other than x86-64 and arm64
 */
export function cpuChanges(head: Buffer, length: number, cpu: string): readonly Change[] {
  const fault = entryFault(head);
  const machine = machines[fault === undefined ? head.readUInt16LE(18) : -1];
  if (fault !== undefined || machine === undefined) throw entryFailure(cpu, fault);
  const all = segmentsOf(head);
  const offset = upTo(PAGE, length);
  const address = upTo(LARGEST_PAGE, endOf(all)) + (offset % LARGEST_PAGE);
  const stub = Buffer.from(machine.stub, "base64");
  stub.writeBigInt64LE(head.readBigInt64LE(24) - BigInt(address), stub.length - 17);
  const added = Buffer.concat([stub, Buffer.from(`${cpu}\0`)]);
  const load = loadHeader({ offset, address, size: added.length, align: machine.align });
  const entry = Buffer.alloc(8);
  entry.writeBigUInt64LE(BigInt(address));
  return [
    { at: 24, data: entry },
    { at: tableAt(head), data: Buffer.concat(headersWith(all, load)) },
    { at: offset, data: added },
  ];
}

/** A copy of `bytes` with what `cpuChanges` tells. */
export function withCpu(bytes: Buffer, cpu: string): Buffer {
  const changes = cpuChanges(bytes, bytes.length, cpu);
  const ends = changes.map(({ at, data }) => at + data.length);
  const result = Buffer.allocUnsafe(Math.max(...ends));
  result.fill(0, bytes.copy(result));
  for (const { at, data } of changes) data.copy(result, at);
  return result;
}

/** What stops a CPU from taking effect, for a file that `entryFault` judged. */
export function entryFailure(cpu: string, fault: string | undefined): Failure {
  return new Failure({
    what: `The CPU ${cpu} cannot be given to this emulator`,
    seen: fault,
    expected: "a static emulator for x86-64 or arm64 with a PT_NOTE header, as packages have them",
    fix: "emulator: auto",
    anchor: "emulator-cpu",
  });
}

function upTo(step: number, value: number): number {
  return Math.ceil(value / step) * step;
}
