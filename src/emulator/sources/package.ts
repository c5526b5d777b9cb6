/** Downloads the distribution's package through apt and unpacks emulators from it; installs nothing. */

import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { Failure } from "../../failure.ts";
import { mustRun, runCommand } from "../../runner/command.ts";
import { log } from "../../runner/log.ts";
import { makeFolder } from "../../runner/temp.ts";
import { type AptOffer, freshOffer, type PackageFacts } from "./apt.ts";
import { type AptRecord, boundedOptions, memberFor } from "./apt-record.ts";

export interface Unpacked {
  /** Where the emulators lie. */
  readonly folder: string;
  readonly record: AptRecord;
  /** What dpkg-deb and tar said, for the message about one that is missing. */
  readonly stderr: string;
}

/**
 * Downloads the package and unpacks the emulators of `targets`; gives their folder. apt checks the
 * file against the lists its archive signed. Outdated lists name a file that is gone from the
 * mirror: then once more with fresh ones.
 */
export async function unpackPackage(
  facts: PackageFacts,
  offer: AptOffer,
  targets: readonly string[],
): Promise<Unpacked> {
  const used = await downloadedOffer(facts, offer);
  const folder = join(facts.folder, "unpacked");
  makeFolder(folder);
  const file = (await readdir(facts.folder)).find((name) => name.endsWith(".deb"));
  const members = targets.map((target) => memberFor(used.record.name, target));
  // No emulator is above 256 MiB, whatever is packed. tar stops at the last member it wants (0.2 s for
  // aarch64, 2 s for the whole package); whoever looks for a file that is not there tells of it.
  const script =
    'export LC_ALL=C; ulimit -f 524288; dpkg-deb --fsys-tarfile "$1" | { shift; tar -x --occurrence=1 --no-same-owner -f - "$@"; }';
  const args = ["sh", join(facts.folder, file ?? ""), "-C", folder, ...members];
  const { stderr } = await runCommand("sh", ["-c", script, ...args]);
  return { folder: join(folder, "usr", "bin"), record: used.record, stderr };
}

async function downloadedOffer(facts: PackageFacts, offer: AptOffer): Promise<AptOffer> {
  const args = ({ record, options }: AptOffer): string[] => {
    const wanted = `${record.name}=${record.version}`;
    return ["-qq", "download", ...options, ...boundedOptions, wanted];
  };
  const first = await runCommand("apt-get", args(offer), { cwd: facts.folder });
  if (first.exitCode === 0) return offer;
  const what = `download the package ${offer.record.name} ${offer.record.version}`;
  const line = ["apt-get", ...args(offer)].join(" ");
  if (offer.options.length > 0) throw new Failure({ what, command: { line, ...first } });
  log.info("apt's lists are out of date; fetching fresh ones for this run");
  const fresh = await freshOffer(facts);
  await mustRun(what, "apt-get", args(fresh), { cwd: facts.folder });
  return fresh;
}
