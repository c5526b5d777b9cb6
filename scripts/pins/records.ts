/** Where each default that is pinned by its content was seen, besides at its publisher. */

export interface PinRecord {
  /** What is pinned: a release's file by `<host>_qemu-<target> <release>`, an image by its reference without the digest. */
  readonly what: string;
  /** Public repositories, independent of the publisher and of each other, that write the same digest down. */
  readonly repositories: number;
  /** When they were read, year and month. */
  readonly read: string;
}

export const records: readonly PinRecord[] = [
  { what: "x86_64_qemu-aarch64 7.2.0-1", repositories: 7, read: "2026-11" },
  { what: "x86_64_qemu-arm 7.2.0-1", repositories: 6, read: "2026-11" },
  { what: "x86_64_qemu-ppc64le 7.2.0-1", repositories: 1, read: "2026-11" },
  { what: "x86_64_qemu-s390x 7.2.0-1", repositories: 1, read: "2026-11" },
  { what: "x86_64_qemu-aarch64 5.2.0-2", repositories: 1, read: "2026-11" },
  { what: "moby/buildkit:v0.31.2", repositories: 5, read: "2026-11" },
  { what: "tonistiigi/binfmt:qemu-v10.2.3-68", repositories: 5, read: "2026-11" },
];
