/** Gives the engine tests their engines, registry and base image. */

import { randomBytes } from "node:crypto";
import { createServer } from "node:http";
import { type AddressInfo, connect, createServer as createForwarder, type Server } from "node:net";
import { connectEngine } from "../../src/engine/connection/connection.ts";
import type { RunSpec } from "../../src/engine/container/run.ts";
import type { Engine } from "../../src/engine/engine.ts";
import { jsonLines } from "../../src/engine/json-lines.ts";

export interface EngineUnderTest {
  readonly name: string;
  readonly dockerHost: string;
}

/** `ANYARCH_ENGINES`: JSON list of them; else the one of `DOCKER_HOST`. */
export const engines: readonly EngineUnderTest[] = enginesFrom(process.env);

export const registry = process.env.ANYARCH_REGISTRY ?? "127.0.0.1:5000";

/** busybox for amd64, arm64 and arm/v7; nothing else in it. */
export const base = `${registry}/base:1`;

/** Name of this test run; what it makes carries it. */
export const run = `engine-api-${randomBytes(4).toString("hex")}`;

export const label = `anyarch.job=${run}`;

function enginesFrom(env: NodeJS.ProcessEnv): readonly EngineUnderTest[] {
  const dockerHost = env.DOCKER_HOST ?? "unix:///var/run/docker.sock";
  if (env.ANYARCH_ENGINES === undefined) return [{ name: "engine", dockerHost }];
  const list: readonly EngineUnderTest[] = JSON.parse(env.ANYARCH_ENGINES);
  if (list.length === 0) throw new Error("ANYARCH_ENGINES names no engine");
  return list;
}

/** Connects to it and sees to it that it has the base image. */
export async function readyEngine({ dockerHost }: EngineUnderTest): Promise<Engine> {
  const engine = await connectEngine({ ...process.env, DOCKER_HOST: dockerHost });
  const [repository, tag] = [base.slice(0, base.lastIndexOf(":")), "1"];
  const query = new URLSearchParams({ fromImage: repository, tag });
  const progress = await engine.stream("POST", `/images/create?${query}`);
  for await (const line of jsonLines(progress, "the pull of the base image")) {
    if (JSON.stringify(line).includes("errorDetail")) throw new Error(JSON.stringify(line));
  }
  return engine;
}

/** A container of the base image that runs a shell script. */
export function shell(script: string, more: Partial<RunSpec> = {}): RunSpec {
  return {
    image: base,
    cmd: ["/bin/busybox", "sh", "-c", script],
    env: { B: "/bin/busybox" },
    labels: { "anyarch.job": run },
    network: "none",
    signal: new AbortController().signal,
    ...more,
  };
}

/** Ids of the containers of this test run that are still there. */
export async function leftovers(engine: Engine): Promise<readonly unknown[]> {
  const filters = encodeURIComponent(JSON.stringify({ label: [label] }));
  const { text } = await engine.request("GET", `/containers/json?all=1&filters=${filters}`);
  return JSON.parse(text);
}

/** A registry on loopback that gives every request the same answer; only a 401 asks for an account. */
export async function stubRegistry(
  status: number,
  body: string,
): Promise<{ readonly host: string; readonly close: () => void }> {
  const server = createServer((request, response) => {
    const ping = request.url === "/v2/" && status !== 401;
    if (status === 401) response.setHeader("WWW-Authenticate", 'Basic realm="stub"');
    response.writeHead(ping ? 200 : status, { "Content-Type": "application/json" });
    response.end(ping ? "{}" : body);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { host: `127.0.0.1:${portOf(server.address())}`, close: () => closeAll(server) };
}

export function portOf(address: AddressInfo | string | null): number {
  if (typeof address !== "object" || address === null) throw new Error("the server has no port");
  return address.port;
}

function closeAll(server: ReturnType<typeof createServer>): void {
  server.close();
  server.closeAllConnections();
}

/** Hands every connection on to the socket at `path`. */
export function forwarderTo(path: string): Server {
  return createForwarder((near) => {
    const far = connect(path);
    near.pipe(far).pipe(near);
    near.on("error", () => far.destroy());
    far.on("error", () => near.destroy());
  });
}
