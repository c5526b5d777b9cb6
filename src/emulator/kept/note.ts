/** What is written down of a kept emulator, so that the next run knows which content it wants. */

import { readNote } from "../../runner/notes.ts";

export interface Note {
  /** Of the place it came from. */
  readonly key: string;
  /** Hex. */
  readonly sha256: string;
  readonly version: string;
  readonly origin: string;
}

/** The note of a place in one cache, or undefined: none, or not one of ours. */
export async function noteOf(root: string, key: string): Promise<Note | undefined> {
  return noteFrom(await readNote(root, key), key);
}

/** A note out of foreign JSON, if it is one for `key`. */
export function noteFrom(value: unknown, key: string): Note | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  const { sha256, version, origin, key: seen }: Partial<Record<keyof Note, unknown>> = value;
  if (seen !== key || typeof version !== "string" || typeof origin !== "string") return undefined;
  if (typeof sha256 !== "string" || !/^[0-9a-f]{64}$/.test(sha256)) return undefined;
  return { key, sha256, version, origin };
}
