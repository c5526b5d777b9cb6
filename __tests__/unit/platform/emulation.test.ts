import assert from "node:assert/strict";
import { test } from "node:test";
import { Failure } from "../../../src/failure.ts";
import { executionOf } from "../../../src/platform/emulation.ts";
import type { Platform } from "../../../src/platform/platform.ts";

const platform = (architecture: string, variant?: string): Platform =>
  variant === undefined ? { os: "linux", architecture } : { os: "linux", architecture, variant };

const cases: { node: Platform; asked: Platform; kind: string; target: string }[] = [
  { node: platform("amd64"), asked: platform("amd64"), kind: "native", target: "x86_64" },
  { node: platform("amd64"), asked: platform("amd64", "v3"), kind: "native", target: "x86_64" },
  { node: platform("amd64"), asked: platform("386"), kind: "native", target: "i386" },
  { node: platform("amd64"), asked: platform("arm64"), kind: "emulated", target: "aarch64" },
  { node: platform("amd64"), asked: platform("arm", "v6"), kind: "emulated", target: "arm" },
  { node: platform("arm64"), asked: platform("arm64"), kind: "native", target: "aarch64" },
  { node: platform("arm64"), asked: platform("amd64"), kind: "emulated", target: "x86_64" },
  { node: platform("arm64"), asked: platform("arm", "v7"), kind: "emulated", target: "arm" },
  { node: platform("arm", "v7"), asked: platform("arm", "v6"), kind: "native", target: "arm" },
  { node: platform("arm", "v6"), asked: platform("arm", "v7"), kind: "emulated", target: "arm" },
  { node: platform("riscv64"), asked: platform("ppc64le"), kind: "emulated", target: "ppc64le" },
];

for (const { node, asked, kind, target } of cases) {
  const name = `${asked.architecture}${asked.variant ?? ""} on ${node.architecture}`;
  test(`${name}: ${kind} (${target})`, () => {
    const [execution] = executionOf(node, [asked]);
    assert.equal(execution?.kind, kind);
    assert.equal(execution.architecture.target, target);
  });
}

test("a platform without an emulator is a failure that names it", () => {
  assert.throws(
    () => executionOf(platform("amd64"), [platform("arm64"), platform("wasm")]),
    (error) => error instanceof Failure && error.parts.seen === "linux/wasm",
  );
});
