/** Obtains qemu-aarch64 from apt with lists of its own, in a process whose user the test chooses. */

import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { obtainEmulators } from "../../src/emulator/obtain.ts";
import { freshOffer } from "../../src/emulator/sources/apt.ts";
import { architectures } from "../../src/platform/architecture.ts";

const temp = mkdtempSync(join(tmpdir(), "driver-"));
const host = architectures.find(({ target }) => target === "x86_64");
if (host === undefined) throw new TypeError("x86_64");
const { record } = await freshOffer({ host, folder: join(temp, "lists") });
console.log(`offered ${record.name} ${record.version} as user ${process.getuid?.()}`);

const none = { path: undefined, version: undefined, url: undefined, image: undefined };
const [emulator] = await obtainEmulators({
  architectures: architectures.filter(({ target }) => target === "aarch64"),
  host: { os: "linux", architecture: "amd64" },
  inputs: { source: "package", ...none, sha256: {}, cpu: {}, cache: true },
  temp,
  signal: new AbortController().signal,
  trusted: false,
});
console.log(`obtained ${emulator?.path}`);
