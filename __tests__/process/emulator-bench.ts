/** What the tests of emulators share: a real emulator, a server of releases, and requests. */

import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer, type ServerResponse } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after } from "node:test";
import type { EmulatorRequest } from "../../src/emulator/emulator.ts";
import { obtainEmulators } from "../../src/emulator/obtain.ts";
import type { EmulatorInputs } from "../../src/inputs/inputs.ts";
import { type Architecture, architectures } from "../../src/platform/architecture.ts";

const folder = mkdtempSync(join(tmpdir(), "anyarch-emulator-"));
after(() => rmSync(folder, { recursive: true, force: true }));

let count = 0;

/** A new folder. */
export function fresh(): string {
  const path = join(folder, `${count++}`);
  mkdirSync(path);
  return path;
}

/** Makes a new, empty tool cache the one of this process. */
export function freshToolCache(): string {
  const path = fresh();
  process.env.RUNNER_TOOL_CACHE = path;
  process.env.XDG_CACHE_HOME = fresh();
  for (const name of ["ACTIONS_RESULTS_URL", "ACTIONS_CACHE_URL", "ACTIONS_RUNTIME_TOKEN"]) {
    delete process.env[name];
  }
  return path;
}

export function architecture(target: string): Architecture {
  const found = architectures.find((entry) => entry.target === target);
  if (found === undefined) throw new TypeError(target);
  return found;
}

export function request(
  inputs: Partial<EmulatorInputs>,
  targets: readonly string[] = ["aarch64"],
): EmulatorRequest {
  const none = { path: undefined, version: undefined, url: undefined, image: undefined };
  return {
    architectures: targets.map(architecture),
    host: { os: "linux", architecture: "amd64" },
    inputs: { source: "auto", ...none, sha256: {}, cpu: {}, cache: true, ...inputs },
    temp: fresh(),
    signal: new AbortController().signal,
    trusted: true,
  };
}

export interface RealEmulator {
  readonly path: string;
  readonly sha256: string;
  readonly bytes: Buffer;
  /** A tarball as multiarch's releases have it. */
  readonly tarball: Buffer;
}

/** The emulator out of the distribution's package, and a release made of it. */
export async function realEmulator(): Promise<RealEmulator> {
  freshToolCache();
  const [emulator] = await obtainEmulators(request({ source: "package" }));
  if (emulator === undefined) throw new TypeError("no emulator");
  const home = fresh();
  copyFileSync(emulator.path, join(home, "qemu-aarch64-static"));
  execFileSync("tar", ["-C", home, "-czf", join(home, "release.tar.gz"), "qemu-aarch64-static"]);
  const bytes = readFileSync(emulator.path);
  return {
    path: join(home, "qemu-aarch64-static"),
    sha256: createHash("sha256").update(bytes).digest("hex"),
    bytes,
    tarball: readFileSync(join(home, "release.tar.gz")),
  };
}

export interface ReleaseServer {
  /** `http://127.0.0.1:<port>` */
  readonly address: string;
  /** Paths asked for, in order. */
  readonly asked: string[];
}

/** A loopback server that answers each path by its route; it ends with the tests. */
export async function releaseServer(
  routes: Readonly<Record<string, (response: ServerResponse, hit: number) => void>>,
): Promise<ReleaseServer> {
  const asked: string[] = [];
  const server = createServer((incoming, response) => {
    const path = incoming.url ?? "";
    asked.push(path);
    const route = routes[path];
    if (route === undefined) response.writeHead(404).end("not here");
    else route(response, asked.filter((other) => other === path).length);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  server.unref();
  after(() => server.closeAllConnections());
  const bound = server.address();
  const port = typeof bound === "object" && bound !== null ? bound.port : 0;
  return { address: `http://127.0.0.1:${port}`, asked };
}
