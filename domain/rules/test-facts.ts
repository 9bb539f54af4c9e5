import type { TestCase } from '../test-report.ts';

/** Most test ids that one answer names; the count says how many there were. */
export const NAMED_IN_FACTS_MAX = 10;

/** The first ids of a list, for the facts of an answer. */
export function firstIds(cases: readonly Pick<TestCase, 'id'>[]): readonly string[] {
  return cases.slice(0, NAMED_IN_FACTS_MAX).map((each) => each.id);
}
