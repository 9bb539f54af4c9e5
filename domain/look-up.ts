/** What a program has to know of the plan and the branch before it can answer a message. */
export interface LookUpRequest {
  readonly planDigest: string;
  /** Ids that a message names, of which the program itself does not know whether they are planned. */
  readonly items: readonly string[];
  /** The branch whose tip is asked for; null where no commit is involved. */
  readonly branch: string | null;
}

export interface LookUpResult {
  /** Those of the ids that the plan does not have. */
  readonly unknown: readonly string[];
  /** Places of the others in the plan; absent from the answer of an older worker. */
  readonly places?: Readonly<Record<string, number>>;
  readonly tip: { readonly commit: string; readonly tree: string } | null;
}
