import type { TalkRecord, VerdictRecord } from '../../domain/evidence-record.ts';
import { rejectionText } from '../../domain/rejection-text.ts';
import { talkText } from '../../domain/review/talk-text.ts';
import type { SetbackReport } from './item-model.ts';
import type { ItemTrail } from './item-trail.ts';
import { keep } from './kept.ts';
import { identityOf, type ReportEntry, timeText } from './report-entry.ts';
import { addSetback, follow } from './setback-trail.ts';

/** Takes up a verdict. Answers the setback that a request for changes is. */
export function addVerdict(
  trail: ItemTrail,
  entry: ReportEntry,
  body: VerdictRecord,
): SetbackReport | null {
  const { verdict, actor, attempt, snapshot, gates, findings, note } = body;
  const at = timeText(entry.record.scope.atMs);
  const { tree } = snapshot;
  const record = entry.sha256;
  const { messageId, solo, reruns = [] } = body;
  keep(trail.reviews, {
    at,
    verdict,
    actor,
    identity: identityOf(entry),
    attempt,
    tree,
    marks: gates,
    findings,
    note,
    messageId,
    isSolo: solo === true,
    isWithdrawn: false,
    reruns,
    record,
  });
  follow(trail, 'review', { at, attempt, word: verdict });
  trail.tree ??= tree;
  if (verdict === 'APPROVED') {
    trail.stage = 'REVIEW';
    return null;
  }
  const code = 'CHANGES_REQUESTED';
  const { message } = rejectionText(code, { actor, findings: findings.length });
  const gate = 'review';
  return addSetback(trail, entry, {
    attempt,
    stage: 'REVIEW',
    gate,
    code,
    message,
    actor,
    findings,
  });
}

/** A withdrawn verdict stands no longer: what it sent back is under review again. */
export function addTalk(trail: ItemTrail, entry: ReportEntry, body: TalkRecord): null {
  const { talk, actor, attempt, verdict } = body;
  const at = timeText(entry.record.scope.atMs);
  const text = talkText(body);
  const identity = identityOf(entry);
  keep(trail.talk, { at, talk, actor, identity, attempt, text, record: entry.sha256 });
  if (talk !== 'withdraw' || verdict === null) return null;
  const place = trail.reviews.entries.findIndex((review) => review.messageId === verdict);
  const review = trail.reviews.entries[place];
  if (review === undefined) return null;
  trail.reviews.entries[place] = { ...review, isWithdrawn: true };
  if (review.verdict === 'CHANGES_REQUESTED') {
    trail.failures = Math.max(0, trail.failures - 1);
    trail.stage = 'VERIFY';
  }
  return null;
}
