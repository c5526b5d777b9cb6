/** Makes the small tar archives that carry files to the engine. */

export type TarEntry =
  | { readonly kind: "folder"; readonly path: string }
  | { readonly kind: "link"; readonly path: string; readonly target: string }
  | { readonly kind: "file"; readonly path: string; readonly data: Buffer; readonly mode: number };

type Pack = import("tar-stream").Pack;

/** A tar archive of `entries`, in their order, owned by root; paths are relative, without `./`. */
export async function tarOf(entries: Iterable<TarEntry>): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of tarStream(entries)) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/**
 * As `tarOf`, piece by piece: each entry is asked for when those before it have been read, so that
 * never more than two of their files are in memory. What `entries` throws, reading throws.
 */
export async function* tarStream(
  entries: Iterable<TarEntry> | AsyncIterable<TarEntry>,
): AsyncGenerator<Uint8Array> {
  const { pack } = await import("tar-stream");
  const archive = pack();
  fill(archive, entries).catch((error) => archive.destroy(error));
  for await (const chunk of archive) if (chunk instanceof Uint8Array) yield chunk;
}

async function fill(
  archive: Pack,
  entries: Iterable<TarEntry> | AsyncIterable<TarEntry>,
): Promise<void> {
  for await (const entry of entries) {
    await new Promise<void>((resolve, reject) => {
      add(archive, entry, (error) => (error ? reject(error) : resolve()));
    });
  }
  archive.finalize();
}

function add(archive: Pack, entry: TarEntry, done: (error?: Error | null) => void): void {
  const common = { name: entry.path, mtime: new Date(0), uid: 0, gid: 0 };
  switch (entry.kind) {
    case "folder":
      archive.entry({ ...common, type: "directory", mode: 0o755 }, done);
      return;
    case "link":
      archive.entry({ ...common, type: "symlink", linkname: entry.target }, done);
      return;
    case "file":
      archive.entry({ ...common, type: "file", mode: entry.mode }, entry.data, done);
  }
}
