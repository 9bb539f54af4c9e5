import type { CertificationRecord } from '../domain/evidence-record.ts';
import { opensGate } from '../domain/result.ts';
import type { LedgerWaiver } from '../domain/waiver-ledger.ts';
import type { Found } from './checkpoint-problems.ts';
import type { ItemFacts } from './item-facts.ts';

/** A verdict that the records before it do not bear out. */
export function certificationProblems(
  program: ItemFacts & { readonly committedItems: number },
  certification: CertificationRecord,
): readonly Found[] {
  const { verdict, counts, tree } = certification;
  if (verdict === 'NO_GO') return [];
  const failed = [...program.runs.values()].filter(
    (run) => run.stage === 'CERTIFICATION' && run.tree === tree && !opensGate(run.result),
  );
  const messages = [
    ...failed.map((run) => `${run.gate} ended as ${run.result} on the certified tree.`),
    ...(counts.done > program.committedItems
      ? [`${counts.done} items count as done, ${program.committedItems} have a checkpoint.`]
      : []),
  ];
  return messages.map((message) => ({ code: 'CERTIFICATION_UNFOUNDED', message }));
}

/** A verdict that hides a waiver: a plain GO with one in force, or any but NO_GO with one that ended. */
export function waiverProblems(
  { verdict }: CertificationRecord,
  carried: readonly LedgerWaiver[],
  atMs: number,
): readonly Found[] {
  const ended = carried.filter((each) => each.untilMs <= atMs);
  const messages = [
    ...(verdict === 'GO' && carried.length > 0
      ? [`The verdict is GO with ${carried.length} waivers in force.`]
      : []),
    ...(verdict !== 'NO_GO' && ended.length > 0
      ? [`The verdict is ${verdict} although waivers had ended: ${namesOf(ended)}.`]
      : []),
  ];
  return messages.map((message) => ({ code: 'CERTIFICATION_UNFOUNDED', message }));
}

function namesOf(waivers: readonly LedgerWaiver[]): string {
  return waivers.map(({ item, id }) => `${item}/${id}`).join(', ');
}
