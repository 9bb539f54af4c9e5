/** The exact Git tree that a submission, a gate run, a verdict or a checkpoint is about. */
export interface Snapshot {
  /** Commit object that holds the tree, kept alive under `refs/sluice/`. */
  readonly commit: string;
  readonly tree: string;
  /** The branch's tip that the snapshot was taken on. */
  readonly base: string;
}
