/** Decides where the container engine listens, by the rules of the `docker` command. */

import type { Env } from "../../runner/env.ts";

export type Endpoint =
  | { readonly kind: "unix"; readonly name: string; readonly path: string }
  | { readonly kind: "tcp"; readonly name: string; readonly host: string; readonly port: number }
  /** Reached through `docker system dial-stdio`, which knows ssh, TLS and contexts. */
  | { readonly kind: "client"; readonly name: string };

/** Where an engine listens that nobody named. */
export const DEFAULT_SOCKET = "unix:///var/run/docker.sock";

/** Port of an engine without TLS, as `docker` assumes it. */
const PLAIN_PORT = 2375;

/**
 * Where the engine is. Order as in docker/cli `resolveContextName`:
 * DOCKER_HOST, DOCKER_CONTEXT, `currentContext` of its config.json, the default socket.
 *
 *     DOCKER_HOST=unix:///run/x.sock     -> unix  /run/x.sock
 *     DOCKER_HOST=tcp://127.0.0.1:2375   -> tcp
 *     … and DOCKER_TLS_VERIFY=1          -> client
 *     DOCKER_HOST=ssh://build@host       -> client
 *     DOCKER_CONTEXT=far                 -> client
 */
export function endpointFrom(env: Env, currentContext: string | undefined): Endpoint {
  const host = env.DOCKER_HOST || undefined;
  const context = env.DOCKER_CONTEXT || currentContext || "default";
  if (host === undefined && context !== "default") {
    return { kind: "client", name: `context ${context}` };
  }
  const name = host ?? DEFAULT_SOCKET;
  if (name.startsWith("unix://")) return { kind: "unix", name, path: name.slice(7) };
  const tls = Boolean(env.DOCKER_TLS || env.DOCKER_TLS_VERIFY);
  return (tls ? undefined : plainTcp(name)) ?? { kind: "client", name };
}

/** `tcp://host:port` without a path; undefined for whatever else the client should judge. */
function plainTcp(name: string): Endpoint | undefined {
  if (!name.startsWith("tcp://") || !URL.canParse(name)) return undefined;
  const { hostname, port, pathname } = new URL(name);
  if (hostname === "" || (pathname !== "" && pathname !== "/")) return undefined;
  const host = hostname.replace(/^\[(.*)\]$/, "$1");
  return { kind: "tcp", name, host, port: port === "" ? PLAIN_PORT : Number(port) };
}
