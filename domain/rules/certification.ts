import type { CertificationRequest, CertificationVerdict, ItemCounts } from '../certification.ts';
import { opensGate } from '../result.ts';

export interface CertificationFacts {
  readonly counts: ItemCounts;
  readonly baseline: CertificationRequest['baseline'];
  /** The branch when the verdict is given. */
  readonly tip: { readonly commit: string; readonly tree: string };
  /** What is wrong with the evidence, in words; empty when it verifies. */
  readonly evidenceProblems: readonly string[];
  /** Items whose checkpoint the evidence log proves; the workflow's own count is not believed. */
  readonly checkpointed: number;
}

export interface CertificationJudgement {
  readonly verdict: CertificationVerdict;
  /** Why it is not a plain GO, in words; empty on GO. */
  readonly reasons: readonly string[];
}

/**
 * The one verdict. NO_GO when anything is unproven: the baseline failed or ran on another commit
 * than the branch's tip, evidence does not verify, an item is blocked or open. Items put off with a
 * reason make it GO_WITH_WAIVERS: the release goes without them, and says so. So do items that were
 * done before the program: their tests ran again, but nobody here saw them fail first or reviewed them.
 */
export function judgeCertification(facts: CertificationFacts): CertificationJudgement {
  const against = [
    ...baselineReasons(facts),
    ...evidenceReasons(facts),
    ...itemReasons(facts.counts),
  ];
  if (against.length > 0) return { verdict: 'NO_GO', reasons: against };
  const { deferred, claimed } = facts.counts;
  const reasons = [
    ...(deferred > 0 ? [`${deferred} deferred`] : []),
    ...(claimed > 0
      ? [
          `${claimed} claimed as done before the program; their tests were rerun, their RED and review were not seen`,
        ]
      : []),
  ];
  return { verdict: reasons.length > 0 ? 'GO_WITH_WAIVERS' : 'GO', reasons };
}

function baselineReasons({ baseline, tip }: CertificationFacts): readonly string[] {
  const failed = baseline
    .filter((each) => !opensGate(each.result))
    .map((each) => `${each.gate} is ${each.result}${each.code === null ? '' : ` (${each.code})`}`);
  const stale = baseline.some((each) => each.snapshot.tree !== tip.tree);
  return stale ? [...failed, 'the branch moved while the baseline ran'] : failed;
}

function evidenceReasons(facts: CertificationFacts): readonly string[] {
  const { evidenceProblems, checkpointed, counts } = facts;
  const problems = evidenceProblems.map((problem) => `evidence: ${problem}`);
  if (checkpointed >= counts.done) return problems;
  return [...problems, `${counts.done} items count as done, but ${checkpointed} have a checkpoint`];
}

function itemReasons(counts: ItemCounts): readonly string[] {
  const { blocked, open } = counts;
  return [
    ...(blocked > 0 ? [`${blocked} blocked`] : []),
    ...(open > 0 ? [`${open} not finished`] : []),
  ];
}
