import { withProtectedGate } from '../protected-set.ts';
import type { Actor } from '../actor.ts';
import type { SigningView, WordPlace } from '../word/signed-word.ts';
import { reopenCommand } from './give-notice.ts';
import { isReviewExpired } from './review-clock.ts';
import type { RerunFact } from '../evidence-record.ts';
import { isWaitingForThaw } from './thaw.ts';
import { votesOfRound } from './completeness.ts';
import { type OpenQuestion, openQuestions } from './open-questions.ts';
import { rerunsOf } from './review-records.ts';
import type { GateStanding } from '../review/tally.ts';
import { gateStandings } from './review-quorum.ts';
import { awaitedReviewers } from './reviewer.ts';
import type { ItemContract } from './item-contract.ts';
import type { ItemState } from './item-state.ts';

/** Whom the item waits for, in one word: also the search attribute `SluiceWaitingOn`. */
export type WaitingOn =
  | 'implementer'
  | 'gate'
  | 'reviewer'
  /** The review has expired: a release lead asks for it again. */
  | 'releaseLead'
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
  if (isWaitingForThaw(state)) return 'date';
  return isReviewExpired(state) ? 'releaseLead' : state.turn.kind;
}

/** A command that somebody can run now to move the item on. */
export interface NextAction {
  /** Who may run it, for people. */
  readonly who: string;
  /** The same as actors; empty where it is Sluice's own turn. */
  readonly actors: readonly Actor[];
  readonly command: string;
}

/** What moves the item on, as commands of the CLI with this item's values filled in. */
export function nextActions(contract: ItemContract, state: ItemState): readonly NextAction[] {
  const { id } = contract.item;
  switch (waitingOn(state)) {
    case 'implementer': {
      const submit = state.turn.kind === 'implementer' ? state.turn.submit : 'green';
      return [actionOf(contract.roles.implementers, `sluice ${submit} ${id}`)];
    }
    case 'reviewer': {
      const allowed = awaitedReviewers(contract, state);
      const refusal = '--request-changes --finding "path:line what is wrong"';
      return [
        actionOf(allowed, `sluice review ${id} --approve`),
        actionOf(allowed, `sluice review ${id} ${refusal}`),
      ];
    }
    case 'releaseLead': {
      const { releaseLeads } = contract.roles;
      return [
        actionOf(releaseLeads, reopenCommand(id)),
        actionOf(releaseLeads, `sluice review ${id} --reassign ACTOR`),
      ];
    }
    case 'unblocker': {
      const named = state.hold?.unblocker ?? null;
      const leads = contract.roles.releaseLeads.filter((each) => each !== named);
      const actors = named === null ? leads : [named, ...leads];
      return [actionOf(actors, `sluice unblock ${id}`)];
    }
    case 'gate':
    case 'checkpoint':
      return [{ who: 'sluice', actors: [], command: `sluice watch ${id}` }];
    case 'date':
    case 'lane':
    case 'nobody':
      return [];
  }
}

function actionOf(actors: readonly Actor[], command: string): NextAction {
  const who = actors.length === 0 ? 'nobody that the policy names' : actors.join(', ');
  return { who, actors, command };
}

/** How the review of an item stands. */
export interface ReviewView {
  /** Each review gate, who may mark it, and who has. */
  readonly gates: readonly GateStanding[];
  /** Who can give the verdict that is awaited. */
  readonly awaited: readonly Actor[];
  readonly assignee: Actor | null;
  readonly isSolo: boolean;
  /** Sluice's own runs for the reviewer on the tree under review. */
  readonly reruns: readonly RerunFact[];
  readonly questions: readonly OpenQuestion[];
}

function reviewView(contract: ItemContract, state: ItemState): ReviewView {
  return {
    gates: gateStandings(contract, votesOfRound(state)),
    awaited: awaitedReviewers(contract, state),
    assignee: state.assignee ?? null,
    isSolo: contract.solo === true,
    reruns: rerunsOf(state),
    questions: openQuestions(contract, state),
  };
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
  readonly review: ReviewView;
  /** What it depends on and was taken out for good, with why; absent from an older worker's answer. */
  readonly skippedDependencies?: ItemContract['skippedDependencies'];
  /** Where a word is meant, for signing it. */
  readonly place: WordPlace;
  /** What the policy says of signatures; null where it names no `allowedSigners`. */
  readonly signing: SigningView | null;
  /** Ids of messages whose signatures are being checked, and of those that wait behind them. */
  readonly checking: readonly string[];
  readonly state: Omit<ItemState, 'pending' | 'carried' | 'seen' | 'words'>;
}

export function viewOfItem(contract: ItemContract, state: ItemState): ItemView {
  const { pending: _pending, carried: _carried, seen: _seen, words, ...visible } = state;
  const { id, title, priority, profile } = contract.item;
  const { program, workflowId, runId } = contract;
  const { attempt, candidate } = state;
  return {
    id,
    title,
    priority,
    profile,
    program: contract.program,
    waitingOn: waitingOn(state),
    actions: nextActions(contract, state),
    reviewGates: withProtectedGate(contract, state).gates.review.gates,
    approvalsNeeded: contract.gates.review.approvals,
    review: reviewView(contract, state),
    skippedDependencies: contract.skippedDependencies ?? [],
    place: { program, item: id, workflowId, runId, attempt, tree: candidate?.tree ?? null },
    signing: contract.signing === undefined ? null : { ...contract.signing, roles: contract.roles },
    checking: words?.parked.map(({ message }) => message.messageId) ?? [],
    state: visible,
  };
}
