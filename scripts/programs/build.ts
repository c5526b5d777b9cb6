/** Builds the programs of `programs/`: the test programs and the entry points for CPUs. */

import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { architectures } from "../../src/platform/architecture.ts";
import { run } from "../rig/run.ts";
import { type Binutils, binutils } from "./binutils.ts";
import { elfProgram } from "./elf.ts";
import { recipes, stubRecipes } from "./recipes.ts";

const SOURCES = resolve(import.meta.dirname, "../../programs");

/** What was built, by name; what no assembler was to be had for is not in it. */
export interface Programs {
  /** QEMU target -> whole ELF file. */
  readonly probes: ReadonlyMap<string, Buffer>;
  /** QEMU name of the host -> machine code. */
  readonly stubs: ReadonlyMap<string, Buffer>;
}

interface Assembly {
  readonly source: string;
  readonly tools: string;
  readonly as?: readonly string[] | undefined;
  readonly link?: boolean | undefined;
}

/** The machine's and the distribution's assemblers for them. */
export async function toolsForPrograms(): Promise<Binutils> {
  const all = [...Object.values(recipes).map(({ tools }) => tools), ...Object.values(stubRecipes)];
  return await binutils([...new Set(all)]);
}

/** Builds all that `tools` can. */
export async function builtPrograms(tools: Binutils): Promise<Programs> {
  const probes = new Map<string, Buffer>();
  for (const architecture of architectures) {
    const { target } = architecture;
    const recipe = recipes[target];
    if (recipe === undefined || !tools.triplets.has(recipe.tools)) continue;
    const source = `probe/${recipe.source ?? target}.s`;
    const code = await assembled({ ...recipe, source }, tools);
    probes.set(target, elfProgram(architecture, code, recipe));
  }
  const stubs = new Map<string, Buffer>();
  for (const [host, triplet] of Object.entries(stubRecipes)) {
    if (!tools.triplets.has(triplet)) continue;
    stubs.set(host, await assembled({ source: `cpu-entry/${host}.s`, tools: triplet }, tools));
  }
  return { probes, stubs };
}

/** Bytes of the text section. */
async function assembled(it: Assembly, { env }: Binutils): Promise<Buffer> {
  const folder = mkdtempSync(join(tmpdir(), "anyarch-programs-"));
  const what = `assemble programs/${it.source}`;
  const path = (name: string): string => join(folder, name);
  const tool = async (name: string, args: readonly string[]): Promise<unknown> =>
    await run(`${it.tools}-${name}`, [...args], { what, env });
  try {
    await tool("as", [...(it.as ?? []), "-o", path("o"), join(SOURCES, it.source)]);
    if (it.link) await tool("ld", ["-e", "0", "-Ttext=0x400078", "-o", path("elf"), path("o")]);
    const from = path(it.link ? "elf" : "o");
    await tool("objcopy", ["-O", "binary", "-j", ".text", from, path("bin")]);
    return readFileSync(path("bin"));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
