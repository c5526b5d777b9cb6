/** A real registry through real engines: push, read back, and what refusals are told as. */

import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import type { Engine } from "../../src/engine/engine.ts";
import { importImage, removeImage, tagImage } from "../../src/engine/images/images.ts";
import { pushImage } from "../../src/engine/images/push.ts";
import { readDistribution } from "../../src/engine/registry/distribution.ts";
import { RegistryFailure } from "../../src/engine/registry/failure.ts";
import { base, engines, readyEngine, registry, run, stubRegistry } from "./engine-under-test.ts";

const arm64 = { os: "linux", architecture: "arm64" };

for (const under of engines) {
  describe(`registry through ${under.name}`, () => {
    const image = `${registry}/${run}/${under.name}:1`;
    const made: string[] = [image];
    let engine: Engine;

    before(async () => {
      engine = await readyEngine(under);
      await importImage(engine, Buffer.alloc(1024), { ref: image, platform: arm64 });
    });
    after(async () => {
      for (const ref of made) await removeImage(engine, ref);
      engine.close();
    });

    it("pushes, and reads the same digest back", async () => {
      const lines: string[] = [];
      const pushed = await pushImage(engine, image, { onProgress: (line) => lines.push(line) });
      const found = await readDistribution(engine, image);
      assert.equal(found?.digest, pushed.digest);
      assert.equal(found?.size, pushed.size);
      const docker = found?.mediaType === "application/vnd.docker.distribution.manifest.v2+json";
      assert.deepEqual(found?.platforms, docker ? [arm64] : undefined);
      assert.match(lines.join("\n"), /The push refers to repository/);
      const byDigest = await readDistribution(engine, `${image.slice(0, -2)}@${pushed.digest}`);
      assert.equal(byDigest?.digest, pushed.digest);
    });

    it("reads an index back: images and attestations apart", async () => {
      const found = await readDistribution(engine, base);
      assert.match(found?.mediaType ?? "", /index|manifest\.list/);
      const names = found?.platforms?.map((p) => [p.architecture, p.variant].join());
      assert.deepEqual(names, ["amd64,", "arm64,", "arm,v7"]);
    });

    it("knows nothing of a reference the registry does not hold", async () => {
      assert.equal(await readDistribution(engine, `${registry}/${run}/none:1`), undefined);
    });

    it("says that a registry is unreachable", async () => {
      const ref = `127.0.0.1:1/${run}/refused:1`;
      await tagImage(engine, image, ref);
      made.push(ref);
      const failure = await refusedBy(pushImage(engine, ref));
      assert.equal(failure.refusal, "unreachable");
      assert.equal(failure.message, `Could not push to 127.0.0.1:1, repository ${run}/refused`);
      assert.match(failure.parts.seen ?? "", /connection refused/);
      assert.equal((await refusedBy(readDistribution(engine, ref))).refusal, "unreachable");
    });

    const answers = [
      { status: 401, code: "UNAUTHORIZED", auth: undefined, expected: "unauthenticated" },
      { status: 403, code: "DENIED", auth: undefined, expected: "unauthenticated" },
      { status: 403, code: "DENIED", auth: "e30=", expected: "denied" },
    ];
    for (const { status, code, auth, expected } of answers) {
      it(`${status} ${auth === undefined ? "without" : "with"} credentials: ${expected}`, async () => {
        const message =
          code === "DENIED" ? "requested access is denied" : "authentication required";
        const stub = await stubRegistry(status, JSON.stringify({ errors: [{ code, message }] }));
        const ref = `${stub.host}/${run}/stub:1`;
        await tagImage(engine, image, ref);
        made.push(ref);
        try {
          const failure = await refusedBy(pushImage(engine, ref, { auth }));
          assert.equal(failure.refusal, expected, failure.parts.seen);
        } finally {
          stub.close();
        }
      });
    }
  });
}

async function refusedBy(work: Promise<unknown>): Promise<RegistryFailure> {
  try {
    await work;
  } catch (error) {
    if (error instanceof RegistryFailure) return error;
    throw error;
  }
  throw new Error("it was not refused");
}
