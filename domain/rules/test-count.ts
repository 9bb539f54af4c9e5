import { type Facts, type Judgement, passed, rejected } from '../judgement.ts';
import type { TestCounts } from '../test-report.ts';

export interface TestCountFacts {
  /** What the gate's report lists on the submitted tree; null where it is missing or unreadable. */
  readonly now: TestCounts | null;
  /** The same on the tree that the work is based on; null where there is nothing to compare with. */
  readonly base: TestCounts | null;
  /** The implementer said why tests changed. */
  readonly isDeclared: boolean;
}

/** Tests that ran: a skipped one is listed and proves nothing. */
export function executedTests({ total, skipped }: TestCounts): number {
  return total - skipped;
}

/**
 * The count of executed tests is a budget without tolerance: it does not fall. Fewer tests than on
 * the base, or a report that is no longer written, are refused unless the fall was declared; then it
 * passes, and the facts say so to the reviewer.
 */
export function judgeTestCount({ now, base, isDeclared }: TestCountFacts): Judgement {
  if (base === null || executedTests(base) === 0) return passed();
  const executed = now === null ? 0 : executedTests(now);
  const facts: Facts = { testsExecuted: executed, testsOnBase: executedTests(base) };
  if (executed >= executedTests(base)) return passed(facts);
  if (isDeclared) return passed({ ...facts, testsFallDeclared: true });
  return rejected('TEST_COUNT_FELL', { ...facts, reportRead: now !== null });
}
