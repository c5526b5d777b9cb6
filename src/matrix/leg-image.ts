/** One image of a leg, as its registry has it, and the platform that it really is for. */

import { isFields } from "../any-json.ts";
import { type Descriptor, platformFrom } from "../engine/images/image-facts.ts";
import { maybeTextAt, parseJson, textAt, valueAt } from "../engine/json.ts";
import type { Registry } from "../engine/registry/registry.ts";
import { jsonOf, type Stored } from "../engine/registry/stored.ts";
import { type Platform, platformName } from "../platform/platform.ts";

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

/**
 * The platform is what the configuration says, for the index that is published too: a leg's own
 * index can claim anything. What it tells beyond that (`os.version`) stays.
 */
export async function imageOf(
  registry: Registry,
  path: string,
  entry: Entry,
): Promise<LegImage | undefined> {
  const digest = textAt(jsonOf(entry.manifest), "config", "digest");
  const bytes = await registry.readBlob(path, digest);
  if (bytes === undefined) return undefined;
  const own = platformIn(parseJson(bytes.toString("utf8"), `the configuration ${digest}`));
  const claimed = valueAt(entry.descriptor, "platform");
  const all = { ...(isFields(claimed) ? claimed : {}), variant: undefined, ...own };
  const descriptor = { ...entry.descriptor, platform: all };
  const platform = own === undefined ? "unknown/unknown" : platformName(own);
  return { ...entry, descriptor, platform, attestations: [] };
}

function platformIn(config: unknown): Platform | undefined {
  const [os, architecture] = [maybeTextAt(config, "os"), maybeTextAt(config, "architecture")];
  if (os === undefined || architecture === undefined) return undefined;
  return platformFrom({ os, architecture, variant: maybeTextAt(config, "variant") });
}
