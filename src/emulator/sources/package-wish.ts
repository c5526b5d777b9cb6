/** What is asked of a machine's package manager, whichever it is. */

import { Failure } from "../../failure.ts";
import type { Architecture } from "../../platform/architecture.ts";
import type { ObtainedFile } from "../emulator.ts";
import { MissingEmulator } from "../missing.ts";
import { isVersion, upstreamVersion } from "../version.ts";
import type { PackageOffer } from "./facts.ts";

export interface PackageWish {
  readonly architecture: Architecture;
  readonly sha256: string | undefined;
  /** Version asked for, or undefined: any. */
  readonly version: string | undefined;
}

export interface PackageSession {
  /** What the package manager offers, as the plan wants it. */
  offer(): Promise<PackageOffer>;
  /** The verified emulator out of the package; a Failure when it is not offered, or not in it. */
  obtain(wish: PackageWish): Promise<ObtainedFile>;
  /** Removes what was downloaded. */
  close(): Promise<void>;
}

export interface PackageRecord {
  readonly name: string;
  readonly version: string;
}

/** The plan's view of a question to a package manager: a Failure means that it offers nothing. */
export async function offerOf(asked: Promise<PackageRecord>): Promise<PackageOffer> {
  try {
    const { name, version } = await asked;
    return { kind: "offered", name, version };
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return { kind: "absent", why: error.message };
  }
}

/** Failure: the user asked for another version than `manager` offers. */
export function refuseOther(manager: string, record: PackageRecord, wish: PackageWish): void {
  if (wish.version === undefined || isVersion(record.version, wish.version)) return;
  throw new MissingEmulator({
    what: `this machine's ${manager} does not offer QEMU ${wish.version}`,
    seen: `${record.name} ${record.version}`,
    fix: `emulator-version: ${upstreamVersion(record.version)}`,
    anchor: "emulator-package",
  });
}
