/** Core files of the emulator in an image, by their names; other files are left alone. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { coreNotices } from "../../../src/image/check/cores.ts";
import { emptyTree } from "../../../src/image/check/tree.ts";

test("only what is named as QEMU names it is its core file", () => {
  const tree = emptyTree();
  const paths = [
    "/app/qemu_node_20261125-095910_4711.core",
    "/qemu_sh_20261125-095910_12.core",
    "/app/core",
    "/app/qemu_notes.core",
    "/usr/bin/qemu-aarch64",
    "/app/qemu_node_20261125-095910_4711.core.txt",
  ];
  for (const path of paths) tree.entries.set(path, { kind: "other", executable: false });
  assert.deepEqual(
    coreNotices(tree).map((text) => text.split(" ")[0]),
    paths.slice(0, 2),
  );
});
