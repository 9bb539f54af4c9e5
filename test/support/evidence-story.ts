import type { Actor } from '../../domain/actor.ts';
import type {
  CertificationRecord,
  DecisionRecord,
  EvidenceRecord,
  RecordBody,
  RefusalRecord,
  RunRecord,
  VerdictRecord,
} from '../../domain/evidence-record.ts';
import type { TestCounts } from '../../domain/test-report.ts';
import { gitId, recordWith, runBody, snapshotNamed } from './evidence-records.ts';

const MINUTE_MS = 60_000;

export interface StoryRun extends Partial<
  Pick<
    RunRecord,
    'stage' | 'attempt' | 'result' | 'code' | 'facts' | 'gate' | 'purpose' | 'measurements'
  >
> {
  /** Names the tree that it ran on. */
  readonly tree?: string;
  readonly exitCode?: number;
  readonly counts?: TestCounts;
}

/** The records of a program as a story: each sentence is one record, a minute after the last. */
export class EvidenceStory {
  readonly records: EvidenceRecord[] = [];
  readonly program: string;
  private readonly policyDigest: string | null;
  private atMs: number;

  constructor(
    options: {
      readonly program?: string;
      readonly policyDigest?: string;
      readonly startsAt?: string;
    } = {},
  ) {
    this.program = options.program ?? 'demo';
    this.policyDigest = options.policyDigest ?? null;
    this.atMs = Date.parse(options.startsAt ?? '2026-11-21T08:00:00Z');
  }

  /** Lets time pass before the next sentence. */
  later(minutes: number): this {
    this.atMs += minutes * MINUTE_MS;
    return this;
  }

  submits(
    item: string,
    submission: 'red' | 'green',
    { by: actor, attempt = 1 }: { readonly by: Actor; readonly attempt?: number },
  ): this {
    const messageId = `m${this.records.length}`;
    return this.tell(item, {
      type: 'submission',
      submission,
      messageId,
      actor,
      attempt,
      note: null,
    });
  }

  runs(item: string | null, gate: string, run: StoryRun = {}): this {
    const { tree = 'green', exitCode, counts, ...fields } = run;
    const base = runBody({ gate, snapshot: snapshotNamed(`${item ?? 'tip'} ${tree}`), ...fields });
    const { stage } = base;
    const format = counts === undefined ? 'exit' : 'junit';
    return this.tell(item, {
      ...base,
      gate:
        stage === 'BASELINE' || stage === 'CERTIFICATION' ? `${stage.toLowerCase()}/${gate}` : gate,
      outcome: { ...base.outcome, end: { kind: 'exited', exitCode: exitCode ?? 0 } },
      report: { format, casesSha256: null, counts: counts ?? null },
    });
  }

  reviews(
    item: string,
    verdict: VerdictRecord['verdict'],
    review: Partial<Pick<VerdictRecord, 'attempt' | 'gates' | 'findings' | 'note'>> & {
      readonly by: Actor;
      readonly tree?: string;
    },
  ): this {
    const { by: actor, tree = 'green', ...fields } = review;
    const pass = { result: 'PASS', reason: null } as const;
    return this.tell(item, {
      type: 'verdict',
      verdict,
      messageId: `m${this.records.length}`,
      actor,
      attempt: 1,
      snapshot: snapshotNamed(`${item} ${tree}`),
      gates: { P0: pass, P1: pass },
      findings: [],
      note: null,
      ...fields,
    });
  }

  decides(
    item: string | null,
    decision: DecisionRecord['decision'],
    made: Partial<Pick<DecisionRecord, 'reason' | 'facts'>> & { readonly by: Actor },
  ): this {
    const messageId = `m${this.records.length}`;
    const { by: actor, reason = null, facts = {} } = made;
    return this.tell(item, { type: 'decision', decision, messageId, actor, reason, facts });
  }

  refuses(
    item: string | null,
    message: string,
    refusal: Pick<RefusalRecord, 'actor' | 'code'> & Partial<Pick<RefusalRecord, 'facts'>>,
  ): this {
    const messageId = `m${this.records.length}`;
    return this.tell(item, { type: 'refusal', message, messageId, facts: {}, ...refusal });
  }

  commits(
    item: string,
    more: {
      readonly tree?: string;
      readonly attempt?: number;
      readonly reviewer?: Actor;
      /** A commit of a real repository, for whoever holds the story against Git. */
      readonly git?: { readonly commit: string; readonly parent: string };
    } = {},
  ): this {
    const { tree = 'green', attempt = 1, reviewer = 'agent:claude' } = more;
    const git = more.git ?? { commit: gitId(`checkpoint ${item}`), parent: gitId('base') };
    const id = snapshotNamed(`${item} ${tree}`).tree;
    return this.tell(item, {
      type: 'checkpoint',
      attempt,
      branch: 'main',
      commit: git.commit,
      tree: id,
      parent: git.parent,
      approvedTree: id,
      reviewers: [reviewer],
      implementers: ['agent:codex'],
    });
  }

  /** An item that goes through all of its gates at the first attempt. */
  finishes(item: string, tests = 3): this {
    return this.reaches(item, tests).commits(item);
  }

  /** An item that is approved and not committed yet. */
  reaches(item: string, tests = 3): this {
    const all = { total: tests, passed: tests, failed: 0, skipped: 0 };
    const none = { total: tests, passed: 0, failed: tests, skipped: 0 };
    return this.submits(item, 'red', { by: 'agent:codex' })
      .runs(item, 'red', { stage: 'RED', tree: 'red', exitCode: 1, counts: none })
      .submits(item, 'green', { by: 'agent:codex' })
      .runs(item, 'targeted', { stage: 'TARGETED', counts: all })
      .runs(item, 'verify')
      .reviews(item, 'APPROVED', { by: 'agent:claude' });
  }

  /** `logHead` is filled in by whoever writes the story to a log. */
  certifies(
    verdict: CertificationRecord['verdict'],
    more: Partial<Pick<CertificationRecord, 'commit' | 'reasons' | 'counts' | 'reservations'>> = {},
  ): this {
    return this.tell(null, {
      type: 'certification',
      verdict,
      commit: gitId('tip'),
      tree: snapshotNamed('tip green').tree,
      branch: 'main',
      counts: { done: 0, deferred: 0, blocked: 0, open: 0 },
      reasons: [],
      logHead: '0'.repeat(64),
      logRecords: 0,
      ...more,
    });
  }

  private tell(item: string | null, body: RecordBody): this {
    const { program } = this;
    this.atMs += MINUTE_MS;
    const workflowId = item === null ? `sluice/${program}` : `sluice/${program}/${item}`;
    const key = `${workflowId}/${this.records.length}`;
    const scope = { program, item, workflowId, key, atMs: this.atMs };
    const digest = this.policyDigest === null ? {} : { policyDigest: this.policyDigest };
    this.records.push(recordWith(body, { ...scope, ...digest }));
    return this;
  }
}
