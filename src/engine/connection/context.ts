/** A docker context of this job's own, for the engine that only variables with TLS describe. */

import { type CommandResult, runCommand } from "../../runner/command.ts";
import type { Env } from "../../runner/env.ts";

/**
 * Whether a builder on the engine of `env` needs a context: buildx writes down where a builder is,
 * but not the certificates that DOCKER_CERT_PATH holds, and refuses such an engine.
 */
export function needsContext({ DOCKER_HOST, DOCKER_TLS, DOCKER_TLS_VERIFY }: Env): boolean {
  return Boolean(DOCKER_HOST?.startsWith("tcp:") && (DOCKER_TLS || DOCKER_TLS_VERIFY));
}

/** Its name; buildx takes every context for a builder, so the builder's own name is taken. */
export const contextName = (builder: string): string => `${builder}-engine`;

/** Makes the context for `builder` of the engine that the variables of this process name. */
export async function createContext(builder: string): Promise<CommandResult> {
  return await runCommand("docker", ["context", "create", contextName(builder)]);
}

/** Gone already is as good as removed. */
export async function deleteContext(builder: string): Promise<CommandResult> {
  return await runCommand("docker", ["context", "rm", "--force", contextName(builder)]);
}
