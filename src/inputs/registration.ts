/** Reads how handlers are registered with the kernel. */

import type { RegistrationInputs } from "./inputs.ts";
import type { InputReader } from "./reader.ts";

export function registrationFrom(reader: InputReader): RegistrationInputs {
  return {
    register: reader.choice("register", ["auto", "container", "privileged", "host", "off"]),
    setuid: reader.boolean("setuid"),
    keep: reader.boolean("keep"),
  };
}
