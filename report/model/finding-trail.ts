import type {
  EvidenceRecord,
  SubmissionRecord,
  TalkRecord,
  VerdictRecord,
} from '../../domain/evidence-record.ts';
import {
  type Ledger,
  LEDGER_MAX,
  raiseFindings,
  settleFinding,
} from '../../domain/review/findings.ts';

/** The findings of an item as its records leave them, and which verdict raised which. */
export interface FindingTrail {
  ledger: Ledger;
  /** Ids of the findings that a request for changes raised, by the id of its message. */
  readonly raisedBy: Map<string, readonly string[]>;
}

export function newFindingTrail(): FindingTrail {
  return { ledger: [], raisedBy: new Map() };
}

/** Takes up the next record of the item: findings are raised, fixed, accepted and opened again. */
export function addToFindings(trail: FindingTrail, { body }: EvidenceRecord): void {
  if (body.type === 'verdict') addVerdict(trail, body);
  else if (body.type === 'submission') addSubmission(trail, body);
  else if (body.type === 'talk') addTalk(trail, body);
}

function addVerdict(trail: FindingTrail, body: VerdictRecord): void {
  const { findings, actor: by, attempt, messageId, verdict } = body;
  const known = trail.ledger.length;
  // A log may hold more than any workflow lets in; a report stays readable all the same.
  if (known + findings.length > LEDGER_MAX) return;
  trail.ledger = raiseFindings(trail.ledger, { findings, by, attempt });
  if (verdict !== 'CHANGES_REQUESTED') return;
  const ids = trail.ledger.slice(known).map((each) => each.id);
  trail.raisedBy.set(messageId, ids);
}

function addSubmission(
  trail: FindingTrail,
  { fixed = [], actor, attempt }: SubmissionRecord,
): void {
  for (const { finding, note } of fixed) {
    const settled = { state: 'fixed', by: actor, attempt, note } as const;
    trail.ledger = settleFinding(trail.ledger, finding, settled);
  }
}

function addTalk(trail: FindingTrail, { actor: by, attempt, ...said }: TalkRecord): void {
  const { talk, finding, state, text, verdict } = said;
  if (talk === 'settle' && finding !== null && state !== null) {
    trail.ledger = settleFinding(trail.ledger, finding, { state, by, attempt, note: text });
  }
  if (talk !== 'withdraw' || verdict === null) return;
  const note = `withdrawn: ${text ?? ''}`;
  for (const id of trail.raisedBy.get(verdict) ?? []) {
    trail.ledger = settleFinding(trail.ledger, id, { state: 'accepted', by, attempt, note });
  }
}
