import type { RejectionCode } from './rejection.ts';

/** Small facts that explain an answer: they go into history, evidence and messages. */
export type Facts = Readonly<Record<string, string | number | boolean | null | readonly string[]>>;

/** An answer is a value: passed, or rejected with a closed code and the facts behind it. */
export type Judgement =
  | { readonly verdict: 'passed'; readonly facts: Facts }
  | { readonly verdict: 'rejected'; readonly code: RejectionCode; readonly facts: Facts };

export function passed(facts: Facts = {}): Judgement {
  return { verdict: 'passed', facts };
}

export function rejected(code: RejectionCode, facts: Facts = {}): Judgement {
  return { verdict: 'rejected', code, facts };
}
