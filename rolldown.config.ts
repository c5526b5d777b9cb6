import { defineConfig } from "rolldown";
import { readBuiltins } from "./scripts/builtins.ts";
import { lazyCrypto } from "./scripts/lazy-crypto.ts";
import { licenceTexts } from "./scripts/licenses.ts";

/**
 * Bundles the entries into `dist`, one small file each plus chunks that are loaded when needed.
 * Packages are taken as free of side effects, so that what an entry does not call (in
 * `@actions/core` the OIDC client with its whole HTTP stack, 700 kB) is left out.
 *
 * The same sources give the same bytes in every folder: links are not followed (a linked
 * `node_modules` would show in names), and no comment names where a module was found. Chunks have
 * plain names: with a hash in them every change makes a new file, which a commit easily misses.
 */
export default defineConfig({
  cwd: import.meta.dirname,
  input: {
    main: "src/main.ts",
    post: "src/post.ts",
    setup: "src/setup.ts",
    plan: "src/plan.ts",
    merge: "src/merge.ts",
    "action-cache-child": "src/runner/action-cache-child.ts",
    "contents-worker": "src/emulator/contents-worker.ts",
  },
  platform: "node",
  resolve: { symlinks: false },
  experimental: { attachDebugInfo: "none" },
  treeshake: { moduleSideEffects: (id) => !id.includes("node_modules") },
  transform: { target: "node20" },
  plugins: [licenceTexts(), lazyCrypto(), readBuiltins()],
  output: {
    dir: "dist",
    format: "esm",
    cleanDir: true,
    minify: false,
    entryFileNames: "[name].js",
    chunkFileNames: "chunks/[name].js",
    // What an entry loads before it knows what to do, in one file: each file costs a millisecond.
    codeSplitting: {
      groups: [
        {
          name: "start",
          test: /\/src\/((inputs|platform|report)\/|step\/(step|tell)\.|phase\/record\.|runner\/(env|fail|input|log|output|signals|summary)\.|(exit-code|failure|nearest)\.)|\/@actions\/core\//,
        },
      ],
    },
    comments: { legal: false, annotation: false, jsdoc: false },
  },
});
