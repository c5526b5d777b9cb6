/** The shape of the sources: who may import whom, who may touch the system, how long things may be. */

/**
 * Layers, lowest first; a file imports from its own layer or a lower one. What only computes is at
 * the bottom, then the doors, then the phases in the order in which data flows through them. A name
 * that ends in `/` is a folder of `src`. Any other file directly in `src` is in the top layer.
 */
export const LAYERS: readonly (readonly string[])[] = [
  [
    "any-json.ts",
    "binfmt-misc.ts",
    "exit-code.ts",
    "failure.ts",
    "full-disk.ts",
    "nearest.ts",
    "visible.ts",
    "platform/",
  ],
  ["inputs/"],
  ["runner/"],
  ["engine/"],
  ["job/"],
  ["emulator/"],
  ["binfmt/"],
  ["image/"],
  ["matrix/"],
  ["report/"],
  ["phase/"],
  ["step/"],
  ["setup/", "merge/"],
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
  ...["runner/", "engine/", "phase/", "step/", TOP],
  "inputs/on-disk.ts",
  "emulator/cpu/derived.ts",
  ...["contents", "contents-lanes", "contents-worker", "obtain"].map(
    (name) => `emulator/${name}.ts`,
  ),
  ...["known", "shared-entry", "store"].map((name) => `emulator/kept/${name}.ts`),
  ...[
    "handler-file",
    "image-session",
    "local",
    "managed-session",
    "package",
    "package-session",
    "release",
    "tarball",
    "unpack",
  ].map((name) => `emulator/sources/${name}.ts`),
  ...["here", "node-file", "prove-here", "prove-in-shells", "unregister", "unregister-host"].map(
    (name) => `binfmt/${name}.ts`,
  ),
  ...["build", "dockerfile", "probe", "secrets"].map((name) => `image/build/${name}.ts`),
  "image/nodes/tls.ts",
  "merge/merge-legs.ts",
];

export const FILE_LINES = 120;
export const FUNCTION_LINES = 40;
