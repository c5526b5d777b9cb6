/** Cache mounts that steps of two platforms share, and those that only look alike. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { sharedMount } from "../../../src/image/build/shared-mount.ts";
import type { Step } from "../../../src/image/build/steps-event.ts";

const step = (architecture: string, run: string, start = 0, end = 10): Step => ({
  ...{ number: 1, name: `[linux/${architecture} 2/2] RUN ${run}`, spans: [{ start, end }] },
  ...{ cached: false, error: undefined, tail: [], heard: 0 },
  platforms: { runs: `linux/${architecture}`, serves: `linux/${architecture}` },
});
const cache = "--mount=type=cache,target=/c";

const rows: { name: string; failed: Step; other: Step; id?: string }[] = [
  {
    name: "the same target",
    failed: step("arm64", `${cache} x`),
    other: step("amd64", `${cache} x`),
    id: "/c",
  },
  {
    name: "the same id",
    failed: step("arm64", `--network=none --mount=type=cache,id=a,dst=/c x`),
    other: step("amd64", "--mount=type=cache,target=/other,id=a y"),
    id: "a",
  },
  {
    name: "other ids",
    failed: step("arm64", `${cache},id=arm64 x`),
    other: step("amd64", `${cache},id=amd64 x`),
  },
  {
    name: "an id that is not filled in",
    failed: step("arm64", `${cache},id=c-$TARGETARCH x`),
    other: step("amd64", `${cache},id=c-$TARGETARCH x`),
  },
  {
    name: "locked",
    failed: step("arm64", `${cache},sharing=locked x`),
    other: step("amd64", `${cache},sharing=locked x`),
  },
  {
    name: "one after the other",
    failed: step("arm64", `${cache} x`),
    other: step("amd64", `${cache} x`, 10, 20),
  },
  {
    name: "the same platform",
    failed: step("arm64", `${cache} x`),
    other: step("arm64", `${cache} y`),
  },
  {
    name: "no mount, but its words",
    failed: step("arm64", `echo ${cache}`),
    other: step("amd64", `echo ${cache}`),
  },
  {
    name: "another kind",
    failed: step("arm64", "--mount=type=tmpfs,target=/c x"),
    other: step("amd64", `${cache} x`),
  },
];

for (const { name, failed, other, id } of rows) {
  test(`G22 ${name} -> ${id ?? "none"}`, () => {
    const found = sharedMount(failed, [failed, other]);
    if (id === undefined) assert.equal(found, undefined);
    else {
      assert.match(
        found?.cause ?? "",
        new RegExp(`^linux/amd64 ran .* \\(id ${id}\\): linux/arm64`),
      );
      assert.match(found?.fix ?? "", /sharing=locked/);
    }
  });
}
