import type { ItemProgress, ProgressEvidence } from '../domain/item/item-progress.ts';
import type { SpanEdit } from './markdown/edit.ts';

/**
 * What a run writes about one item: its progress, as far as it is told. What is absent stays as it is
 * in the document. Boxes of passed stages are ticked, those of reopened ones are opened.
 */
export type ItemChange = Pick<ItemProgress, 'item'> &
  Partial<Omit<ItemProgress, 'item' | 'evidence'>> & { readonly evidence?: NewEvidence };

/** What a document's evidence section is to say: files instead of the commits between which they changed. */
export interface NewEvidence extends Omit<ProgressEvidence, 'range' | 'verdict'> {
  readonly filesChanged: readonly { readonly path: string; readonly remark: string }[];
  readonly verdict: ProgressEvidence['verdict'] | null;
}

/** One place of the document that is to change, and why. */
export interface PlannedEdit extends SpanEdit {
  readonly item: string;
  /** Key of the field, as `fieldsOf` names it. */
  readonly field: string;
  readonly line: number;
  /** As a reader sees it. */
  readonly before: string;
  readonly after: string;
}

/** Something of a change that this kind of document has no place for. */
export interface Unplaced {
  readonly field: string;
  readonly value: string;
}

export interface EditPlan {
  readonly edits: readonly PlannedEdit[];
  readonly unplaced: readonly Unplaced[];
}
