/** Asks the machine's apt which package with static emulators it offers. */

import { join } from "node:path";
import { Failure } from "../../failure.ts";
import type { Architecture } from "../../platform/architecture.ts";
import { mustRun, runCommand } from "../../runner/command.ts";
import { makeFolder } from "../../runner/temp.ts";
import { type AptRecord, boundedOptions, privateOptions, staticPackage } from "./apt-record.ts";

export interface PackageFacts {
  /** Machine of the engine's node. */
  readonly host: Architecture;
  /** A folder for this only. */
  readonly folder: string;
}

/** What apt offers, and the options it was asked with. */
export interface AptOffer {
  readonly record: AptRecord;
  /** Empty: with the machine's own lists. */
  readonly options: readonly string[];
}

/**
 * The candidate of the machine's own lists; where they have none (never updated, or for another
 * architecture) of private ones that are fetched now. A Failure when there is none at all.
 */
export async function aptOffer(facts: PackageFacts): Promise<AptOffer> {
  const native = (await debianArchitecture()) === debianName(facts.host);
  const record = native ? await candidate([]) : undefined;
  return record === undefined ? await freshOffer(facts) : { record, options: [] };
}

/** The candidate by lists fetched now into `facts.folder`. */
export async function freshOffer(facts: PackageFacts): Promise<AptOffer> {
  const options = privateOptions(facts.folder, debianName(facts.host));
  makeFolder(join(facts.folder, "lists", "partial"));
  makeFolder(join(facts.folder, "cache", "archives", "partial"));
  const args = ["-qq", "update", ...options, ...boundedOptions];
  const updated = await runCommand("apt-get", args);
  const record = await candidate(options);
  // One dead source of many fails the update as a whole; what counts is what the lists hold now.
  if (record !== undefined) return { record, options };
  const line = ["apt-get", ...args].join(" ");
  throw new Failure({
    what: "this machine's apt offers no package with static QEMU emulators",
    expected: "qemu-user-static or qemu-user",
    command: updated.exitCode === 0 ? undefined : { line, ...updated },
    cause: "its sources have no such package (on Ubuntu it is in universe), or no mirror answers",
    anchor: "emulator-package",
  });
}

async function candidate(options: readonly string[]): Promise<AptRecord | undefined> {
  const names = ["qemu-user-static", "qemu-user"];
  const shown = await runCommand("apt-cache", ["show", "--no-all-versions", ...options, ...names]);
  return staticPackage(shown.stdout);
}

/** apt's name of this machine's architecture; a Failure where there is no apt and dpkg. */
async function debianArchitecture(): Promise<string> {
  try {
    return (await mustRun("ask dpkg", "dpkg", ["--print-architecture"])).stdout.trim();
  } catch (error) {
    const parts = {
      what: "this machine has no apt, dnf or apk to ask for a package",
      anchor: "emulator-package",
    };
    throw new Failure(parts, { cause: error });
  }
}

function debianName(host: Architecture): string {
  return host.debian[0] ?? host.target;
}
