/** Reads which QEMU the tag of an image names. */

/** `qemu-v7.0.0-28`, `7.2.0-1` -> 7.0.0, 7.2.0; undefined where it names none, as `latest`. */
export function versionOfTag(tag: string): string | undefined {
  return /^(?:qemu-)?v?(\d{1,2}\.\d+(?:\.\d+)*)(?![\w.])/.exec(tag)?.[1];
}
