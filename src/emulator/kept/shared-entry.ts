/** Brings emulators from and to the Actions cache; what comes back is looked at before it is used. */

import { createHash, randomUUID } from "node:crypto";
import { copyFile, lstat, readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { sentence } from "../../failure.ts";
import type { Architecture } from "../../platform/architecture.ts";
import { actionsCache, actionsCacheAll } from "../../runner/action-cache.ts";
import { log } from "../../runner/log.ts";
import { makeFolder } from "../../runner/temp.ts";
import type { ObtainedFile } from "../emulator.ts";
import type { Place } from "../sources/place.ts";
import { verifyEmulator } from "../verify.ts";

export interface EntryFacts {
  readonly architecture: Architecture;
  readonly host: Architecture;
  readonly temp: string;
  readonly signal: AbortSignal;
}

/** How `@actions/cache` tells that an archive came and could not be unpacked. */
const BROKEN = /\b(tar|zstd|unzstd|gzip)\b.*(failed|exit code)/i;

/** Name of the one file of an entry. */
const FILE = "qemu";

/** A verified file in `temp`, or undefined; an entry that is not what its key says is a warning. */
export async function restoreEntry(
  place: Place,
  facts: EntryFacts,
): Promise<ObtainedFile | undefined> {
  const folders = foldersIn(facts.temp);
  const file = await restored(place, facts, folders);
  if (file === undefined) await rm(folders.own, { recursive: true, force: true });
  return file;
}

async function restored(
  place: Place,
  facts: EntryFacts,
  { folder, temp }: ReturnType<typeof foldersIn>,
): Promise<ObtainedFile | undefined> {
  const prefix = prefixOf(place);
  const wanted = place.sha256 === undefined ? prefix : keyOf(place, place.sha256);
  const task = { kind: "restore", key: wanted, prefix: wanted, file: FILE } as const;
  const { keys, said } = await actionsCacheAll([task], { folder, temp, signal: facts.signal });
  facts.signal.throwIfAborted();
  const [key] = keys;
  if (key === undefined) {
    // A service that fails is no one's business; an entry that is broken is.
    if (BROKEN.test(said))
      log.warning("the Actions cache is not used: its entry cannot be unpacked");
    return undefined;
  }
  try {
    const sha256 = sha256In(key, prefix);
    if (sha256 === undefined || !key.startsWith(wanted))
      throw new Error(`it answered the key ${key}`);
    await refuseOdd(folder);
    const path = join(folder, FILE);
    const origin = `the Actions cache (${key})`;
    const { architecture, host } = facts;
    const seen = await verifyEmulator(path, { architecture, host, sha256, origin });
    return { path, sha256, version: seen.version ?? place.version ?? "unknown", origin };
  } catch (error) {
    log.warning(`the Actions cache is not used: ${sentence(error)}`);
    return undefined;
  }
}

/** Saves a verified file; whether it was saved. A refusal is normal: another run may have been first. */
export async function saveEntry(
  file: { readonly path: string; readonly sha256: string },
  place: Place,
  facts: EntryFacts,
): Promise<boolean> {
  const { folder, temp } = foldersIn(facts.temp);
  await copyFile(file.path, join(folder, FILE));
  const key = keyOf(place, file.sha256);
  const task = { kind: "save", key, prefix: key, file: FILE } as const;
  return (await actionsCache(task, { folder, temp, signal: facts.signal })) !== undefined;
}

/** Exactly one plain file without special bits. */
async function refuseOdd(folder: string): Promise<void> {
  const names = await readdir(folder);
  if (names.length !== 1 || names[0] !== FILE)
    throw new Error(`its entry holds ${names.join(", ")}`);
  const facts = await lstat(join(folder, FILE));
  const special = (facts.mode & 0o7000) !== 0 || facts.nlink !== 1;
  if (!facts.isFile() || special) throw new Error("its entry is not one plain file");
}

/** `own` holds the two others. */
function foldersIn(base: string) {
  const own = join(base, `actions-cache-${randomUUID()}`);
  const [folder, temp] = [join(own, "entry"), join(own, "temp")];
  for (const path of [folder, temp]) makeFolder(path);
  return { own, folder, temp };
}

/** Keys hold no commas and at most 512 characters: a long or odd place is named by its hash. */
function prefixOf(place: Place): string {
  const short = place.key.length > 200 ? hashOf(place.key) : place.key;
  return `anyarch-1-${short}-sha256-`;
}

function keyOf(place: Place, sha256: string): string {
  return `${prefixOf(place)}${sha256}`;
}

function sha256In(key: string, prefix: string): string | undefined {
  const rest = key.startsWith(prefix) ? key.slice(prefix.length) : "";
  return /^[0-9a-f]{64}$/.test(rest) ? rest : undefined;
}

function hashOf(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
