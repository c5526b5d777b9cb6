/** An engine that tells of itself what a test wants, on a socket of its own, and counts what is asked. */

import type { IncomingMessage } from "node:http";
import { type FakeEngine, fakeEngine } from "../unit/engine/fake-engine.ts";

export interface ToldEngine extends FakeEngine {
  /** `GET /info` and so on, in order; pings are not among them. */
  readonly asked: string[];
}

/**
 * `kernel`: as `uname -r`. An engine that is `empty` holds nothing, and refuses whatever it is asked
 * to do with status 500; `broken`: its lists too; one that `hangs` never answers more than who it is;
 * `podman` says of itself what podman 4.3.1 does.
 */
export async function toldEngine(
  kernel = "6.8.0-1018-azure",
  kind: "empty" | "broken" | "hangs" | "podman" = "empty",
): Promise<ToldEngine> {
  const asked: string[] = [];
  const told = {
    "/version": kind === "podman" ? PODMAN : VERSION,
    "/info": { ...INFO, KernelVersion: kernel },
  };
  const answers = { ...told, ...(["empty", "podman"].includes(kind) ? NOTHING : {}) };
  const engine = await fakeEngine((request, response) => {
    asked.push(`${request.method} ${pathOf(request)}`);
    const known = Object.entries(answers).find(([path]) => pathOf(request) === path);
    if (known === undefined && kind === "hangs") return;
    if (known === undefined) response.writeHead(500).end('{"message":"this engine does nothing"}');
    else response.end(JSON.stringify(known[1]));
  });
  return { ...engine, asked };
}

const pathOf = ({ url }: IncomingMessage): string => (url ?? "").replace(/^\/v\d\.\d+|\?.*$/g, "");

/** Gives `use` such an engine, and closes it whatever happens. */
export async function withEngine(
  use: (engine: ToldEngine) => Promise<void>,
  kernel?: string,
): Promise<void> {
  const engine = await toldEngine(kernel);
  try {
    await use(engine);
  } finally {
    await engine.close();
  }
}

const NOTHING = { "/containers/json": [], "/images/json": [], "/volumes": { Volumes: [] } };

const VERSION = { Version: "28.5.2", Components: [{ Name: "Engine" }] };
const PODMAN = { Version: "4.3.1", Components: [{ Name: "Podman Engine" }, { Name: "Conmon" }] };
const INFO = {
  OSType: "linux",
  Architecture: "x86_64",
  SecurityOptions: ["name=seccomp,profile=builtin"],
  DriverStatus: [["driver-type", "io.containerd.snapshotter.v1"]],
};
