/** Times subjects in turn, round by round, so that all of them meet the same noise of the machine. */

/** What is timed: one run of it, in milliseconds. */
export interface Subject {
  readonly name: string;
  run(): Promise<number>;
}

/** Name of a subject -> its milliseconds, one number a round. */
export type Times = ReadonlyMap<string, readonly number[]>;

/** Runs every subject once unmeasured (caches fill), then `rounds` times: A B C, A B C, … */
export async function timesOf(
  subjects: readonly Subject[],
  rounds: number,
  onRound: (round: number) => void,
): Promise<Times> {
  const times = new Map(subjects.map(({ name }): [string, number[]] => [name, []]));
  for (let round = 0; round <= rounds; round += 1) {
    for (const { name, run } of subjects) {
      const ms = await run();
      if (round > 0) times.get(name)?.push(ms);
    }
    onRound(round);
  }
  return times;
}

/** The middle one of `values`, or the mean of the two in the middle; NaN of none. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const [low = Number.NaN, high = Number.NaN] = [sorted[middle - 1], sorted[middle]];
  return sorted.length % 2 === 1 ? high : (low + high) / 2;
}
