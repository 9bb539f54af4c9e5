import type { Answer } from '../../domain/item/item-message.ts';
import { STAGES } from '../../domain/stage.ts';
import { Fault } from '../../domain/fault.ts';
import type { CommandInput, CommandOutput } from '../command.ts';
import { itemArgument, sendMessage } from '../send.ts';
import { requiredText, textOption } from '../options.ts';
import { inSession, type Session } from '../session.ts';
import { gatesEnded, outcome } from './submit.ts';

const PROGRAM_TARGETS = new Set(['baseline', 'certification']);

/** `sluice retry`: runs something again and says which evidence that makes void. */
export async function retry(input: CommandInput): Promise<CommandOutput> {
  const target = itemArgument(input);
  const reason = requiredText(input, 'reason', '--reason');
  return inSession(input, async (session) => {
    if (!PROGRAM_TARGETS.has(target)) return retryItem(input, session, { id: target, reason });
    const body = { target, reason };
    const answer = await sendMessage(input, session, { item: null, type: 'retry', body });
    const text = `The ${target} runs again; follow it with \`sluice watch\`.`;
    return { kind: 'answer', data: { target, message: 'retry', answer }, text };
  });
}

async function retryItem(
  input: CommandInput,
  session: Session,
  { id, reason }: { readonly id: string; readonly reason: string },
): Promise<CommandOutput> {
  const body = { from: stageOption(input), reason };
  const answer = await sendMessage(input, session, { item: id, type: 'retry', body });
  const voided = voidedBy(answer);
  input.terminal.err(voided.length === 0 ? '' : `Void from now on: ${voided.join(', ')}\n`);
  if (input.options['wait'] === false) {
    return {
      kind: 'answer',
      data: { item: id, message: 'retry', answer },
      text: `${id}: retry accepted.`,
    };
  }
  const view = await gatesEnded(input, session, id);
  return outcome(view, view.state.attempt - 1);
}

function voidedBy(answer: Answer): readonly string[] {
  const voided = answer.kind === 'accepted' ? answer.facts['invalidated'] : [];
  return Array.isArray(voided) ? voided.map(String) : [];
}

function stageOption(input: CommandInput): string {
  const named = (textOption(input, 'from') ?? '').toUpperCase();
  const stages = STAGES.filter((stage) => stage !== 'CHECKPOINT');
  if (stages.some((stage) => stage === named)) return named;
  const message = named === '' ? '--from is missing.' : `--from ${named} is no stage.`;
  throw new Fault({ code: 'USAGE', facts: { message, fix: `Name one of ${stages.join(', ')}.` } });
}
