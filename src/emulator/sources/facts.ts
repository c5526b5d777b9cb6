/** What is known of the places emulators come from, and the order made of it. */

/** What the machine's package manager offers; `unasked` until the caches were found empty. */
export type PackageOffer =
  | { readonly kind: "unasked" }
  | { readonly kind: "offered"; readonly name: string; readonly version: string }
  | { readonly kind: "absent"; readonly why: string };

export interface SourceFacts {
  /** Whether the Actions cache service can be reached from this run. */
  readonly actionsCache: boolean;
  readonly offer: PackageOffer;
  /** Tag of the release that would be fetched: `7.2.0-1`. */
  readonly release: string;
  /** Whether a sha256 of its file is known, so that it could be verified. */
  readonly releaseKnown: boolean;
  /** QEMU version asked for, or undefined: any. */
  readonly asked: string | undefined;
  /** The image that may serve where nothing else does; undefined: none may. */
  readonly image: { readonly ref: string; readonly version: string | undefined } | undefined;
}

export type SourceKind =
  | "tool cache"
  | "actions cache"
  | "package"
  | "release"
  | "image"
  | "path"
  | "host";

export interface PlannedSource {
  readonly kind: SourceKind;
  /** Why it stands where it stands, for the log. */
  readonly reason: string;
}
