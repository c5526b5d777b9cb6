/** Asks apt and unpacks its package once for all architectures of a run, and only if one needs it. */

import { existsSync } from "node:fs";
import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { Failure } from "../failure.ts";
import type { Architecture } from "../platform/architecture.ts";
import { type AptOffer, aptOffer } from "./apt.ts";
import { memberFor } from "./apt-record.ts";
import type { ObtainedFile } from "./emulator.ts";
import { MissingEmulator } from "./missing.ts";
import { type Unpacked, unpackPackage } from "./package.ts";
import type { PackageOffer } from "./source-order.ts";
import { verifyEmulator } from "./verify.ts";
import { isVersion, upstreamVersion } from "./version.ts";

export interface PackageWish {
  readonly architecture: Architecture;
  readonly sha256: string | undefined;
  /** Version asked for, or undefined: any. */
  readonly version: string | undefined;
}

export interface PackageSession {
  /** What apt offers, as the plan wants it. */
  offer(): Promise<PackageOffer>;
  /** The verified emulator out of the package; a Failure when it is not offered, or not in it. */
  obtain(wish: PackageWish): Promise<ObtainedFile>;
  /** Removes what was downloaded. */
  close(): Promise<void>;
}

/** `targets` are unpacked together when the first of them is wanted. */
export function packageSession(
  facts: { readonly host: Architecture; readonly temp: string },
  targets: readonly string[],
): PackageSession {
  const { host } = facts;
  const folder = join(facts.temp, "package");
  const asked = once(async () => {
    await mkdir(folder, { recursive: true });
    return await aptOffer({ host, folder });
  });
  const unpacked = once(async () => await unpackPackage({ host, folder }, await asked(), targets));
  return {
    offer: async () => await asked().then(offered, absent),
    obtain: async (wish) => {
      refuseOther(await asked(), wish);
      return await emulatorIn(await unpacked(), host, wish);
    },
    close: async () => await rm(folder, { recursive: true, force: true }),
  };
}

function offered({ record }: AptOffer): PackageOffer {
  return { kind: "offered", name: record.name, version: record.version };
}

function absent(error: unknown): PackageOffer {
  if (!(error instanceof Failure)) throw error;
  return { kind: "absent", why: error.message };
}

function refuseOther({ record }: AptOffer, wish: PackageWish): void {
  if (wish.version === undefined || isVersion(record.version, wish.version)) return;
  throw new MissingEmulator({
    what: `this machine's apt does not offer QEMU ${wish.version}`,
    seen: `${record.name} ${record.version}`,
    fix: `emulator-version: ${upstreamVersion(record.version)}`,
    anchor: "emulator-package",
  });
}

async function emulatorIn(
  unpacked: Unpacked,
  host: Architecture,
  { architecture, sha256 }: PackageWish,
): Promise<ObtainedFile> {
  const { record } = unpacked;
  const member = memberFor(record.name, architecture.target).split("/").at(-1) ?? "";
  const path = join(unpacked.folder, member);
  const origin = `package ${record.name} ${record.version}`;
  if (!existsSync(path)) throw notInIt(origin, architecture.target, unpacked.stderr);
  const seen = await verifyEmulator(path, { architecture, host, sha256, origin });
  return {
    path,
    sha256: seen.sha256,
    version: seen.version ?? upstreamVersion(record.version),
    origin: `${record.name} ${record.version}`,
  };
}

function notInIt(origin: string, target: string, stderr: string): Failure {
  const others = stderr
    .split("\n")
    .filter((line) => !/Not found in archive|^tar: Exiting|^$/.test(line));
  const Kind = others.length === 0 ? MissingEmulator : Failure;
  return new Kind({
    what: `the ${origin} gave no emulator qemu-${target}`,
    seen: `it is not in it; unpacking said: ${stderr.trim() || "nothing"}`,
    fix: "emulator: release",
    anchor: "emulator-package",
  });
}

function once<T>(work: () => Promise<T>): () => Promise<T> {
  let result: Promise<T> | undefined;
  return () => {
    result ??= work();
    return result;
  };
}
