/** Connects to the container engine that the environment names. */

import { Agent } from "node:http";
import type { Failure } from "../../failure.ts";
import { deadline } from "../../runner/deadline.ts";
import type { Env } from "../../runner/env.ts";
import { readConfig } from "../config.ts";
import type { Engine } from "../engine.ts";
import { maybeTextAt } from "../json.ts";
import { messageOf } from "../refusal.ts";
import { streamedAnswer, type Wire, wholeAnswer } from "./api.ts";
import { dialog } from "./dialog.ts";
import { type Endpoint, endpointFrom } from "./endpoint.ts";
import { loginsTo } from "./logins.ts";
import { unreachable } from "./unreachable.ts";

/** Newest version of the API that this code was tried with; an older engine is asked in its own. */
const NEWEST = "1.51";

/** Milliseconds for the first answer: time enough for a login over ssh. */
const PATIENCE = 30_000;

/**
 * Connects and sees the engine answer. Idle connections are kept open, but not this process.
 * Failure: endpoint, error of the system, likely cause and what to do; the reason of an aborted `signal`.
 */
export async function connectEngine(env: Env, signal?: AbortSignal): Promise<Engine> {
  return await connectTo((await located(env)).endpoint, env, signal);
}

/** As `connectEngine`; undefined where nobody named an engine, and none answers where it usually is. */
export async function findEngine(env: Env, signal: AbortSignal): Promise<Engine | undefined> {
  const { endpoint, named } = await located(env);
  try {
    return await connectTo(endpoint, env, signal);
  } catch (error) {
    if (named || signal.aborted) throw error;
    return undefined;
  }
}

async function located(env: Env): Promise<{ endpoint: Endpoint; named: boolean }> {
  const settled = Boolean(env.DOCKER_HOST || env.DOCKER_CONTEXT);
  const context = settled ? undefined : maybeTextAt(await readConfig(env), "currentContext");
  const named = settled || (context ?? "default") !== "default";
  return { endpoint: endpointFrom(env, context), named };
}

async function connectTo(endpoint: Endpoint, env: Env, signal?: AbortSignal): Promise<Engine> {
  const wire = wireTo(endpoint, env);
  try {
    return engineBehind(wire, endpoint.name, await versionOf(wire, endpoint, signal));
  } catch (error) {
    wire.close();
    throw error;
  }
}

function wireTo(endpoint: Endpoint, env: Env): Wire {
  const lost = (error: unknown): Failure => unreachable(endpoint, error, env);
  const agent = new Agent({ keepAlive: true });
  const close = (): void => agent.destroy();
  switch (endpoint.kind) {
    case "unix":
      return { agent, lost, close, target: { socketPath: endpoint.path } };
    case "tcp":
      return { agent, lost, close, target: { host: endpoint.host, port: endpoint.port } };
    case "client": {
      const logins = loginsTo(env);
      agent.createConnection = logins.createConnection;
      const closeAll = (): void => {
        logins.close();
        close();
      };
      return { agent, lost, close: closeAll, target: {} };
    }
  }
}

function engineBehind(wire: Wire, endpoint: string, version: string): Engine {
  const prefix = `/v${version}`;
  return {
    endpoint,
    request: (method, path, request = {}) =>
      wholeAnswer(wire, { ...request, method, path: prefix + path }),
    stream: (method, path, request = {}) =>
      streamedAnswer(wire, { ...request, method, path: prefix + path }),
    dialog: (path, signal) => dialog(wire, { method: "POST", path: prefix + path, signal }),
    close: wire.close,
  };
}

/**
 * The version to speak: paths without one are deprecated, and `/_ping` costs nothing more, since
 * the engine must be seen to answer anyway. https://docs.docker.com/reference/api/engine/
 */
async function versionOf(wire: Wire, endpoint: Endpoint, stop?: AbortSignal): Promise<string> {
  const { signal, end } = deadline(PATIENCE, stop);
  const { status, headers, text } = await wholeAnswer(wire, {
    method: "GET",
    path: "/_ping",
    signal,
  })
    .catch((error) => {
      const late = signal.aborted && !stop?.aborted;
      throw late ? wire.lost(new Error(`no answer within ${PATIENCE / 1000} s`)) : error;
    })
    .finally(end);
  const offered = headers["api-version"];
  if (typeof offered !== "string" || !/^\d+\.\d+$/.test(offered)) {
    throw unreachable(endpoint, new Error(messageOf(text) || `HTTP status ${status}`));
  }
  return older(offered, NEWEST);
}

function older(a: string, b: string): string {
  const [left, right] = [a, b].map((version) => Number(version.split(".")[1]));
  return (left ?? 0) < (right ?? 0) ? a : b;
}
