/** The jobs of our own CI that use the actions, as .github/workflows/ci.yml has them. */

import assert from "node:assert/strict";
import { cp, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { forge, provider, ROOT } from "../support/workflow/forge.ts";
import { runWorkflow } from "../support/workflow/run.ts";
import type { StandIn } from "../support/workflow/step.ts";

test("the action against itself, the set-up step, and the reusable workflow without a push", async (t) => {
  const hub = await forge(t, () => ({}));
  const { machine, standIns, toolchain, qemuDir, buildkitImage, asked } = hub;
  t.after(() => hub.removeImages("anyarch-ci:hello"));
  const checkout: StandIn = async ({ workspace }) => {
    for (const part of ["action.yml", "setup", "dist", "examples"]) {
      await cp(join(ROOT, part), join(workspace, part), { recursive: true });
    }
    const file = join(workspace, "examples/hello/Dockerfile");
    const text = await readFile(file, "utf8");
    await writeFile(file, text.replace(/^ARG BASE=.*$/m, `ARG BASE=${toolchain}`));
    return {};
  };
  const written = await readFile(join(ROOT, ".github/workflows/ci.yml"), "utf8");
  const content = written
    // What runs these very tests is not run by them.
    .replace(/^ {2}test:\n(?: {4}.*\n|\n)+/m, "")
    .replace(
      /^( +)context: .*$/gm,
      `$&\n$1emulator: ${qemuDir}\n$1buildkit-image: ${buildkitImage}`,
    )
    .replace(/uses: \.\/setup\n( +)with:\n/, `$&$1  emulator: ${qemuDir}\n`);
  const done = await runWorkflow({
    ...{ content, provider, standIns: { ...standIns, "actions/checkout": checkout } },
    machine: ({ labels }) =>
      machine(labels.join(), labels[0] === "ubuntu-24.04" ? "containerd" : "classic"),
  });
  assert.equal(done.result, "success", done.log);
  assert.match(done.log, /^hello from aarch64$/m);
  assert.deepEqual(done.jobs.map(({ id, result }) => `${id} ${result}`).sort(), [
    ...["itself success", "itself success", "matrix/legs success", "matrix/legs success"],
    ...["matrix/merge skipped", "matrix/plan success"],
  ]);
  for (const { permissions } of done.jobs) {
    assert.ok(!JSON.stringify(permissions ?? {}).includes("write"), JSON.stringify(permissions));
  }
  assert.deepEqual(asked, []);
});
