/** What a leg tells of itself, whichever way it comes to the merge. */

export interface LegResult {
  /** Canonical name. */
  readonly platform: string;
  /** Of the manifest, or of the index with its attestations, that was pushed. */
  readonly digest: string;
  /** Where it was pushed: `ghcr.io/me/app`; undefined: nobody said. */
  readonly repository?: string | undefined;
  /** Id of the plan. */
  readonly plan?: string | undefined;
  /** Attempt of the run in which the leg ran. */
  readonly attempt?: number | undefined;
}
