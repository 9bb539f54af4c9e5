import { resolve } from './blocking-issue.ts';
import type { DeferMessage } from './item-message.ts';
import type { ItemCommand, ItemStep } from './item-event.ts';
import type { ItemState } from './item-state.ts';
import { only, type StepContext, withTurn } from './round.ts';

/**
 * Closes an item for good without a commit. A gate under way is cancelled: whatever it still says
 * comes too late, because a closed item takes no result.
 */
export function skipItem(context: StepContext, state: ItemState, message: DeferMessage): ItemStep {
  const { reason, actor } = message;
  const isRunning = state.turn.kind === 'gate' && state.hold === null;
  const skipped: ItemState = {
    ...state,
    hold: null,
    lane: null,
    waiving: null,
    ...withoutOpenIssue(state, message, context.atMs),
    pending: [...state.carried, ...state.pending],
    carried: [],
    skipped: { reason, by: actor, atMs: context.atMs },
  };
  const closed = withTurn(skipped, { kind: 'closed' }, context.atMs);
  const cancel: readonly ItemCommand[] = isRunning ? [{ type: 'cancelGate' }] : [];
  return only(closed, ...cancel);
}

/** An item that is taken out stands still for nobody any more. */
function withoutOpenIssue(
  { issues }: ItemState,
  { actor: by, reason }: DeferMessage,
  atMs: number,
): Pick<ItemState, 'issues'> {
  if (issues === undefined) return {};
  return { issues: resolve(issues, { by, atMs, how: `skipped for good: ${reason}` }) };
}
