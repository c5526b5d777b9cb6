/** Puts a rig's engine behind tcp, with TLS or without, as an engine elsewhere would be. */

import { connect, createServer, type Server, type Socket } from "node:net";
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
  bench: Pick<Bench, "cleanup">,
  dockerHost: string,
  tls?: TlsOptions,
): Promise<BuildkitNode> {
  let bytes = 0;
  const handler = (near: Socket): void => {
    const far = connect(dockerHost.replace("unix://", ""));
    far.write(UPGRADE);
    const end = (): void => void [near, far].map((side) => side.destroy());
    for (const side of [near, far]) side.on("error", end).on("close", end);
    far.once("data", (answer) => {
      const head = answer.indexOf("\r\n\r\n") + 4;
      if (!answer.toString("latin1").startsWith("HTTP/1.1 101 ")) return end();
      near.write(answer.subarray(head));
      near.on("data", ({ length }) => {
        bytes += length;
      });
      near.pipe(far).pipe(near);
    });
  };
  const server = tls === undefined ? createServer(handler) : createTlsServer(tls, handler);
  return { endpoint: await listening(bench, server), received: () => bytes };
}

/** The engine's API turns this connection into one to its BuildKit. */
const UPGRADE =
  "POST /grpc HTTP/1.1\r\nHost: engine\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\n";

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
