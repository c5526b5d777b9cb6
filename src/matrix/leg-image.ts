/** One image of a leg, as its registry has it, and the platform that it really is for. */

import { type Descriptor, platformFrom } from "../engine/image-facts.ts";
import { maybeTextAt, parseJson, textAt } from "../engine/json.ts";
import type { Registry } from "../engine/registry/registry.ts";
import { jsonOf, type Stored } from "../engine/registry/stored.ts";
import { platformName } from "../platform/platform.ts";

/** An entry of an index as it will stand there, and what it names. */
export interface Entry {
  readonly descriptor: Descriptor & Readonly<Record<string, unknown>>;
  readonly manifest: Stored;
}

export interface LegImage extends Entry {
  /** Canonical name, out of the image's own configuration. */
  readonly platform: string;
  readonly attestations: readonly Entry[];
}

/** The platform is what the configuration says: an index can claim anything. */
export async function imageOf(
  registry: Registry,
  path: string,
  entry: Entry,
): Promise<LegImage | undefined> {
  const digest = textAt(jsonOf(entry.manifest), "config", "digest");
  const bytes = await registry.readBlob(path, digest);
  if (bytes === undefined) return undefined;
  const config = parseJson(bytes.toString("utf8"), `the configuration ${digest}`);
  const [os, architecture] = [maybeTextAt(config, "os"), maybeTextAt(config, "architecture")];
  const variant = maybeTextAt(config, "variant");
  const platform =
    os === undefined || architecture === undefined
      ? "unknown/unknown"
      : platformName(platformFrom({ os, architecture, variant }));
  const own = { os, architecture, ...(variant === undefined ? {} : { variant }) };
  const descriptor = { platform: own, ...entry.descriptor };
  return { ...entry, descriptor, platform, attestations: [] };
}
