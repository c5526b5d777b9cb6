/** A registry on the loopback interface, on a port that is kept from start to start. */

import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { isRunning, startDaemon, waitFor } from "./daemon.ts";
import type { RigPaths } from "./paths.ts";

/** Starts the registry unless it runs; gives `127.0.0.1:PORT`. */
export async function startRegistry(paths: RigPaths): Promise<string> {
  const kept = join(paths.state, "registry.port");
  const before = existsSync(kept) ? Number(readFileSync(kept, "utf8")) : 0;
  if (isRunning(paths.run, "registry")) return `127.0.0.1:${before}`;
  const port = (await freePort(before)) ?? (await freePort(0));
  const address = `127.0.0.1:${port}`;
  mkdirSync(join(paths.state, "registry"), { recursive: true });
  writeFileSync(kept, `${port}`);
  const config = join(paths.run, "registry.yml");
  writeFileSync(config, settings(join(paths.state, "registry"), address));
  startDaemon(paths.run, {
    name: "registry",
    program: join(paths.bin, "docker-registry"),
    args: ["serve", config],
    env: { OTEL_TRACES_EXPORTER: "none" },
  });
  await waitFor(paths.run, "registry", async () => {
    const reply = await fetch(`http://${address}/v2/`).catch(() => undefined);
    return reply?.ok === true;
  });
  return address;
}

const settings = (folder: string, address: string): string => `version: 0.1
log: {level: warn, accesslog: {disabled: true}}
storage: {filesystem: {rootdirectory: ${JSON.stringify(folder)}}, delete: {enabled: true}}
http: {addr: ${JSON.stringify(address)}}
`;

/** `port` if it can be listened on, or any free one for 0. */
function freePort(port: number): Promise<number | undefined> {
  return new Promise((resolve) => {
    const server = createServer();
    server.on("error", () => resolve(undefined));
    server.listen(port, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" ? address?.port : undefined));
    });
  });
}
