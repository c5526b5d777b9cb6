/** Tells the user which programs of which platform are wrong, and which line brought them in. */

import { assertNever, Failure } from "../../failure.ts";
import { platformName } from "../../platform/platform.ts";
import { dockerfileSuspects, type Suspect } from "./dockerfile.ts";
import type { CheckReport } from "./report.ts";
import { namesMachine } from "./words.ts";

/** Foreign programs named for each platform. */
const SHOWN = 5;

/** The Dockerfile the images were built of, if it is at hand. */
export interface DockerfileText {
  readonly text: string;
  /** The stage that was built; absent: the last. */
  readonly target?: string | undefined;
}

interface Advice {
  readonly cause: string;
  readonly fix: string;
}

const GENERAL: Advice = {
  cause: "a step copied or downloaded a program of the build machine instead of the platform's",
  fix: "In the Dockerfile, in the stage that brings the program in:\n  ARG TARGETARCH\nand use $TARGETARCH in the name of what is copied or downloaded",
};

/** Programs of the right machine, for a newer version of it than the platform's. */
const NEWER: Advice = {
  cause: "the base image is made for newer processors, as Debian's `armhf` is for ARMv7",
  fix: "platforms: linux/arm/v7   # or a base image made for the older one, as Alpine's for linux/arm/v6",
};

/**
 * The Failure of all reports that hold foreign programs, or undefined where none does.
 */
export function checkFailure(
  reports: readonly CheckReport[],
  dockerfile?: DockerfileText,
): Failure | undefined {
  const bad = reports.filter(({ foreign }) => foreign.length > 0);
  const [first] = bad;
  if (first === undefined) return undefined;
  const names = bad.map(({ platform }) => platformName(platform));
  const found = dockerfileSuspects(dockerfile?.text ?? "", dockerfile?.target);
  const likely = found.find((suspect) => suits(suspect, bad));
  return new Failure({
    what: `The image for ${names.join(" and for ")} holds programs of another machine`,
    seen: bad.map(seen).join("\n"),
    expected: bad.map(expected).join("\n"),
    ...(likely === undefined ? general(bad) : advice(likely)),
    anchor: "wrong-architecture",
  });
}

/** Not to blame: a stage pinned to the very platform that failed, a line naming another machine. */
function suits({ kind, text, platform }: Suspect, bad: readonly CheckReport[]): boolean {
  if (kind === "named") {
    const found = bad.flatMap(({ foreign }) => foreign.map((program) => program.found));
    return found.some((name) => namesMachine(text, name));
  }
  return (
    platform === undefined || !bad.some((report) => platformName(report.platform) === platform)
  );
}

function general(bad: readonly CheckReport[]): Advice {
  const newer = ({ foreign }: CheckReport): boolean =>
    foreign.every(({ found }) => /^ARMv/.test(found));
  return bad.every(newer) ? NEWER : GENERAL;
}

function seen({ platform, foreign }: CheckReport): string {
  const lines = foreign
    .slice(0, SHOWN)
    .map(({ path, found, via }) => `${path} is ${found} (${via})`);
  const more = foreign.length > SHOWN ? [`and ${foreign.length - SHOWN} more`] : [];
  return [...lines, ...more].map((line) => `${platformName(platform)}: ${line}`).join("\n");
}

function expected({ platform, foreign }: CheckReport): string {
  return `${platformName(platform)}: ${foreign[0]?.wanted ?? ""}`;
}

function advice(suspect: Suspect): Advice {
  const at = `Dockerfile line ${suspect.line}: ${suspect.text}`;
  switch (suspect.kind) {
    case "default":
      return {
        cause: `${at}\nBuildKit sets this argument for each platform; a default given here takes its place`,
        fix: `Write line ${suspect.line} without a default, and inside the stage that uses it:\n  ${bare(suspect.text)}`,
      };
    case "pinned":
      return {
        cause: `${at}\nThe image is made of a stage that is pinned to ${suspect.platform ?? "one platform"}, whatever platform is built`,
        fix: `Write line ${suspect.line} as:\n  ${suspect.text.replace(/--platform=\S+\s+/i, "")}`,
      };
    case "copied":
      return {
        cause: `${at}\nThat stage runs on the build machine's platform and made programs for it`,
        fix: "Cross-compile in that stage, for example:\n  ARG TARGETOS TARGETARCH\n  RUN GOOS=$TARGETOS GOARCH=$TARGETARCH go build …",
      };
    case "named":
      return {
        cause: `${at}\nIt names one machine, whatever platform is built`,
        fix: "In that stage:\n  ARG TARGETARCH\nand $TARGETARCH in place of the machine's name",
      };
    default:
      return assertNever(suspect.kind);
  }
}

/** `ARG A=1 TARGETARCH=amd64` -> `ARG A=1 TARGETARCH` */
function bare(text: string): string {
  return text.replace(/\b(TARGET(?:ARCH|PLATFORM|VARIANT|OS))=("[^"]*"|\S*)/gi, "$1");
}
