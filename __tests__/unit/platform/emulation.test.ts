import assert from "node:assert/strict";
import { test } from "node:test";
import { Failure } from "../../../src/failure.ts";
import { architectures } from "../../../src/platform/architecture.ts";
import { executionOf, isNativeTo, refuseNative } from "../../../src/platform/emulation.ts";
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
  { node: platform("mips64le"), asked: platform("mipsle"), kind: "native", target: "mipsel" },
  { node: platform("386"), asked: platform("amd64"), kind: "emulated", target: "x86_64" },
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

test("a newer arm than the node's is refused: a rule for it would catch the node's own programs", () => {
  assert.throws(
    () => executionOf(platform("arm", "v6"), [platform("arm64"), platform("arm", "v7")]),
    (error) => error instanceof Failure && error.parts.seen === "linux/arm/v7 on linux/arm/v6",
  );
});

/** GOARCH of a node -> the targets that its kernel runs by itself. */
const own: Readonly<Record<string, string>> = {
  amd64: "i386 x86_64",
  386: "i386",
  arm64: "aarch64",
  arm: "arm",
  riscv64: "riscv64",
  ppc64le: "ppc64le",
  ppc64: "ppc ppc64",
  s390x: "s390x",
  loong64: "loongarch64",
  mips64le: "mips64el mipsel mipsn32el",
  mips64: "mips mips64 mipsn32",
};

for (const [name, targets] of Object.entries(own)) {
  const node = platform(name);
  const isOwn = ({ target }: { target: string }): boolean => targets.split(" ").includes(target);

  test(`on ${name} no rule for ${targets} passes, alone or among others`, () => {
    assert.deepEqual(
      architectures.filter((row) => isNativeTo(node, row)),
      architectures.filter(isOwn),
    );
    const foreign = architectures.filter((row) => !isOwn(row));
    refuseNative(
      node,
      foreign.map((architecture) => ({ architecture })),
    );
    for (const architecture of architectures.filter(isOwn)) {
      const asked = [...foreign, architecture].map((row) => ({ architecture: row }));
      assert.throws(
        () => refuseNative(node, asked),
        (error) =>
          error instanceof Failure &&
          error.parts.seen === `${architecture.target} on linux/${name}`,
      );
    }
  });

  test(`on ${name} executionOf emulates no platform that refuseNative would refuse`, () => {
    const all = architectures.flatMap(({ platforms }) =>
      platforms.map((text) => {
        const [, architecture = "", variant] = text.split("/");
        return platform(architecture, variant);
      }),
    );
    const emulated = executionOf(node, all).filter(({ kind }) => kind === "emulated");
    assert.ok(emulated.length >= 10);
    refuseNative(node, emulated);
  });
}

test("on a node that the table does not know nothing passes", () => {
  const [architecture] = architectures;
  assert.ok(architecture);
  assert.throws(() => refuseNative(platform("vax"), [{ architecture }]), Failure);
});
