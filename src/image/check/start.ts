/** Reads out of an image's configuration which programs it starts, and where it looks for them. */

import { posix } from "node:path";

export interface StartConfig {
  readonly entrypoint: readonly string[];
  readonly cmd: readonly string[];
  /** `NAME=value`. */
  readonly env: readonly string[];
  readonly workdir: string;
}

export interface StartPrograms {
  /** The first word, which must be a program; absent where the image starts nothing. */
  readonly main: string | undefined;
  /** Words that may name programs too: a script's first word, absolute paths among the arguments. */
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
 * The words that are started when a container runs.
 *
 *     ["/tini", "--"] + ["/app", "-v"]         -> /tini; /app
 *     ["/bin/sh", "-c", "exec /app --port 80"] -> /bin/sh; /app
 */
export function startPrograms({ entrypoint, cmd }: StartConfig): StartPrograms {
  const words = [...entrypoint, ...cmd].filter((word, index) => index > 0 || word !== "");
  const [main, ...args] = words;
  const others = args.filter((word) => word.startsWith("/"));
  const script = main === undefined ? undefined : scriptOf(main, args);
  const first = script === undefined ? undefined : firstWord(script);
  return { main, others: first === undefined ? others : [first, ...others] };
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
