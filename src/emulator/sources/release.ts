/** Obtains an emulator from a release: download, unpack, verify against a sha256 known beforehand. */

import { randomUUID } from "node:crypto";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import type { Failure } from "../../failure.ts";
import type { Architecture } from "../../platform/architecture.ts";
import { download } from "../../runner/download.ts";
import type { ObtainedFile } from "../emulator.ts";
import { MissingEmulator } from "../missing.ts";
import { verifyEmulator } from "../verify.ts";
import { upstreamVersion } from "../version.ts";
import type { Place } from "./place.ts";
import { unpackEmulator } from "./unpack.ts";

export interface ReleaseRequest {
  readonly place: Place;
  readonly architecture: Architecture;
  readonly host: Architecture;
  readonly temp: string;
  readonly signal: AbortSignal;
}

/** A verified file in `temp`; with nothing to verify it against, nothing is downloaded. */
export async function fromRelease(request: ReleaseRequest): Promise<ObtainedFile> {
  const { place, architecture, host } = request;
  const { address, sha256 } = place;
  const { target } = architecture;
  if (address === undefined || sha256 === undefined) throw unknownHash(target, address ?? "");
  const path = join(request.temp, `qemu-${target}-${randomUUID()}`);
  const check = async (from: string): Promise<void> =>
    await unpackEmulator({ from, to: path, target, address });
  try {
    await download({ address, to: `${path}.download`, signal: request.signal, check });
    const seen = await verifyEmulator(path, { architecture, host, sha256, origin: address });
    const version = seen.version ?? upstreamVersion(place.version ?? "");
    return { path, sha256, version, origin: address };
  } catch (error) {
    await rm(path, { force: true });
    throw error;
  } finally {
    await rm(`${path}.download`, { force: true });
  }
}

/** What takes the emulator out of a file of this name, as a part of a pipe. */
function unpackingOf(address: string): string {
  if (/\.(?:tar\.gz|tgz)$/.test(address)) return " tar -xzO |";
  if (address.endsWith(".gz")) return " gzip -dc |";
  return address.endsWith(".zst") ? " zstd -dc |" : "";
}

function unknownHash(target: string, address: string): Failure {
  return new MissingEmulator({
    what: `the release's emulator qemu-${target} cannot be verified; it was not downloaded`,
    seen: `${address}: no sha256 of its emulator is known`,
    expected: "emulator-sha256 of the emulator file itself (not of the tarball)",
    fix: `emulator-sha256: ${target}=<what this prints: curl -fL '${address}' |${unpackingOf(address)} sha256sum>`,
    anchor: "emulator-sha256",
  });
}
