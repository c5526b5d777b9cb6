/** Asks the publisher of a pinned default what it has under that name today. */

import { createHash } from "node:crypto";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGunzip } from "node:zlib";
import { extract } from "tar-stream";
import { tryRun } from "../rig/run.ts";
import type { Pinned } from "./list.ts";

/** `same`, `differs: …` or `not reached: …`. */
export async function published(pin: Pinned): Promise<string> {
  const seen = await (pin.url === undefined ? digestOfImage(pin.what) : digestInside(pin.url));
  if (seen.digest === undefined) return `not reached: ${seen.why}`;
  return seen.digest === pin.digest ? "same" : `differs: ${seen.digest}`;
}

type Seen = { readonly digest: string } | { readonly digest?: undefined; readonly why: string };

/** Of the one file in a tarball. */
async function digestInside(url: string): Promise<Seen> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(60_000) });
    if (!response.ok || response.body === null) return { why: `HTTP status ${response.status}` };
    const hash = createHash("sha256");
    const entries = extract();
    const unpacking = pipeline(Readable.fromWeb(response.body), createGunzip(), entries);
    for await (const entry of entries) {
      for await (const piece of entry) if (Buffer.isBuffer(piece)) hash.update(piece);
    }
    await unpacking;
    return { digest: hash.digest("hex") };
  } catch (error) {
    return { why: error instanceof Error ? String(error.cause ?? error.message) : String(error) };
  }
}

async function digestOfImage(reference: string): Promise<Seen> {
  const format = ["--format", "{{.Manifest.Digest}}"];
  const args = ["buildx", "imagetools", "inspect", reference, ...format];
  const { exitCode, stdout, stderr } = await tryRun("docker", args);
  const digest = /^sha256:([0-9a-f]{64})$/.exec(stdout.trim())?.[1];
  if (exitCode === 0 && digest !== undefined) return { digest };
  return { why: stderr.trim().split("\n").at(-1) ?? `exit code ${exitCode}` };
}
