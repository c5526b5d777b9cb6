/** What the set-up step fetches for arm64 where nothing is kept yet, from a release on loopback. */

import { createReadStream, mkdirSync, rmSync, statSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { join } from "node:path";
import type { EmulatorFile } from "../../src/emulator/cpu/derived.ts";
import { ROOT } from "../check/check.ts";
import { run } from "../rig/run.ts";
import { entry, type Place } from "./subjects.ts";
import { bytesRow, type Row } from "./table.ts";

const PACK =
  'cp -L "$1" "$2/qemu-aarch64-static" && tar -C "$2" -c qemu-aarch64-static | gzip -9 >"$2/release"';
const MOST = 5e6;

/** Sets up by a release made of `file`, in multiarch's layout, with an empty tool cache. */
export async function firstRun(place: Place, { path, sha256 }: EmulatorFile): Promise<Row> {
  const folder = join(place.folder, "release");
  mkdirSync(folder);
  await run("sh", ["-c", PACK, "sh", path, folder]);
  let sent = 0;
  const server = await serve(join(folder, "release"), (bytes) => {
    sent += bytes;
  });
  const bound = server.address();
  const port = typeof bound === "object" && bound !== null ? bound.port : 0;
  const action = `${ROOT}/setup`;
  const inputs = {
    ...{ platforms: "arm64", register: "host", emulator: "release" },
    "emulator-url": `http://127.0.0.1:${port}/{host}_qemu-{target}-static.tar.gz`,
    "emulator-sha256": sha256,
  };
  const fresh = {
    ...place,
    toolCache: join(folder, "tools"),
    env: { ...place.env, XDG_CACHE_HOME: folder },
  };
  try {
    const { state } = await entry(fresh, { action, with: inputs });
    await entry(fresh, { action, entry: "post", state });
    return bytesRow("first run, fetched for arm64", sent, MOST);
  } finally {
    server.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function serve(file: string, onSent: (bytes: number) => void): Promise<Server> {
  const server = createServer((_, response) => {
    response.writeHead(200, { "content-length": statSync(file).size });
    createReadStream(file)
      .on("data", ({ length }) => onSent(length))
      .pipe(response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return server;
}
