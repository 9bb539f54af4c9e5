import type { LookUpRequest } from '../look-up.ts';
import { requestedEntry } from '../register/entry.ts';
import type { CheckedMessage } from './governance.ts';
import type { PromoteMessage, SignOffMessage } from './program-message.ts';
import type { ProgramContract, ProgramState } from './program-state.ts';

/**
 * What has to be looked up before a message can be answered; null where the state says it all.
 */
export function lookUpNeeded(
  { planDigest, branch }: ProgramContract,
  state: ProgramState,
  message: CheckedMessage,
): LookUpRequest | null {
  const items = unsureItems(state, itemsNamedBy(message));
  if (message.type === 'acceptPolicy') {
    return { planDigest, items, branch: null, policy: message.digest };
  }
  if (asksBranch(message)) return { planDigest, items, branch };
  return items.length === 0 ? null : { planDigest, items, branch: null };
}

export type BranchMessage = SignOffMessage | PromoteMessage;

/** Whether the message is about the tip of the branch. */
export function asksBranch(message: CheckedMessage): message is BranchMessage {
  return message.type === 'signOff' || message.type === 'promote';
}

function itemsNamedBy(message: CheckedMessage): readonly string[] {
  switch (message.type) {
    case 'decide': {
      const entry = requestedEntry(message);
      return entry.action === 'close' ? [] : entry.items;
    }
    case 'pause':
      return message.exempt ?? [];
    case 'defer':
      return [message.item];
    case 'signOff':
    case 'promote':
    case 'acceptPolicy':
      return [];
  }
}

/** Items of which the state does not know that they are planned. */
function unsureItems(state: ProgramState, items: readonly string[]): readonly string[] {
  const known = new Set([
    ...state.open.map(({ planned }) => planned.item.id),
    ...state.recent.map(({ id }) => id),
    ...(state.skipped ?? []).map(({ id }) => id),
    ...(state.putOff ?? []).map(({ id }) => id),
  ]);
  return items.filter((item) => !known.has(item));
}
