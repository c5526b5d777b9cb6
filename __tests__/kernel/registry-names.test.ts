/** Registries by the names of the machine's own /etc/hosts, in a namespace with one of the test's. */

import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { test } from "node:test";
import { openNamespace } from "../support/namespace.ts";

const ROOT = resolve(import.meta.dirname, "../..");

test("G23 a name of /etc/hosts on loopback: reached as the engine does, on the node's network", async (t) => {
  const folder = await mkdtemp(join(tmpdir(), "registry-names-"));
  t.after(async () => await rm(folder, { recursive: true }));
  const hosts = join(folder, "hosts");
  await writeFile(hosts, "127.0.0.1 localhost\n127.0.0.1 registry.test\n192.0.2.7 other.test\n");
  const script = join(folder, "ask.mts");
  const source = (name: string): string => JSON.stringify(join(ROOT, "src/engine/registry", name));
  await writeFile(
    script,
    `import { registryAccess } from ${source("access.ts")};
import { LOOPBACK_ONLY } from ${source("trust.ts")};
const hosts = ["registry.test:5000", "other.test:5000"];
const all = await Promise.all(hosts.map((host) => registryAccess(host, LOOPBACK_ONLY, process.env)));
console.log(JSON.stringify(all.map(({ loopback, insecure }) => [loopback, insecure])));`,
  );
  const namespace = await openNamespace(process.execPath);
  t.after(async () => await namespace.close());
  const asked = namespace.sh(
    `mount --bind '${hosts}' /etc/hosts && cd '${ROOT}' && '${process.execPath}' --import tsx '${script}'`,
  );
  assert.deepEqual(JSON.parse(asked), [
    [true, true],
    [false, false],
  ]);
});
