import type { Actor } from '../domain/actor.ts';
import type { Answer, ItemMessageType } from '../domain/item/item-message.ts';
import type { Refusal } from '../domain/item/item-state.ts';
import { shapeItemMessage } from '../domain/message/item-shapes.ts';
import { shapeProgramMessage } from '../domain/message/program-shapes.ts';
import type { ProgramMessageType } from '../domain/program/program-message.ts';
import type { GovernanceView } from '../domain/program/program-view.ts';
import type { SigningView, WordPlace, WordSignature } from '../domain/word/signed-word.ts';
import type { CommandInput } from './command.ts';
import type { Session } from './session.ts';
import { askedKey, keyOfGit, mustSign } from './signing-key.ts';
import { waitFor } from './wait.ts';

interface OutgoingWord {
  readonly item: string | null;
  readonly type: string;
  readonly message: Readonly<Record<string, unknown>> & { readonly actor: Actor };
}

interface WordView {
  readonly place: WordPlace;
  readonly signing: SigningView | null;
  readonly checking: readonly string[];
  readonly refusals: readonly Refusal[];
  readonly governance?: GovernanceView;
}

/**
 * The signature of a message, where the caller asks for one or the policy demands it and Git has a
 * key; null to send it as it is.
 */
export async function signatureOf(
  input: CommandInput,
  session: Session,
  { item, type, message }: OutgoingWord,
): Promise<WordSignature | null> {
  const asked = await askedKey(input);
  const { place, signing } = await viewOf(session, item);
  const isDemanded = signing !== null && mustSign(signing, { item, type, actor: message.actor });
  const key = asked ?? (isDemanded ? await keyOfGit(input) : null);
  if (key === null) return null;
  const shaped =
    item === null
      ? shapeProgramMessage(type as ProgramMessageType, message)
      : shapeItemMessage(type as ItemMessageType, message);
  // What is malformed is refused for that, signed or not.
  if (!shaped.ok) return null;
  const { signature: _signature, ...words } = shaped.value;
  const { signWord } = await import('./sign-word.ts');
  return signWord(input, key, { place, message: words, stateDir: session.stateDir });
}

/**
 * Waits until the signature, and those before it, were checked and the plan, the branch or the gates
 * of a promotion were asked, and says what became of the word.
 */
export async function checkedAnswer(
  input: CommandInput,
  session: Session,
  { item, messageId }: { readonly item: string | null; readonly messageId: string },
): Promise<Answer> {
  const view = await waitFor(input, {
    ask: () => viewOf(session, item),
    isOver: ({ checking }) => !checking.includes(messageId),
    progress: () => 'what the message needs is being looked into',
    what: 'the answer to the message',
  });
  const outcome = view.governance?.outcomes.findLast((each) => each.messageId === messageId);
  if (outcome !== undefined) {
    const { code, facts } = outcome;
    return code === null ? { kind: 'accepted', facts } : { kind: 'refused', code, facts };
  }
  const refusal = view.refusals.find((each) => each.messageId === messageId);
  if (refusal === undefined) return { kind: 'accepted', facts: {} };
  return { kind: 'refused', code: refusal.code, facts: refusal.facts };
}

async function viewOf(session: Session, item: string | null): Promise<WordView> {
  const gateway = await session.gateway();
  if (item === null) return gateway.board(session.program, { offset: 0, limit: 0 });
  const { place, signing, checking, state } = await gateway.item(session.program, item);
  return { place, signing, checking, refusals: state.refusals };
}
