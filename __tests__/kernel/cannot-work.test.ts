/** Machines on which nothing can be emulated, by what they really show a step: one sentence, nothing left. */

import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { test } from "node:test";
import { programIn } from "../support/faults.ts";
import { errorOf, MISC, type Place, place } from "../support/place.ts";
import type { RunOptions } from "../support/runner.ts";
import { withEngine } from "../support/told-engine.ts";

const ROOT = resolve(import.meta.dirname, "../..");
/** The one step; the set-up step where it is not given. */
const ONE = { action: ROOT };
const HOSTED = { RUNNER_ENVIRONMENT: "github-hosted", RUNNER_OS: "Linux" };
const OWN = { RUNNER_ENVIRONMENT: "self-hosted", RUNNER_OS: "Linux" };
/** What Kubernetes gives every pod; the runner's own variables do not come along. */
const POD = {
  ...OWN,
  KUBERNETES_SERVICE_HOST: "10.96.0.1",
  KUBERNETES_PORT: "tcp://10.96.0.1:443",
};

/** A `mount` for the front of PATH. */
async function mountBy({ folder }: Place, line: string): Promise<Record<string, string>> {
  return { PATH: `${await programIn(folder, "mount", line)}:${process.env.PATH}` };
}

/** A Node in the namespace to whom the kernel calls itself 2.6 (UNAME26 of personality(2)). */
async function oldKernel({ folder, namespace }: Place): Promise<string> {
  const node = join(folder, "old-kernel");
  const line = `exec setarch --uname-2.6 '${namespace.node}' "$@"`;
  await writeFile(node, `#!/bin/bash\n${line}\n`, { mode: 0o755 });
  return node;
}

const cases: readonly {
  name: string;
  options: (at: Place) => Promise<Partial<RunOptions>>;
  what: RegExp;
  says: RegExp;
}[] = [
  {
    name: "ubuntu-slim, the one step",
    options: async () => ({ ...ONE, env: HOSTED }),
    what: /^The container engine cannot be reached$/,
    says: /likely cause: this kind of hosted runner has no engine, as ubuntu-slim\n/,
  },
  {
    name: "a pod of Actions Runner Controller in Kubernetes mode, the one step",
    options: async () => ({ ...ONE, env: POD }),
    what: /^The container engine cannot be reached$/,
    says: /run in pods without an engine \(Actions Runner Controller in Kubernetes mode\)\n[\s\S]*containerMode/,
  },
  {
    name: "a container that may not mount, as both are, the set-up step",
    // Root without that capability, as of a container without `--privileged`.
    options: async (at) => ({
      env: {
        ...POD,
        ...(await mountBy(at, 'exec setpriv --bounding-set -sys_admin /bin/mount "$@"')),
      },
    }),
    what: /^binfmt_misc is not mounted on this host, and could not be$/,
    says: /likely cause: this is a container without the right to mount\n/,
  },
  {
    name: "a kernel without binfmt_misc",
    options: async (at) => ({
      env: await mountBy(
        at,
        `echo "mount: ${MISC}: unknown filesystem type 'binfmt_misc'." >&2; exit 32`,
      ),
    }),
    what: /^The kernel of this host has no binfmt_misc, so it cannot run foreign programs$/,
    says: /sudo modprobe binfmt_misc\n[\s\S]*#binfmt-missing/,
  },
  {
    name: "a kernel before 4.8",
    options: async (at) => ({ node: await oldKernel(at) }),
    what: /^The kernel of the engine's node is too old to run foreign programs in containers$/,
    says: /got: "2\.6\.\d+/,
  },
];

for (const { name, options, what, says } of cases) {
  test(`nothing can be emulated: ${name}`, async (t) => {
    const at = await place(t);
    await assertRefused(at, await options(at), { what, says });
    assert.deepEqual(at.namespace.sh(`ls ${MISC}`), "");
  });
}

test("nothing can be emulated: an engine in gVisor", async (t) => {
  const at = await place(t);
  const what = /^The kernel here is gVisor's, which starts no programs of other processors$/;
  await withEngine(async ({ env, asked }) => {
    const options = { env };
    await assertRefused(at, options, { what, says: /got: "4\.19\.0-gvisor"/ });
    const changes = asked.filter((line) => !line.startsWith("GET "));
    assert.deepEqual(changes, [], "nothing was asked to be done");
  }, "4.19.0-gvisor");
});

async function assertRefused(
  { main, post }: Place,
  options: Partial<RunOptions>,
  { what, says }: { what: RegExp; says: RegExp },
): Promise<void> {
  const ran = await main({ platforms: "linux/arm64" }, options);
  assert.equal(ran.exitCode, 1, ran.log);
  const error = errorOf(ran);
  assert.match(error.split("\n")[0] ?? "", what, ran.log);
  assert.match(error, says);
  const undone = await post(ran, options);
  assert.deepEqual([undone.exitCode, undone.log, undone.stderr], [0, "", ""]);
}
