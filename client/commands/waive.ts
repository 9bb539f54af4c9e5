import type { ItemView } from '../../domain/item/item-view.ts';
import type { CommandInput, CommandOutput } from '../command.ts';
import { EXIT } from '../exit-codes.ts';
import { itemText } from '../item-text.ts';
import { requiredText, textsOption } from '../options.ts';
import { itemArgument, sendMessage } from '../send.ts';
import { inSession, type Session } from '../session.ts';
import { gatesEnded } from './submit.ts';

/** A comma in a test's own name is followed by a space. */
const BETWEEN_TESTS = /,(?=\S)/;

/**
 * `sluice waive`: asks for a waiver of the gate that failed, and waits for what the base tree says.
 * After the checkpoint the program takes the renewal, because the item is closed.
 */
export async function waive(input: CommandInput): Promise<CommandOutput> {
  const reason = requiredText(input, 'reason', '--reason');
  const until = requiredText(input, 'until', '--until');
  const tests = textsOption(input, 'tests').flatMap((each) => each.split(BETWEEN_TESTS));
  return inSession(input, async (session) => {
    const id = itemArgument(input);
    const gateway = await session.gateway();
    const before = await gateway.item(session.program, id);
    const { state } = before;
    if (state.stage === 'DONE') return renewal(input, session, { id, reason, until });
    const body = {
      attempt: state.attempt,
      tree: state.candidate?.tree ?? null,
      gate: input.args[1] ?? '',
      tests,
      reason,
      until,
    };
    const answer = await sendMessage(input, session, { item: id, type: 'waive', body });
    if (input.options['wait'] === false) {
      return { kind: 'item', data: before, text: `${id}: waive accepted.` };
    }
    const renewed = answer.kind === 'accepted' && answer.facts['renews'] !== undefined;
    return renewed
      ? shown(await gateway.item(session.program, id))
      : proven(input, session, before);
  });
}

/** A closed item takes no message; its program knows which waivers it was committed with. */
async function renewal(
  input: CommandInput,
  session: Session,
  asked: { readonly id: string; readonly reason: string; readonly until: string },
): Promise<CommandOutput> {
  const { id: item, reason, until } = asked;
  const body = { item, gate: input.args[1] ?? '', reason, until };
  const answer = await sendMessage(input, session, { item: null, type: 'waive', body });
  const text = `The waiver of ${item} now ends at ${until}; \`sluice retry certification\` weighs it anew.`;
  return {
    kind: 'answer',
    data: { program: session.program, item, message: 'waive', answer },
    text,
  };
}

/** Waits until the gate has run on the base tree, and the gates after it on the item's own. */
async function proven(
  input: CommandInput,
  session: Session,
  before: ItemView,
): Promise<CommandOutput> {
  const after = await gatesEnded(input, session, before.id);
  return shown(after);
}

function shown(view: ItemView): CommandOutput {
  const isRefused = view.state.waivers?.at(-1)?.status === 'refused';
  const sentBack = view.state.turn.kind === 'implementer';
  return {
    kind: 'item',
    data: view,
    text: itemText(view),
    exitCode: isRefused || sentBack ? EXIT.gateFailed : EXIT.ok,
  };
}
