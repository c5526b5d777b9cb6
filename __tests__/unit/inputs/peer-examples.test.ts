/** docker/build-push-action's documented examples are read as they stand, and a builder can do each. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { chooseBuilder } from "../../../src/image/builder/choice.ts";
import { builderAsk } from "../../../src/phase/build/builder.ts";
import { peerExamples } from "../../support/peer-examples.ts";
import { read } from "./read.ts";

/** What only a container builder can do, by store. */
const OWN: Readonly<Record<string, readonly string[]>> = {
  containerd: ["multi-platform (distributed)"],
  classic: [
    ...["multi-platform", "multi-platform (distributed)", "push-multi-registries"],
    ...["cache (registry)", "cache (GitHub)", "cache (local)", "share-image-jobs"],
    ...["attestations", "annotations", "annotations (index)"],
  ],
};

for (const example of peerExamples({ registry: "127.0.0.1:5000/user", temp: "/tmp" })) {
  test(`${example.page}: ${JSON.stringify(example.with).slice(0, 60)}`, async () => {
    const { inputs, warnings } = await read({ "github-token": "ghs_default", ...example.with });
    assert.deepEqual(warnings, []);
    for (const store of ["containerd", "classic"] as const) {
      const ask = builderAsk(inputs, Math.max(1, inputs.platforms.length));
      const own = OWN[store]?.includes(example.page);
      assert.equal(chooseBuilder(ask, { store }).kind, own ? "own" : "engine", store);
    }
  });
}
