/** What docker/setup-qemu-action's `image` means here, where nothing is pulled that need not be. */

import { spelledOut } from "../visible.ts";
import { versionOfTag } from "./image-tag.ts";
import type { EmulatorInputs } from "./inputs.ts";
import type { InputReader } from "./reader.ts";

/** What that action takes where nothing is written; the pinned one of this project stands for it. */
const DEFAULT = /^(docker\.io\/)?tonistiigi\/binfmt(:latest|:master)?$/;

const PINNED = /^\S+@sha256:[0-9a-f]{64}$/;

/** Name and tag, as docker writes them; the port of a registry is no tag. */
const TAGGED = /^([\w.-]+(?::\d+(?=\/))?(?:\/[\w.-]+)*)(?::(\w[\w.-]*))?$/;

/**
 * The emulator inputs with what `image` says, where no input of ours says it already. With a digest
 * the image is the source. By its tag it is the last of the sources, and a version in the tag is
 * asked of all of them: whoever wrote `qemu-v7.0.0` gets no other QEMU.
 */
export function withImage(emulator: EmulatorInputs, reader: InputReader): EmulatorInputs {
  const image = reader.text("image");
  if (image === undefined) return emulator;
  const free = emulator.source === "auto" || emulator.source === "image";
  if (free && emulator.image === undefined) {
    if (PINNED.test(image)) return { ...emulator, source: "image", image };
    if (!DEFAULT.test(image)) return byTag(emulator, image, reader);
  }
  reader.notices.push(
    `image: ${spelledOut(image)} is not pulled; emulators come from this machine's caches, a package or a release. With a digest (name@sha256:…) it would be.`,
  );
  return emulator;
}

function byTag(emulator: EmulatorInputs, image: string, reader: InputReader): EmulatorInputs {
  const [, name, tag = "latest"] = TAGGED.exec(image) ?? [];
  if (name === undefined) {
    reader.fault({
      what: "The input `image` is not the name of an image.",
      seen: spelledOut(image),
      expected: "name:tag, or name@sha256:<64 digits>",
      anchor: "emulator-image",
    });
    return emulator;
  }
  const named = emulator.version === undefined ? versionOfTag(tag) : undefined;
  const what = named === undefined ? "emulators" : `QEMU ${named}`;
  reader.notices.push(
    `image: ${spelledOut(image)} is pulled only where no cache, package or release has ${what}. A tag names another image tomorrow; a digest (name@sha256:…) does not.`,
  );
  return { ...emulator, version: emulator.version ?? named, image: `${name}:${tag}` };
}
