/** Looks whether the files and folders the inputs name are there, before anything is changed. */

// Without its promises, which take 4 ms of CPU to load: a wrong input is told at once.
import { readdirSync, statSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { Failure } from "../failure.ts";
import { nearest } from "../nearest.ts";
import { spelledOut } from "../visible.ts";
import type { Inputs } from "./inputs.ts";
import { type Named, namedIn } from "./named-paths.ts";

/** Most names of a folder that a message lists. */
const MOST_NAMES = 8;

/**
 * A Failure for each thing that is missing or of the wrong kind: context, Dockerfile, local build
 * contexts, secret files, emulator, folders that outputs go to. Addresses and `-` are left to
 * BuildKit. Paths are relative to the working folder. Reads only.
 */
export function inputFaultsOnDisk(inputs: Inputs): readonly Failure[] {
  const faults = namedIn(inputs).map(faultOf);
  const found = faults.filter((fault) => fault !== undefined);
  const noContext = found.some(({ parts }) => parts.what.includes("`context`"));
  // A missing context explains a missing Dockerfile in it.
  return inputs.build.file === undefined && noContext
    ? found.filter(({ parts }) => !parts.what.includes("Dockerfile"))
    : found;
}

function faultOf({ what, path, kind, input, fix }: Named): Failure | undefined {
  const found = kindOf(path);
  if (found !== undefined && found !== "other" && kind.includes(found)) return undefined;
  if (found !== undefined) {
    return new Failure({
      what: `${what} is no ${kind}.`,
      seen: spelledOut(path),
      anchor: "missing-path",
    });
  }
  const folder = dirname(path);
  const names = namesIn(folder);
  // BuildKit itself falls back to a file named in small letters.
  if (basename(path) === "Dockerfile" && names.includes("dockerfile")) return undefined;
  const near = nearest(basename(path), names);
  const fixed = input === undefined || near === undefined ? fix : `${input}: ${join(folder, near)}`;
  return new Failure({
    what: `${what} does not exist.`,
    seen: spelledOut(path),
    expected: near === undefined ? listing(folder, names) : `did you mean ${join(folder, near)}?`,
    cause: "a checkout step may be missing before this one, or the path starts elsewhere",
    ...(fixed === undefined ? {} : { fix: fixed }),
    anchor: "missing-path",
  });
}

function listing(folder: string, names: readonly string[]): string {
  if (names.length === 0) return `${spelledOut(folder)} is empty or missing too`;
  const shown = names.slice(0, MOST_NAMES).map(spelledOut).join(", ");
  return `${spelledOut(folder)} holds ${shown}${names.length > MOST_NAMES ? ", …" : ""}`;
}

function kindOf(path: string): "file" | "folder" | "other" | undefined {
  try {
    const found = statSync(path);
    return found.isDirectory() ? "folder" : found.isFile() ? "file" : "other";
  } catch {
    return undefined;
  }
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder).sort();
  } catch {
    return [];
  }
}
