/** Which image emulators are taken out of, and where in it they lie. */

import { parseReference, repositoryOf } from "../../engine/registry/reference.ts";
import { Failure } from "../../failure.ts";
import { versionOfTag } from "../../inputs/image-tag.ts";
import type { EmulatorInputs } from "../../inputs/inputs.ts";
import { MissingEmulator } from "../missing.ts";

export interface ImageSource {
  /** `registry/repository@sha256:…`, found by its content alone; `…:tag` where the user has no digest. */
  readonly ref: string;
  /** Path in it with `{target}` and `{host}`, or undefined: where the known images have them. */
  readonly template: string | undefined;
  /** Of the QEMU in it, where it is known without looking. */
  readonly version: string | undefined;
  /** Whether the user named it. */
  readonly given: boolean;
}

/**
 * The pinned image: QEMU 10.2.3 of github.com/tonistiigi/binfmt, which docker/setup-qemu-action
 * uses. Its digest was read in five public repositories independent of the publisher.
 */
export const DEFAULT_IMAGE =
  "tonistiigi/binfmt:qemu-v10.2.3-68@sha256:400a4873b838d1b89194d982c45e5fb3cda4593fbfd7e08a02e76b03b21166f0";

/**
 * Source out of `emulator-image`: a reference with a digest and, after white space, a path. Only the
 * set-up step's `image`, which is docker/setup-qemu-action's, may name a tag.
 */
export function imageSource(inputs: EmulatorInputs): ImageSource {
  const [text = "", template] = (inputs.image ?? DEFAULT_IMAGE).trim().split(/\s+/);
  const reference = parseReference(text);
  const { digest, tag = "latest" } = reference;
  // With a digest the tag says nothing more, and not every engine takes both.
  return {
    ref: `${repositoryOf(reference)}${digest === undefined ? `:${tag}` : `@${digest}`}`,
    template,
    version: versionOfTag(tag),
    given: inputs.image !== undefined,
  };
}

/** tonistiigi/binfmt has `/usr/bin/qemu-<target>`, multiarch/qemu-user-static `…-static`. */
const LAYOUTS = ["/usr/bin/qemu-{target}-static", "/usr/bin/qemu-{target}"];

/** Paths to look at, in order. */
export function pathsIn(
  { template }: ImageSource,
  names: { readonly target: string; readonly host: string },
): readonly string[] {
  return (template === undefined ? LAYOUTS : [template]).map((path) =>
    path.replaceAll("{target}", names.target).replaceAll("{host}", names.host),
  );
}

export function unfitImage({ ref, given }: ImageSource, target: string, seen: string): Failure {
  const Kind = seen.startsWith("none of ") ? MissingEmulator : Failure;
  return new Kind({
    what: `the image ${ref} gave no emulator qemu-${target}`,
    seen,
    expected: "a plain file",
    fix: given ? "emulator-image: name@sha256:… /path/in/it/qemu-{target}" : "emulator: package",
    anchor: "emulator-image",
  });
}

export function wrongVersion({ ref }: ImageSource, asked: string, seen: string): Failure {
  return new MissingEmulator({
    what: `the image ${ref} has no QEMU ${asked}`,
    seen: `QEMU ${seen}`,
    fix: `emulator-version: ${seen}`,
    anchor: "emulator-image",
  });
}

/** Where no engine is spoken to, nothing can be pulled. */
export function noEngine(): Failure {
  return new Failure({
    what: "emulators out of an image need an engine to pull it",
    seen: "emulator: image",
    fix: "emulator: auto",
    anchor: "emulator-image",
  });
}
