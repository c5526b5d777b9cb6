/** Every fault of a download, by the bundled set-up step: the right result or a plain error, in time. */

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, it } from "node:test";
import { promisify } from "node:util";
import { type DownloadFault, downloadFaults } from "../faults/downloads.ts";
import { namesIn } from "../support/faults.ts";
import { fileServer } from "../support/file-server.ts";
import { assertQuiet, place, QEMU } from "../support/place.ts";

/** Milliseconds for a whole step, whatever comes. */
const IN_TIME = 30_000;

const file = await readFile(join(QEMU, "qemu-aarch64"));
const sha256 = createHash("sha256").update(file).digest("hex");
const tar = ["-czf", "-", "--transform", "s,$,-static,", "-C", QEMU, "qemu-aarch64"];
const options = { encoding: "buffer", maxBuffer: 64 * 1024 * 1024 } as const;
const whole = (await promisify(execFile)("tar", tar, options)).stdout;

const other = Buffer.concat([file, Buffer.from("x")]);

describe("downloads", { concurrency: 6 }, () => {
  for (const fault of downloadFaults) it(fault.name, (t) => played(fault, t));
});

async function played(fault: DownloadFault, t: Parameters<typeof place>[0]): Promise<void> {
  const here = await place(t);
  const server = await fileServer(fault, { whole, other });
  t.after(() => server.close());
  const authority = join(here.folder, "authority.pem");
  await writeFile(authority, server.authority ?? "");
  const env = server.authority === undefined ? {} : { NODE_EXTRA_CA_CERTS: authority };
  const started = performance.now();
  const main = await here.main(
    {
      ...{ platforms: "arm64", emulator: "release", "emulator-url": server.address },
      ...{ "emulator-sha256": `aarch64=${sha256}`, "emulator-cache": "false" },
    },
    { env },
  );
  assert.ok(performance.now() - started < IN_TIME, `${performance.now() - started} ms`);
  const errors = main.annotations.flatMap(({ level, message }) =>
    level === "error" ? message : [],
  );
  if (fault.right === "works") assert.equal(main.exitCode, 0, main.log);
  else {
    assert.equal(main.exitCode, 1, main.log);
    assert.match(errors.join("\n"), fault.right);
    assert.doesNotMatch(errors.join("\n"), /a bug in Anyarch/);
    assert.deepEqual(await namesIn(join(here.folder, "tools")), []);
  }
  assert.equal(server.asked.length, fault.tries, main.log);
  const [first = 0, second = first] = server.asked;
  assert.ok(second - first >= (fault.apart ?? 0), `${second - first} ms apart`);
  assertQuiet(await here.post(main));
}
