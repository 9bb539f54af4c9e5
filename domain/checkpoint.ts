import type { Actor } from './actor.ts';
import type { EvidenceRecord } from './evidence-record.ts';
import type { RunKey } from './gate-run.ts';
import type { Snapshot } from './snapshot.ts';

export interface CheckpointRequest {
  readonly key: RunKey;
  readonly program: string;
  readonly item: { readonly id: string; readonly title: string };
  readonly branch: string;
  /** Exactly this tree is committed. */
  readonly approved: Snapshot;
  readonly implementers: readonly Actor[];
  readonly reviewers: readonly Actor[];
  /** Waivers that the tree is committed with, in words; absent in requests from before there were any. */
  readonly waivers?: readonly string[];
  readonly policyDigest: string;
  /** Workflow time of the approval: the commit's date, so that a retry makes the same commit. */
  readonly atMs: number;
  readonly pending: readonly EvidenceRecord[];
  readonly solo?: true;
  /** The tip that the verdict was given on, when the approved tree is the same on another one. */
  readonly carriedFrom?: string;
}

export type CheckpointResult =
  | {
      readonly kind: 'committed';
      readonly commit: string;
      readonly tree: string;
      readonly parent: string;
      /**
       * The branch had moved, but only in paths left out of the tree's identity: the commit is the
       * approved tree with those paths as they are on the new tip, and the verdict still holds.
       */
      readonly carried?: boolean;
      readonly recordSha256: string;
    }
  /** The branch moved: this is the approved change on the new tip, to be verified again. */
  | { readonly kind: 'moved'; readonly tip: string; readonly candidate: Snapshot }
  /** The branch moved and the two changes do not merge. */
  | { readonly kind: 'conflict'; readonly tip: string; readonly files: readonly string[] };

const SUBJECT_CHARS_MAX = 100;

/** The first line of an item's checkpoint commit. */
export function checkpointSubject(item: { readonly id: string; readonly title: string }): string {
  return `${item.id}: ${item.title}`.slice(0, SUBJECT_CHARS_MAX);
}
