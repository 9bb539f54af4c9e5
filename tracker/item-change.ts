import type { ItemStatus } from '../domain/backlog-status.ts';
import type { Stage } from '../domain/stage.ts';

import type { SpanEdit } from './markdown/edit.ts';

/** What a run writes about one item. What is absent stays as it is in the document. */
export interface ItemChange {
  readonly item: string;
  /** Stages that passed: their boxes are ticked. */
  readonly passed?: readonly Stage[];
  /** Stages that are open again, after changes were requested or a retry: their boxes are opened. */
  readonly reopened?: readonly Stage[];
  readonly status?: ItemStatus;
  readonly implementer?: string;
  readonly reviewer?: string;
  /** `PENDING`, `APPROVED` or `CHANGES_REQUESTED`. */
  readonly reviewState?: 'PENDING' | 'APPROVED' | 'CHANGES_REQUESTED';
  /** Full hash of the checkpoint commit. */
  readonly commit?: string;
  readonly deferredReason?: string;
  readonly testsWritten?: number;
  readonly testsPassing?: number;
  readonly evidence?: NewEvidence;
}

/** What a document's evidence section is to say. */
export interface NewEvidence {
  readonly filesChanged: readonly { readonly path: string; readonly remark: string }[];
  readonly commands: readonly {
    readonly command: string;
    /** Null where the command did not exit by itself. */
    readonly exitCode: number | null;
    readonly remark: string;
  }[];
  readonly gates: readonly {
    readonly name: string;
    readonly mark: 'PASS' | 'FAIL' | 'NA';
    readonly remark: string;
  }[];
  readonly verdict: 'APPROVED' | 'CHANGES_REQUESTED' | null;
  readonly commit: { readonly hash: string; readonly subject: string } | null;
  readonly residualRisk: readonly string[];
  readonly rollback: readonly string[];
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
