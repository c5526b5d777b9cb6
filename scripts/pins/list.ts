/** Every default of the project that is pinned by its content. */

import { addressFrom } from "../../src/emulator/sources/address.ts";
import { DEFAULT_IMAGE } from "../../src/emulator/sources/image-source.ts";
import { DEFAULT_ADDRESS, pins } from "../../src/emulator/sources/pins.ts";
import defaults from "../../src/inputs/defaults.json" with { type: "json" };

export interface Pinned {
  /** `x86_64_qemu-aarch64 7.2.0-1`, or an image's reference with its tag. */
  readonly what: string;
  /** Hex sha256: of the emulator file in a release, of an image's index. */
  readonly digest: string;
  /** Address of the release's tarball; of images undefined. */
  readonly url: string | undefined;
}

/** The defaults; `template` is the address of releases, as `emulator-url` writes it. */
export function pinned(template: string = DEFAULT_ADDRESS): readonly Pinned[] {
  const files = pins.map(({ host, target, version, sha256 }): Pinned => {
    const url = addressFrom(template, { host, target, version });
    return { what: `${host}_qemu-${target} ${version}`, digest: sha256, url };
  });
  const images = [defaults["buildkit-image"], DEFAULT_IMAGE].map((reference): Pinned => {
    const [what = "", digest = ""] = reference.split("@sha256:");
    return { what, digest, url: undefined };
  });
  return [...files, ...images];
}
