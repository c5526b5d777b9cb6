/** Makes release assets: packed emulators, their checksums and their origin, the same bytes each time. */

import { createHash } from "node:crypto";
import { copyFile, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Failure } from "../../src/failure.ts";
import type { Architecture } from "../../src/platform/architecture.ts";
import { mustRun } from "../../src/runner/command.ts";
import type { Source } from "./source.ts";

export interface Asset {
  /** `x86_64_qemu-aarch64.gz` */
  readonly name: string;
  readonly target: string;
  /** QEMU's name of the machine it runs on. */
  readonly host: string;
  readonly version: string;
  /** Hex, of the emulator file itself: what `emulator-sha256` wants. */
  readonly sha256: string;
  /** Hex, of the asset. */
  readonly packedSha256: string;
  /** Bytes of the asset. */
  readonly size: number;
  readonly source: Source["kind"];
  /** Package name and version, or an image's reference and the path in it. */
  readonly origin: string;
}

/** Bytes; the most that a job is to fetch for one architecture. */
const MOST = 4_000_000;

/**
 * Packs one emulator into `out`. gzip, since every Node unpacks it; the program, since its bytes do
 * not change from Node to Node; without name and time.
 */
export async function makeAsset(
  architecture: Architecture,
  source: Source,
  out: string,
): Promise<Asset> {
  const { target } = architecture;
  const host = source.host.target;
  const { path, sha256, version, origin } = await source.obtain(architecture);
  await mkdir(out, { recursive: true });
  const plain = join(out, `${host}_qemu-${target}`);
  await copyFile(path, plain);
  try {
    await mustRun(`pack ${plain}`, "gzip", ["-9nf", plain]);
  } finally {
    await rm(plain, { force: true });
  }
  const packed = await readFile(`${plain}.gz`);
  const name = `${host}_qemu-${target}.gz`;
  if (packed.length > MOST) {
    throw new Failure({ what: `${name} has ${packed.length} bytes, ${MOST} are allowed` });
  }
  const facts = { name, target, host, version, sha256, source: source.kind, origin };
  return { ...facts, packedSha256: hashOf(packed), size: packed.length };
}

/** `SHA256SUMS` and `EMULATOR-SHA256` and `origin.json`, and what to write into a workflow. */
export async function writeLists(out: string, assets: readonly Asset[]): Promise<void> {
  const inner = assets.map(({ target, sha256 }) => `${target}=${sha256}\n`).join("");
  const origin = `${JSON.stringify({ format: 1, assets }, undefined, 2)}\n`;
  const sums = assets.map(({ name, packedSha256 }) => `${packedSha256}  ${name}\n`);
  const others = { "EMULATOR-SHA256": inner, "origin.json": origin };
  for (const [name, text] of Object.entries(others)) {
    await writeFile(join(out, name), text);
    sums.push(`${hashOf(Buffer.from(text))}  ${name}\n`);
  }
  await writeFile(join(out, "SHA256SUMS"), sums.join(""));
  const lines = inner.trimEnd().replace(/^/gm, "  ");
  console.log(`
Put the files of ${out} where the machines reach them, and write:

emulator: release
emulator-url: https://mirror.example/qemu/{host}_qemu-{target}.gz
emulator-sha256: |
${lines}`);
}

function hashOf(bytes: Buffer): string {
  return createHash("sha256").update(bytes).digest("hex");
}
