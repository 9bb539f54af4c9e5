import type { Actor } from '../actor.ts';
import { matchesAny } from '../item-pattern.ts';
import type { Policy } from '../policy.ts';
import type { Capability, DoneWhen, Milestone, Workstream } from '../policy-structure.ts';
import { promotionGates } from '../policy-structure.ts';
import { isInForce } from '../register/registers.ts';
import { signOffsOn } from '../rules/sign-off.ts';
import type { GovernanceFacts } from './governance-fold.ts';

/** Met, not met, or never tried: nobody's word makes it met. */
export type ConditionState = 'MET' | 'OPEN' | 'NOT_RUN';

export interface Condition {
  readonly what: string;
  readonly state: ConditionState;
  /** What is missing, or who signed; null where the state says it all. */
  readonly detail: string | null;
}

/** A group of items against its conditions, from the evidence alone. */
export interface Readiness {
  readonly kind: 'workstream' | 'milestone' | 'capability';
  readonly id: string;
  readonly title: string | null;
  readonly owner: Actor | null;
  /** Every condition is met: done, reached, promoted. */
  readonly isReady: boolean;
  readonly conditions: readonly Condition[];
}

export interface ReadinessInput {
  readonly policy: Policy;
  readonly facts: GovernanceFacts;
  /** Ids of all planned items. */
  readonly items: readonly string[];
  /** The tip of the branch; null where it is not known, and then nothing is proven on it. */
  readonly tip: { readonly commit: string; readonly tree: string } | null;
}

/** How every capability, workstream and milestone of the policy stands. */
export function readinessOf(input: ReadinessInput): readonly Readiness[] {
  const { workstreams = [], milestones = [], capabilities = [] } = input.policy;
  return [
    ...milestones.map((each) => milestoneReadiness(input, each)),
    ...workstreams.map((each) => workstreamReadiness(input, each)),
    ...capabilities.map((each) => capabilityReadiness(input, each)),
  ];
}

function milestoneReadiness(input: ReadinessInput, milestone: Milestone): Readiness {
  const { id, title, items, gates, signOffs } = milestone;
  return readiness({ kind: 'milestone', id, title, owner: null }, [
    itemsDone(input, items),
    ...gates.map((gate) => gateOnTip(input, gate)),
    ...signOffs.map((role) => signed(input, { of: 'milestone', subject: id, role })),
  ]);
}

function workstreamReadiness(input: ReadinessInput, workstream: Workstream): Readiness {
  const { id, title, owner, items, doneWhen } = workstream;
  const conditions = doneWhen.map((each) => condition(input, items, each));
  return readiness({ kind: 'workstream', id, title, owner }, conditions);
}

function capabilityReadiness(input: ReadinessInput, capability: Capability): Readiness {
  const { id, owner } = capability;
  return readiness({ kind: 'capability', id, title: null, owner }, [
    ...promotionGates(capability).map((gate) => gateOnTip(input, gate.id, 'PROMOTION')),
    signed(input, { of: 'capability', subject: id, role: null }),
  ]);
}

function readiness(
  head: Omit<Readiness, 'isReady' | 'conditions'>,
  conditions: readonly Condition[],
): Readiness {
  const isReady = conditions.every((each) => each.state === 'MET');
  return { ...head, isReady, conditions };
}

function condition(
  input: ReadinessInput,
  patterns: readonly string[],
  wanted: DoneWhen,
): Condition {
  switch (wanted.kind) {
    case 'items-done':
      return itemsDone(input, patterns);
    case 'no-open-debts':
      return noneOpen('no open debts', openDebts(input, patterns));
    case 'no-drift':
      return noneOpen('no drift to fix', fixesRequired(input, patterns));
    case 'rollback-notes':
      return rollbackNotes(input, patterns);
    case 'gate':
      return gateOnTip(input, wanted.gate);
    case 'capability':
      return promoted(input, wanted.capability);
    case 'sign-off':
      return signed(input, { of: 'program', subject: wanted.role, role: wanted.role });
  }
}

/** Ids that a detail names; the rest is a number. */
const NAMED_MAX = 10;

function some(ids: readonly string[]): string {
  const named = ids.slice(0, NAMED_MAX).join(', ');
  return ids.length > NAMED_MAX ? `${named} and ${ids.length - NAMED_MAX} more` : named;
}

function itemsOf({ items }: ReadinessInput, patterns: readonly string[]): readonly string[] {
  return items.filter((id) => matchesAny(patterns, id));
}

