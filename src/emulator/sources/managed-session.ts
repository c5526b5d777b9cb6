/** Takes emulators out of the packages of a manager that has one package for each. */

import { rm } from "node:fs/promises";
import { join } from "node:path";
import { Failure } from "../../failure.ts";
import type { Architecture } from "../../platform/architecture.ts";
import { Incomplete } from "../../runner/download.ts";
import { makeFolder } from "../../runner/temp.ts";
import type { ObtainedFile } from "../emulator.ts";
import { MissingEmulator } from "../missing.ts";
import { verifyEmulator } from "../verify.ts";
import { upstreamVersion } from "../version.ts";
import { archiveIn, type Manager, refuseForeign } from "./manager.ts";
import {
  offerOf,
  type PackageRecord,
  type PackageSession,
  type PackageWish,
  refuseOther,
} from "./package-wish.ts";
import { unpackEmulator } from "./unpack.ts";

export interface ManagedFacts {
  readonly host: Architecture;
  /** A folder for this only. */
  readonly folder: string;
}

/** `targets`: what a question without a wish is about. Nothing is installed. */
export function managedSession(
  manager: Manager,
  facts: ManagedFacts,
  targets: readonly string[],
): PackageSession {
  const [first = "aarch64"] = targets;
  return {
    offer: async () => await offerOf(recordOf(manager, facts, first)),
    obtain: async (wish) => {
      const record = await recordOf(manager, facts, wish.architecture.target);
      refuseOther(manager.name, record, wish);
      return await fetched(manager, facts, record, wish);
    },
    close: async () => await rm(facts.folder, { recursive: true, force: true }),
  };
}

async function recordOf(
  manager: Manager,
  { host }: ManagedFacts,
  target: string,
): Promise<PackageRecord> {
  await refuseForeign(manager, host.target);
  const name = manager.packageOf(target);
  const version = await manager.version(name);
  if (version !== undefined) return { name, version };
  throw new MissingEmulator({
    what: `this machine's ${manager.name} offers no package ${name}`,
    fix: "emulator: release",
    anchor: "emulator-package",
  });
}

function damaged(origin: string, cause: Incomplete): Failure {
  return new Failure(
    {
      what: `what the ${origin} holds cannot be unpacked`,
      seen: cause.message,
      fix: "emulator: release",
      anchor: "emulator-package",
    },
    { cause },
  );
}

async function fetched(
  manager: Manager,
  { host, folder }: ManagedFacts,
  { name, version }: PackageRecord,
  { architecture, sha256 }: PackageWish,
): Promise<ObtainedFile> {
  const { target } = architecture;
  const own = join(folder, target);
  makeFolder(own);
  await manager.fetch(name, own);
  const [from, path] = [archiveIn(own), join(own, `qemu-${target}`)];
  const origin = `package ${name} ${version}`;
  await unpackEmulator({ from, to: path, target, address: origin }).catch((error: unknown) => {
    // What was signed and is cut all the same is no fault of the network: it is not tried again.
    throw error instanceof Incomplete ? damaged(origin, error) : error;
  });
  const seen = await verifyEmulator(path, { architecture, host, sha256, origin });
  return {
    path,
    sha256: seen.sha256,
    version: seen.version ?? upstreamVersion(version),
    origin: `${name} ${version}`,
  };
}
