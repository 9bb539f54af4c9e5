import type { Answer } from '../domain/item/item-message.ts';
import { itemWorkflowId, programWorkflowId } from '../workflows/messages.ts';
import { actorOf } from './actor.ts';
import type { CommandInput, CommandOutput } from './command.ts';
import { Refused } from './refused.ts';
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
  const actor = await actorOf(input);
  const { item, type, body } = outgoing;
  const { program } = session;
  const workflowId = item === null ? programWorkflowId(program) : itemWorkflowId(program, item);
  const payload = { messageId: newMessageId(), actor, ...body };
  const gateway = await session.gateway();
  const answer = await gateway.send({ workflowId, type, payload });
  if (answer.kind === 'refused') throw new Refused(answer.code, answer.facts);
  return answer;
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
