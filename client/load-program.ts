import type { PlanWarning } from '../domain/backlog-plan.ts';
import { planOrder } from '../domain/backlog-order.ts';
import type { TrackedState } from '../domain/backlog-plan.ts';
import type { PlannedItem } from '../domain/plan-page.ts';
import type { Policy } from '../domain/policy.ts';
import { InvalidInput } from './invalid-input.ts';
import { POLICY_FILE, readPolicy } from './read-policy.ts';

/** Everything that a program is started from, read and checked; nothing has been started. */
export interface LoadedProgram {
  readonly policy: Policy;
  /** In the order in which they run. */
  readonly items: readonly PlannedItem[];
  readonly warnings: readonly PlanWarning[];
  /** What the tracker document says about items, by id; empty where there is none. */
  readonly tracked: ReadonlyMap<string, TrackedState>;
}

/** Reads policy and backlog of a repository. Throws InvalidInput with every mistake found. */
export async function loadProgram(root: string): Promise<LoadedProgram> {
  const { policy, items, warnings } = await readPolicy(root);
  const order = planOrder(items, POLICY_FILE);
  if (order.kind === 'invalid') throw new InvalidInput(order.problems);
  return { policy, items: order.items, warnings, tracked: new Map() };
}
