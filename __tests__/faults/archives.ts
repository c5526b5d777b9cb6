/** Hostile archives of an emulator, and what is right for each reader. */

import { binary, END, file, header, pax } from "../support/raw-tar.ts";

/** Bytes, or the same bytes many times. */
export type Piece = Buffer | { readonly bytes: Buffer; readonly times: number };

export interface Bench {
  /** What is looked for, and under which name. */
  readonly good: Buffer;
  readonly name: string;
  /** A folder that no archive may reach; it holds a file called `file`. */
  readonly victim: string;
}

export interface HostileArchive {
  readonly name: string;
  readonly pieces: (bench: Bench) => readonly Piece[];
  /** Of a release, and of the packages of dnf and apk: the right emulator, or what is said. */
  readonly release: "right" | RegExp;
  /** Of the one file that is asked of a container. */
  readonly file: "taken" | RegExp;
  /** Tried with the machine's tar too, as a package and an entry of the Actions cache: whether that is used. */
  readonly cache?: "actions cache" | "none";
}

const BAD = Buffer.from("#!/bin/sh\necho poisoned\n");
const MIB = Buffer.alloc(1 << 20);
const CUT = /archive is cut off|unexpected end|premature close/i;
const TERABYTE = 1n << 40n;

export const hostileArchives: readonly HostileArchive[] = [
  {
    name: "an absolute path",
    pieces: ({ good, name, victim }) => [...file(`${victim}/${name}`, good), END],
    ...{ release: "right", file: "taken", cache: "actions cache" },
  },
  {
    name: "a path with .. in it",
    pieces: ({ good, name, victim }) => {
      const path = `${"../".repeat(10)}${victim.slice(1)}/${name}`;
      return [...pax({ path }), ...file(name, good), END];
    },
    ...{ release: "right", file: "taken", cache: "none" },
  },
  {
    name: "a link to a folder, and files through it",
    pieces: ({ good, name, victim }) => [
      header({ name: "d", type: "2", link: victim }),
      ...file("d/file", BAD),
      ...file(`d/${name}`, good),
      END,
    ],
    ...{ release: "right", file: /link/, cache: "none" },
  },
  {
    name: "a link, and a file of its name",
    pieces: ({ good, name, victim }) => [
      header({ name, type: "2", link: `${victim}/file` }),
      ...file(name, good),
      END,
    ],
    ...{ release: /is a symlink/, file: /link/, cache: "actions cache" },
  },
  {
    name: "a hard link to a file outside",
    pieces: ({ name, victim }) => [header({ name, type: "1", link: `${victim}/file` }), END],
    ...{ release: /is a link/, file: /a link/, cache: "none" },
  },
  {
    name: "a hard link to a file outside, and a file of its name",
    pieces: ({ good, name, victim }) => [
      header({ name, type: "1", link: `${victim}/file` }),
      ...file(name, good),
      END,
    ],
    ...{ release: /is a link/, file: /a link/ },
  },
  {
    name: "a device",
    pieces: ({ name }) => [header({ name, type: "3" }), END],
    ...{ release: /is a character-device/, file: /a character-device/, cache: "none" },
  },
  {
    name: "a FIFO",
    pieces: ({ name }) => [header({ name, type: "6" }), END],
    ...{ release: /is a fifo/, file: /a fifo/, cache: "none" },
  },
  {
    name: "a folder of its name",
    pieces: ({ name }) => [header({ name: `${name}/`, type: "5" }), END],
    ...{ release: /has no emulator/, file: /a directory/ },
  },
  {
    name: "a file that is setuid and writable by all",
    pieces: ({ good, name }) => [...file(name, good, { mode: 0o6777 }), END],
    ...{ release: "right", file: "taken", cache: "actions cache" },
  },
  {
    name: "a sparse file of a terabyte",
    pieces: ({ name }) => [
      header({ name, type: "S", size: 512, real: binary(TERABYTE) }),
      Buffer.alloc(512),
      END,
    ],
    ...{ release: /is a thing of no known type/, file: /a thing of no known type/ },
  },
  {
    name: "a sparse file of a terabyte, as PAX has it",
    pieces: ({ good, name }) => {
      const sparse = { "GNU.sparse.major": "1", "GNU.sparse.minor": "0" };
      const real = { "GNU.sparse.name": name, "GNU.sparse.realsize": String(TERABYTE) };
      return [...pax({ ...sparse, ...real }), ...file("s", good), END];
    },
    ...{ release: /has no emulator/, file: "taken" },
  },
  {
    name: "a file announced as a terabyte",
    pieces: ({ good, name }) => [header({ name, size: binary(TERABYTE) }), good],
    ...{ release: /an emulator of \d+ bytes/, file: /a file of \d+ bytes/ },
  },
  {
    name: "a bomb in front of it",
    pieces: ({ good, name }) => [
      header({ name: "zeros", size: binary(4n << 30n) }),
      { bytes: MIB, times: 4096 },
      ...file(name, good),
      END,
    ],
    ...{ release: /unpacks to more than \d+ bytes/, file: /a file of \d+ bytes/ },
  },
  {
    name: "a bomb in its place",
    pieces: ({ name }) => [
      header({ name, size: binary(4n << 30n) }),
      { bytes: MIB, times: 4096 },
      END,
    ],
    ...{ release: /an emulator of \d+ bytes/, file: /a file of \d+ bytes/, cache: "none" },
  },
  {
    name: "a bomb of names",
    pieces: () => [
      { bytes: Buffer.concat(Array(2048).fill(header({ name: "n".repeat(99) }))), times: 40 },
      END,
    ],
    ...{ release: /more than \d+ files in it/, file: "taken" },
  },
  {
    name: "twice, the bad one first",
    pieces: ({ good, name }) => [...file(name, BAD), ...file(name, good), END],
    ...{ release: /sha256|a script/, file: "taken" },
  },
  {
    name: "twice, the bad one last",
    pieces: ({ good, name }) => [...file(name, good), ...file(name, BAD), END],
    ...{ release: "right", file: "taken", cache: "none" },
  },
  {
    name: "a name of 3 MB, as GNU has it",
    pieces: ({ good, name }) => {
      const long = Buffer.from(`${"n/".repeat(1_500_000)}${name}\0`);
      return [...file("././@LongLink", long, { type: "L" }), ...file(name, good), END];
    },
    ...{ release: "right", file: "taken" },
  },
  {
    name: "a name of a gigabyte, as PAX has it",
    pieces: ({ good, name }) => [
      header({ name: "pax", type: "x", size: 1 << 30 }),
      Buffer.from(`${1 << 30} path=`),
      { bytes: Buffer.alloc(1 << 20, "n"), times: 1024 },
      ...file(name, good),
      END,
    ],
    ...{ release: /Header exceeds max size/, file: /Header exceeds max size/ },
  },
  {
    name: "a NUL in its name",
    pieces: ({ good, name }) => [...pax({ path: `${name}\0/../../x` }), ...file(name, good), END],
    ...{ release: /has no emulator/, file: "taken" },
  },
  {
    name: "another name for all, and a size that lies, as PAX has it",
    pieces: ({ good, name }) => [
      ...pax({ path: "../../x", size: "7" }, "g"),
      ...pax({ size: "-1" }),
      ...file(name, good),
      END,
    ],
    ...{ release: /./, file: /./ },
  },
  {
    name: "a wrong checksum",
    pieces: ({ good, name }) => [...file(name, good, { sum: "000017\0 " }), END],
    ...{ release: /is no emulator/, file: /Invalid tar header/ },
  },
  {
    name: "a size that is no number",
    pieces: ({ good, name }) => [
      ...file(name, good, { size: Buffer.from("9zz9!!\0\0\0\0\0\0") }),
      END,
    ],
    ...{ release: /./, file: /./ },
  },
  {
    name: "a size below zero",
    pieces: ({ good, name }) => [...file(name, good, { size: binary(-512n) }), END],
    ...{ release: /./, file: /./ },
  },
  {
    name: "cut in a header",
    pieces: ({ good, name }) => [header({ name, size: good.length }).subarray(0, 300)],
    ...{ release: /./, file: /./ },
  },
  {
    name: "cut in its content",
    pieces: ({ good, name }) => [header({ name, size: good.length }), good.subarray(0, 1000)],
    ...{ release: CUT, file: CUT, cache: "none" },
  },
  {
    name: "nothing at all",
    pieces: () => [END],
    ...{ release: /has no emulator/, file: /an empty answer/ },
  },
  {
    name: "garbage behind its end",
    pieces: ({ good, name }) => [...file(name, good), END, Buffer.alloc(70_000, "x")],
    ...{ release: /is no emulator/, file: "taken" },
  },
];
