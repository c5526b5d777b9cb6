/** Tries the origins of an emulator one after the other, and keeps what was obtained and verified. */

import { assertNever, Failure, sentence } from "../../failure.ts";
import { hasActionsCache } from "../../runner/action-cache.ts";
import { log } from "../../runner/log.ts";
import type { Emulator, ObtainedFile } from "../emulator.ts";
import { saveEntry } from "../kept/shared-entry.ts";
import { dropBroken, keep } from "../kept/store.ts";
import { cacheFacts, type Search, sourceFacts } from "../search.ts";
import type { PackageOffer, PlannedSource } from "./facts.ts";
import type { ImageSession } from "./image-session.ts";
import { noEngine } from "./image-source.ts";
import { fromHost, fromPath } from "./local.ts";
import { sourceOrder } from "./order.ts";
import type { PackageSession } from "./package-wish.ts";
import { fromRelease } from "./release.ts";
import { allFailed, type Origin, type Tried, withRoom } from "./tried.ts";

/** What is opened once for all architectures of a run. */
export interface Sessions {
  readonly package: PackageSession;
  /** Undefined where there is no engine. */
  readonly image: ImageSession | undefined;
}

/** The emulator of the first origin that has it; one Failure with every origin's error if none has. */
export async function fromOrigins(search: Search, sessions: Sessions): Promise<Emulator> {
  const { inputs, signal } = search.request;
  const offer: PackageOffer =
    inputs.source === "auto" ? await sessions.package.offer() : { kind: "unasked" };
  const order = sourceOrder(inputs, sourceFacts(search, offer));
  log.info(orderText(search, offer, order));
  const tried: Tried[] = [];
  for (const { kind } of order) {
    if (kind === "tool cache" || kind === "actions cache") continue;
    try {
      return await kept(kind, await obtained(kind, search, sessions), search);
    } catch (error) {
      signal.throwIfAborted();
      if (!(error instanceof Failure)) throw error;
      tried.push({ source: kind, error: withRoom(error) });
      log.info(`${kind}: ${sentence(error)}`);
    }
  }
  await Promise.all(
    Object.values(search.places).map((place) => dropBroken(place, cacheFacts(search))),
  );
  throw allFailed(search, tried, offer);
}

function orderText(search: Search, offer: PackageOffer, order: readonly PlannedSource[]): string {
  const texts = order.map(({ kind, reason }) => `${kind} (${reason})`);
  const without = offer.kind === "absent" ? `; no package: ${offer.why}` : "";
  return `qemu-${search.architecture.target}: ${texts.join(", then ")}${without}`;
}

async function obtained(source: Origin, search: Search, sessions: Sessions): Promise<ObtainedFile> {
  const { architecture, host, places, request } = search;
  switch (source) {
    case "package": {
      const { sha256, version } = places.package;
      return await sessions.package.obtain({ architecture, sha256, version });
    }
    case "image": {
      if (sessions.image === undefined) throw noEngine();
      const { sha256, version } = places.image;
      return await sessions.image.obtain({ architecture, sha256, version });
    }
    case "release":
      return await fromRelease({ place: places.release, ...cacheFacts(search) });
    case "path":
      return await fromPath({ inputs: request.inputs, architecture, host });
    case "host":
      return await fromHost({ inputs: request.inputs, architecture, host });
    default:
      return assertNever(source);
  }
}

/** A file of the user's own stays where it is; what was fetched goes into the caches. */
async function kept(source: Origin, file: ObtainedFile, search: Search): Promise<Emulator> {
  const { architecture, request } = search;
  const emulator = { ...file, architecture, source, cacheHit: "none" } as const;
  if (source === "path" || source === "host") return emulator;
  const place = search.places[source];
  const path = await keep(file, place, cacheFacts(search));
  if (request.trusted && request.inputs.cache && hasActionsCache("save")) {
    const saved = await saveEntry({ path, sha256: file.sha256 }, place, cacheFacts(search));
    log.info(saved ? "saved to the Actions cache" : "not saved to the Actions cache");
  }
  return { ...emulator, path };
}
