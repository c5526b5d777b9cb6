/** Opens the registry of a reference: how it is reached, and as whom. */

import type { Env } from "../../runner/env.ts";
import { registryAccess } from "./access.ts";
import { registryAccount } from "./credentials.ts";
import type { Reference } from "./reference.ts";
import { Registry } from "./registry.ts";
import { openSession } from "./session.ts";
import type { RegistryTrust } from "./trust.ts";
import { openWire } from "./wire.ts";

export interface Opening {
  /** Whom the engine trusts; without an engine, what every engine does. */
  readonly trust: RegistryTrust;
  readonly env: Env;
  readonly signal: AbortSignal;
}

/** Nothing is asked of the registry yet; whoever opens it closes it. */
export async function openRegistry(
  reference: Reference,
  { trust, env, signal }: Opening,
): Promise<Registry> {
  const [access, account] = await Promise.all([
    registryAccess(reference.domain, trust, env),
    registryAccount(reference, env),
  ]);
  const wire = await openWire(access, env);
  const session = openSession({ wire, access, account, signal });
  return new Registry(reference.domain, session, account !== undefined);
}
