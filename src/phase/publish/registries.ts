/** Opens each registry that some references are in, with the engine's trust where there is an engine. */

import { connectEngine } from "../../engine/connection/connection.ts";
import { parseJson } from "../../engine/json.ts";
import { accepted } from "../../engine/refusal.ts";
import { openRegistry } from "../../engine/registry/open.ts";
import { parseReference } from "../../engine/registry/reference.ts";
import type { Registry } from "../../engine/registry/registry.ts";
import { LOOPBACK_ONLY, type RegistryTrust, trustFrom } from "../../engine/registry/trust.ts";
import { deadline } from "../../runner/deadline.ts";
import { environment } from "../../runner/env.ts";

/** Milliseconds for the engine to answer: none is needed. */
const PATIENCE = 5_000;

/** By host; whoever opens them closes them. */
export async function openRegistries(
  refs: readonly string[],
  signal: AbortSignal,
): Promise<ReadonlyMap<string, Registry>> {
  const env = environment();
  const trust = await trustHere(signal);
  const references = new Map(refs.map(parseReference).map((each) => [each.domain, each]));
  const open = [...references.values()].map((each) => openRegistry(each, { trust, env, signal }));
  return new Map((await Promise.all(open)).map((registry) => [registry.host, registry]));
}

async function trustHere(signal: AbortSignal): Promise<RegistryTrust> {
  const limit = deadline(PATIENCE, signal);
  try {
    const engine = await connectEngine(environment(), limit.signal);
    const asked = engine.request("GET", "/info", { signal: limit.signal });
    const reply = await asked.finally(engine.close);
    const { text } = accepted("The engine does not tell of itself", reply);
    return trustFrom(parseJson(text, "the engine's answer to /info"));
  } catch {
    // A merge needs no engine; without one the rules are those that every engine has.
    signal.throwIfAborted();
    return LOOPBACK_ONLY;
  } finally {
    limit.end();
  }
}
