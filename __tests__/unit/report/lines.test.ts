import assert from "node:assert/strict";
import { test } from "node:test";
import { builderLine, emulatorLine, proofLines, successLines } from "../../../src/report/lines.ts";
import { nothingYet } from "../../../src/report/outcome.ts";
import { outputsOf } from "../../../src/report/outputs.ts";
import { digest, emulated, native, pushed, sha } from "./outcomes.ts";

test("success lines say what was seen", () => {
  assert.deepEqual(successLines(pushed), [
    "linux/amd64: native, no emulator needed",
    "linux/amd64: built in 2.0 s, 0 of 8 steps from the cache",
    "linux/arm64: ran a program, kernel says aarch64, QEMU 7.2.22, 12 ms",
    "linux/arm64: built in 12.3 s, 5 of 8 steps from the cache, 13.4 MB",
    "linux/arm64: machine type of 37 programs read, all right",
    "linux/arm64: test passed (exit code 0), 1.2 s",
    `ghcr.io/me/app:1: the registry has ${digest}`,
  ]);
});

test("nothing seen, nothing said", () => assert.deepEqual(successLines(nothingYet), []));

test("loaded, exported, failed test, notices", () => {
  const platform = {
    ...emulated,
    test: { exitCode: 3, ms: 9 },
    check: { checked: 1, notices: ["x"] },
  };
  const lines = successLines({
    ...nothingYet,
    platforms: [platform],
    loaded: ["app:1"],
    exported: ["out/x.tar"],
  });
  assert.deepEqual(lines.slice(2), [
    "linux/arm64: machine type of 1 program read, 1 notice",
    "linux/arm64: test failed (exit code 3), 9 ms",
    "app:1: loaded into the engine",
    "out/x.tar: written",
  ]);
});

test("a proof in the builder, and one whose emulator told no version", () => {
  const proofs = [{ machine: "aarch64", ms: 300, where: "builder" as const }];
  assert.deepEqual(proofLines({ ...emulated, proofs }), [
    "linux/arm64: ran a program in the builder, kernel says aarch64, 300 ms",
  ]);
});

test("emulator lines", () => {
  assert.equal(
    emulatorLine(emulated),
    "linux/arm64: QEMU 7.2.22 from a distribution's package (qemu-user-static 1:7.2+dfsg-7), from the cache, sha256 0123456789ab…, CPU max,pauth-impdef=on",
  );
  assert.equal(emulatorLine(native), "linux/amd64: native, no emulator needed");
});

test("builder line", () => {
  assert.equal(
    builderLine({ kind: "docker", name: "default", reason: "it can do all that is asked" }),
    'docker builder "default": it can do all that is asked',
  );
});

test("outputs of a push", () => {
  assert.deepEqual(outputsOf(pushed), {
    digest,
    imageid: digest,
    metadata: "{}",
    platforms: "linux/amd64,linux/arm64",
    emulators: JSON.stringify([
      {
        platform: "linux/arm64",
        source: "package",
        version: "7.2.22",
        cpu: "max,pauth-impdef=on",
        sha256: sha,
        cacheHit: true,
      },
    ]),
    digests: "",
    leg: "",
  });
});

test("G13 outputs without a result are empty, and an unproven platform is not named", () => {
  const outcome = { ...nothingYet, platforms: [native, { ...emulated, proofs: [] }] };
  const { digest, imageid, metadata, platforms } = outputsOf(outcome);
  assert.deepEqual(
    { digest, imageid, metadata, platforms },
    {
      digest: "",
      imageid: "",
      metadata: "",
      platforms: "linux/amd64",
    },
  );
});
