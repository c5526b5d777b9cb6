/** The shape of the sources: who may import whom, who may touch the system, how long things may be. */

/**
 * Layers, lowest first; a file imports from its own layer or a lower one. The phases stand in the
 * order in which data flows through them. A name that ends in `/` is a folder of `src`.
 */
export const LAYERS: readonly (readonly string[])[] = [
  ["failure.ts", "nearest.ts", "platform/"],
  ["runner/"],
  ["engine/"],
  ["job.ts"],
  ["inputs/"],
  ["emulator/"],
  ["binfmt/"],
  ["image/"],
  ["report/"],
  ["run.ts", "undo.ts", "main.ts", "post.ts"],
];

/** Folders that may import nothing but the lowest layer and themselves. */
export const PURE_FOLDERS = ["platform/", "inputs/", "report/"];

/** Doors to the outside. What matches `what` (a module, or `process.env`) is for `who` alone. */
export const DOORS: readonly { readonly what: RegExp; readonly who: readonly string[] }[] = [
  { what: /^@actions\//, who: ["runner/"] },
  { what: /^process\.env$/, who: ["runner/", "main.ts", "post.ts"] },
  { what: /^node:(child_process|http|https|http2|net|tls|dns)/, who: ["runner/", "engine/"] },
  { what: /^fetch$/, who: ["runner/", "engine/"] },
];

/** What only files that act may use; all others compute. */
export const SYSTEM = /^(node:(fs|process|worker_threads)(\/.*)?|process(\..*)?)$/;

/** Who acts: the doors, the top, and of the phases the files named here, each for its charge. */
export const ACTING: readonly string[] = [
  "runner/",
  "engine/",
  "run.ts",
  "undo.ts",
  "main.ts",
  "post.ts",
];

export const FILE_LINES = 120;
export const FUNCTION_LINES = 40;
