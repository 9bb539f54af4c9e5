import type { FindingState } from '../../domain/review/findings.ts';
import type { CommandInput, CommandOutput } from '../command.ts';
import { findingId } from '../finding-id.ts';
import { itemText } from '../item-text.ts';
import { requiredText, textOption, textsOption } from '../options.ts';
import { itemArgument, sendMessage } from '../send.ts';
import { inSession } from '../session.ts';

/** A message around a review, without its sender and attempt. */
export interface Said {
  readonly type: 'withdraw' | 'reassign' | 'ask' | 'comment' | 'settle';
  readonly body: Readonly<Record<string, unknown>>;
}

/** What the options say beside a verdict; empty when they say nothing of it. Throws USAGE. */
export function saidIn(input: CommandInput): readonly Said[] {
  const to = textOption(input, 'reassign');
  const question = textOption(input, 'ask');
  const comment = textOption(input, 'comment');
  return [
    ...(input.options['withdraw'] === true ? [withdrawal(input)] : []),
    ...(to === null
      ? []
      : [{ type: 'reassign' as const, body: { to, reason: textOption(input, 'reason') } }]),
    ...(question === null ? [] : [{ type: 'ask' as const, body: { text: question } }]),
    ...(comment === null ? [] : [{ type: 'comment' as const, body: { text: comment } }]),
    ...settlements(input, 'acceptFinding', 'accepted'),
    ...settlements(input, 'fixedFinding', 'fixed'),
    ...settlements(input, 'reopenFinding', 'open'),
  ];
}

function withdrawal(input: CommandInput): Said {
  return { type: 'withdraw', body: { reason: requiredText(input, 'reason', '--reason') } };
}

function settlements(input: CommandInput, option: string, state: FindingState): readonly Said[] {
  return textsOption(input, option).map((text) => {
    const reason =
      state === 'fixed' ? textOption(input, 'reason') : requiredText(input, 'reason', '--reason');
    return { type: 'settle', body: { finding: findingId(text), state, reason } };
  });
}

/** Says it all, in order, about the attempt that is current now. */
export async function talk(input: CommandInput, said: readonly Said[]): Promise<CommandOutput> {
  return inSession(input, async (session) => {
    const item = itemArgument(input);
    const gateway = await session.gateway();
    const { state } = await gateway.item(session.program, item);
    for (const { type, body } of said) {
      const isFree = type === 'ask' || type === 'comment';
      const about = isFree ? body : { attempt: state.attempt, ...body };
      await sendMessage(input, session, { item, type, body: about });
    }
    const after = await gateway.item(session.program, item);
    return { kind: 'item', data: after, text: itemText(after) };
  });
}
