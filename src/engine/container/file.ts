/** Takes one plain file out of a container, running or not, and trusts nothing that comes. */

import { createWriteStream } from "node:fs";
import { posix } from "node:path";
import { pipeline } from "node:stream/promises";
import { Failure, sentence } from "../../failure.ts";
import type { Engine } from "../engine.ts";

export interface FileWish {
  readonly container: string;
  /** Absolute path in the container. */
  readonly path: string;
  /** Path of a file to make here; it must not be there yet. */
  readonly to: string;
  /** Bytes; a longer file is not taken. */
  readonly most: number;
  readonly signal: AbortSignal;
}

/** `odd` says in a few words what is there instead of a plain file. */
export type Taken =
  | { readonly kind: "taken" }
  | { readonly kind: "absent" }
  | { readonly kind: "odd"; readonly why: string };

type Seen = Taken | { readonly kind: "link"; readonly target: string };

const MOST_LINKS = 4;

/**
 * The archive that the engine answers is made of what an image holds: its names are never used as
 * paths, and of its entries only a plain file of bounded size is taken, as a file of our own mode.
 * A link is followed by asking the engine for its target, so it cannot lead out of the container.
 */
export async function takeFile(engine: Engine, wish: FileWish): Promise<Taken> {
  let path = wish.path;
  for (let links = 0; links <= MOST_LINKS; links++) {
    const seen = await seenAt(engine, { ...wish, path });
    if (seen.kind === "absent" && links > 0) return odd(`a link to ${path}, which is not there`);
    if (seen.kind !== "link") return seen;
    path = posix.resolve("/", posix.dirname(path), seen.target);
  }
  return odd(`more than ${MOST_LINKS} links, one to the next`);
}

const odd = (why: string): Taken => ({ kind: "odd", why });

async function seenAt(engine: Engine, wish: FileWish): Promise<Seen> {
  const { container, path, signal } = wish;
  const call = `/containers/${container}/archive?path=${encodeURIComponent(path)}`;
  const head = await engine.request("HEAD", call, { signal });
  if (head.status === 404) return { kind: "absent" };
  const { extract } = await import("tar-stream");
  const entries = extract();
  try {
    const tar = await engine.stream("GET", call, { signal });
    // Broken off after the first entry, on purpose; a fault before it ends the loop as well.
    pipeline(tar, entries).catch(() => undefined);
    for await (const entry of entries) {
      const { type, linkname, size = 0 } = entry.header;
      if (type === "symlink" && linkname) return { kind: "link", target: linkname };
      if (type !== "file") return odd(`a ${type ?? "thing of no known type"}`);
      if (size > wish.most) return odd(`a file of ${size} bytes`);
      await pipeline(entry, createWriteStream(wish.to, { flags: "wx", mode: 0o600 }));
      return { kind: "taken" };
    }
    return odd("an empty answer of the engine");
  } catch (error) {
    signal.throwIfAborted();
    const seen = error instanceof Failure ? error.parts.seen : sentence(error);
    throw new Failure(
      { what: `Could not take ${path} out of a container`, seen },
      { cause: error },
    );
  } finally {
    entries.destroy();
  }
}
