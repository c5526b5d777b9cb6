/** What a merge saw of one leg, as facts for its report. */

/** What a merge knows of the leg of one planned platform. */
export interface LegOutcome {
  /** Canonical name. */
  readonly platform: string;
  /** `left out`: missing, and allowed to be. The others are why nothing was published. */
  readonly state: "there" | "left out" | "missing" | "deleted" | "other" | "repeated";
  /** Of what the leg pushed. */
  readonly digest?: string | undefined;
  /** Of the platform's image. */
  readonly image?: string | undefined;
  readonly attempt?: number | undefined;
  readonly attestations?: number | undefined;
}

/** What a leg of a matrix, or the merge of all legs, saw besides. */
export interface MatrixOutcome {
  /** Of a merge, in the plan's order. */
  readonly legs?: readonly LegOutcome[] | undefined;
  /** Texts of the outputs of a leg that pushed. */
  readonly legOutputs?: { readonly digests: string; readonly leg: string } | undefined;
}
