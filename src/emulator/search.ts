/** The search for one architecture's emulator: what is known of it, and what the caches hold. */

import type { Architecture } from "../platform/architecture.ts";
import { hasActionsCache } from "../runner/action-cache.ts";
import { log } from "../runner/log.ts";
import type { Emulator, EmulatorRequest } from "./emulator.ts";
import { restoreEntry } from "./kept/shared-entry.ts";
import { findKept, keep } from "./kept/store.ts";
import type { PackageOffer, SourceFacts } from "./sources/facts.ts";
import { type ImageSource, imageSource } from "./sources/image-source.ts";
import { imagePlace, type Place, packagePlace, releasePlace } from "./sources/place.ts";
import { askedVersion, compareVersions, upstreamVersion } from "./version.ts";
import { versionFault } from "./version-fault.ts";

export interface Search {
  readonly request: EmulatorRequest;
  readonly architecture: Architecture;
  readonly host: Architecture;
  readonly places: { readonly package: Place; readonly release: Place; readonly image: Place };
  readonly image: ImageSource;
}

export function searchFor(
  request: EmulatorRequest,
  facts: { architecture: Architecture; host: Architecture; distribution: string },
): Search {
  const { architecture, host } = facts;
  const places = {
    package: packagePlace(request.inputs, facts),
    release: releasePlace(request.inputs, facts),
    image: imagePlace(request.inputs, facts),
  };
  return { request, architecture, host, places, image: imageSource(request.inputs) };
}

/** What the order of sources depends on. */
export function sourceFacts(search: Search, offer: PackageOffer): SourceFacts {
  const { release } = search.places;
  return {
    actionsCache: hasActionsCache("restore"),
    offer,
    release: release.version ?? "",
    releaseKnown: release.sha256 !== undefined,
    asked: askedVersion(search.request.inputs.version, search.architecture),
    image: imageOffer(search),
  };
}

/**
 * The image as a source that nobody asked for by name; undefined where there is no engine, or the
 * user said by address or sha256 which file it has to be.
 */
function imageOffer({ image, request, places }: Search): SourceFacts["image"] {
  const { url } = request.inputs;
  const own = url !== undefined || places.image.sha256 !== undefined;
  if (request.images === undefined || (own && !image.given)) return undefined;
  return { ref: image.ref, version: image.version };
}

/** Folders and machines, as the caches want them. */
export function cacheFacts(search: Search) {
  const { architecture, host, request } = search;
  return { architecture, host, temp: request.temp, signal: request.signal };
}

function placesAsked(search: Search): readonly Place[] {
  const { places, request } = search;
  const { source } = request.inputs;
  if (source === "path" || source === "host") return [];
  if (source !== "auto") return [places[source]];
  // A release that is known is taken before our own image: then a look for that would cost and miss.
  const known = places.release.sha256 !== undefined && !search.image.given;
  const image = imageOffer(search) !== undefined && !known;
  return [places.package, places.release, ...(image ? [places.image] : [])];
}

/** What is known to crash is not taken out of a cache unless its source or version was asked for. */
function serves({ request, architecture }: Search, version: string): boolean {
  const { inputs } = request;
  const asked =
    inputs.source !== "auto" || askedVersion(inputs.version, architecture) !== undefined;
  return asked || versionFault(version) === undefined;
}

/** The newest of what the tool cache holds for it; neither network nor any program is used. */
export async function fromToolCache(search: Search): Promise<Emulator | undefined> {
  let best: Emulator | undefined;
  for (const place of placesAsked(search)) {
    const found = await findKept(place, cacheFacts(search));
    const newer = best === undefined || compareVersions(found?.version ?? "0", best.version) > 0;
    if (found !== undefined && newer && serves(search, found.version)) best = found;
  }
  return best;
}

/** What an earlier run saved; it goes into the tool cache as well. */
export async function fromActionsCache(search: Search): Promise<Emulator | undefined> {
  const { architecture } = search;
  for (const place of placesAsked(search)) {
    const file = await restoreEntry(place, cacheFacts(search));
    if (file === undefined || !serves(search, file.version)) continue;
    const path = await keep(file, place, cacheFacts(search));
    log.debug(`kept in ${path}`);
    const version = upstreamVersion(file.version);
    return {
      ...file,
      architecture,
      path,
      version,
      source: place.source,
      cacheHit: "actions cache",
    };
  }
  return undefined;
}
