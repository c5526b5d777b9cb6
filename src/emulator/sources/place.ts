/** Names where an emulator comes from, so that a cache can be asked for it without any network. */

import { createHash } from "node:crypto";
import type { EmulatorInputs } from "../../inputs/inputs.ts";
import type { Architecture } from "../../platform/architecture.ts";
import { askedVersion } from "../version.ts";
import { addressFrom } from "./address.ts";
import { imageSource } from "./image-source.ts";
import { DEFAULT_ADDRESS, pinFor, releaseFor } from "./pins.ts";

export interface Place {
  readonly source: "package" | "release" | "image";
  /** Unique per source, version asked, target, host and distribution or address; fit for file names. */
  readonly key: string;
  /** Hex sha256 that is known beforehand: the user's, else the table's. */
  readonly sha256: string | undefined;
  /** Address of a release, or reference of an image. */
  readonly address: string | undefined;
  /** Tag of a release, or the version asked of a package or image. */
  readonly version: string | undefined;
}

export interface PlaceFacts {
  readonly architecture: Architecture;
  readonly host: Architecture;
  /** Distribution and suite: `debian-12`. */
  readonly distribution: string;
}

/** Hex given by the user for this target, lower case. */
export function givenSha256(inputs: EmulatorInputs, target: string): string | undefined {
  return (inputs.sha256[target] ?? inputs.sha256["*"])?.toLowerCase();
}

export function packagePlace(inputs: EmulatorInputs, facts: PlaceFacts): Place {
  const version = askedVersion(inputs.version, facts.architecture);
  const suite = version === undefined ? facts.distribution : `${facts.distribution}-${version}`;
  return {
    source: "package",
    key: keyOf(facts, `package-${suite}`),
    sha256: givenSha256(inputs, facts.architecture.target),
    address: undefined,
    version,
  };
}

/** A pin holds for any mirror of a release, and only where the address says which release it is. */
export function releasePlace(inputs: EmulatorInputs, facts: PlaceFacts): Place {
  const template = inputs.url ?? DEFAULT_ADDRESS;
  const version = releaseFor(askedVersion(inputs.version, facts.architecture));
  const [host, target] = [facts.host.target, facts.architecture.target];
  const address = addressFrom(template, { host, target, version });
  const pin = template.includes("{version}") ? pinFor(host, target, version) : undefined;
  return {
    source: "release",
    key: keyOf(facts, `release-${shortHash(address)}`),
    sha256: givenSha256(inputs, target) ?? pin,
    address,
    version,
  };
}

/** The digest stands for the content: another image, or another path in it, is another place. */
export function imagePlace(inputs: EmulatorInputs, facts: PlaceFacts): Place {
  const { ref, template = "" } = imageSource(inputs);
  const version = askedVersion(inputs.version, facts.architecture);
  const short = shortHash([ref, template, version ?? ""].join(" "));
  return {
    source: "image",
    key: keyOf(facts, `image-${short}`),
    sha256: givenSha256(inputs, facts.architecture.target),
    address: ref,
    version,
  };
}

function shortHash(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, 16);
}

function keyOf(facts: PlaceFacts, rest: string): string {
  const safe = rest.replace(/[^\w.+~-]/g, "_");
  return `${facts.architecture.target}-on-${facts.host.target}-${safe}`;
}
