/** Reads an image's files from the engine, out of a container that is made and never started. */

import { posix } from "node:path";
import type { Readable } from "node:stream";
import { maybeTextAt, parseJson, textsAt } from "../../engine/json.ts";
import { accepted } from "../../engine/refusal.ts";
import { inBatches } from "../../runner/batches.ts";
import { readTar } from "./reading.ts";
import { readFirst } from "./reading-some.ts";
import { healthLine, type StartConfig } from "./start.ts";
import { archivePath, type Rootfs, type Stat, statOf } from "./stat.ts";
import { isLoaded, type Tree } from "./tree.ts";

/** Lookups under way at the same time; each costs the engine 2-4 ms. */
const AT_ONCE = 4;

/** What the image would start: the engine lays the image's configuration into the container's. */
export async function startConfig({ engine, id, signal }: Rootfs): Promise<StartConfig> {
  const reply = await engine.request("GET", `/containers/${id}/json`, { signal });
  const what = "Could not read the image's configuration";
  const body = parseJson(accepted(what, reply).text, `the engine's answer to /containers/${id}`);
  return {
    entrypoint: textsAt(body, "Config", "Entrypoint"),
    cmd: textsAt(body, "Config", "Cmd"),
    env: textsAt(body, "Config", "Env"),
    workdir: maybeTextAt(body, "Config", "WorkingDir") ?? "/",
    health: healthLine(
      textsAt(body, "Config", "Healthcheck", "Test"),
      textsAt(body, "Config", "Shell"),
    ),
  };
}

/** Adds all files of the image to `tree`. */
export async function loadAll({ engine, id, signal }: Rootfs, tree: Tree): Promise<void> {
  await readTar(tree, await engine.stream("GET", `/containers/${id}/export`, { signal }), "/");
  tree.loaded.add("/");
}

/**
 * Adds what is in `folders`, wherever they really lie; `/bin` is often a link to `/usr/bin`.
 *
 * Only these are read, not the whole image: the engine needs 4.8 s to export 1 GB of small files
 * (dockerd 28.5, 2 cores, 0.2 ms a file), nearly all of them files that nobody starts.
 */
export async function loadFolders(
  rootfs: Rootfs,
  tree: Tree,
  folders: readonly string[],
): Promise<void> {
  const real = await Promise.all(folders.map((folder) => realFolder(rootfs, tree, folder)));
  for (const { path, kind } of real.toSorted((a, b) => a.path.length - b.path.length)) {
    if (isLoaded(tree, path)) continue;
    if (kind === "folder") {
      await readTar(tree, await archive(rootfs, path), posix.dirname(path));
    }
    tree.loaded.add(path);
  }
}

/** Where `folder` really lies, and what is there. */
export async function realFolder(
  rootfs: Rootfs,
  tree: Tree,
  folder: string,
): Promise<{ readonly path: string; readonly kind: Stat["kind"] }> {
  const stat = await statOf(rootfs, folder);
  if (stat.kind !== "link") return { path: folder, kind: stat.kind };
  tree.entries.set(folder, stat);
  return { path: stat.target, kind: (await statOf(rootfs, stat.target)).kind };
}

/** Adds what is at each of `paths`, or that nothing is. */
export async function lookUpAll(
  rootfs: Rootfs,
  tree: Tree,
  paths: readonly string[],
): Promise<void> {
  await inBatches(paths, AT_ONCE, (path) => lookUp(rootfs, tree, path));
}

async function lookUp(rootfs: Rootfs, tree: Tree, path: string): Promise<void> {
  const stat = await statOf(rootfs, path);
  if (stat.kind === "link") {
    tree.entries.set(path, stat);
  } else if (stat.kind === "file") {
    tree.entries.set(path, { kind: "other", executable: false });
    await readFirst(tree, await archive(rootfs, path), posix.dirname(path));
  } else {
    tree.entries.set(path, { kind: "absent" });
  }
}

/** What lies at `path`, as a tar. */
export async function archive({ engine, id, signal }: Rootfs, path: string): Promise<Readable> {
  return await engine.stream("GET", archivePath(id, path), { signal });
}
