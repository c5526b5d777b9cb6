/** Asks the package manager there is, and unpacks its package once for all architectures of a run. */

import { existsSync } from "node:fs";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { findProgram } from "../../engine/program.ts";
import { Failure } from "../../failure.ts";
import type { Architecture } from "../../platform/architecture.ts";
import { environment } from "../../runner/env.ts";
import { makeFolder } from "../../runner/temp.ts";
import type { ObtainedFile } from "../emulator.ts";
import { MissingEmulator } from "../missing.ts";
import { once } from "../once.ts";
import { verifyEmulator } from "../verify.ts";
import { upstreamVersion } from "../version.ts";
import { aptOffer } from "./apt.ts";
import { memberFor } from "./apt-record.ts";
import { managedSession } from "./managed-session.ts";
import { type Manager, managers } from "./manager.ts";
import { type Unpacked, unpackPackage } from "./package.ts";
import { offerOf, type PackageSession, type PackageWish, refuseOther } from "./package-wish.ts";

/** The session of the package manager this machine has; it is looked for when it is needed. */
export function packageSession(
  facts: { readonly host: Architecture; readonly temp: string },
  targets: readonly string[],
): PackageSession {
  const own = { host: facts.host, folder: join(facts.temp, "package") };
  const chosen = once(async () => {
    const manager = await otherManager();
    return manager === undefined ? aptSession(own, targets) : managedSession(manager, own, targets);
  });
  return {
    offer: async () => await (await chosen()).offer(),
    obtain: async (wish) => await (await chosen()).obtain(wish),
    close: async () => await rm(own.folder, { recursive: true, force: true }),
  };
}

/** The first that is there, where apt is not. */
async function otherManager(): Promise<Manager | undefined> {
  const env = environment();
  if ((await findProgram("apt-get", env)) !== undefined) return undefined;
  for (const manager of managers) {
    if ((await findProgram(manager.name, env)) !== undefined) return manager;
  }
  return undefined;
}

/** `targets` are unpacked together when the first of them is wanted. */
function aptSession(
  { host, folder }: { readonly host: Architecture; readonly folder: string },
  targets: readonly string[],
): PackageSession {
  const asked = once(async () => {
    makeFolder(folder);
    return await aptOffer({ host, folder });
  });
  const unpacked = once(async () => await unpackPackage({ host, folder }, await asked(), targets));
  return {
    offer: async () => await offerOf(asked().then(({ record }) => record)),
    obtain: async (wish) => {
      refuseOther("apt", (await asked()).record, wish);
      return await emulatorIn(await unpacked(), host, wish);
    },
    close: async () => await rm(folder, { recursive: true, force: true }),
  };
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
