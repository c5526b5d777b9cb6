/** Uses an emulator that lies on this machine already: where the user says, or where systems put it. */

import { stat } from "node:fs/promises";
import { join } from "node:path";
import type { EmulatorInputs } from "../inputs/inputs.ts";
import type { Architecture } from "../platform/architecture.ts";
import type { ObtainedFile } from "./emulator.ts";
import { MissingEmulator } from "./missing.ts";
import { givenSha256 } from "./place.ts";
import { verifyEmulator } from "./verify.ts";

export interface LocalRequest {
  readonly inputs: EmulatorInputs;
  readonly architecture: Architecture;
  readonly host: Architecture;
}

/** Where distributions and images install them. */
const FOLDERS: readonly string[] = ["/usr/bin", "/usr/local/bin", "/usr/libexec/qemu-binfmt"];

/** The file of `emulator: <absolute path>`; a folder there is looked into. Verified. */
export async function fromPath(request: LocalRequest): Promise<ObtainedFile> {
  const { path } = request.inputs;
  if (path === undefined) throw new TypeError("emulator is a path, yet there is none");
  const isFolder = await stat(path).then(
    (facts) => facts.isDirectory(),
    () => false,
  );
  return await firstOf(isFolder ? namesIn([path], request) : [path], request);
}

/** The static emulator installed on this machine, verified. */
export async function fromHost(request: LocalRequest): Promise<ObtainedFile> {
  return await firstOf(namesIn(FOLDERS, request), request);
}

function namesIn(folders: readonly string[], request: LocalRequest): readonly string[] {
  const { target } = request.architecture;
  return folders.flatMap((folder) => [
    join(folder, `qemu-${target}-static`),
    join(folder, `qemu-${target}`),
  ]);
}

/** The first file that is there must be right: a wrong one is not passed over in silence. */
async function firstOf(paths: readonly string[], request: LocalRequest): Promise<ObtainedFile> {
  const { architecture, host, inputs } = request;
  const sha256 = givenSha256(inputs, architecture.target);
  for (const path of paths) {
    if (!(await exists(path))) continue;
    const seen = await verifyEmulator(path, { architecture, host, sha256, origin: path });
    return { path, sha256: seen.sha256, version: seen.version ?? "unknown", origin: path };
  }
  throw new MissingEmulator({
    what: `there is no emulator qemu-${architecture.target} on this machine`,
    seen: `none of ${paths.join(", ")}`,
    fix: "emulator: auto",
    anchor: "emulator-host",
  });
}

async function exists(path: string): Promise<boolean> {
  return await stat(path).then(
    () => true,
    () => false,
  );
}
