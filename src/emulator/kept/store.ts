/** Finds emulators in the tool cache by content, and keeps them there. */

import { chmod, rm } from "node:fs/promises";
import { sentence } from "../../failure.ts";
import type { Architecture } from "../../platform/architecture.ts";
import { log } from "../../runner/log.ts";
import { keepNote } from "../../runner/notes.ts";
import { keepTool, type Tool, toolCacheRoots, toolPath } from "../../runner/tool-cache.ts";
import type { Emulator, ObtainedFile } from "../emulator.ts";
import type { Place } from "../sources/place.ts";
import { verifyEmulator } from "../verify.ts";
import { noteOf } from "./note.ts";

export interface StoreFacts {
  readonly architecture: Architecture;
  readonly host: Architecture;
  readonly temp: string;
}

/** The emulator kept for a place, verified, or undefined; a broken one is a warning and a miss. */
export async function findKept(place: Place, facts: StoreFacts): Promise<Emulator | undefined> {
  for (const root of toolCacheRoots(facts.temp)) {
    const note = await noteOf(root, place.key);
    // Another sha256 asked for than was kept is a plain miss.
    if (note === undefined || (place.sha256 ?? note.sha256) !== note.sha256) continue;
    const { sha256 } = note;
    const path = toolPath(root, toolFor(facts, sha256));
    const origin = `${path} of the tool cache`;
    const { architecture, host } = facts;
    try {
      const seen = await verifyEmulator(path, { architecture, host, sha256, origin });
      return emulatorOf(
        { ...note, ...seen, version: seen.version ?? note.version, path },
        place,
        facts,
      );
    } catch (error) {
      log.warning(`${origin} is not used: ${sentence(error)}`);
    }
  }
  return undefined;
}

function emulatorOf(file: ObtainedFile, place: Place, facts: StoreFacts): Emulator {
  const { path, sha256, version, origin } = file;
  const { architecture } = facts;
  return {
    architecture,
    path,
    sha256,
    version,
    origin,
    source: place.source,
    cacheHit: "tool cache",
  };
}

/** Keeps a verified file in the first cache that can be written, verifies it there, gives its path. */
export async function keep(file: ObtainedFile, place: Place, facts: StoreFacts): Promise<string> {
  const { architecture, host, temp } = facts;
  const { sha256, version, origin } = file;
  await chmod(file.path, 0o755);
  for (const root of toolCacheRoots(temp)) {
    try {
      const path = await keepTool(root, toolFor(facts, sha256), file.path);
      await verifyEmulator(path, { architecture, host, sha256, origin: path });
      await keepNote(root, place.key, { key: place.key, sha256, version, origin });
      await rm(file.path, { force: true });
      return path;
    } catch (error) {
      log.warning(`the tool cache ${root} cannot keep it: ${sentence(error)}`);
    }
  }
  return file.path;
}

/** Removes what stayed broken; looked at again first, as another job may have mended it meanwhile. */
export async function dropBroken(place: Place, facts: StoreFacts): Promise<void> {
  const { architecture, host } = facts;
  for (const root of toolCacheRoots(facts.temp)) {
    const note = await noteOf(root, place.key);
    const sha256 = place.sha256 ?? note?.sha256;
    if (sha256 === undefined) continue;
    const path = toolPath(root, toolFor(facts, sha256));
    try {
      await verifyEmulator(path, { architecture, host, sha256, origin: path });
    } catch {
      await rm(path, { force: true }).catch(() => undefined);
    }
  }
}

/** The version names the content: `1.0.0-sha256-<hex>`, as the tool cache wants a semantic one. */
function toolFor(facts: StoreFacts, sha256: string): Tool {
  const { target } = facts.architecture;
  return {
    name: `anyarch-qemu-${target}`,
    version: `1.0.0-sha256-${sha256}`,
    arch: facts.host.target,
    file: `qemu-${target}`,
  };
}
