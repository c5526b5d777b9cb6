/** Tries the origins of an emulator one after the other, and keeps what was obtained and verified. */

import { assertNever, Failure } from "../failure.ts";
import { hasActionsCache } from "../runner/action-cache.ts";
import { log } from "../runner/log.ts";
import type { Emulator, ObtainedFile } from "./emulator.ts";
import { fromHost, fromPath } from "./local.ts";
import { MissingEmulator } from "./missing.ts";
import type { PackageSession } from "./package-session.ts";
import { fromRelease } from "./release.ts";
import { cacheFacts, type Search, sourceFacts } from "./search.ts";
import { saveEntry } from "./shared-entry.ts";
import { type PackageOffer, type PlannedSource, sourceOrder } from "./source-order.ts";
import { dropBroken, keep } from "./store.ts";

type Origin = Emulator["source"];

interface Tried {
  readonly source: Origin;
  readonly error: Failure;
}

/** The emulator of the first origin that has it; one Failure with every origin's error if none has. */
export async function fromOrigins(search: Search, session: PackageSession): Promise<Emulator> {
  const { inputs, signal } = search.request;
  const offer: PackageOffer =
    inputs.source === "auto" ? await session.offer() : { kind: "unasked" };
  const order = sourceOrder(inputs, sourceFacts(search, offer));
  log.info(orderText(search, offer, order));
  const tried: Tried[] = [];
  for (const { kind } of order) {
    if (kind === "tool cache" || kind === "actions cache") continue;
    try {
      return await kept(kind, await obtained(kind, search, session), search);
    } catch (error) {
      signal.throwIfAborted();
      if (!(error instanceof Failure)) throw error;
      tried.push({ source: kind, error });
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

async function obtained(
  source: Origin,
  search: Search,
  session: PackageSession,
): Promise<ObtainedFile> {
  const { architecture, host, places, request } = search;
  switch (source) {
    case "package": {
      const { sha256, version } = places.package;
      return await session.obtain({ architecture, sha256, version });
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
  if (request.trusted && request.inputs.cache && hasActionsCache()) {
    const saved = await saveEntry({ path, sha256: file.sha256 }, place, cacheFacts(search));
    log.info(saved ? "saved to the Actions cache" : "not saved to the Actions cache");
  }
  return { ...emulator, path };
}

function sentence({ parts }: Failure): string {
  const command = parts.command?.stderr.trim().split("\n").at(-1);
  return [parts.what, parts.seen, parts.expected, command]
    .filter((text) => text !== undefined && text !== "")
    .join(" | ");
}

function allFailed(search: Search, tried: readonly Tried[], offer: PackageOffer): Failure {
  const [only, ...more] = tried;
  if (only !== undefined && more.length === 0 && offer.kind !== "absent") return only.error;
  const absent = offer.kind === "absent" ? [`package: ${offer.why}`] : [];
  const lines = [...absent, ...tried.map(({ source, error }) => `${source}: ${sentence(error)}`)];
  const Kind = tried.every(({ error }) => error instanceof MissingEmulator)
    ? MissingEmulator
    : Failure;
  return new Kind(
    {
      what: `no emulator qemu-${search.architecture.target} could be obtained`,
      seen: lines.join("\n"),
      fix: tried.find(({ error }) => error.parts.fix !== undefined)?.error.parts.fix,
      anchor: "emulator-none",
    },
    { cause: tried[0]?.error },
  );
}
