/** Knows what this run has read of emulator files, so that none is hashed twice while it stays as it is. */

import { subtle } from "node:crypto";
import { readFile, stat } from "node:fs/promises";
import { type Contents, identityOf, MAX_EMULATOR_BYTES, namesIn } from "../contents.ts";
import { readInTurn } from "../contents-lanes.ts";

/** Identity of a file -> what was read of it. */
const known = new Map<string, Contents>();

/** What a file holds, or one sentence why it cannot be read: of the very bytes that lie there now. */
export async function contentsOf(path: string): Promise<Contents | string> {
  const seen = known.get((await identityAt(path)) ?? "");
  if (seen !== undefined) return seen;
  const answer = await readInTurn(path);
  if (typeof answer === "string") return answer;
  if (answer.identity !== undefined) known.set(answer.identity, answer.contents);
  return answer.contents;
}

/** The version that a file tells of itself, without its hash: a third of the time. */
export async function versionOf(path: string): Promise<string | undefined> {
  const facts = await stat(path).catch(() => undefined);
  if (facts?.isFile() !== true || facts.size > MAX_EMULATOR_BYTES) return undefined;
  return namesIn(await readFile(path).catch(() => Buffer.alloc(0)))?.version;
}

/** The bytes of a file, and the hash of these very bytes. */
export async function bytesOf(path: string): Promise<{ data: Buffer; sha256: string }> {
  const before = await identityAt(path);
  const data = await readFile(path);
  const seen = known.get(before ?? "");
  if (seen !== undefined && before === (await identityAt(path))) {
    return { data, sha256: seen.sha256 };
  }
  // Off this thread: 15 ms in which the engine's answers are read.
  const digest = await subtle.digest("SHA-256", data);
  return { data, sha256: Buffer.from(digest).toString("hex") };
}

async function identityAt(path: string): Promise<string | undefined> {
  return await stat(path, { bigint: true }).then(identityOf, () => undefined);
}
