/** Proves inside a builder that it runs programs of each platform, by building them a tiny image. */

import { mkdtemp, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Failure } from "../../failure.ts";
import type { Job } from "../../job/job.ts";
import type { Architecture } from "../../platform/architecture.ts";
import { type Platform, platformName } from "../../platform/platform.ts";
import { log } from "../../runner/log.ts";
import { makeFolder } from "../../runner/temp.ts";
import { buildFailure } from "./failure.ts";
import { runSteps } from "./run.ts";
import type { Step } from "./steps-event.ts";
import { buildTimes } from "./steps-times.ts";

/** A platform to prove, with the architecture whose test program shows it. */
export interface Provable {
  readonly platform: Platform;
  readonly architecture: Architecture;
}

export interface BuilderProof {
  readonly platform: Platform;
  /** What the test program printed: the kernel's machine. */
  readonly machine: string;
  /** Milliseconds the step took, container included. */
  readonly ms: number;
}

const DOCKERFILE = `FROM scratch
ARG TARGETPLATFORM
COPY \${TARGETPLATFORM}/probe /probe
RUN ["/probe"]
`;

/** The program either prints its machine, or the proof fails. */
const NONE = { silence: 0, crashAllow: [] };

/**
 * Builds once for all platforms, uncached, exporting nothing; each test program must print a machine
 * of its architecture.
 * @param builder its name, undefined for the one buildx takes by itself.
 * @throws Failure when the build fails, or a program prints anything else or nothing.
 */
export async function proveInBuilder(
  job: Pick<Job, "signal" | "temp">,
  builder: string | undefined,
  wanted: readonly Provable[],
): Promise<readonly BuilderProof[]> {
  const folder = await probeContext(job, wanted);
  const platforms = wanted.map(({ platform }) => platformName(platform));
  const args = [
    ...["build", "--progress", "rawjson", "--no-cache", "--provenance=false"],
    ...(builder === undefined ? [] : ["--builder", builder]),
    ...["--platform", platforms.join(","), "--output", "type=cacheonly", folder],
  ];
  const run = await runSteps(job, { args, marker: folder, limits: NONE, write: log.debug });
  if (job.signal.aborted) throw new Failure({ what: "The proof in the builder was stopped." });
  if (run.exitCode !== 0) {
    const line = ["docker", "buildx", ...args].join(" ");
    const { exitCode, text } = run;
    throw buildFailure(run.steps.steps, { exitCode, text, line, platforms, emulators: {} });
  }
  const times = buildTimes(run.steps.steps, platforms, run.ms);
  return wanted.map((one) => {
    const name = platformName(one.platform);
    const machine = machineSeen(run.steps.steps, name, platforms.length === 1);
    if (!machinesOf(one.architecture).includes(machine))
      throw unproven(name, one, machine, builder);
    return { platform: one.platform, machine, ms: times[name]?.ms ?? 0 };
  });
}

async function probeContext(job: Pick<Job, "temp">, wanted: readonly Provable[]): Promise<string> {
  const folder = await mkdtemp(join(job.temp, "probe-"));
  await writeFile(join(folder, "Dockerfile"), DOCKERFILE);
  for (const { platform, architecture } of wanted) {
    const place = join(folder, platformName(platform));
    makeFolder(place);
    const program = Buffer.from(architecture.probe, "base64");
    await writeFile(join(place, "probe"), program, { mode: 0o755 });
  }
  return folder;
}

/** What the platform's RUN step printed, without white space around it. */
function machineSeen(steps: readonly Step[], platform: string, only: boolean): string {
  const step = steps.find(({ name, platforms }) => {
    const own = platforms?.runs;
    return name.includes('RUN ["/probe"]') && (own === platform || (own === undefined && only));
  });
  return (step?.tail ?? []).join("\n").trim();
}

/**
 * Machines that prove an architecture: what QEMU tells, and what a kernel that runs it natively or
 * in its compatibility mode may tell (arm on arm64: `armv8l`; 386 on amd64: `x86_64`).
 */
function machinesOf({ target, uname }: Architecture): readonly string[] {
  if (target === "arm") return [uname, "armv6l", "armv7l", "armv8l", "aarch64"];
  if (target === "i386") return [uname, "i386", "i586", "i686", "x86_64"];
  return [uname];
}

function unproven(
  name: string,
  { architecture }: Provable,
  seen: string,
  builder?: string,
): Failure {
  return new Failure({
    what: `Builder ${builder ?? "of the engine"} does not run programs of ${name}.`,
    seen: seen === "" ? "no output" : seen,
    expected: machinesOf(architecture).join(" or "),
    cause: "Its node is another machine, where no emulator was registered, or its log was cut.",
    fix: "remove the input `builder`",
    anchor: "builder-unproven",
  });
}
