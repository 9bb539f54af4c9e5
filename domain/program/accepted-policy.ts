import { includesActor } from '../actor.ts';
import type { ZoneOffset } from '../business-hours.ts';
import { textWithoutNulls } from '../canonical-json.ts';
import { type Judgement, passed, rejected } from '../judgement.ts';
import type { FoundPolicy } from '../look-up.ts';
import type { Policy } from '../policy.ts';
import type { AcceptPolicyMessage } from './program-message.ts';
import type { ProgramContract, ProgramState } from './program-state.ts';

/** A policy that a release lead put in force after the program had started. */
export interface AcceptedPolicy {
  readonly policy: Policy;
  readonly policyDigest: string;
  /** Offsets of the zone of its hours; absent where it has none. */
  readonly zone?: readonly ZoneOffset[];
}

/** What the plan, the document and the branch were made with: another one is another program. */
const PINNED_FIELDS = [
  'program',
  'backlog',
  'columns',
  'branch',
] as const satisfies readonly (keyof Policy)[];

/** Items that are named in the answer as keeping their policy; the others do as well. */
const ITEMS_NAMED_MAX = 50;

/** The contract with the policy that is in force: the one accepted last, or that of the start. */
export function contractInForce(
  contract: ProgramContract,
  { accepted }: Pick<ProgramState, 'accepted'>,
): ProgramContract {
  if (accepted === undefined) return contract;
  const { policy, policyDigest, zone = [] } = accepted;
  return { ...contract, policy, policyDigest, zone };
}

export function acceptedPolicy(
  policyDigest: string,
  { policy, zone }: Extract<FoundPolicy, { kind: 'found' }>,
): AcceptedPolicy {
  return { policy, policyDigest, ...(zone === undefined ? {} : { zone }) };
}

/** Whether what is stored under the digest may be put in force for this program, by this sender. */
export function judgeFoundPolicy(
  { policy: before }: Pick<ProgramContract, 'policy'>,
  found: FoundPolicy | undefined,
  { digest, actor }: AcceptPolicyMessage,
): Judgement {
  if (found === undefined || found.kind === 'unknown') {
    return rejected('POLICY_UNKNOWN', { digest });
  }
  if (found.kind === 'invalid') {
    return rejected('POLICY_UNLOADABLE', { digest, problem: found.problem });
  }
  const after = found.policy;
  const changed = PINNED_FIELDS.find((field) => shown(before[field]) !== shown(after[field]));
  if (changed !== undefined) {
    const [pinned, now] = [shown(before[changed]), shown(after[changed])];
    return rejected('POLICY_FIELD_PINNED', { field: changed, pinned, found: now });
  }
  // Whoever gives a role up by a slip could not take the slip back.
  if (!includesActor(after.roles.releaseLeads, actor)) {
    return rejected('POLICY_UNSEATS_SENDER', { actor });
  }
  return passed();
}

function shown(value: Policy[(typeof PINNED_FIELDS)[number]]): string | null {
  if (value === undefined || value === null) return null;
  return typeof value === 'string' ? value : textWithoutNulls(value);
}

/** Items that have started and are not finished: they keep the policy that they started with. */
export function itemsUnderWay({ open }: Pick<ProgramState, 'open'>): readonly string[] {
  return open
    .filter(({ status }) => status.kind !== 'waiting')
    .map(({ planned }) => planned.item.id)
    .slice(0, ITEMS_NAMED_MAX);
}
