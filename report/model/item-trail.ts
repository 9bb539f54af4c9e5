import type { Stage } from '../../domain/stage.ts';
import { type FindingTrail, newFindingTrail } from './finding-trail.ts';
import { type Kept, keptNone } from './kept.ts';
import type { RunEntry } from './run-entry.ts';
import type { WaiverTrail } from './waiver-trail.ts';
import type {
  CheckpointReport,
  DecisionReport,
  RefusalReport,
  ReviewReport,
  SetbackReport,
  SubmissionReport,
  TalkReport,
} from './item-model.ts';

type Open<T> = { -readonly [Key in keyof T]: T[Key] };
type OpenSetback = Omit<SetbackReport, 'followed'> & {
  readonly followed: Open<SetbackReport['followed']>;
};

/** What is remembered of one item while the log is read, in bounded memory. */
export interface ItemTrail {
  records: number;
  attempts: number;
  firstAtMs: number;
  lastAtMs: number;
  /** The newest run of each gate. */
  readonly latest: Map<string, RunEntry>;
  readonly runs: Map<string, number>;
  /** Gates whose newest run a retry made void. */
  readonly voided: Set<string>;
  readonly submissions: Kept<SubmissionReport>;
  readonly reviews: Kept<Omit<ReviewReport, 'isStale'>>;
  readonly setbacks: Kept<OpenSetback>;
  readonly refusals: Kept<RefusalReport>;
  readonly decisions: Kept<DecisionReport>;
  readonly waivers: WaiverTrail;
  readonly talk: Kept<TalkReport>;
  readonly findings: FindingTrail;
  checkpoint: CheckpointReport | null;
  /** The tree that was submitted last, and that verdicts are about. */
  tree: string | null;
  hold: {
    readonly kind: 'blocked' | 'deferred' | 'skipped';
    readonly reason: string | null;
  } | null;
  /** Failed rounds since a person stepped in, and the code of the last. */
  failures: number;
  /** The stage that the newest record leads to. */
  stage: Stage | null;
}

export function newTrail(): ItemTrail {
  return {
    records: 0,
    attempts: 0,
    firstAtMs: Infinity,
    lastAtMs: -Infinity,
    latest: new Map(),
    runs: new Map(),
    voided: new Set(),
    submissions: keptNone(),
    reviews: keptNone(),
    setbacks: keptNone(),
    refusals: keptNone(),
    decisions: keptNone(),
    waivers: new Map(),
    talk: keptNone(),
    findings: newFindingTrail(),
    checkpoint: null,
    tree: null,
    hold: null,
    failures: 0,
    stage: null,
  };
}
