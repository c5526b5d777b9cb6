/** Why a registration was refused, by what nodes were seen to say. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { unmountedFailure } from "../../../src/binfmt/refusal.ts";
import { parseReport } from "../../../src/binfmt/script-report.ts";

const report = parseReport("@ boot 5f7a0b6c-3c0e-4d6e-9d53-6c2b1b0a5a4e\n@ unmounted\n");

for (const said of [
  "mount: /proc/sys/fs/binfmt_misc: unknown filesystem type 'binfmt_misc'.",
  "mount: mounting binfmt_misc on /proc/sys/fs/binfmt_misc failed: No such device",
]) {
  test(`a kernel without binfmt_misc: ${said}`, () => {
    const failure = unmountedFailure({ exitCode: 32, stderr: `${said}\n`, report });
    assert.match(failure.message, /^The kernel of the engine's node has no binfmt_misc, so it /);
  });
}

test("a mount that is forbidden is no kernel without binfmt_misc", () => {
  const stderr = "mount: /proc/sys/fs/binfmt_misc: permission denied.\n";
  const failure = unmountedFailure({ exitCode: 32, stderr, report });
  assert.match(failure.message, /^binfmt_misc could not be mounted on the engine's node/);
});
