/** Emulators out of images on real engines: found by themselves, never run, and nothing is left. */

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { createHash, randomBytes } from "node:crypto";
import { createWriteStream, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { after, before, describe, it } from "node:test";
import { type Header, pack } from "tar-stream";
import { pushIndex } from "../../scripts/rig/push.ts";
import type { EmulatorRequest } from "../../src/emulator/emulator.ts";
import { obtainEmulators } from "../../src/emulator/obtain.ts";
import { ensureImage } from "../../src/emulator/sources/image-container.ts";
import { connectEngine } from "../../src/engine/connection/connection.ts";
import type { Engine } from "../../src/engine/engine.ts";
import { inspectImage, listImages, removeImage, tagImage } from "../../src/engine/images/images.ts";
import { pullImage } from "../../src/engine/images/pull.ts";
import { dropPulledOf } from "../../src/engine/images/pulled-mark.ts";
import { Failure } from "../../src/failure.ts";
import type { EmulatorInputs } from "../../src/inputs/inputs.ts";
import { jobIdAt, NO_RUNNER } from "../../src/job/job-id.ts";
import { openLedger } from "../../src/job/ledger.ts";
import { removeImagesOf } from "../../src/phase/emulate/left-in-engine.ts";
import { undo } from "../../src/step/undo.ts";
import { fresh, freshToolCache, request } from "../process/emulator-bench.ts";
import { engines } from "../support/engines.ts";

const all = await engines();
const bytes = readFileSync(join(all.qemuDir, "qemu-aarch64"));
const sha256 = createHash("sha256").update(bytes).digest("hex");
const run = `emulator-image-${randomBytes(4).toString("hex")}`;
const amd64 = { os: "linux", architecture: "amd64" };

type Entry = Partial<Omit<Header, "name">> & { readonly data?: Buffer };

/** Pushes an image of these entries, and gives its reference with digest. */
async function image(name: string, entries: Readonly<Record<string, Entry>>): Promise<string> {
  const tar = pack();
  for (const [path, { data, ...header }] of Object.entries(entries)) {
    tar.entry({ mode: 0o755, ...header, name: path }, data ?? Buffer.alloc(0));
  }
  tar.finalize();
  const layer = join(fresh(), "layer.tar");
  await pipeline(tar, createWriteStream(layer));
  const part = { architecture: "amd64", layer, config: {} };
  const digest = await pushIndex(all.registry, `${run}/${name}:1`, [part]);
  return `${all.registry}/${run}/${name}:1@${digest}`;
}

const file: Entry = { type: "file", data: bytes, size: bytes.length };
const images = {
  tonistiigi: await image("binfmt", { "usr/bin/qemu-aarch64": file, "usr/bin/binfmt": file }),
  multiarch: await image("qemu-user-static", { "usr/bin/qemu-aarch64-static": file }),
  odd: await image("odd", {
    "lib/real": file,
    "linked/qemu-aarch64": { type: "symlink", linkname: "../lib/real" },
    "out/qemu-aarch64": { type: "symlink", linkname: "../../../../../../etc/passwd" },
    "absolute/qemu-aarch64": { type: "symlink", linkname: "/lib/real" },
    "loop/qemu-aarch64": { type: "symlink", linkname: "qemu-aarch64" },
    "device/qemu-aarch64": { type: "character-device", devmajor: 1, devminor: 5 },
    "fifo/qemu-aarch64": { type: "fifo" },
    "folder/qemu-aarch64/": { type: "directory" },
    "setuid/qemu-aarch64": { ...file, mode: 0o6755 },
    "script/qemu-aarch64": { type: "file", data: Buffer.from("#!/bin/sh\nexec true\n") },
    "hard/qemu-aarch64": { type: "link", linkname: "lib/real" },
  }),
};

for (const { name, dockerHost } of all.list) {
  describe(`emulator: image on ${name}`, () => {
    let engine: Engine;
    let pulls: (string | undefined)[] = [];

    before(async () => {
      engine = await connectEngine({ ...process.env, DOCKER_HOST: dockerHost });
    });
    after(() => engine.close());

    const wish = (inputs: Partial<EmulatorInputs>): EmulatorRequest => {
      pulls = [];
      const onPull = (ref: string | undefined): number => pulls.push(ref);
      return {
        ...request({ source: "image", ...inputs }),
        images: { engine, jobId: run, onPull },
      };
    };
    const digestOnly = (ref: string): string => ref.replace(/:1@/, "@");

    /** Nothing of `ref` is on the engine, no container of this test, nothing in `temp`. */
    async function assertClean(ref: string, { temp }: EmulatorRequest): Promise<void> {
      assert.equal(await inspectImage(engine, digestOnly(ref)), undefined);
      await assertNoContainer();
      assert.deepEqual(readdirSync(temp), []);
    }
    async function assertNoContainer(): Promise<void> {
      const filters = encodeURIComponent(JSON.stringify({ label: [`anyarch.job=${run}`] }));
      const { text } = await engine.request("GET", `/containers/json?all=1&filters=${filters}`);
      assert.deepEqual(JSON.parse(text), []);
    }

    for (const [layout, path] of [
      ["tonistiigi", "/usr/bin/qemu-aarch64"],
      ["multiarch", "/usr/bin/qemu-aarch64-static"],
    ] as const) {
      it(`${layout}'s layout is found by itself; the second run pulls nothing`, async () => {
        freshToolCache();
        const wanted = wish({ image: images[layout] });
        const [emulator] = await obtainEmulators(wanted);
        assert.deepEqual(
          [emulator?.sha256, emulator?.source, emulator?.cacheHit],
          [sha256, "image", "none"],
        );
        assert.equal(emulator?.origin, `${digestOnly(images[layout])} ${path}`);
        assert.match(emulator?.version ?? "", /^\d+\.\d+\.\d+$/);
        assert.deepEqual(pulls, [digestOnly(images[layout]), undefined]);
        await assertClean(images[layout], wanted);
        const [again] = await obtainEmulators(wish({ image: images[layout] }));
        assert.deepEqual(again, { ...emulator, cacheHit: "tool cache" });
        assert.deepEqual(pulls, []);
      });
    }

    it("docker/setup-qemu-action's image by its tag: pulled once, removed, and known by the tag", async () => {
      freshToolCache();
      const tagged = images.tonistiigi.replace(/@.*/, "");
      const [emulator] = await obtainEmulators(wish({ image: tagged }));
      assert.equal(emulator?.sha256, sha256);
      assert.deepEqual(pulls, [tagged, undefined]);
      assert.equal(await inspectImage(engine, tagged), undefined);
      const [again] = await obtainEmulators(wish({ image: tagged }));
      assert.deepEqual([again?.cacheHit, pulls], ["tool cache", []]);
    });

    it("an image that was there stays", async () => {
      freshToolCache();
      const ref = images.tonistiigi;
      await pullImage(engine, ref, { platform: amd64 });
      try {
        await obtainEmulators(wish({ image: ref }));
        assert.deepEqual(pulls, []);
        assert.notEqual(await inspectImage(engine, digestOnly(ref)), undefined);
        await assertNoContainer();
      } finally {
        await removeImage(engine, digestOnly(ref));
      }
    });

    for (const folder of ["linked", "absolute", "setuid", "hard"]) {
      it(`taken: ${folder}; a plain file of our own mode`, async () => {
        freshToolCache();
        const wanted = wish({ image: `${images.odd} /${folder}/qemu-{target}` });
        const [emulator] = await obtainEmulators(wanted);
        assert.equal(emulator?.sha256, sha256);
        assert.equal(statSync(emulator?.path ?? "").mode & 0o7777, 0o755);
        await assertClean(images.odd, wanted);
      });
    }

    const refused = [
      { folder: "out", seen: /a link to \/etc\/passwd, which is not there/ },
      { folder: "loop", seen: /too many/i },
      { folder: "device", seen: /is a character-device/ },
      { folder: "fifo", seen: /is a fifo/ },
      { folder: "folder", seen: /is a directory/ },
      { folder: "script", seen: /a script/ },
      { folder: "absent", seen: /none of \/absent\/qemu-aarch64/ },
    ];
    for (const { folder, seen } of refused) {
      it(`refused: ${folder}`, async () => {
        const cache = freshToolCache();
        const wanted = wish({ image: `${images.odd} /${folder}/qemu-{target}` });
        await assert.rejects(obtainEmulators(wanted), (error) => {
          assert(error instanceof Failure);
          assert.match(error.parts.seen ?? "", seen);
          return true;
        });
        assert.deepEqual(readdirSync(cache), []);
        await assertClean(images.odd, wanted);
      });
    }

    it("refused: another hash than the user's, another version, a digest nobody has", async () => {
      freshToolCache();
      const ref = images.tonistiigi;
      const other = wish({ image: ref, sha256: { aarch64: "0".repeat(64) } });
      await assert.rejects(obtainEmulators(other), /not the file it should be/);
      const old = wish({ image: ref, version: "3.1" });
      await assert.rejects(obtainEmulators(old), /has no QEMU 3\.1/);
      const gone = ref.replace(/@.*/, `@sha256:${"1".repeat(64)}`);
      const wanted = wish({ image: gone });
      await assert.rejects(
        obtainEmulators(wanted),
        /Could not pull from .*emulator-image-.*binfmt/,
      );
      await assertClean(gone, wanted);
      await assertClean(ref, wanted);
    });

    it("npm run emulators --from image: assets that name the image; nothing is left", async () => {
      const out = join(fresh(), "assets");
      const script = join(import.meta.dirname, "../../scripts/emulators.ts");
      const options = ["--from", "image", "--image", images.tonistiigi, "--out", out];
      const env = { ...process.env, DOCKER_HOST: dockerHost };
      const command = ["--import", "tsx", script, ...options, "--for", "arm64"];
      const said = execFileSync(process.execPath, command, { env, encoding: "utf8" });
      assert.match(said, new RegExp(`^ {2}aarch64=${sha256}$`, "m"));
      const [asset] = JSON.parse(readFileSync(join(out, "origin.json"), "utf8")).assets;
      assert.deepEqual(
        [asset.source, asset.origin],
        ["image", `${digestOnly(images.tonistiigi)} /usr/bin/qemu-aarch64`],
      );
      assert.equal(await inspectImage(engine, digestOnly(images.tonistiigi)), undefined);
    });

    it("a job that was killed after its pull: post removes the image", async () => {
      const ref = digestOnly(images.multiarch);
      await pullImage(engine, ref, { platform: amd64 });
      const id = jobIdAt(0, { ...NO_RUNNER, random: "00000000" });
      const temp = join(fresh(), `${id}-x`);
      const ledger = openLedger({ jobId: id, temp, keep: false }, () => undefined);
      ledger.note({ pulled: ref });
      const { signal } = new AbortController();
      const job = { id, temp, engine, signal, trusted: false, ledger, pending: [] };
      assert.ok(await undo({ ...job, last: true }));
      assert.equal(await inspectImage(engine, ref), undefined);
    });

    it("a job that was killed after its pull, and its post: its mark tells the next, unless others use it", async () => {
      const ref = digestOnly(images.multiarch);
      const id = jobIdAt(0, { ...NO_RUNNER, random: "00000001" });
      const { signal } = new AbortController();
      const facts = { engine, jobId: id, platform: amd64, signal, onPull: () => undefined };
      const marks = async () => await listImages(engine, `anyarch.local/${id}/pulled`);
      const pull = () =>
        ensureImage(facts, images.multiarch, { container: undefined, pulled: false });
      await pull();
      assert.equal((await marks()).length, 1);
      await tagImage(engine, ref, `${run}:theirs`);
      assert.deepEqual(await dropPulledOf(engine, id), [], "somebody gave it a name");
      await removeImage(engine, `${run}:theirs`);
      assert.deepEqual(await dropPulledOf(engine, id), [ref]);
      await removeImagesOf(engine, id);
      assert.equal(await inspectImage(engine, ref), undefined);

      await pullImage(engine, ref, { platform: amd64 });
      await pull();
      assert.deepEqual(await marks(), [], "it was there before");
      await removeImage(engine, ref);
    });

    it("six jobs at once on one engine: all have it, the image is gone", async () => {
      const wants = Array.from({ length: 6 }, () => wish({ image: images.multiarch }));
      freshToolCache();
      const found = await Promise.all(wants.map((wanted) => obtainEmulators(wanted)));
      assert.deepEqual(new Set(found.map(([emulator]) => emulator?.sha256)), new Set([sha256]));
      await assertNoContainer();
      assert.equal(await inspectImage(engine, digestOnly(images.multiarch)), undefined);
    });
  });
}
