import type { ItemProgress } from './item/item-progress.ts';
import type { TrackerColumns } from './tracker-columns.ts';

/** The tracker document of a program, as it was planned from. */
export interface TrackerLink {
  /** Relative to the repository, with slashes. */
  readonly path: string;
  /** Digest of the document's text when the program was planned; the text is in the store. */
  readonly sha256: string;
  /** Headers of a CSV document that the policy names. */
  readonly columns?: TrackerColumns;
}

/** A statement of the document that contradicts the program: reported, never obeyed. */
export interface TrackerDrift {
  readonly item: string;
  /** `status`, `commit`, a box (`box:SECTION/TEXT`) and so on; `item` where the item is missing. */
  readonly field: string;
  /** 1-based; 0 where the document has no such line any more. */
  readonly line: number;
  readonly document: string | null;
  readonly sluice: string | null;
}

export interface TrackerUpdateRequest {
  readonly program: string;
  readonly tracker: TrackerLink;
  /** Workflow time, milliseconds since the epoch. */
  readonly atMs: number;
  readonly change:
    | { readonly kind: 'item'; readonly progress: ItemProgress }
    | { readonly kind: 'baseline'; readonly passed: boolean };
}

export interface TrackerUpdateResult {
  /** Places of the document that were changed. */
  readonly edits: number;
  /** At most TRACKER_DRIFT_MAX. */
  readonly drift: readonly TrackerDrift[];
}

/** Contradictions of one item that a workflow remembers; `sluice sync` shows all of them. */
export const TRACKER_DRIFT_MAX = 20;
