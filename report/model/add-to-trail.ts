import { SLUICE } from '../../domain/actor.ts';
import type {
  CheckpointRecord,
  DecisionRecord,
  RefusalRecord,
  RunRecord,
  SubmissionRecord,
} from '../../domain/evidence-record.ts';
import { isProgramStage } from '../../domain/program-stage.ts';
import { rejectionText } from '../../domain/rejection-text.ts';
import { opensGate } from '../../domain/result.ts';
import { addToFindings } from './finding-trail.ts';
import type { SetbackReport } from './item-model.ts';
import type { ItemTrail } from './item-trail.ts';
import { keep } from './kept.ts';
import { decisionReport, refusalReport } from './message-entry.ts';
import { identityOf, type ReportEntry, timeText } from './report-entry.ts';
import { identityOfReview } from './review-identity.ts';
import { addTalk, addVerdict } from './review-trail.ts';
import { runEntry } from './run-entry.ts';
import { addSetback, follow } from './setback-trail.ts';
import { addWaiver, supersede } from './waiver-trail.ts';

/** The gate that runs on a tree of its own, made from two others. */
const RED_REPLAY = 'red-replay';

/** Takes up the next record of the item. Answers the setback that it was, if it was one. */
export function addToTrail(trail: ItemTrail, entry: ReportEntry): SetbackReport | null {
  const { scope, body } = entry.record;
  trail.records += 1;
  trail.firstAtMs = Math.min(trail.firstAtMs, scope.atMs);
  trail.lastAtMs = Math.max(trail.lastAtMs, scope.atMs);
  addToFindings(trail.findings, entry.record);
  // Runs on the base and second runs are part of the run that decides, which tells their numbers.
  if (body.type === 'run' && body.purpose !== undefined) return null;
  if ('attempt' in body) trail.attempts = Math.max(trail.attempts, body.attempt);
  switch (body.type) {
    case 'submission':
      return addSubmission(trail, entry, body);
    case 'run':
      return addRun(trail, entry, body);
    case 'verdict':
      return addVerdict(trail, entry, body);
    case 'talk':
      return addTalk(trail, entry, body);
    case 'decision':
      return addDecision(trail, entry, body);
    case 'refusal':
      return addRefusal(trail, entry, body);
    case 'checkpoint':
      return addCheckpoint(trail, entry, body);
    case 'waiver':
      addWaiver(trail.waivers, entry, body);
      return null;
    case 'notice':
    case 'certification':
    case 'register':
    case 'sign-off':
      return null;
  }
}

function addSubmission(trail: ItemTrail, entry: ReportEntry, body: SubmissionRecord): null {
  const { submission, actor, attempt, note } = body;
  const at = timeText(entry.record.scope.atMs);
  const identity = identityOf(entry);
  const report = { at, submission, actor, identity, attempt, note, record: entry.sha256 };
  keep(trail.submissions, report);
  for (const { followed } of trail.setbacks.entries) followed.submission ??= report;
  trail.hold = null;
  trail.stage = submission === 'red' ? 'RED' : 'GREEN';
  return null;
}

function addRun(trail: ItemTrail, entry: ReportEntry, run: RunRecord): SetbackReport | null {
  const { gate, stage, result, attempt } = run;
  // The proof of a waiver is about the base tree: it says nothing of where the item stands.
  if (stage === 'BASE') return null;
  supersede(trail.waivers, { gate, tree: run.snapshot.tree });
  trail.latest.set(gate, runEntry(entry, run));
  trail.runs.set(gate, (trail.runs.get(gate) ?? 0) + 1);
  trail.voided.delete(gate);
  trail.hold = null;
  if (stage !== 'RED' && gate !== RED_REPLAY) trail.tree = run.snapshot.tree;
  follow(trail, gate, { at: timeText(entry.record.scope.atMs), attempt, word: result });
  if (isProgramStage(stage)) return null;
  if (opensGate(result)) {
    trail.stage = stage === 'RED' ? 'GREEN' : stage;
    if (stage === 'RED') trail.failures = 0;
    return null;
  }
  // A run that was cancelled, by a block for example, is nobody's failure.
  if (run.code === 'COMMAND_CANCELLED') return null;
  const code = run.code ?? 'COMMAND_FAILED';
  const { message } = rejectionText(code, run.facts);
  return addSetback(trail, entry, {
    attempt,
    stage,
    gate,
    code,
    message,
    actor: null,
    findings: [],
  });
}

function addDecision(trail: ItemTrail, entry: ReportEntry, body: DecisionRecord): null {
  const report = decisionReport(entry, body);
  keep(trail.decisions, report);
  for (const name of report.voided) {
    const gate = name.slice(0, name.lastIndexOf('#'));
    if (trail.latest.has(gate)) trail.voided.add(gate);
  }
  if (body.decision === 'block' || body.decision === 'defer') {
    trail.hold = {
      kind: body.decision === 'block' ? 'blocked' : skipOrDefer(body),
      reason: body.reason,
    };
  } else {
    trail.hold = null;
    trail.failures = 0;
  }
  return null;
}

function skipOrDefer({ facts }: DecisionRecord): 'deferred' | 'skipped' {
  return facts['skip'] === true ? 'skipped' : 'deferred';
}

function addRefusal(
  trail: ItemTrail,
  entry: ReportEntry,
  body: RefusalRecord,
): SetbackReport | null {
  const report = refusalReport(entry, body);
  if (body.actor !== SLUICE) {
    keep(trail.refusals, report);
    return null;
  }
  const { message: gate, code } = body;
  const { reason: message } = report;
  const attempt = trail.submissions.entries.at(-1)?.attempt ?? trail.attempts;
  const cause = { attempt, stage: 'TARGETED', gate, code, message, actor: null } as const;
  return addSetback(trail, entry, { ...cause, findings: [] });
}

function addCheckpoint(trail: ItemTrail, entry: ReportEntry, body: CheckpointRecord): null {
  const { commit, tree, parent, implementers, reviewers, approvedTree } = body;
  const { carriedOver = null, solo } = body;
  const at = timeText(entry.record.scope.atMs);
  const record = entry.sha256;
  const isSolo = solo === true;
  const reviewIdentity = identityOfReview(trail.reviews.entries, body);
  const people = { implementers, reviewers, reviewIdentity, isSolo };
  trail.checkpoint = { at, commit, tree, parent, ...people, carriedOver, record };
  trail.tree = approvedTree;
  trail.hold = null;
  trail.stage = 'CHECKPOINT';
  return null;
}
