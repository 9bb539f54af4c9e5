import type { Actor } from '../actor.ts';
import type { ItemContract, ItemState } from './item-state.ts';

/** Whom the item waits for, in one word: also the search attribute `SluiceWaitingOn`. */
export type WaitingOn =
  | 'implementer'
  | 'gate'
  | 'reviewer'
  | 'checkpoint'
  | 'unblocker'
  | 'date'
  | 'lane'
  | 'nobody';

export function waitingOn(state: ItemState): WaitingOn {
  if (state.hold?.kind === 'blocked') return 'unblocker';
  if (state.hold?.kind === 'deferred') return state.hold.untilMs === null ? 'unblocker' : 'date';
  if (state.turn.kind === 'closed') return 'nobody';
  if (state.lane === null) return 'lane';
  return state.turn.kind;
}

/** A command that somebody can run now to move the item on. */
export interface NextAction {
  readonly who: string;
  readonly command: string;
}

/** What moves the item on, as commands of the CLI with this item's values filled in. */
export function nextActions(contract: ItemContract, state: ItemState): readonly NextAction[] {
  const { id } = contract.item;
  switch (waitingOn(state)) {
    case 'implementer': {
      const submit = state.turn.kind === 'implementer' ? state.turn.submit : 'green';
      return [{ who: names(contract.roles.implementers), command: `sluice ${submit} ${id}` }];
    }
    case 'reviewer': {
      const allowed = contract.roles.reviewers.filter((each) => !state.implementers.includes(each));
      return [
        { who: names(allowed), command: `sluice review ${id} --approve` },
        {
          who: names(allowed),
          command: `sluice review ${id} --request-changes --finding "path:line what is wrong"`,
        },
      ];
    }
    case 'unblocker': {
      const named = state.hold?.unblocker ?? null;
      const who = named === null ? contract.roles.releaseLeads : [named];
      return [{ who: names(who), command: `sluice unblock ${id}` }];
    }
    case 'gate':
    case 'checkpoint':
      return [{ who: 'sluice', command: `sluice watch ${id}` }];
    case 'date':
    case 'lane':
    case 'nobody':
      return [];
  }
}

function names(actors: readonly Actor[]): string {
  return actors.length === 0 ? 'nobody that the policy names' : actors.join(', ');
}

/** What the query `item` answers: state and contract, without the records that wait. */
export interface ItemView {
  readonly id: string;
  readonly title: string;
  readonly priority: number;
  readonly profile: string;
  readonly program: string;
  readonly waitingOn: WaitingOn;
  readonly actions: readonly NextAction[];
  readonly reviewGates: readonly string[];
  readonly approvalsNeeded: number;
  readonly state: Omit<ItemState, 'pending' | 'carried' | 'seen'>;
}

export function viewOfItem(contract: ItemContract, state: ItemState): ItemView {
  const { pending: _pending, carried: _carried, seen: _seen, ...visible } = state;
  const { id, title, priority, profile } = contract.item;
  return {
    id,
    title,
    priority,
    profile,
    program: contract.program,
    waitingOn: waitingOn(state),
    actions: nextActions(contract, state),
    reviewGates: contract.gates.review.gates,
    approvalsNeeded: contract.gates.review.approvals,
    state: visible,
  };
}
