/** The id of a run, by which all that it makes is named, and how a later run tells that its job is over. */

/** What a run knows of itself and of the others of its runner. */
export interface Onlooker {
  /** 8 hex digits that stand for the runner's temporary folder. */
  readonly owner: string;
  /** Ids of the runs that have a mark in that folder. */
  readonly marked: readonly string[];
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** GitHub ends every job after five days, on a runner of one's own too (its usage limits). */
const LONGEST = 5 * 24 * 60 * 60 * 1000;

/** Owner of what no workflow made: only its age tells that it is left. */
export const NO_RUNNER = "00000000";

const JOB_ID = /anyarch-(?:kept-)?([0-9a-z]{1,10})-([0-9a-f]{8})-[0-9a-f]{8}/;

/**
 * `anyarch-<start, base 36 seconds>-<owner>-<random>`, each of the last two 8 hex digits; of a run
 * whose handlers are to stay, `anyarch-kept-…`. `now`: milliseconds since 1970.
 */
export function jobIdAt(
  now: number,
  { owner, random, kept = false }: { owner: string; random: string; kept?: boolean },
): string {
  const start = Math.floor(now / 1000).toString(36);
  return `anyarch-${kept ? "kept-" : ""}${start}-${owner}-${random}`;
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
 * runners only the age tells.
 */
export function isOver(id: string, { owner, marked, now }: Onlooker): boolean {
  const [, start = "", theirs] = JOB_ID.exec(id) ?? [];
  if (now - Number.parseInt(start, 36) * 1000 > LONGEST) return true;
  return theirs === owner && !marked.includes(id);
}
