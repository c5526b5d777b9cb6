/** Which packing a file has, and the stream that undoes it. */

import { Transform } from "node:stream";
import * as zlib from "node:zlib";
import { Failure } from "../../failure.ts";

/** Bytes that are unpacked of one download: a bomb ends here. No release comes near it. */
const MOST = 512 * 1024 * 1024;

/** First bytes of the packings that are met, in hex. */
const magics = [
  ["gzip", "1f8b"],
  ["zstd", "28b52ffd"],
  ["xz", "fd377a585a00"],
  ["bzip2", "425a68"],
] as const;

export type Packing = (typeof magics)[number][0];

/** The packing that begins so, or undefined: none that is known. */
export function packingOf(head: Buffer): Packing | undefined {
  const hex = head.subarray(0, 8).toString("hex");
  return magics.find(([, magic]) => hex.startsWith(magic))?.[0];
}

/** Failure: Node cannot undo this packing (xz and bzip2 never, zstd before 22.15). */
export function unpacker(packing: Packing, address: string): Transform {
  if (packing === "gzip") return zlib.createGunzip();
  if (packing === "zstd" && "createZstdDecompress" in zlib) return zlib.createZstdDecompress();
  throw new Failure({
    what: `what ${address} gave is packed with ${packing}, which cannot be unpacked here`,
    expected: "gzip, zstd from Node 22.15 on, or the bare program",
    fix: `${packing === "xz" ? "xz" : packing} -dc FILE | gzip -9n > FILE.gz   # and point emulator-url at that`,
    anchor: "emulator-download",
  });
}

/** Hands everything on, and ends with a Failure after `most` bytes. */
export function bounded(address: string, most = MOST): Transform {
  let seen = 0;
  return new Transform({
    transform(chunk: Buffer, _encoding, done): void {
      seen += chunk.length;
      const what = `what ${address} gave unpacks to more than ${most} bytes`;
      if (seen <= most) done(null, chunk);
      else done(new Failure({ what, anchor: "emulator-unfit" }));
    },
  });
}
