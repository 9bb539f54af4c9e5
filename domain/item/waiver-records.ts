import type { EvidenceRecord, WaiverRecord } from '../evidence-record.ts';
import type { Waiver, WaiverClaim, WaiverEvent } from '../waiver.ts';
import type { ItemContract } from './item-contract.ts';

/** What happened to a waiver, as its record says it. */
export function bodyOfWaiver(
  waiver: WaiverClaim & Partial<Pick<Waiver, 'basis' | 'baseSha256' | 'code' | 'facts'>>,
  happened: { readonly event: WaiverEvent; readonly messageId: string | null },
): WaiverRecord {
  const { id, actor, gate, stage, attempt, snapshot, tests, reason, until } = waiver;
  const { basis = null, baseSha256 = null, code = null, facts = {} } = waiver;
  const { event, messageId } = happened;
  return {
    type: 'waiver',
    event,
    waiver: id,
    messageId,
    actor,
    gate,
    stage,
    attempt,
    snapshot,
    tests,
    reason,
    until,
    basis,
    run: waiver.runSha256,
    baseRun: baseSha256,
    code,
    facts,
  };
}

/** What became of a waiver by itself: its proof ended, or its time. */
export function recordOfOutcome(
  contract: ItemContract,
  outcome: { readonly waiver: Waiver; readonly event: WaiverEvent; readonly atMs: number },
): EvidenceRecord {
  const { program, workflowId, runId, policyDigest, item } = contract;
  const { waiver, event, atMs } = outcome;
  // A workflow that was reset counts its waivers anew: the run tells its records apart.
  const key = `${workflowId}/${runId}/waiver/${waiver.id}/${event}/${waiver.untilMs}`;
  const scope = { program, item: item.id, workflowId, runId, key, atMs, policyDigest };
  return { scope, body: bodyOfWaiver(waiver, { event, messageId: null }) };
}
