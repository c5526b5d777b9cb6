/** Keeps `@actions/core` from loading Node's crypto at the start: it needs one function of it, late. */

import type { Plugin } from "rolldown";

const ID = "\0crypto-when-used";

/**
 * Importing `crypto` takes 6 of the 55 ms of CPU until a wrong input is told (Node 24.21, 2 cores).
 * The toolkit calls `randomUUID` alone, when it writes an output or a state.
 */
export function lazyCrypto(): Plugin {
  return {
    name: "crypto-when-used",
    resolveId: (id, importer) =>
      id === "crypto" && importer?.includes("/@actions/core/") ? ID : undefined,
    load: (id) =>
      id === ID
        ? 'export const randomUUID = () => process.getBuiltinModule("node:crypto").randomUUID();'
        : undefined,
  };
}
