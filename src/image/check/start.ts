/** Reads out of an image's configuration which programs it starts, and where it looks for them. */

import { posix } from "node:path";

export interface StartConfig {
  readonly entrypoint: readonly string[];
  readonly cmd: readonly string[];
  /** `NAME=value`. */
  readonly env: readonly string[];
  readonly workdir: string;
  /** What HEALTHCHECK runs, as words; empty where there is none. */
  readonly health: readonly string[];
}

export interface StartPrograms {
  /** The first word, which must be a program; absent where nothing is started. */
  readonly main: string | undefined;
  /** Words that may name programs too: a script's first word, paths among the arguments. */
  readonly others: readonly string[];
}

/** What the engine sets where the image has no PATH (moby: oci/defaults, system.DefaultPathEnv). */
const USUAL_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

const SHELLS: readonly string[] = ["sh", "bash", "ash", "dash"];

/** Absolute folders in which programs are looked for, in order. */
export function pathFolders({ env }: StartConfig): readonly string[] {
  const set = env.find((entry) => entry.startsWith("PATH="))?.slice("PATH=".length);
  const folders = (set ?? USUAL_PATH).split(":").filter((folder) => folder.startsWith("/"));
  return [...new Set(folders.map((folder) => folder.replace(/(?<=.)\/+$/, "")))];
}

/**
 * The words that a command line starts: of a container's start `[...entrypoint, ...cmd]`.
 *
 *     ["/tini", "--"] + ["/app", "-v"]         -> /tini; /app
 *     ["/bin/sh", "-c", "exec /app --port 80"] -> /bin/sh; /app
 */
export function startPrograms(line: readonly string[]): StartPrograms {
  const words = line.filter((word, index) => index > 0 || word !== "");
  const [main, ...args] = words;
  const others = args.filter((word) => /^(?:\.{0,2}\/|[\w@+.-]+\/)/.test(word));
  const script = main === undefined ? undefined : scriptOf(main, args);
  if (script === undefined) return { main, others };
  const [first, paths] = [firstWord(script), scriptPaths(script)];
  const started = first === undefined ? paths : [first, ...paths.filter((one) => one !== first)];
  return { main, others: [...started, ...others] };
}

/** The text that `sh -c` runs, where `main` is a shell. */
function scriptOf(main: string, args: readonly string[]): string | undefined {
  if (!SHELLS.includes(posix.basename(main))) return undefined;
  const flag = args.findIndex((word) => /^-[a-z]*c$/.test(word));
  return flag === -1 ? undefined : args[flag + 1];
}

/** A script's first command where it is a plain word: `exec` and assignments before it are passed over. */
function firstWord(script: string): string | undefined {
  return /^\s*(?:exec\s+)?(?:\w+=\S*\s+)*([\w./@+-]+)(?=[\s;&|]|$)/.exec(script)?.[1];
}

/** Paths at which a word may be found: itself, from the working folder, or in each folder of PATH. */
export function candidates(word: string, config: StartConfig): readonly string[] {
  if (word.startsWith("/")) return [word];
  if (word.includes("/")) return [`${config.workdir || "/"}/${word}`];
  return pathFolders(config).map((folder) => `${folder}/${word}`);
}

/**
 * The words that HEALTHCHECK runs (docker's "HealthConfig"); `shell` is the image's own, if any.
 *
 *     ["CMD", "/up", "-q"]          -> /up; -q
 *     ["CMD-SHELL", "/up || false"] -> /bin/sh; -c; /up || false
 *     ["NONE"]                      -> nothing
 */
export function healthLine(test: readonly string[], shell: readonly string[]): readonly string[] {
  const [kind, ...words] = test;
  if (kind === "CMD") return words;
  if (kind !== "CMD-SHELL") return [];
  return [...(shell.length > 0 ? shell : ["/bin/sh", "-c"]), ...words];
}

/**
 * Paths that a shell script starts, where they stand in the place of a command: `exec /app -v` -> /app.
 * Text only: variables are not filled in, and branches are not weighed.
 */
export function scriptPaths(text: string): readonly string[] {
  const place = /(?:^|[;&|(]|\b(?:exec|then|do|else)\s)[ \t]*(\.{0,2}\/[\w./@+-]+)(?=[\s;&|)]|$)/gm;
  return [...new Set(Array.from(text.matchAll(place), ([, path = ""]) => path))];
}

/** Whether `interpreter`, the words after `#!`, is a shell. */
export function isShell(interpreter: string): boolean {
  return interpreter.split(/\s+/).some((word) => SHELLS.includes(posix.basename(word)));
}
