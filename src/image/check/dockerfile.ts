/** Finds the lines of a Dockerfile that bring programs of the wrong machine into an image. */

/**
 * - `default`: a default on an argument that BuildKit sets itself; it wins, on every platform.
 * - `pinned`: the stage is made of another platform than the one asked for.
 * - `copied`: the stage copies from a stage of the build machine's platform.
 * - `named`: a line names a machine instead of using TARGETARCH.
 */
export type SuspectKind = "default" | "pinned" | "copied" | "named";

export interface Suspect {
  /** Counted from 1; of a continued line, its first. */
  readonly line: number;
  readonly text: string;
  readonly kind: SuspectKind;
  /** Of `pinned`: the platform's text. */
  readonly platform?: string;
}

interface Instruction {
  readonly line: number;
  readonly text: string;
}

interface Stage extends Instruction {
  readonly name: string | undefined;
  readonly base: string;
  readonly platform: string | undefined;
}

/**
 * Suspects, the likeliest kind first. `target` is the stage that is built; absent: the last one.
 * Reads text only: variables are not filled in.
 */
export function dockerfileSuspects(text: string, target?: string): readonly Suspect[] {
  const instructions = instructionsIn(text);
  const stages = instructions.flatMap(stageOf);
  const built = (target && earlier(target, Infinity, stages)) || stages.at(-1);
  const next = stages.find(({ line }) => line > (built?.line ?? 0))?.line ?? Infinity;
  const inBuilt = instructions.filter(({ line }) => line > (built?.line ?? 0) && line < next);
  return [
    ...instructions.filter(setsDefault).map(suspect("default")),
    ...(built === undefined ? [] : pinned(built, stages)),
    ...inBuilt.filter((instruction) => copiesBuilt(instruction, stages)).map(suspect("copied")),
    ...instructions.filter(namesMachine).map(suspect("named")),
  ];
}

/** Instructions with their continued lines joined; comments and empty lines left out. */
function instructionsIn(text: string): readonly Instruction[] {
  const found: Instruction[] = [];
  let open: Instruction | undefined;
  for (const [index, raw] of text.split(/\r?\n/).entries()) {
    const line = raw.trim();
    if (line === "" || line.startsWith("#")) continue;
    const joined = open === undefined ? line : `${open.text} ${line}`;
    const instruction = { line: open?.line ?? index + 1, text: joined.replace(/\s*[\\`]$/, "") };
    open = /[\\`]$/.test(line) ? instruction : undefined;
    if (open === undefined) found.push(instruction);
  }
  return open === undefined ? found : [...found, open];
}

const suspect =
  (kind: SuspectKind) =>
  ({ line, text }: Instruction): Suspect => ({ line, text, kind });

function setsDefault({ text }: Instruction): boolean {
  return /^ARG\s+(?:.*\s)?TARGET(?:ARCH|PLATFORM|VARIANT|OS)=/i.test(text);
}

function stageOf({ line, text }: Instruction): readonly Stage[] {
  const match = /^FROM\s+(?:--platform=(\S+)\s+)?(\S+)(?:\s+AS\s+(\S+))?/i.exec(text);
  if (match === null) return [];
  const [, platform, base = "", name] = match;
  return [{ line, text, platform: platform?.replace(/^["']|["']$/g, ""), base, name }];
}

/** The pinned FROM that `stage` is made of: its own, or that of the stage it builds upon. */
function pinned(stage: Stage, stages: readonly Stage[]): readonly Suspect[] {
  const { line, text, platform } = stage;
  if (platform !== undefined && !/TARGET/.test(platform)) {
    return [{ line, text, kind: "pinned", platform }];
  }
  const base = earlier(stage.base, stage.line, stages);
  return base === undefined ? [] : pinned(base, stages);
}

function earlier(name: string, line: number, stages: readonly Stage[]): Stage | undefined {
  const before = stages.filter((stage) => stage.line < line);
  const named = before.findLast((stage) => stage.name?.toLowerCase() === name.toLowerCase());
  return named ?? (/^\d+$/.test(name) ? before[Number(name)] : undefined);
}

function copiesBuilt({ line, text }: Instruction, stages: readonly Stage[]): boolean {
  const from = /^COPY\s.*--from=(\S+)/i.exec(text)?.[1];
  const stage = from === undefined ? undefined : earlier(from, line, stages);
  return stage !== undefined && pinned(stage, stages).length > 0;
}

function namesMachine({ text }: Instruction): boolean {
  const brings = /^(?:RUN|ADD|COPY|ENV|ARG)\s/i.test(text);
  return (
    brings && /(?:^|[^a-z0-9])(?:amd64|x86[_-]64|x64|aarch64|arm64)(?:[^a-z0-9]|$)/i.test(text)
  );
}
