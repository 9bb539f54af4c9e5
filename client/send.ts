import type { Answer } from '../domain/item/item-message.ts';
import { itemWorkflowId, programWorkflowId } from '../workflows/messages.ts';
import { actorOf } from './actor.ts';
import type { CommandInput, CommandOutput } from './command.ts';
import { Refused } from './refused.ts';
import { checkedAnswer, signatureOf } from './signature.ts';
import { inSession, newMessageId, type Session } from './session.ts';

export interface Outgoing {
  /** Item id, or null for a message to the program. */
  readonly item: string | null;
  readonly type: string;
  readonly body: Readonly<Record<string, unknown>>;
}

/** Sends a message in the actor's name. Throws `Refused` when the answer is no. */
export async function sendMessage(
  input: CommandInput,
  session: Session,
  outgoing: Outgoing,
): Promise<Extract<Answer, { kind: 'accepted' | 'duplicate' }>> {
  const answer = await sendOnce(input, session, outgoing);
  // The run may have continued as a new one since it was looked at; nothing that was signed changed.
  const isMoved = answer.kind === 'refused' && answer.facts['field'] === 'runId';
  const last = isMoved ? await sendOnce(input, session, outgoing) : answer;
  if (last.kind === 'refused') throw new Refused(last.code, last.facts);
  return last;
}

async function sendOnce(
  input: CommandInput,
  session: Session,
  { item, type, body }: Outgoing,
): Promise<Answer> {
  const actor = await actorOf(input);
  const { program } = session;
  const workflowId = item === null ? programWorkflowId(program) : itemWorkflowId(program, item);
  const message = { messageId: newMessageId(), actor, ...body };
  const signature = await signatureOf(input, session, { item, type, message });
  const payload = signature === null ? message : { ...message, signature };
  const gateway = await session.gateway();
  const answer = await gateway.send({ workflowId, type, payload });
  const isChecking = answer.kind === 'accepted' && answer.facts['checking'] === true;
  return isChecking
    ? checkedAnswer(input, session, { item, messageId: message.messageId })
    : answer;
}

/** Sends a message and says in one sentence that it was taken. */
export async function sendAndSay(
  input: CommandInput,
  outgoing: Outgoing & { readonly done: string },
): Promise<CommandOutput> {
  return inSession(input, async (session) => {
    const { item, type, done } = outgoing;
    const answer = await sendMessage(input, session, outgoing);
    return {
      kind: 'answer',
      data: { program: session.program, item, message: type, answer },
      text: done,
    };
  });
}

/** The item that the verb names. */
export function itemArgument(input: CommandInput): string {
  return input.args[0] ?? '';
}
