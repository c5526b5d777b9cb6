/** Obtains a verified emulator for each architecture: from the caches, else from where it is published. */

import { readFile } from "node:fs/promises";
import { Failure, Failures } from "../failure.ts";
import { type Architecture, architectureFor } from "../platform/architecture.ts";
import { platformName } from "../platform/platform.ts";
import { log } from "../runner/log.ts";
import type { Emulator, EmulatorRequest } from "./emulator.ts";
import { fromActionsCache, fromToolCache, type Search, searchFor, sourceFacts } from "./search.ts";
import { distributionFrom } from "./sources/apt-record.ts";
import { imageSession } from "./sources/image-session.ts";
import { imageSource } from "./sources/image-source.ts";
import { sourceOrder } from "./sources/order.ts";
import { fromOrigins, type Sessions } from "./sources/origins.ts";
import { packageSession } from "./sources/package-session.ts";

/** What was obtained, and why the rest was not; both in the order of the request. */
export interface Obtained {
  readonly emulators: readonly Emulator[];
  readonly missing: readonly { readonly architecture: Architecture; readonly error: Failure }[];
}

/**
 * One emulator per architecture, in their order. Every way that was tried is in the log with its
 * reason; a Failure (Failures for several architectures) lists each with its error.
 */
export async function obtainEmulators(request: EmulatorRequest): Promise<readonly Emulator[]> {
  const { emulators, missing } = await tryObtain(request);
  const [only, ...more] = missing.map(({ error }) => error);
  if (only === undefined) return emulators;
  if (more.length === 0) throw only;
  throw new Failures("these emulators could not be obtained", [only, ...more]);
}

/** As `obtainEmulators`, for whoever can do with less than all. */
export async function tryObtain(request: EmulatorRequest): Promise<Obtained> {
  const host = hostOf(request);
  const distribution = distributionFrom(await readFile("/etc/os-release", "utf8").catch(() => ""));
  const searches = request.architectures.map((architecture) =>
    searchFor(request, { architecture, host, distribution }),
  );
  const found = await Promise.all(searches.map(fromCaches));
  const sought = searches.filter((_, index) => found[index] === undefined);
  const targets = sought.map((search) => search.architecture.target);
  const sessions = sessionsFor(request, host, targets);
  try {
    return await completed(searches, found, sessions);
  } finally {
    await Promise.all([sessions.package.close(), sessions.image?.close()]);
  }
}

/** Nothing is asked nor fetched before the first of them needs it. */
function sessionsFor(
  request: EmulatorRequest,
  host: Architecture,
  targets: readonly string[],
): Sessions {
  const { temp, signal, images, inputs } = request;
  const facts = { platform: request.host, host, temp, signal };
  return {
    package: packageSession({ host, temp }, targets),
    image: images && imageSession({ ...images, ...facts }, imageSource(inputs)),
  };
}

async function completed(
  searches: readonly Search[],
  found: readonly (Emulator | undefined)[],
  sessions: Sessions,
): Promise<Obtained> {
  const missing: { architecture: Architecture; error: Failure }[] = [];
  const emulators: Emulator[] = [];
  for (const [index, search] of searches.entries()) {
    try {
      const emulator = found[index] ?? (await fromOrigins(search, sessions));
      log.info(lineOf(emulator));
      emulators.push(emulator);
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      missing.push({ architecture: search.architecture, error });
    }
  }
  return { emulators, missing };
}

/** The plan is asked first: it refuses what cannot be done before anything is touched. */
async function fromCaches(search: Search): Promise<Emulator | undefined> {
  const order = sourceOrder(search.request.inputs, sourceFacts(search, { kind: "unasked" }));
  const kinds = order.map(({ kind }) => kind);
  const kept = kinds.includes("tool cache") ? await fromToolCache(search) : undefined;
  if (kept !== undefined || !kinds.includes("actions cache")) return kept;
  return await fromActionsCache(search);
}

function lineOf(emulator: Emulator): string {
  const { architecture, version, source, origin, sha256, cacheHit } = emulator;
  const hit = cacheHit === "none" ? "" : `, from the ${cacheHit}`;
  return `qemu-${architecture.target} ${version}: ${source} ${origin}, sha256 ${sha256}${hit}`;
}

function hostOf(request: EmulatorRequest): Architecture {
  const host = architectureFor(request.host);
  if (host !== undefined) return host;
  throw new Failure({
    what: "no emulator can run on the engine's node",
    seen: platformName(request.host),
    anchor: "emulator-host",
  });
}
