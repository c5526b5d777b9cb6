/** The lists of faults: which tests try the entries of each. */

export interface List {
  readonly name: string;
  /** Files in `__tests__`. */
  readonly files: readonly string[];
  /** Of the tests in them only those called so. */
  readonly only?: RegExp;
}

export const LISTS: readonly List[] = [
  {
    name: "texts of failed builds",
    files: ["unit/image/known-errors.test.ts"],
    only: /^known error/,
  },
  { name: "harmless texts", files: ["unit/image/known-errors.test.ts"], only: /^harmless/ },
  {
    name: "forged commands",
    files: ["unit/runner/forged.test.ts", "process/wrappers.test.ts", "engine/case-words.test.ts"],
    only: /G18|obey/,
  },
  {
    name: "secrets",
    files: ["engine/case-words.test.ts", "unit/inputs/secret-words.test.ts"],
    only: /secret/i,
  },
  { name: "what a build says", files: ["process/build-log.test.ts"] },
  {
    name: "lies of the emulator",
    files: ["unit/image/build-stop.test.ts", "engine/fault-crash.test.ts"],
    only: /^G02/,
  },
  { name: "lies of the image", files: ["engine/case-machine.test.ts", "engine/check.test.ts"] },
  { name: "wrong inputs", files: ["process/inputs.test.ts"] },
  { name: "merges", files: ["process/merge.test.ts"], only: /no tag (is moved|moves)|not taken/ },
  { name: "downloads", files: ["kernel/downloads.test.ts"] },
  { name: "cache service", files: ["kernel/caches.test.ts"] },
  {
    name: "registries",
    files: ["unit/engine/registry-again.test.ts", "engine/fault-registry.test.ts"],
  },
  {
    name: "engines and clients",
    files: ["process/client.test.ts", "process/faults.test.ts", "process/faults-engine.test.ts"],
  },
  { name: "handlers", files: ["kernel/faults.test.ts", "kernel/registrar-faults.test.ts"] },
  {
    name: "full disks",
    files: [
      "kernel/full-disk.test.ts",
      "kernel/faults.test.ts",
      "unit/report/summary.test.ts",
      "engine/fault-disk.test.ts",
    ],
    only: /full|no more files|with much in it|whole Markdown/,
  },
  { name: "hostile archives", files: ["process/archives.test.ts"], only: /^hostile archive/ },
  {
    name: "clocks",
    files: [
      "unit/job-id.test.ts",
      "unit/engine/registry-again.test.ts",
      "unit/image/steps-times.test.ts",
      "process/build-log.test.ts",
      "kernel/killed.test.ts",
    ],
    only: /clock|over$|^of (this|another)|words|nobody else's/,
  },
  {
    name: "cancel and kill",
    files: ["engine/cancel.test.ts", "kernel/killed.test.ts", "process/faults-post.test.ts"],
  },
];
