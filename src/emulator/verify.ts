/** Verifies an emulator file at every use: its sha256, and that it is what it must be. */

import { Failure } from "../failure.ts";
import type { Architecture } from "../platform/architecture.ts";
import type { Contents } from "./contents.ts";
import { elfFault } from "./elf.ts";
import { contentsOf } from "./kept/known.ts";

export interface Expectation {
  readonly architecture: Architecture;
  /** Machine of the engine's node. */
  readonly host: Architecture;
  /** Hex; absent only for a file the user named by its path or a package manager vouched for. */
  readonly sha256?: string | undefined;
  /** Where it came from, for the message. */
  readonly origin: string;
}

export interface VerifiedFile {
  readonly sha256: string;
  /** As the file itself says it (`7.2.22`), or undefined when it does not. */
  readonly version: string | undefined;
}

/** Throws a Failure that says what was expected and seen; nothing unverified is given back. */
export async function verifyEmulator(path: string, want: Expectation): Promise<VerifiedFile> {
  const contents = await contentsOf(path);
  if (typeof contents === "string") throw unfit(want, contents);
  const fault = elfFault(contents.head, contents.length, want.host) ?? targetFault(contents, want);
  const { sha256, version } = contents;
  if (want.sha256 !== undefined && want.sha256.toLowerCase() !== sha256) {
    throw hashFailure(contents, want, fault);
  }
  if (fault !== undefined) throw unfit(want, fault);
  return { sha256, version };
}

function targetFault(contents: Contents, want: Expectation): string | undefined {
  const { target } = contents;
  if (target === undefined || target === want.architecture.target) return undefined;
  return `it emulates ${target}`;
}

function hashFailure(contents: Contents, want: Expectation, fault: string | undefined): Failure {
  const { target } = want.architecture;
  return new Failure({
    what: `the emulator qemu-${target} is not the file it should be; it was not used`,
    seen: `sha256 ${contents.sha256} (${contents.length} bytes, from ${want.origin})`,
    expected: `sha256 ${want.sha256}`,
    cause: fault ?? "another file was published there, or it was changed on the way",
    fix: `emulator-sha256: ${target}=<sha256 of the file you trust>`,
    anchor: "emulator-sha256",
  });
}

function unfit(want: Expectation, fault: string): Failure {
  const { target } = want.architecture;
  return new Failure({
    what: `the file from ${want.origin} cannot serve as emulator qemu-${target}`,
    seen: fault,
    expected: `a whole, static program for ${want.host.target} that emulates ${target}`,
    anchor: "emulator-unfit",
  });
}
