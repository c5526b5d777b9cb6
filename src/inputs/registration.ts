/** Reads how handlers are registered with the kernel. */

import type { EmulatorInputs, RegistrationInputs } from "./inputs.ts";
import type { InputReader } from "./reader.ts";

const WAYS = ["auto", "container", "privileged", "host", "image", "off"] as const;

/** `image` is `emulator-image`, which alone `register: image` runs. */
export function registrationFrom(
  reader: InputReader,
  { image }: Pick<EmulatorInputs, "image">,
): RegistrationInputs {
  const register = reader.choice("register", WAYS);
  if (register === "image" && image === undefined) {
    reader.fault({
      what: "`register: image` runs the image that `emulator-image` names, and it names none.",
      seen: "emulator-image is empty",
      expected: "name:tag@sha256:<64 digits>",
      fix: "register: auto",
      anchor: "emulator-image",
    });
  }
  return {
    register,
    setuid: reader.boolean("setuid"),
    keep: reader.boolean("keep"),
  };
}
