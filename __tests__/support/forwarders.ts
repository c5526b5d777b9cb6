/** Puts a rig's engine behind tcp, with TLS or without, as an engine elsewhere would be. */

import { spawn } from "node:child_process";
import { connect, createServer, type Server, type Socket } from "node:net";
import { join } from "node:path";
import { createServer as createTlsServer, type TlsOptions } from "node:tls";
import type { Bench } from "./action.ts";
import type { TlsMaterial } from "./tls-material.ts";

/** `tcp://127.0.0.1:PORT` behind which the bench's engine answers. */
export async function plainForwarder(
  bench: Bench,
  dockerHost = bench.engine.dockerHost,
): Promise<string> {
  return await listening(bench, createServer(handOn(dockerHost)));
}

export interface BuildkitNode {
  readonly endpoint: string;
  /** Bytes that clients sent to it until now. */
  received(): number;
}

/** The BuildKit inside the engine at `dockerHost` as a node of its own; with TLS where `tls` is given. */
export async function buildkitNode(
  bench: Pick<Bench, "engine" | "env" | "cleanup">,
  dockerHost: string,
  tls?: TlsOptions,
): Promise<BuildkitNode> {
  let bytes = 0;
  // Not the client's own configuration: buildx locks it while it makes a builder.
  const DOCKER_CONFIG = bench.engine.dockerConfig;
  const env = { ...process.env, ...bench.env, DOCKER_CONFIG, DOCKER_HOST: dockerHost };
  const program = join(DOCKER_CONFIG, "cli-plugins/docker-buildx");
  const handler = (near: Socket): void => {
    const args = ["dial-stdio", "--builder", "default"];
    const far = spawn(program, args, { env, stdio: ["pipe", "pipe", "ignore"] });
    const end = (): void => {
      near.destroy();
      // It hears SIGTERM and stays.
      far.kill("SIGKILL");
    };
    near.on("data", (data) => {
      bytes += data.length;
    });
    near.pipe(far.stdin);
    far.stdout.pipe(near);
    for (const side of [near, far.stdin, far.stdout]) side.on("error", end);
    for (const side of [near, far]) side.on("close", end);
  };
  const server = tls === undefined ? createServer(handler) : createTlsServer(tls, handler);
  return { endpoint: await listening(bench, server), received: () => bytes };
}

/** As `plainForwarder`, with TLS that asks for a client's certificate. */
export async function tlsForwarder(
  bench: Bench,
  { options }: TlsMaterial,
  dockerHost = bench.engine.dockerHost,
): Promise<string> {
  return await listening(bench, createTlsServer(options, handOn(dockerHost)));
}

function handOn(dockerHost: string): (near: Socket) => void {
  const path = dockerHost.replace("unix://", "");
  return (near) => {
    const far = connect({ path, allowHalfOpen: true });
    near.pipe(far).pipe(near);
    near.on("error", () => far.destroy());
    far.on("error", () => near.destroy());
  };
}

async function listening(bench: Pick<Bench, "cleanup">, server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  bench.cleanup.push(async () => server.close());
  const address = server.address();
  if (typeof address !== "object" || address === null) throw new Error("no port");
  return `tcp://127.0.0.1:${address.port}`;
}
