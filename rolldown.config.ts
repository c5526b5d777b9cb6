import { defineConfig } from "rolldown";

/**
 * Bundles the entries into `dist`, one small file each plus chunks that are loaded when needed.
 * Packages are taken as free of side effects, so that what an entry does not call (in
 * `@actions/core` the OIDC client with its whole HTTP stack, 700 kB) is left out.
 */
export default defineConfig({
  input: {
    main: "src/main.ts",
    post: "src/post.ts",
    "action-cache-child": "src/runner/action-cache-child.ts",
  },
  platform: "node",
  treeshake: { moduleSideEffects: (id) => !id.includes("node_modules") },
  transform: { target: "node20" },
  output: {
    dir: "dist",
    format: "esm",
    cleanDir: true,
    minify: false,
    entryFileNames: "[name].js",
    chunkFileNames: "chunks/[name]-[hash].js",
    legalComments: "none",
  },
});
