import { includesActor } from '../actor.ts';
import { type Judgement, passed, rejected } from '../judgement.ts';
import { judgeStop } from './blocking-issue.ts';
import { judgeRetry } from './course.ts';
import type { ItemContract } from './item-contract.ts';
import type { ItemMessage } from './item-message.ts';
import type { ItemState } from './item-state.ts';
import { judgeHold } from './judge-hold.ts';
import { judgeReview } from './review.ts';
import { judgeExpired } from './review-clock.ts';
import { approversOfItem } from './reviewer.ts';
import { judgeRole } from './roles.ts';
import type { StepContext } from './round.ts';
import { judgeSubmission } from './submission.ts';
import { isTalk, judgeTalk } from './talk.ts';
import { judgeWaive } from './waive.ts';

/** Whether an item takes a message: by its sender, by what holds the item, by the message's own rules. */
export function judgeMessage(
  context: StepContext,
  state: ItemState,
  message: ItemMessage,
): Judgement {
  if (state.turn.kind === 'closed') return rejected('ITEM_CLOSED', { commit: state.commit });
  if (message.type === 'waive') return judgeWaive(context, state, message);
  const role = judgeSender(context.contract, state, message);
  if (role.verdict === 'rejected') return role;
  return (
    judgeHold(state, message) ??
    judgeExpired(context.contract, state, message) ??
    judgeByType(context, state, message)
  );
}

/** By role; who the policy names as an approver may take part in a review whatever their role. */
function judgeSender(contract: ItemContract, state: ItemState, message: ItemMessage): Judgement {
  const isReview = message.type === 'review' || isTalk(message);
  if (isReview && includesActor(approversOfItem(contract), message.actor)) return passed();
  return judgeRole(contract.roles, message, state.hold);
}

function judgeByType(context: StepContext, state: ItemState, message: ItemMessage): Judgement {
  switch (message.type) {
    case 'red':
    case 'green':
      return judgeSubmission(state, message);
    case 'review':
      return judgeReview(context.contract, state, message);
    case 'withdraw':
    case 'reassign':
    case 'ask':
    case 'comment':
    case 'settle':
      return judgeTalk(context.contract, state, message);
    case 'retry':
      return judgeRetry(context, state, message);
    case 'block':
    case 'defer':
      return judgeStop(message, context.atMs);
    case 'waive':
    case 'unblock':
      return passed();
  }
}
