/** docker/setup-qemu-action's documented workflows, run as they stand but for the `uses:` line. */

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { parse, stringify } from "yaml";
import { dockerFor } from "../support/action.ts";
import { engineVariables } from "../support/engines.ts";
import { forge, provider, ROOT } from "../support/workflow/forge.ts";
import { runWorkflow } from "../support/workflow/run.ts";
import { list, mapping, text } from "../support/workflow/values.ts";

test("documented workflows of docker/setup-qemu-action (classic store)", async (t) => {
  const all = await forge(t, () => ({}));
  const engine = all.list.find(({ store }) => store === "classic");
  assert.ok(engine !== undefined);
  const docker = dockerFor(engineVariables(engine));
  t.after(async () => await all.removeImages("alpine", all.base));
  // In the place of Docker Hub's.
  await docker("pull", "--quiet", "--platform=linux/arm64", all.base);
  await docker("tag", all.base, "alpine");
  const run = ["run", "--rm", "--platform=linux/arm64", "alpine", "uname", "-m"];
  /** Docker's own way to look: a builder tells what runs where it is. */
  const buildx = async (): Promise<Record<string, string>> => {
    assert.equal(await docker(...run), "aarch64");
    assert.match(await docker("buildx", "inspect"), /^Platforms:.* linux\/arm64/m);
    return {};
  };
  // One machine: its tool cache has the emulators of the first workflow for the others. Other tests
  // have the Actions cache.
  const machine = () => ({ ...all.machine("runner", "classic"), actionEnv: {} });
  const file = await readFile(join(ROOT, "__tests__/support/setup-examples.yml"), "utf8");
  for (const example of list(parse(file).examples)) {
    const name = text(mapping(example, "example").name, "name");
    const content = stringify(example).replaceAll(
      "docker/setup-qemu-action@v4",
      "OWNER/anyarch/setup@main",
    );
    const standIns = { "docker/setup-buildx-action": buildx };
    const { result, log } = await runWorkflow({ content, provider, standIns, machine });
    assert.equal(result, "success", `${name}\n${log}`);
    for (const platform of ["linux/arm64", "linux/riscv64", "linux/s390x", "linux/ppc64le"])
      assert.match(log, new RegExp(`^${platform}: ran a program, kernel says `, "m"), name);
    if (name.startsWith("a container")) assert.match(log, /^aarch64$/m);
    await assert.rejects(docker(...run), /exec format error/, `after ${name}`);
  }
});
