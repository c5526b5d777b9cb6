/** The shape of the sources: who may import whom, who may touch the system, how long things may be. */

/**
 * Layers, lowest first; a file imports from its own layer or a lower one. What only computes is at
 * the bottom, then the doors, then the phases in the order in which data flows through them. A name
 * that ends in `/` is a folder of `src`. Any other file directly in `src` is in the top layer.
 */
export const LAYERS: readonly (readonly string[])[] = [
  ["binfmt-misc.ts", "exit-code.ts", "failure.ts", "nearest.ts", "platform/"],
  ["inputs/"],
  ["runner/"],
  ["engine/"],
  ["job-id.ts", "job.ts", "ledger.ts"],
  ["emulator/"],
  ["binfmt/"],
  ["image/"],
  ["matrix/"],
  ["report/"],
  ["record.ts", "phase/"],
];

/** Folders that may import nothing but the lowest layer and themselves. */
export const PURE_FOLDERS = ["inputs/", "report/"];

/** Stands for every file of the top layer. */
export const TOP = "(top)";

/** Doors to the outside. What matches `what` (a module or a global) is for `who` alone. */
export const DOORS: readonly { readonly what: RegExp; readonly who: readonly string[] }[] = [
  { what: /^@actions\//, who: ["runner/"] },
  { what: /^(process(\.env)?|node:process)$/, who: ["runner/", TOP] },
  { what: /^node:(child_process|http|https|http2|net|tls|dns)/, who: ["runner/", "engine/"] },
  { what: /^fetch$/, who: ["runner/", "engine/"] },
];

/** What only files that act may use; all others compute. */
export const SYSTEM = /^(node:(fs|process|worker_threads)(\/.*)?|process(\..*)?)$/;

/** Who acts: the doors, the top, and of the phases the files named here, each for its charge. */
export const ACTING: readonly string[] = [
  ...["runner/", "engine/", "phase/", TOP],
  "inputs/on-disk.ts",
  ...[
    "apt",
    "contents",
    "contents-lanes",
    "contents-worker",
    "cpu-derived",
    "handler-file",
    "image-session",
    "known",
    "local",
    "managed-session",
    "obtain",
    "package",
    "package-session",
    "release",
    "shared-entry",
    "store",
    "tarball",
    "unpack",
  ].map((name) => `emulator/${name}.ts`),
  ...[
    "here",
    "node-file",
    "prove-here",
    "prove-in-shells",
    "register-here",
    "unregister",
    "unregister-host",
  ].map((name) => `binfmt/${name}.ts`),
  ...["build-probe", "build", "dockerfile", "node-tls", "secrets"].map(
    (name) => `image/${name}.ts`,
  ),
];

export const FILE_LINES = 120;
export const FUNCTION_LINES = 40;
