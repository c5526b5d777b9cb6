/** The id of a run, by which all that it makes is named, and how a later run tells that its job is over. */

/** What a run knows of itself and of the others of its runner. */
export interface Onlooker {
  /** 8 hex digits that stand for the runner's temporary folder. */
  readonly owner: string;
  /** Ids of the runs that have a mark in that folder. */
  readonly marked: readonly string[];
  /** 4 hex digits that stand for the running kernel. */
  readonly boot: string;
  /** Milliseconds since that kernel was started. */
  readonly up: number;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** GitHub ends every job after five days, on a runner of one's own too (its usage limits). */
const LONGEST = 5 * 24 * 60 * 60 * 1000;

/** Where no workflow runs: only its age tells that something made there is left. */
export const NO_RUNNER = { owner: "00000000", boot: "0000" } as const;

/** What containers and volumes of a run bear, with its id as the value. */
export const JOB_LABEL = "anyarch.job";

const JOB_ID = /anyarch-(?:kept-)?([0-9a-z]{1,10})-([0-9a-f]{8})-([0-9a-f]{4})[0-9a-f]{8}/;

export interface JobFacts {
  /** As an onlooker has them. */
  readonly owner: string;
  readonly boot: string;
  /** 8 hex digits. */
  readonly random: string;
  readonly kept?: boolean;
}

/**
 * `anyarch-<start, base 36 seconds>-<owner>-<boot><random>`; of a run whose handlers are to stay,
 * `anyarch-kept-…`. `now`: milliseconds since 1970.
 */
export function jobIdAt(now: number, { owner, boot, random, kept = false }: JobFacts): string {
  const start = Math.floor(now / 1000).toString(36);
  return `anyarch-${kept ? "kept-" : ""}${start}-${owner}-${boot}${random}`;
}

/** Whether `text` is a run's id, and nothing more. */
export function isJobId(text: string): boolean {
  return text !== "" && jobIdIn(text) === text;
}

/** The id in the name of something that a run made: a handler, an image, a builder's volume. */
export function jobIdIn(name: string): string | undefined {
  return JOB_ID.exec(name)?.[0];
}

/** Whether the handlers of the run with this id, or of that name, are to stay after its job. */
export function isKept(id: string): boolean {
  return id.startsWith("anyarch-kept-");
}

/**
 * Whether the job of this run is over, so that what bears its id was left behind.
 *
 * A runner has one temporary folder, does one job at a time, and empties that folder between two:
 * a run of this very runner whose mark is not there any more was of an earlier job. Of other
 * runners only the age tells. A clock that was set meanwhile makes it a lie: what began under the
 * kernel that runs here is no older than that has been running, which no setting of clocks changes.
 */
export function isOver(id: string, { owner, boot, marked, up, now }: Onlooker): boolean {
  const [, start = "", theirs, kernel] = JOB_ID.exec(id) ?? [];
  const age = now - Number.parseInt(start, 36) * 1000;
  if ((kernel === boot ? Math.min(age, up) : age) > LONGEST) return true;
  return theirs === owner && !marked.includes(id);
}
