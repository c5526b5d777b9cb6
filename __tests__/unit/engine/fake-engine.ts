/** An engine on a socket of its own that answers pings, and everything else as a test says. */

import { mkdtemp, rm } from "node:fs/promises";
import { createServer, type IncomingMessage, type RequestListener, type Server } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Duplex } from "node:stream";

export interface FakeEngine {
  /** Temporary folder of the test, with the socket in it. */
  readonly folder: string;
  readonly env: { readonly DOCKER_HOST: string };
  readonly close: () => Promise<void>;
}

type Upgrade = (request: IncomingMessage, socket: Duplex) => void;

/**
 * Starts it. `api`: the version it offers; "" for none, as something that is no engine. `upgrade` has
 * the connections whose protocol a call changes.
 */
export async function fakeEngine(
  answer: RequestListener,
  api = "1.47",
  upgrade?: Upgrade,
): Promise<FakeEngine> {
  const folder = await mkdtemp(join(tmpdir(), "anyarch-engine-"));
  const server = createServer((request, response) => {
    if (request.url !== "/_ping") return answer(request, response);
    response.writeHead(200, api === "" ? {} : { "Api-Version": api }).end("OK");
  });
  if (upgrade !== undefined) {
    server.on("upgrade", (request, socket) => {
      socket.write("HTTP/1.1 101 UPGRADED\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n\r\n");
      upgrade(request, socket);
    });
  }
  const path = join(folder, "engine.sock");
  await new Promise<void>((resolve) => server.listen(path, resolve));
  const close = (): Promise<void> => closed(server, folder);
  return { folder, env: { DOCKER_HOST: `unix://${path}` }, close };
}

async function closed(server: Server, folder: string): Promise<void> {
  server.close();
  server.closeAllConnections();
  await rm(folder, { recursive: true });
}
