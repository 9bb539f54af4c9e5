import type { DecisionRecord, RefusalRecord } from '../../domain/evidence-record.ts';
import { rejectionText } from '../../domain/rejection-text.ts';
import type { DecisionReport, RefusalReport } from './item-model.ts';
import { identityOf, type ReportEntry, timeText } from './report-entry.ts';

/** What a person decided, as a report shows it. */
export function decisionReport(entry: ReportEntry, body: DecisionRecord): DecisionReport {
  const { scope } = entry.record;
  const { decision, actor, reason, facts } = body;
  const voided = facts['invalidated'];
  return {
    at: timeText(scope.atMs),
    item: scope.item,
    decision,
    actor,
    identity: identityOf(entry),
    reason,
    voided: Array.isArray(voided) ? voided : [],
    record: entry.sha256,
  };
}

/** A message that was refused, with the reason that its sender was given. */
export function refusalReport(entry: ReportEntry, body: RefusalRecord): RefusalReport {
  const { scope } = entry.record;
  const { message, actor, code, facts } = body;
  const reason = rejectionText(code, facts).message;
  const at = timeText(scope.atMs);
  return { at, item: scope.item, message, actor, code, reason, record: entry.sha256 };
}
