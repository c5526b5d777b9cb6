/** The search for one architecture's emulator: what is known of it, and what the caches hold. */

import type { Architecture } from "../platform/architecture.ts";
import { hasActionsCache } from "../runner/action-cache.ts";
import { log } from "../runner/log.ts";
import type { Emulator, EmulatorRequest } from "./emulator.ts";
import { type Place, packagePlace, releasePlace } from "./place.ts";
import { restoreEntry } from "./shared-entry.ts";
import type { PackageOffer, SourceFacts } from "./source-order.ts";
import { findKept, keep } from "./store.ts";
import { askedVersion, compareVersions, upstreamVersion } from "./version.ts";

export interface Search {
  readonly request: EmulatorRequest;
  readonly architecture: Architecture;
  readonly host: Architecture;
  readonly places: { readonly package: Place; readonly release: Place };
}

export function searchFor(
  request: EmulatorRequest,
  facts: { architecture: Architecture; host: Architecture; distribution: string },
): Search {
  const { architecture, host } = facts;
  const places = {
    package: packagePlace(request.inputs, facts),
    release: releasePlace(request.inputs, facts),
  };
  return { request, architecture, host, places };
}

/** What the order of sources depends on. */
export function sourceFacts(search: Search, offer: PackageOffer): SourceFacts {
  const { release } = search.places;
  return {
    actionsCache: hasActionsCache(),
    offer,
    release: release.version ?? "",
    releaseKnown: release.sha256 !== undefined,
    asked: askedVersion(search.request.inputs.version, search.architecture),
  };
}

/** Folders and machines, as the caches want them. */
export function cacheFacts(search: Search) {
  const { architecture, host, request } = search;
  return { architecture, host, temp: request.temp, signal: request.signal };
}

function placesAsked(search: Search): readonly Place[] {
  const { places, request } = search;
  const { source } = request.inputs;
  if (source === "auto") return [places.package, places.release];
  return source === "package" || source === "release" ? [places[source]] : [];
}

/** The newest of what the tool cache holds for it; neither network nor any program is used. */
export async function fromToolCache(search: Search): Promise<Emulator | undefined> {
  let best: Emulator | undefined;
  for (const place of placesAsked(search)) {
    const found = await findKept(place, cacheFacts(search));
    const newer = best === undefined || compareVersions(found?.version ?? "0", best.version) > 0;
    if (found !== undefined && newer) best = found;
  }
  return best;
}

/** What an earlier run saved; it goes into the tool cache as well. */
export async function fromActionsCache(search: Search): Promise<Emulator | undefined> {
  const { architecture } = search;
  for (const place of placesAsked(search)) {
    const file = await restoreEntry(place, cacheFacts(search));
    if (file === undefined) continue;
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
