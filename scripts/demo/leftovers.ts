/** What a run could leave behind on a machine, as it is before and after. */

import { existsSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { BINFMT, mountPoints } from "../rig/mounts.ts";
import type { Machine } from "./machine.ts";

/** Kind of thing -> the names of those that are there. */
export type Traces = ReadonlyMap<string, ReadonlySet<string>>;

const LISTS = {
  containers: ["ps", "--all", "--quiet"],
  images: ["images", "--all", "--format", "{{.Repository}}:{{.Tag}} {{.ID}}"],
  volumes: ["volume", "ls", "--quiet"],
  networks: ["network", "ls", "--format", "{{.Name}}"],
  builders: ["buildx", "ls", "--format", "{{.Name}}"],
} as const;

/** Lists everything now; `folders` are those in which temporary files would be. */
export async function tracesOn(machine: Machine, folders: readonly string[]): Promise<Traces> {
  const traces = new Map<string, ReadonlySet<string>>();
  const handlers = existsSync(BINFMT) ? readdirSync(BINFMT) : [];
  const isOwn = (name: string): boolean => name !== "register" && name !== "status";
  traces.set("handlers", new Set(handlers.filter(isOwn)));
  for (const [kind, args] of Object.entries(LISTS)) {
    const { stdout } = await machine.docker(...args);
    traces.set(kind, new Set(stdout.split("\n").filter((line) => line !== "")));
  }
  const files = folders.flatMap((folder) => readdirSync(folder).map((name) => join(folder, name)));
  traces.set("temporary files", new Set(files));
  traces.set("mounts", new Set(mountPoints().filter((point) => point === BINFMT)));
  return traces;
}

/** One line for each thing that is there `after` and was not `before`, or the other way round. */
export function changes(before: Traces, after: Traces): string[] {
  const lines: string[] = [];
  for (const [kind, names] of after) {
    const then = before.get(kind) ?? new Set();
    for (const name of names) if (!then.has(name)) lines.push(`${kind}: ${name} is new`);
    for (const name of then) if (!names.has(name)) lines.push(`${kind}: ${name} is gone`);
  }
  return lines;
}

/** Bytes of all files below `folder`; 0 where it is not there. */
export function bytesIn(folder: string): number {
  if (!existsSync(folder)) return 0;
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  return files.reduce((sum, file) => sum + statSync(join(file.parentPath, file.name)).size, 0);
}
