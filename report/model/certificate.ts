import type { Actor } from '../../domain/actor.ts';
import type { CertificationVerdict } from '../../domain/certification.ts';
import type { GateReport, ItemReport } from './item-model.ts';
import type { EvidenceReport, ReportModel } from './report-model.ts';

/** A finished item: what was committed, the proof of it, and who answers for it. */
export interface CertifiedItem {
  readonly id: string;
  readonly title: string | null;
  readonly commit: string;
  readonly tree: string;
  /** Digest of the checkpoint's record. */
  readonly record: string;
  readonly implementers: readonly Actor[];
  readonly reviewers: readonly Actor[];
}

export interface UncertifiedItem {
  readonly id: string;
  readonly title: string | null;
  readonly reason: string | null;
}

export type CertificateStanding = 'CURRENT' | 'STALE' | 'NONE' | 'UNKNOWN';

/** The data of `sluice report --certificate --json`. */
export interface Certificate {
  readonly program: string;
  readonly branch: string | null;
  readonly policyDigest: string | null;
  readonly planDigest: string | null;
  readonly isSolo: boolean;
  /** Null where no certification was given, or the evidence does not verify: then nothing is certified. */
  readonly verdict: CertificationVerdict | null;
  /**
   * `CURRENT` while the branch is what was certified, `STALE` when it has moved since, `NONE` where
   * nothing is certified; `UNKNOWN` where the branch is not here to be asked.
   */
  readonly standing: CertificateStanding;
  readonly certification: ReportModel['certification'];
  readonly evidence: EvidenceReport;
  readonly items: readonly CertifiedItem[];
  readonly claimed: readonly UncertifiedItem[];
  readonly deferred: readonly UncertifiedItem[];
  /** Taken out for good, without a commit. */
  readonly skipped: readonly UncertifiedItem[];
  readonly blocked: readonly UncertifiedItem[];
  readonly open: readonly UncertifiedItem[];
  /** Checks that have no run, by item; null is the program itself. */
  readonly notRun: readonly { readonly item: string | null; readonly gates: readonly string[] }[];
  readonly madeAt: string;
}

/** The certificate of a program: every item in exactly one list, so that none can be forgotten. */
export function certificateOf(model: ReportModel): Certificate {
  const { program, certification, evidence, items, madeAt } = model;
  const finished = items.filter((item) => item.checkpoint !== null);
  const others = items.filter((item) => item.checkpoint === null);
  const held = new Set(['blocked', 'deferred', 'skipped']);
  const withStatus = (status: string): readonly UncertifiedItem[] =>
    others.filter((item) => !item.isClaimed && item.status === status).map(uncertified);
  return {
    program: program.id,
    branch: program.branch,
    policyDigest: program.policyDigest,
    planDigest: program.planDigest,
    isSolo: program.isSolo,
    verdict: evidence.ok ? (certification?.verdict ?? null) : null,
    standing: standingOf(model),
    certification,
    evidence,
    items: finished.flatMap(certified),
    claimed: others.filter((item) => item.isClaimed).map(uncertified),
    deferred: withStatus('deferred'),
    skipped: withStatus('skipped'),
    blocked: withStatus('blocked'),
    open: others.filter((item) => !item.isClaimed && !held.has(item.status)).map(uncertified),
    notRun: [
      { item: null, gates: [...program.baseline, ...(certification?.gates ?? [])] },
      ...items.map((item) => ({ item: item.id, gates: item.gates })),
    ]
      .map(({ item, gates }) => ({ item, gates: gates.filter(isNotRun).map((each) => each.gate) }))
      .filter(({ gates }) => gates.length > 0),
    madeAt,
  };
}

/** How the certificate stands today: a verdict is about one commit, and only about that. */
export function standingOf({
  evidence,
  certification,
}: Pick<ReportModel, 'evidence' | 'certification'>): CertificateStanding {
  if (!evidence.ok || certification === null || certification.verdict === 'NO_GO') return 'NONE';
  if (certification.hasBranchMoved === null) return 'UNKNOWN';
  return certification.hasBranchMoved ? 'STALE' : 'CURRENT';
}

function isNotRun({ standing }: GateReport): boolean {
  return standing === 'NOT_RUN';
}

function certified({ id, title, checkpoint }: ItemReport): readonly CertifiedItem[] {
  if (checkpoint === null) return [];
  const { commit, tree, record, implementers, reviewers } = checkpoint;
  return [{ id, title, commit, tree, record, implementers, reviewers }];
}

function uncertified({ id, title, reason }: ItemReport): UncertifiedItem {
  return { id, title, reason };
}
