/** Makes the small tar archives that carry files to the engine. */

export type TarEntry =
  | { readonly kind: "folder"; readonly path: string }
  | { readonly kind: "link"; readonly path: string; readonly target: string }
  | { readonly kind: "file"; readonly path: string; readonly data: Buffer; readonly mode: number };

/** A tar archive of `entries`, in their order, owned by root; paths are relative, without `./`. */
export async function tarOf(entries: readonly TarEntry[]): Promise<Buffer> {
  const { pack } = await import("tar-stream");
  const archive = pack();
  const chunks: Buffer[] = [];
  for (const entry of entries) add(archive, entry);
  archive.finalize();
  for await (const chunk of archive)
    if (chunk instanceof Uint8Array) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks);
}

function add(archive: import("tar-stream").Pack, entry: TarEntry): void {
  const common = { name: entry.path, mtime: new Date(0), uid: 0, gid: 0 };
  switch (entry.kind) {
    case "folder":
      archive.entry({ ...common, type: "directory", mode: 0o755 });
      return;
    case "link":
      archive.entry({ ...common, type: "symlink", linkname: entry.target });
      return;
    case "file":
      archive.entry({ ...common, type: "file", mode: entry.mode }, entry.data);
  }
}
