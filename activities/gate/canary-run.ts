import { treeWithFile } from '../../git/tree-with-file.ts';
import { rejected } from '../../domain/judgement.ts';
import { opensGate } from '../../domain/result.ts';
import { runBeside } from './beside-run.ts';
import { type ExecutedGate, runKeyText } from './gate-record.ts';
import { refOf } from './gate-trees.ts';
import type { GateWork } from './gate-work.ts';

/**
 * After a gate has passed: the gate of tests once more on the same tree with one test that must fail,
 * as a record of its own. A canary that is not caught, or not judged, is the answer of the gate.
 */
export async function holdToCanary(work: GateWork, ran: ExecutedGate): Promise<ExecutedGate> {
  const { deps, request, trees } = work;
  const { canary } = request;
  if (canary === undefined || ran.judgement.verdict === 'rejected') return ran;
  const { gate, file, content } = canary;
  const ref = refOf(request, 'canary');
  const { commit: base } = trees.snapshot;
  const snapshot = await treeWithFile(deps.repository, { base, file, content, ref });
  const { canary: _, ...own } = request;
  const beside = {
    ...work,
    request: { ...own, gate, rule: { rule: 'canary', file } as const, frozen: null },
    trees: { snapshot, submitted: null, changedTests: [], authors: [] },
  };
  const key = `${runKeyText(request.key)}/canary`;
  const result = await runBeside(beside, {
    purpose: 'canary',
    name: 'canary',
    key,
    failedKey: key,
  });
  if (opensGate(result.result)) return ran;
  return { ...ran, judgement: rejected(result.code ?? 'CANARY_NOT_CAUGHT', result.facts) };
}
