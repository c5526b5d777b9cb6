/** Causes of failed builds by what is printed, and meanings of exit codes. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { likelyCause } from "../../../src/image/build-failure-causes.ts";

const causes: { output: string; code?: number; emulated?: boolean; anchor: string }[] = [
  { output: "exec /bin/sh: exec format error", code: 1, anchor: "exec-format-error" },
  { output: "write /x: no space left on device", anchor: "disk-full" },
  { output: 'unable to prepare context: path "nodir" not found', anchor: "no-context" },
  {
    output:
      "unexpected status from HEAD request to https://r/v2/a/manifests/1: 429 Too Many Requests",
    anchor: "rate-limit",
  },
  {
    output:
      "pull access denied, repository does not exist or may require authorization: server message: insufficient_scope: authorization failed",
    anchor: "registry-denied",
  },
  { output: "unexpected status: 401 Unauthorized", anchor: "registry-denied" },
  {
    output: 'failed to calculate checksum of ref a5::kf: "/nofile": not found',
    anchor: "copy-not-found",
  },
  {
    output: "r/nope:1: failed to resolve source metadata for r/nope:1: r/nope:1: not found",
    anchor: "no-base-image",
  },
  { output: "dial tcp: lookup registry.example: no such host", anchor: "no-answer" },
  {
    output: "qemu: uncaught target signal 4 (Illegal instruction) - core dumped",
    code: 1,
    anchor: "emulator-crash",
  },
  { output: "", code: 132, emulated: true, anchor: "emulator-crash" },
  { output: "", code: 139, emulated: false, anchor: "build-failed" },
  { output: "Killed", code: 137, emulated: true, anchor: "killed" },
  { output: "make: *** [all] Error 2", code: 2, emulated: true, anchor: "build-failed" },
];

for (const { output, code, emulated = false, anchor } of causes) {
  test(`cause of ${JSON.stringify(output)} ${code ?? ""} ${emulated ? "emulated" : ""}: ${anchor}`, () => {
    const cause = likelyCause({ output, code, emulated, platform: "linux/arm64" });
    assert.equal(cause.anchor, anchor);
  });
}
