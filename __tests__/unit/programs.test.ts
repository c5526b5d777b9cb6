/** The machine code in `src` against its sources, assembled by the distribution's binutils. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { builtPrograms, toolsForPrograms } from "../../scripts/programs/build.ts";
import { recipes, stubRecipes } from "../../scripts/programs/recipes.ts";
import stubs from "../../src/emulator/stub/stubs.json" with { type: "json" };
import { architectures } from "../../src/platform/architecture.ts";

const tools = await toolsForPrograms().catch((error: unknown) => String(error));
const skip = typeof tools === "string" ? `no assemblers: ${tools}` : false;
const programs = typeof tools === "string" ? undefined : await builtPrograms(tools);

/** Those of Docker's platforms, which every distribution in use has the assembler of. */
const COMMON = ["aarch64", "arm", "ppc64le", "riscv64", "s390x", "x86_64"];

test("every test program but LLVM's has a source and a recipe", () => {
  const without = architectures.filter(({ target }) => recipes[target] === undefined);
  assert.deepEqual(
    without.map(({ target }) => target),
    ["hexagon"],
  );
});

test("test programs are byte for byte what their sources give", { skip }, () => {
  const built = [...(programs?.probes ?? [])];
  const names = new Set(built.map(([target]) => target));
  assert.deepEqual(
    COMMON.filter((target) => !names.has(target)),
    [],
  );
  const table = architectures.filter(({ target }) => names.has(target));
  assert.deepEqual(
    built.map(([target, bytes]) => [target, bytes.toString("base64")]),
    table.map(({ target, probe }) => [target, probe]),
  );
});

test("entry points for CPUs are byte for byte what their sources give", { skip }, () => {
  const built = [...(programs?.stubs ?? [])].map(([host, it]) => [host, it.toString("base64")]);
  assert.deepEqual(Object.fromEntries(built), stubs);
  assert.deepEqual(Object.keys(stubs).sort(), Object.keys(stubRecipes).sort());
});

for (const [host, stub] of Object.entries(stubs)) {
  test(`the entry point for ${host} ends with the distance and the variable's name`, () => {
    const code = Buffer.from(stub, "base64");
    assert.equal(code.subarray(-9).toString(), "QEMU_CPU=");
    assert.equal(code.readBigInt64LE(code.length - 17), 0n);
    assert.match(code.toString("latin1"), /QEMU_UNSET_ENV=QEMU_CPU,QEMU_UNSET_ENV\0/);
  });
}
