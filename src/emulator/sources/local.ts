/** Uses an emulator that lies on this machine already: where the user says, or where systems put it. */

import { stat } from "node:fs/promises";
import { join } from "node:path";
import type { EmulatorInputs } from "../../inputs/inputs.ts";
import type { Architecture } from "../../platform/architecture.ts";
import type { ObtainedFile } from "../emulator.ts";
import { MissingEmulator } from "../missing.ts";
import { verifyEmulator } from "../verify.ts";
import { type FoundHandler, handlersOf } from "./handler-file.ts";
import { givenSha256 } from "./place.ts";

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

/**
 * The emulator this machine has, verified: what its own handler names, else an installed one.
 * `handlers` is where the kernel tells of its handlers.
 */
export async function fromHost(
  request: LocalRequest,
  handlers = "/proc/sys/fs/binfmt_misc",
): Promise<ObtainedFile> {
  const found = await handlersOf(request.architecture, handlers);
  const paths = [...found.map(({ interpreter }) => interpreter), ...namesIn(FOLDERS, request)];
  return await firstOf(paths, request, found);
}

function namesIn(folders: readonly string[], request: LocalRequest): readonly string[] {
  const { target } = request.architecture;
  return folders.flatMap((folder) => [
    join(folder, `qemu-${target}-static`),
    join(folder, `qemu-${target}`),
  ]);
}

/** The first file that is there must be right: a wrong one is not passed over in silence. */
async function firstOf(
  paths: readonly string[],
  request: LocalRequest,
  handlers: readonly FoundHandler[] = [],
): Promise<ObtainedFile> {
  const { architecture, host, inputs } = request;
  const sha256 = givenSha256(inputs, architecture.target);
  for (const path of paths) {
    if (!(await exists(path))) continue;
    const seen = await verifyEmulator(path, { architecture, host, sha256, origin: path });
    return { path, sha256: seen.sha256, version: seen.version ?? "unknown", origin: path };
  }
  throw nothingThere(architecture.target, paths, handlers);
}

/** With `F` a handler works without its file; then it can be used as it is, and only so. */
function nothingThere(
  target: string,
  paths: readonly string[],
  [handler]: readonly FoundHandler[],
): MissingEmulator {
  return new MissingEmulator({
    what: `there is no emulator qemu-${target} on this machine`,
    seen: `none of ${[...new Set(paths)].join(", ")}`,
    cause:
      handler &&
      `the file that its handler ${handler.name} names is not here, though the handler may still work`,
    fix: handler ? `register: off   # proves and uses ${handler.name} as it is` : "emulator: auto",
    anchor: "emulator-host",
  });
}

async function exists(path: string): Promise<boolean> {
  return await stat(path).then(
    () => true,
    () => false,
  );
}
