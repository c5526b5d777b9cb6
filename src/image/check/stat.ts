/** Asks the engine what is at one path of an image. */

import type { Engine } from "../../engine/engine.ts";
import { maybeTextAt, numberAt, parseJson } from "../../engine/json.ts";
import { accepted } from "../../engine/refusal.ts";

export interface Rootfs {
  readonly engine: Engine;
  /** Container made of the image. */
  readonly id: string;
  readonly signal: AbortSignal;
}

export type Stat =
  | { readonly kind: "file" | "folder" | "absent" }
  /** `target`: absolute, with all links followed by the engine. */
  | { readonly kind: "link"; readonly target: string };

/** Bits of Go's io/fs.FileMode, which the engine answers with. */
const FOLDER = 2 ** 31;
const NOT_REGULAR = 0x0f280000;

export function archivePath(id: string, path: string): string {
  return `/containers/${id}/archive?path=${encodeURIComponent(path)}`;
}

/** https://docs.docker.com/reference/api/engine/ "ContainerArchiveInfo": base64 of JSON in a header. */
export async function statOf({ engine, id, signal }: Rootfs, path: string): Promise<Stat> {
  const reply = await engine.request("HEAD", archivePath(id, path), { signal });
  if (reply.status === 404) return { kind: "absent" };
  const header = accepted(`Could not look at ${path} in the image`, reply).headers[
    "x-docker-container-path-stat"
  ];
  const text = Buffer.from(String(header), "base64").toString("utf8");
  const stat = parseJson(text, `the engine's answer about ${path}`);
  const target = maybeTextAt(stat, "linkTarget");
  if (target !== undefined) return { kind: "link", target };
  const mode = numberAt(stat, "mode");
  if (mode >= FOLDER) return { kind: "folder" };
  return { kind: (mode & NOT_REGULAR) === 0 ? "file" : "absent" };
}
