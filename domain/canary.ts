import type { CommandGate, Policy } from './policy.ts';

/** A test that must fail, given to the gate of tests now and then. */
export interface CanaryPolicy {
  /** Every so many rounds, counted over items and attempts; besides at baseline and certification. */
  readonly every: number;
  /** Id of a targeted or verify gate; absent: the first that there is of these. */
  readonly gate?: string;
  /** Where the failing test is laid into the tree, over whatever is there. */
  readonly file: string;
  readonly content: string;
}

/** What one gate run needs to show that a failing test would not go unseen. */
export interface CanaryRun {
  readonly gate: CommandGate;
  readonly file: string;
  readonly content: string;
}

export interface CanaryRule {
  readonly every: number;
  readonly run: CanaryRun;
}

/** The canary of a policy, with its gate; null where there is none. */
export function canaryOf({ canary, gates }: Pick<Policy, 'canary' | 'gates'>): CanaryRule | null {
  if (canary === undefined) return null;
  const { every, file, content } = canary;
  const all = [...(gates.targeted === null ? [] : [gates.targeted]), ...gates.verify];
  const gate = all.find(({ id }) => id === canary.gate) ?? all[0];
  return gate === undefined ? null : { every, run: { gate, file, content } };
}
