/** Judges one source file by the rules of its shape. */

import { posix } from "node:path";
import * as rules from "./rules.ts";
import type { SourceFacts } from "./source.ts";

/** What is wrong with the file at `path` (below `src`, as `image/build/build.ts`). */
export function structureProblems(path: string, facts: SourceFacts): string[] {
  const problems = [
    ...shapeProblems(path, facts),
    ...importProblems(path, facts),
    ...systemProblems(path, facts),
  ];
  return problems.map((problem) => `src/${path}: ${problem}`);
}

/** Names in the list of acting files that are no file, or need not be there. */
export function staleActing(files: ReadonlyMap<string, SourceFacts>): string[] {
  return rules.ACTING.filter((name) => name.endsWith(".ts")).flatMap((name) => {
    const facts = files.get(name);
    if (facts !== undefined && uses(facts).some((what) => rules.SYSTEM.test(what))) return [];
    return [`scripts/check/rules.ts: ${name} acts no more; take it out of ACTING`];
  });
}

/** Length and looks; also for files outside of `src`. */
export function shapeProblems(path: string, facts: SourceFacts): string[] {
  const problems: string[] = [];
  if (facts.lines > rules.FILE_LINES) {
    problems.push(`${facts.lines} lines, ${rules.FILE_LINES} are allowed; split it`);
  }
  for (const { line, length } of facts.functions) {
    if (length <= rules.FUNCTION_LINES) continue;
    problems.push(
      `the function at line ${line} has ${length} lines, ${rules.FUNCTION_LINES} are allowed`,
    );
  }
  for (const line of facts.casts) problems.push(`line ${line}: "as" other than "as const"`);
  if (!facts.opensWithComment)
    problems.push(`${path} does not open with a sentence that says its charge`);
  return problems;
}

function importProblems(path: string, facts: SourceFacts): string[] {
  const own = layerOf(path);
  if (own < 0) return ["belongs to no layer; name it in scripts/check/rules.ts"];
  return facts.imports.flatMap(({ from }) => {
    if (!from.startsWith(".") || from.endsWith(".json")) return [];
    const target = posix.join(posix.dirname(path), from);
    const other = layerOf(target);
    if (other > own) return [`imports ${target}, which stands above it`];
    const pure = rules.PURE_FOLDERS.find((folder) => path.startsWith(folder));
    if (pure === undefined || other === 0 || target.startsWith(pure)) return [];
    return isTypeOf(facts, from) ? [] : [`imports ${target}, but ${pure} only computes`];
  });
}

function systemProblems(path: string, facts: SourceFacts): string[] {
  const acts = matches(path, rules.ACTING);
  return uses(facts).flatMap((what) => {
    const door = rules.DOORS.find((one) => one.what.test(what));
    if (door !== undefined && !matches(path, door.who)) {
      return [`uses ${what}, which is for ${door.who.join(", ")}`];
    }
    if (acts || !rules.SYSTEM.test(what)) return [];
    return [
      `uses ${what}: compute here and act elsewhere, or name it in ACTING of scripts/check/rules.ts`,
    ];
  });
}

/** Modules whose code is loaded, and globals. */
function uses(facts: SourceFacts): string[] {
  const modules = facts.imports.filter(({ typeOnly }) => !typeOnly).map(({ from }) => from);
  return [...new Set([...modules, ...facts.globals])];
}

function isTypeOf(facts: SourceFacts, from: string): boolean {
  return facts.imports.every((one) => one.from !== from || one.typeOnly);
}

/** -1 for a folder nobody knows. */
function layerOf(path: string): number {
  if (isTop(path)) return rules.LAYERS.length;
  return rules.LAYERS.findIndex((names) => names.some((name) => covers(name, path)));
}

function matches(path: string, names: readonly string[]): boolean {
  return names.some((name) => (name === rules.TOP ? isTop(path) : covers(name, path)));
}

function covers(name: string, path: string): boolean {
  return name.endsWith("/") ? path.startsWith(name) : path === name;
}

function isTop(path: string): boolean {
  return !path.includes("/") && !rules.LAYERS.flat().includes(path);
}
