/** The user's test in real images on real engines. */

import assert from "node:assert/strict";
import { connectEngine } from "../../src/engine/connection/connection.ts";
import { testFailure } from "../../src/image/test/fault.ts";
import { testAll } from "../../src/image/test/test.ts";
import { base, onEngines } from "./build-rig.ts";
import { build, jobId, signal } from "./check-rig.ts";

onEngines("G15 every image is tested, the others too where one fails", async (rig) => {
  const entry = (code: number) =>
    `FROM ${base}\nCOPY --chmod=755 <<E /entry\n#!/bin/busybox sh\necho "::error::got \\$1"\nexit ${code}\nE\n`;
  const refs = [
    await build(rig, entry(3), "amd64"),
    await build(rig, entry(0), "amd64"),
    await build(rig, "FROM scratch\nCOPY Dockerfile /\n", "amd64"),
  ];
  const engine = await connectEngine({ ...process.env, DOCKER_HOST: rig.engine.dockerHost });
  rig.after(async () => engine.close());
  const limits = { minutes: 1, crashAllow: [] };
  const spec = {
    platform: { os: "linux", architecture: "amd64" },
    network: "none",
    jobId,
    signal,
    ...limits,
  };
  const tests = refs.map((ref) => ({ ...spec, ref, script: "/entry --version" }));
  const reports = await testAll(engine, tests);
  assert.deepEqual(
    reports.map((report) => (report.kind === "ran" ? report.exitCode : report.kind)),
    [3, 0, "refused"],
  );
  assert.deepEqual(reports[0]?.lastLines, ["::error::got --version"]);
  assert.match(
    testFailure(reports, {})?.parts.seen ?? "",
    /linux\/amd64: exit code 3; its last lines:/,
  );

  const [needsShell] = await testAll(engine, [
    { ...spec, ref: refs[2] ?? "", script: "true && x" },
  ]);
  assert.ok(needsShell?.kind === "refused");
  assert.match(needsShell.failure.message, /has no shell/);
  const arm64 = { os: "linux", architecture: "arm64" };
  const [other] = await testAll(engine, [
    { ...spec, platform: arm64, ref: refs[1] ?? "", script: "/entry" },
  ]);
  assert.equal(other?.kind, "refused");
  assert.equal(await rig.docker("ps", "-aq", "--filter", `label=anyarch.job=${jobId}`), "");
});
