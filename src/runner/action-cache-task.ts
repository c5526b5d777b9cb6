/** What the process that talks to the Actions cache is asked for. */

export type CacheTask =
  | {
      readonly kind: "restore" | "save";
      /** The exact key. */
      readonly key: string;
      /** Beginning of keys that will do as well; the newest entry is taken. */
      readonly prefix: string;
      /** Name of the file within the folder, the same in every run. */
      readonly file: string;
    }
  | {
      /** Whether there is an entry; nothing is downloaded. */
      readonly kind: "find";
      /** Keys or their beginnings, best first; at most 10. */
      readonly keys: readonly string[];
      readonly file: string;
    };

export interface CacheAnswers {
  /** For each task the key of the entry that was restored, saved or found; undefined: none. */
  readonly keys: readonly (string | undefined)[];
  /** What the service's client complained of; empty: nothing. */
  readonly said: string;
}
