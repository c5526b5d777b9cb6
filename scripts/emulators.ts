/** `npm run emulators -- --from package|image|DIR --out DIR`: release assets, one emulator each. */

import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { Failure } from "../src/failure.ts";
import { type Architecture, architectureFor, architectures } from "../src/platform/architecture.ts";
import { parsePlatform, parseTarget } from "../src/platform/parse.ts";
import { type Asset, makeAsset, writeLists } from "./emulators/asset.ts";
import { openSource, type Source } from "./emulators/source.ts";
import { explained } from "./rig/progress.ts";

const USAGE = `usage: npm run emulators -- --from package|image|DIR --out DIR [options]
  --for PLATFORMS   as linux/arm64,linux/s390x or QEMU's names; default: all that the source has
  --host PLATFORM   where the emulators will run; default: this machine's
  --image REF       with --from image: another one than the pinned one, by its digest`;

const { values } = parseArgs({
  options: {
    from: { type: "string" },
    out: { type: "string" },
    for: { type: "string", default: "" },
    host: { type: "string", default: `linux/${process.arch === "x64" ? "amd64" : process.arch}` },
    image: { type: "string" },
  },
});

function asked(): readonly Architecture[] {
  const names = (values.for ?? "").split(/[\s,]+/).filter((name) => name !== "");
  return names.map((name) => {
    const platform = parsePlatform(name);
    const byPlatform = platform && architectureFor(platform);
    const found = byPlatform ?? architectures.find(({ target }) => target === parseTarget(name));
    if (found === undefined) throw new Failure({ what: "no emulator is known for it", seen: name });
    return found;
  });
}

/** All that were asked for; where `some` will do, those that the source has. */
async function assetsOf(
  source: Source,
  out: string,
  targets: { readonly list: readonly Architecture[]; readonly some: boolean },
): Promise<readonly Asset[]> {
  const assets: Asset[] = [];
  for (const architecture of targets.list) {
    try {
      const asset = await makeAsset(architecture, source, out);
      console.log(`${asset.name}: QEMU ${asset.version}, ${(asset.size / 1e6).toFixed(2)} MB`);
      assets.push(asset);
    } catch (error) {
      if (!targets.some || !(error instanceof Failure)) throw error;
      console.log(`qemu-${architecture.target}: left out (${error.parts.seen ?? error.message})`);
    }
  }
  if (assets.length === 0) throw new Failure({ what: "the source has no emulator at all" });
  return assets;
}

async function main(): Promise<void> {
  const { from, out, image } = values;
  if (from === undefined || out === undefined) throw new Failure({ what: USAGE });
  const platform = parsePlatform(values.host);
  const host = platform && architectureFor(platform);
  if (platform === undefined || host === undefined) {
    throw new Failure({ what: "no emulator runs on such a host", seen: values.host });
  }
  const temp = await mkdtemp(join(tmpdir(), "anyarch-emulators-"));
  try {
    const wanted = asked();
    const some = wanted.length === 0;
    const list = some ? architectures.filter((one) => one !== host) : wanted;
    const source = await openSource(from, { platform, host, temp, image, targets: list });
    try {
      await writeLists(out, await assetsOf(source, out, { list, some }));
    } finally {
      await source.close();
    }
  } finally {
    await rm(temp, { recursive: true, force: true });
  }
}

try {
  await main();
} catch (error) {
  console.error(`\n${explained(error)}`);
  process.exitCode = 1;
}
