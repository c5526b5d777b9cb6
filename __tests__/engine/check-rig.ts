/** Builds small images for the tests of the check and of the user's test. */

import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { connectEngine } from "../../src/engine/connection/connection.ts";
import { type CheckSpec, checkImage } from "../../src/image/check/check.ts";
import { architectureFor } from "../../src/platform/architecture.ts";
import type { Rig } from "./build-rig.ts";

export const jobId = `anyarch-check-${process.pid}`;
export const signal = new AbortController().signal;

/** Builds `dockerfile` for one architecture, with each architecture's test program beside it. */
export async function build(rig: Rig, dockerfile: string, architecture: string): Promise<string> {
  for (const name of ["amd64", "arm64"]) {
    const probe = Buffer.from(programsOf(name).probe, "base64");
    await writeFile(join(rig.temp, `bb-${name}`), probe, { mode: 0o755 });
  }
  await writeFile(join(rig.temp, "Dockerfile"), dockerfile);
  const ref = `anyarch.local/${jobId}/${architecture}:${built++}`;
  const platform = `--platform=linux/${architecture}`;
  await rig.docker(
    "buildx",
    "build",
    "-q",
    platform,
    "--provenance=false",
    "--load",
    `-t${ref}`,
    rig.temp,
  );
  rig.after(async () => void (await rig.docker("rmi", "-f", ref)));
  return ref;
}

let built = 0;

export function programsOf(architecture: string) {
  const row = architectureFor({ os: "linux", architecture });
  assert.ok(row !== undefined);
  return row;
}

export async function check(
  rig: Rig,
  ref: string,
  architecture: string,
  more: Partial<CheckSpec> = {},
) {
  const engine = await connectEngine({ ...process.env, DOCKER_HOST: rig.engine.dockerHost });
  const platform = { os: "linux", architecture };
  const rules = { architecture: programsOf(architecture), mode: "programs", allow: [] } as const;
  const pending: Promise<unknown>[] = [];
  try {
    return await checkImage(engine, { ref, platform, ...rules, jobId, signal, pending, ...more });
  } finally {
    await Promise.all(pending);
    engine.close();
    assert.equal(await rig.docker("ps", "-aq", "--filter", `label=anyarch.job=${jobId}`), "");
  }
}
