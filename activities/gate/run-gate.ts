import type { GateRunRequest, GateRunResult } from '../../domain/gate-run.ts';
import { type Judgement, rejected } from '../../domain/judgement.ts';
import type { Policy } from '../../domain/policy.ts';
import type { EvidenceRecord } from '../../domain/evidence-record.ts';
import type { ActivityDeps } from '../deps.ts';
import type { RunControl } from './execute-gate.ts';
import { holdToCanary } from './canary-run.ts';
import { executeOnTree } from './execute-on-tree.ts';
import { recordOfRefusedRun, recordOfRun, resultOfRecord, runKeyText } from './gate-record.ts';
import { resolveTrees } from './gate-trees.ts';
import type { GateWork } from './gate-work.ts';
import { holdToBudget } from './hold-to-budget.ts';

/**
 * Runs a gate once: snapshot, worktree, command, report, judgement, one evidence record. Tried again
 * after a crash it finds the record of the first try and answers from it; where there is none, the
 * first try came to nothing and the command runs again. Throws faults and `GateCancelled`.
 */
export async function runGateOnce(
  deps: ActivityDeps,
  policy: Policy,
  work: { readonly request: GateRunRequest; readonly control: RunControl },
): Promise<GateRunResult> {
  const { request, control } = work;
  if (request.pending.length > 0) await deps.log.append(request.pending);
  const trees = await resolveTrees(deps.repository, policy, request);
  const earlier = await deps.log.findByKey(runKeyText(request.key));
  if (earlier !== null) return resultOfRecord(request, trees, earlier);
  const record = await recordRun({ deps, policy, request, control, trees });
  const [appended] = await deps.log.append([record]);
  return resultOfRecord(request, trees, { sha256: appended?.sha256 ?? '', record });
}

async function recordRun(work: GateWork): Promise<EvidenceRecord> {
  const frozen = judgeFrozenTests(work);
  if (frozen !== null) return recordOfRefusedRun(work.request, frozen);
  const budgeted = await holdToBudget(work, await executeOnTree(work));
  const executed = await holdToCanary(work, budgeted);
  return recordOfRun(work.request, work.trees, executed);
}

type Rejected = Extract<Judgement, { verdict: 'rejected' }>;

/** Tests changed since RED without a word: the command does not have to run to say no. */
function judgeFrozenTests({ request, trees }: GateWork): Rejected | null {
  if (request.frozen === null || request.frozen.changeDeclared) return null;
  if (trees.changedTests.length === 0) return null;
  const judgement = rejected('TESTS_CHANGED_SINCE_RED', { files: trees.changedTests });
  return judgement.verdict === 'rejected' ? judgement : null;
}
