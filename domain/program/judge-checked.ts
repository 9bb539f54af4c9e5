import { type Actor, includesActor } from '../actor.ts';
import { type Judgement, passed, rejected } from '../judgement.ts';
import { isKnownActor, type StandardRole } from '../policy-roles.ts';
import { type RequestedEntry, requestedEntry, supersededBy } from '../register/entry.ts';
import { judgeEntry } from '../register/ledger.ts';
import { judgeSignOff } from '../rules/sign-off.ts';
import type { ProgramContext } from './baseline.ts';
import { judgeFreeze } from './freeze.ts';
import { type CheckedMessage, governanceOf } from './governance.ts';
import type { AcceptPolicyMessage, PromoteMessage, RegisterMessage } from './program-message.ts';
import type { ProgramContract, ProgramState } from './program-state.ts';
import { judgePutOff } from './put-off.ts';
import { capabilityOf } from './promotion.ts';

/** Whether the state, by itself, lets this message in. What it does not know is looked up after. */
export function judgeChecked(
  context: ProgramContext,
  state: ProgramState,
  message: CheckedMessage,
): Judgement {
  const { contract, atMs } = context;
  const { policy } = contract;
  const { actor } = message;
  if (!isKnownActor(policy.roles, policy.capabilities ?? [], actor)) {
    return rejected('UNKNOWN_ACTOR', { actor });
  }
  switch (message.type) {
    case 'decide':
      return judgeRegister(contract, state, message);
    case 'signOff': {
      const judgement = judgeSignOff(policy, governanceOf(state).signed, message);
      return judgement.verdict === 'passed' ? passed() : judgement;
    }
    case 'promote':
      return judgePromotion(contract, state, message);
    case 'defer':
      return judgePutOff(context, state, message);
    case 'pause':
      return includesActor(policy.roles.releaseLeads, actor)
        ? judgeFreeze(state, message, atMs)
        : rejected('NOT_ALLOWED', { actor, action: 'pause', allowed: ['releaseLeads'] });
    case 'acceptPolicy':
      return judgeAcceptance(contract, state, message);
  }
}

function judgeRegister(
  { policy }: ProgramContract,
  state: ProgramState,
  message: RegisterMessage,
): Judgement {
  const { actor } = message;
  const entry = requestedEntry(message);
  const allowed = writersOf(entry);
  if (!allowed.some((role) => includesActor(policy.roles[role], actor))) {
    return rejected('NOT_ALLOWED', { actor, action: `decide ${entry.register}`, allowed });
  }
  const milestones = (policy.milestones ?? []).map(({ id }) => id);
  return judgeEntry(governanceOf(state).ledger, entry, milestones);
}

/** Release leads write all registers; others may add to some, but end or replace nothing. */
function writersOf(entry: RequestedEntry): readonly StandardRole[] {
  const isNew = entry.action === 'enter' && supersededBy(entry) === null;
  if (!isNew) return ['releaseLeads'];
  switch (entry.register) {
    case 'decision':
    case 'rollback':
      return ['releaseLeads'];
    case 'debt':
      return ['implementers', 'releaseLeads'];
    case 'risk':
    case 'drift':
      return ['reviewers', 'releaseLeads'];
  }
}

function judgePromotion(
  contract: ProgramContract,
  state: ProgramState,
  { actor, capability: id }: PromoteMessage,
): Judgement {
  const capability = capabilityOf(contract, id);
  if (capability === undefined) {
    const known = (contract.policy.capabilities ?? []).map((each) => each.id);
    return rejected('CAPABILITY_UNKNOWN', { capability: id, known });
  }
  const mayAct: readonly Actor[] = [capability.owner, ...contract.policy.roles.releaseLeads];
  if (!includesActor(mayAct, actor)) {
    const allowed = [capability.owner, 'releaseLeads'];
    return rejected('NOT_ALLOWED', { actor, action: 'promote', allowed });
  }
  const { kind } = state.phase;
  if (kind !== 'running' && kind !== 'not-certified') {
    return rejected('WRONG_STAGE', { stage: kind, waitingOn: [] });
  }
  const running = promotionUnderWay(state);
  return running === null ? passed() : rejected('PROMOTION_RUNNING', { capability: running });
}

/**
 * While the baseline, the certification or a promotion runs, the commands that are still to come are
 * those of the policy that it began with.
 */
function judgeAcceptance(
  { policy, policyDigest }: ProgramContract,
  state: ProgramState,
  { actor, digest }: AcceptPolicyMessage,
): Judgement {
  if (!includesActor(policy.roles.releaseLeads, actor)) {
    const allowed = ['releaseLeads'];
    return rejected('NOT_ALLOWED', { actor, action: 'acceptPolicy', allowed });
  }
  if (digest === policyDigest) return rejected('POLICY_UNCHANGED', { digest });
  const { kind } = state.phase;
  if (kind === 'baseline' || kind === 'certifying') {
    return rejected('WRONG_STAGE', { stage: kind, waitingOn: [] });
  }
  const running = promotionUnderWay(state);
  return running === null ? passed() : rejected('PROMOTION_RUNNING', { capability: running });
}

/** One at a time: the lane of promotions is lent once. One that is still looked up counts. */
function promotionUnderWay(state: ProgramState): string | null {
  const { promotion, checks } = governanceOf(state);
  if (promotion !== null) return promotion.capability;
  const asked = checks.map(({ message }) => message).find((each) => each.type === 'promote');
  return asked === undefined ? null : asked.capability;
}
