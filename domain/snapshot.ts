/** The exact Git tree that a submission, a gate run, a verdict or a checkpoint is about. */
export interface Snapshot {
  /** Commit object that holds the tree, kept alive under `refs/sluice/`. */
  readonly commit: string;
  readonly tree: string;
  /** The branch's tip that the snapshot was taken on. */
  readonly base: string;
}

const OBJECT_ID = /^[0-9a-f]{40}(?:[0-9a-f]{24})?$/;

/** Whether a text is a full object id, of a SHA-1 or of a SHA-256 repository. */
export function isCommitId(text: string): text is string {
  return OBJECT_ID.test(text);
}