/** A group without items is not done: its patterns may be wrong. */
function itemsDone(input: ReadinessInput, patterns: readonly string[]): Condition {
  const own = itemsOf(input, patterns);
  const left = own.filter((id) => !input.facts.committed.has(id));
  const what = `${own.length - left.length} of ${own.length} items done`;
  if (own.length === 0) return { what, state: 'OPEN', detail: 'no planned item belongs to it' };
  return left.length === 0
    ? { what, state: 'MET', detail: null }
    : { what, state: 'OPEN', detail: `not yet: ${some(left)}` };
}

function noneOpen(what: string, ids: readonly string[]): Condition {
  return ids.length === 0
    ? { what, state: 'MET', detail: null }
    : { what, state: 'OPEN', detail: some(ids) };
}

function isAbout(patterns: readonly string[], items: readonly string[]): boolean {
  return items.some((id) => matchesAny(patterns, id));
}

function openDebts({ facts }: ReadinessInput, patterns: readonly string[]): readonly string[] {
  return facts.registers.debts
    .filter((debt) => isInForce(debt) && isAbout(patterns, debt.items))
    .map(({ id }) => id);
}

function fixesRequired({ facts }: ReadinessInput, patterns: readonly string[]): readonly string[] {
  return facts.registers.drifts
    .filter((drift) => isInForce(drift) && drift.classification === 'DRIFT_FIX_REQUIRED')
    .filter((drift) => isAbout(patterns, drift.items))
    .map(({ id }) => id);
}

function rollbackNotes(input: ReadinessInput, patterns: readonly string[]): Condition {
  const noted = new Set(
    input.facts.registers.rollbacks.filter(isInForce).flatMap(({ items }) => items),
  );
  const without = itemsOf(input, patterns).filter((id) => !noted.has(id));
  return noneOpen('a rollback note for each item', without);
}

const COMMIT_CHARS = 12;

/** The newest run on the tip; one on another tree is stale and proves nothing here. */
function gateOnTip(
  { facts, tip }: ReadinessInput,
  gate: string,
  stage: 'PROMOTION' | null = null,
): Condition {
  const what = `gate ${gate}`;
  const runs = facts.runsOf(gate).filter((run) => stage === null || run.stage === stage);
  const last = runs.at(-1);
  if (last === undefined) return { what, state: 'NOT_RUN', detail: null };
  const onTip = runs.findLast((run) => run.tree === tip?.tree);
  if (onTip === undefined) {
    const ran = last.commit.slice(0, COMMIT_CHARS);
    return { what, state: 'OPEN', detail: `STALE: ran on ${ran}, which is not the tip` };
  }
  // Only PASS is a pass: a gate that was waived for an item has not shown anything of the branch.
  return onTip.result === 'PASS'
    ? { what, state: 'MET', detail: null }
    : { what, state: 'OPEN', detail: onTip.result };
}

function promoted(input: ReadinessInput, id: string): Condition {
  const what = `capability ${id} promoted`;
  const capability = input.policy.capabilities?.find((each) => each.id === id);
  if (capability === undefined) return { what, state: 'OPEN', detail: 'the policy has none' };
  const { conditions } = capabilityReadiness(input, capability);
  const missing = conditions.filter((each) => each.state !== 'MET');
  if (missing.length === 0) return { what, state: 'MET', detail: null };
  const isUntried = conditions.every((each) => each.state === 'NOT_RUN');
  return {
    what,
    state: isUntried ? 'NOT_RUN' : 'OPEN',
    detail: some(missing.map((each) => each.what)),
  };
}

function signed(
  { policy, facts, tip }: ReadinessInput,
  wanted: {
    readonly of: 'program' | 'milestone' | 'capability';
    readonly subject: string;
    readonly role: string | null;
  },
): Condition {
  const { of, subject, role } = wanted;
  const what = role === null ? 'sign-off by the owner' : `sign-off by ${role}`;
  const isThis = (each: typeof wanted): boolean =>
    each.of === of && each.subject === subject && each.role === role;
  const counted =
    tip === null ? undefined : signOffsOn(policy, facts.signOffs, tip.commit).find(isThis);
  if (counted !== undefined) return { what, state: 'MET', detail: counted.actor };
  const old = facts.signOffs.findLast(isThis);
  return old === undefined
    ? { what, state: 'NOT_RUN', detail: null }
    : {
        what,
        state: 'OPEN',
        detail: `STALE: ${old.actor} signed ${old.commit.slice(0, COMMIT_CHARS)}`,
      };
}
