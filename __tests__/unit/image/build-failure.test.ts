/** Failed builds explained: recorded ones, and a table of what is printed. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { buildFailure, type FailedBuild } from "../../../src/image/build/failure.ts";
import type { Step } from "../../../src/image/build/steps-event.ts";
import { replay } from "./recorded.ts";

const failed: FailedBuild = {
  exitCode: 1,
  text: "",
  line: "docker buildx build .",
  platforms: ["linux/arm64"],
  emulators: { "linux/arm64": "QEMU 7.2.22" },
};

async function explained(name: string, platforms: string[] = ["linux/amd64"]) {
  const { steps, text } = await replay(name);
  return buildFailure(steps.steps, { ...failed, text, platforms, emulators: {} }).parts;
}

test("a failing RUN: step, line of the Dockerfile, exit code, last lines", async () => {
  const parts = await explained("failing-run");
  assert.equal(
    parts.what,
    'The build for linux/amd64 failed at [stage-1 1/1] RUN ["/bin/busybox","sh","-c","echo failing; exit 3"] (Dockerfile:4)',
  );
  assert.equal(parts.seen, "exit code 3");
  assert.deepEqual(parts.command, {
    line: "docker buildx build .",
    exitCode: 1,
    stderr:
      'failing\nprocess "/bin/busybox sh -c echo failing; exit 3" did not complete successfully: exit code: 3',
  });
});

test("no handler in the builder's kernel: the platform comes from the step", async () => {
  const parts = await explained("no-handler", ["linux/amd64", "linux/arm64"]);
  assert.match(parts.what, /^The build failed at \[linux\/arm64 2\/2\] RUN .* \(Dockerfile:2\)$/);
  assert.match(parts.cause ?? "", /no handler for programs of linux\/arm64/);
  assert.equal(parts.anchor, "exec-format-error");
});

test("a base image without the platform is named", async () => {
  const parts = await explained("no-such-platform", ["linux/s390x"]);
  assert.equal(parts.cause, "The base image 127.0.0.1:5000/base:1 is not made for linux/s390x.");
});

test("a missing Dockerfile is named", async () => {
  const parts = await explained("no-dockerfile");
  assert.match(parts.cause ?? "", /no file Dockerfile /);
  assert.match(parts.fix ?? "", /^file: /);
});

test("the step that failed first is told, not those stopped for it; 20 lines at most", () => {
  const step: Step = {
    number: 1,
    name: "[linux/arm64 2/3] RUN make",
    platforms: { runs: "linux/arm64", serves: "linux/arm64" },
    spans: [{ start: 0, end: 1 }],
    cached: false,
    error: "context canceled",
    tail: [],
    heard: 0,
  };
  const tail = Array.from({ length: 40 }, (_, n) => `line ${n}`);
  const crashed = { ...step, name: "[linux/arm64 3/3] RUN gcc", error: "exit code: 139", tail };
  const { parts } = buildFailure([step, crashed], failed);
  assert.equal(parts.what, "The build failed at [linux/arm64 3/3] RUN gcc");
  assert.equal(parts.seen, "exit code 139 (signal 11: segmentation fault), under QEMU 7.2.22");
  const lines = parts.command?.stderr.split("\n") ?? [];
  assert.deepEqual([lines.length, lines[0], lines.at(-1)], [20, "line 21", "exit code: 139"]);
  assert.equal(parts.anchor, "emulator-crash");
});

test("without a failing step the last error of buildx is told", () => {
  const text = "WARN: a\nERROR: failed to build: odd\nLearn more";
  const { parts } = buildFailure([], { ...failed, text });
  assert.equal(parts.what, "The build failed.");
  assert.equal(parts.seen, "failed to build: odd\nLearn more");
});

const step: Step = {
  ...{ number: 1, name: "[2/3] RUN grep -q 'exec format error' log", platforms: undefined },
  ...{ spans: [{ start: 0, end: 1 }], cached: false, tail: ["nothing found"], heard: 0 },
  error: `process "/bin/sh -c grep -q 'exec format error' log" did not complete successfully: exit code: 1`,
};

test("the command of the step is no evidence, what its program printed is", () => {
  const text = `Dockerfile:2\n-----\n>>> RUN grep -q 'exec format error' log\nERROR: failed to solve: ${step.error}`;
  assert.equal(buildFailure([step], { ...failed, text }).parts.anchor, "build-failed");
  const tail = ["/bin/sh: 1: /opt/tool: Exec format error"];
  const { parts } = buildFailure([{ ...step, tail }], { ...failed, text });
  assert.equal(parts.anchor, "exec-format-error");
});

test("a crash that the last lines no longer show is told", () => {
  const crashed = { ...step, crash: { signal: 4, seen: 0 } };
  const { parts } = buildFailure([crashed], failed);
  assert.match(parts.cause ?? "", /crashed under QEMU 7\.2\.22 \(signal 4: illegal instruction\)/);
});

for (const { text, cause } of [
  {
    text: 'Head "https://reg.io:5000/v2/a/manifests/1": http: server gave HTTP response to HTTPS client',
    cause: /^reg\.io:5000 speaks plain HTTP/,
  },
  {
    text: 'Head "https://reg.io/v2/": tls: failed to verify certificate: x509: certificate signed by unknown authority',
    cause: /^the certificate of reg\.io is signed by an authority/,
  },
  {
    text: 'Get "https://reg.io/v2/": tls: failed to verify certificate: x509: certificate is valid for a.io, not reg.io',
    cause: /^the certificate of reg\.io is not valid for it/,
  },
]) {
  test(`G23 which registry is not trusted, and why: ${text.slice(-40)}`, () => {
    const { parts } = buildFailure([], { ...failed, text: `ERROR: failed to solve: ${text}` });
    assert.match(parts.cause ?? "", cause);
    assert.equal(parts.anchor, "registry-untrusted");
  });
}
