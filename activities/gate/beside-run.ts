import type { EvidenceRecord, RunPurpose } from '../../domain/evidence-record.ts';
import type { Judgement } from '../../domain/judgement.ts';
import type { MeasuredValue } from '../../domain/measurement.ts';
import type { RejectionCode } from '../../domain/rejection.ts';
import type { Result } from '../../domain/result.ts';
import { gateResult } from '../../domain/rules/gate-result.ts';
import type { Facts } from '../../domain/judgement.ts';
import type { TestCounts } from '../../domain/test-report.ts';
import { executeOnTree, type RanGate } from './execute-on-tree.ts';
import { recordOfRun } from './gate-record.ts';
import type { GateWork } from './gate-work.ts';

/** A run of the gate's command besides the one that decides. */
export interface BesideRun {
  readonly purpose: RunPurpose;
  /** Said behind the gate's id in the record: `verify/base.1`. */
  readonly name: string;
  /** Names a run that is of use; it is made once, whoever asks. */
  readonly key: string;
  /** Names one that is not; the next attempt makes it again. */
  readonly failedKey: string;
}

/** What the record of such a run says. */
export interface BesideResult {
  readonly result: Result;
  readonly code: RejectionCode | null;
  readonly facts: Facts;
  readonly counts: TestCounts | null;
  /** Null where it measures nothing or did not pass. */
  readonly measured: readonly MeasuredValue[] | null;
}

/**
 * Runs the gate on the tree of `work`, as a record of its own; a run that was recorded before answers
 * from its record. Throws faults and `GateCancelled`.
 */
export async function runBeside(work: GateWork, beside: BesideRun): Promise<BesideResult> {
  const { log } = work.deps;
  const recorded = (await log.findByKey(beside.key)) ?? (await log.findByKey(beside.failedKey));
  if (recorded !== null) return resultOf(recorded.record);
  const ran = await executeOnTree(work);
  const record = recordOf(work, beside, ran);
  await log.append([record]);
  // Another lane may have been faster under the same key: then its record is the one that counts.
  return resultOf((await log.findByKey(record.scope.key))?.record ?? record);
}

function recordOf(work: GateWork, beside: BesideRun, ran: RanGate): EvidenceRecord {
  const { request, trees } = work;
  const judgement = judgementOf(ran);
  const { scope, body } = recordOfRun(request, trees, { ...ran, judgement });
  const isOfUse = gateResult(judgement) === 'PASS';
  const isOfBase = beside.purpose === 'base';
  return {
    scope: {
      ...scope,
      // The base belongs to the program: whichever item asked first, all are held against it.
      item: isOfBase ? null : scope.item,
      key: isOfUse ? beside.key : beside.failedKey,
    },
    body: {
      ...body,
      purpose: beside.purpose,
      gate: `${request.gate.id}/${beside.name}`,
      stage: isOfBase ? 'BASELINE' : request.stage,
      ...(ran.measured?.kind === 'measured' ? { measured: ran.measured.values } : {}),
    },
  };
}

/** A run whose number cannot be read is not of use, although its command passed. */
function judgementOf({ judgement, measured }: RanGate): Judgement {
  return measured?.kind === 'refused' ? measured.judgement : judgement;
}

function resultOf({ body }: EvidenceRecord): BesideResult {
  if (body.type !== 'run') {
    return { result: 'ERROR', code: null, facts: {}, counts: null, measured: null };
  }
  const { result, code, facts, report, measured = null } = body;
  return { result, code, facts, counts: report.counts, measured };
}
