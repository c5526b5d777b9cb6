/** buildx's own files and texts: which builder is current, what it is. */

import assert from "node:assert/strict";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { reportFrom } from "../../../src/engine/buildx/buildx.ts";
import { builderNames, currentBuilderName } from "../../../src/engine/buildx/state.ts";
import { Lines } from "../../../src/engine/lines.ts";

const host = "unix:///var/run/docker.sock";
/** sha256 of that endpoint, 20 digits: so buildx 0.29 was seen to name the file. */
const hash = "13c4025c96f36e94b348";

/** A state folder with builders `mine` and `other`, and these files. */
async function state(t: TestContext, files: Record<string, string>): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "image-buildx-"));
  t.after(() => rm(folder, { recursive: true }));
  for (const part of ["instances", "defaults"]) await mkdir(join(folder, part));
  const all = { "instances/mine": "{}", "instances/other": "{}", ...files };
  for (const [path, text] of Object.entries(all)) await writeFile(join(folder, path), text);
  return folder;
}

const current = (fields: object): Record<string, string> => ({ current: JSON.stringify(fields) });
const rows: {
  name: string;
  files: Record<string, string>;
  env?: Record<string, string>;
  expected: string | undefined;
}[] = [
  { name: "nothing recorded", files: {}, expected: undefined },
  {
    name: "current for this endpoint",
    files: current({ Key: host, Name: "mine" }),
    expected: "mine",
  },
  {
    name: "current for another endpoint",
    files: current({ Key: "x", Name: "mine" }),
    expected: undefined,
  },
  {
    name: "current for all",
    files: current({ Key: "x", Name: "mine", Global: true }),
    expected: "mine",
  },
  { name: "current, but gone", files: current({ Key: host, Name: "gone" }), expected: undefined },
  { name: "back to the default", files: current({ Key: host, Name: "" }), expected: undefined },
  { name: "not JSON", files: { current: "{" }, expected: undefined },
  { name: "default of the endpoint", files: { [`defaults/${hash}`]: "other" }, expected: "other" },
  { name: "by environment", files: {}, env: { BUILDX_BUILDER: "env" }, expected: "env" },
  {
    name: "default by environment",
    files: current({ Key: host, Name: "mine" }),
    env: { BUILDX_BUILDER: "default" },
    expected: undefined,
  },
  {
    name: "by docker context",
    files: current({ Key: "remote", Name: "mine" }),
    env: { DOCKER_HOST: "", DOCKER_CONTEXT: "remote" },
    expected: "mine",
  },
];

for (const { name, files, env, expected } of rows) {
  test(`current builder: ${name}`, async (t) => {
    const folder = await state(t, files);
    const seen = await currentBuilderName({ BUILDX_CONFIG: folder, DOCKER_HOST: host, ...env });
    assert.equal(seen, expected);
  });
}

test("the state is under the docker folder, and may be missing", async (t) => {
  const folder = await state(t, {});
  assert.deepEqual(await builderNames({ BUILDX_CONFIG: folder }), ["default", "mine", "other"]);
  assert.deepEqual(await builderNames({ DOCKER_CONFIG: folder }), ["default"]);
});

test("a report has driver, status and platforms of all nodes", () => {
  const text = `Name:          mine
Driver:        docker-container
Last Activity: 2026-11-25 01:12:36 +0000 UTC

Nodes:
Name:                  mine0
Endpoint:              unix:///var/run/docker.sock
Driver Options:        image="a" network="host"
Status:                running
Platforms: linux/amd64*, linux/amd64/v2

Name:     mine1
Endpoint: tcp://127.0.0.1:1
Status:   inactive
Platforms: linux/arm64
Labels:
 org.mobyproject.buildkit.worker.moby.host-gateway-ip: 172.29.195.1

Name:     mine2
Endpoint: tcp://127.0.0.1:2
Status:   running
Labels:
 org.mobyproject.buildkit.worker.containerd.namespace: moby
 org.mobyproject.buildkit.worker.moby.host-gateway-ip: 172.29.112.1
 org.mobyproject.buildkit.worker.snapshotter:          overlayfs
`;
  assert.deepEqual(reportFrom(text), {
    name: "mine",
    driver: "docker-container",
    running: false,
    platforms: ["linux/amd64", "linux/amd64/v2", "linux/arm64"],
    // An engine's BuildKit with the classic store, not the one with containerd's.
    classic: ["tcp://127.0.0.1:1"],
  });
  assert.equal(reportFrom("nonsense"), undefined);
});

test("lines: cut bytes, CR LF, no end, too long", () => {
  const seen: string[] = [];
  const lines = new Lines(5, (line) => seen.push(line));
  const bytes = Buffer.from("a\u00fc\r\n\nlonger than five\nend");
  for (const byte of bytes) lines.push(Buffer.of(byte));
  lines.end();
  assert.equal(seen.join("|"), "a\u00fc||longer| than |five|end");
});
