import { maskUnsafe } from '../../domain/safe-text.ts';
import type { TrackerDocument } from '../tracker-model.ts';

import { isTotalRow, type AuditFacts, type AuditRule } from './audit-model.ts';
import { auditSubject } from './audit-subject.ts';
import type { Finding, FindingCode, Observation } from './finding.ts';
import { findingText } from './finding-text.ts';
import { board } from './rule-board.ts';
import { checkpointCommit } from './rule-checkpoint-commit.ts';
import { commandEvidence } from './rule-command-evidence.ts';
import { completeRecord } from './rule-complete-record.ts';
import { deferral } from './rule-deferral.ts';
import { dependencies } from './rule-dependencies.ts';
import { duplicateIds } from './rule-duplicate-ids.ts';
import { exitCodeWaiver } from './rule-exit-code-waiver.ts';
import { gates } from './rule-gates.ts';
import { commitHashesOf, knownCommit } from './rule-known-commit.ts';
import { openBoxes } from './rule-open-boxes.ts';
import { ownReview } from './rule-own-review.ts';
import { passingCount } from './rule-passing-count.ts';
import { totals } from './rule-totals.ts';
import { verdict } from './rule-verdict.ts';
import { statedRuleFor } from './stated-rule.ts';

/** The rules about tasks; `totals` looks at the rows that add them up, too. */
const RULES: readonly AuditRule[] = [
  openBoxes,
  checkpointCommit,
  knownCommit,
  commandEvidence,
  exitCodeWaiver,
  gates,
  ownReview,
  completeRecord,
  passingCount,
  deferral,
  dependencies,
  duplicateIds,
  board,
  verdict,
];

/**
 * Holds a tracker against its own stated rules and the built-in ones: findings in the order of the
 * document's lines. Needs no server and no policy. Silent wherever it is in doubt, since a false
 * alarm costs more trust than a finding earns.
 */
export function auditTracker(
  document: TrackerDocument,
  facts: AuditFacts = {},
): readonly Finding[] {
  const subject = auditSubject(document, facts);
  const tasks = { ...subject, items: subject.items.filter((item) => !isTotalRow(item)) };
  return [...RULES.flatMap((rule) => rule(tasks)), ...totals(subject)]
    .sort((a, b) => a.line - b.line || a.column - b.column)
    .map((observation) => findingOf(observation, document));
}

/** The commit hashes that a tracker records, lower case, for `AuditFacts.knownCommits`. */
export function recordedCommits(document: TrackerDocument): readonly string[] {
  return commitHashesOf(auditSubject(document, {}).items);
}

/** How many findings there are in all and of each kind that occurs. */
export function countFindings(findings: readonly Finding[]): {
  readonly findings: number;
  readonly byCode: Readonly<Partial<Record<FindingCode, number>>>;
} {
  const byCode: Partial<Record<FindingCode, number>> = {};
  for (const { code } of findings) byCode[code] = (byCode[code] ?? 0) + 1;
  return { findings: findings.length, byCode };
}

function findingOf(observation: Observation, document: TrackerDocument): Finding {
  const { rule, why, fix } = findingText(observation.code);
  const stated = statedRuleFor(observation.code, document.rules);
  return {
    ...observation,
    item: observation.item === null ? null : maskUnsafe(observation.item),
    message: maskUnsafe(observation.message),
    rule: {
      code: observation.code,
      line: stated?.line ?? null,
      text: maskUnsafe(stated?.text ?? rule),
    },
    why,
    fix,
  };
}
