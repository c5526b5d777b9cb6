/** docker/build-push-action's documented examples are read as they stand, and a builder can do each. */

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { chooseBuilder } from "../../../src/image/builder/choice.ts";
import { builderAsk } from "../../../src/phase/build/builder.ts";
import { inputsOf, peerExamples } from "../../support/peer-examples.ts";
import { read } from "./read.ts";

/** What only a container builder can do, by store. */
const OWN: Readonly<Record<string, readonly string[]>> = {
  containerd: ["multi-platform (distributed)"],
  classic: [
    ...["multi-platform", "multi-platform (distributed)", "secrets", "push-multi-registries"],
    ...["cache (registry)", "cache (GitHub)", "cache (mounts)", "cache (local)"],
    ...["test-before-push", "share-image-jobs", "copy-image-registries"],
    ...["attestations (provenance)", "attestations (SBOM)", "annotations", "annotations (index)"],
  ],
};

const hub = "127.0.0.1:5000/a";
const places = { hub, ghcr: "127.0.0.1:5001/b", service: hub, base: `${hub}/base:1`, prefix: "x-" };
const contexts = {
  github: { event_name: "push" },
  runner: { temp: "/tmp", os: "Linux" },
  secrets: { GITHUB_TOKEN: "ghs_example", MYTOKEN: "mytoken", GPG_KEY: "key" },
  vars: {},
};

for (const example of peerExamples(places)) {
  test(example.page, async () => {
    const steps = inputsOf(example, contexts);
    assert.ok(steps.length > 0);
    const kinds = { containerd: new Set<string>(), classic: new Set<string>() };
    for (const step of steps) {
      const { inputs, warnings } = await read({ "github-token": "ghs_default", ...step.with });
      assert.deepEqual(warnings, []);
      const ask = builderAsk(inputs, Math.max(1, inputs.platforms.length));
      for (const store of ["containerd", "classic"] as const)
        kinds[store].add(chooseBuilder(ask, { store }).kind);
    }
    for (const store of ["containerd", "classic"] as const)
      assert.equal(kinds[store].has("own"), OWN[store]?.includes(example.page) === true, store);
  });
}

test("the page about moving over has every example that does not run as it stands", async () => {
  const page = await readFile(
    join(import.meta.dirname, "../../../docs/build-push-action.md"),
    "utf8",
  );
  const rows = [...page.matchAll(/^\| (\S.*?) +\| (changed: .*?) +\|$/gm)];
  const told = rows.map(([, name, text]) => `${name}: ${text}`);
  const expected = peerExamples(places).flatMap(({ page: name, changed }) =>
    changed === undefined ? [] : [`${name}: changed: ${changed}`],
  );
  assert.deepEqual(told, expected);
});
