import type { FixedFinding } from '../../domain/evidence-record.ts';
import type { ItemView } from '../../domain/item/item-view.ts';
import type { CommandInput, CommandOutput } from '../command.ts';
import { findingId } from '../finding-id.ts';
import { EXIT } from '../exit-codes.ts';
import { itemText } from '../item-text.ts';
import { textOption, textsOption } from '../options.ts';
import { itemArgument, sendMessage } from '../send.ts';
import { inSession, type Session } from '../session.ts';
import { waitFor } from '../wait.ts';

/** `sluice red`: submits the failing tests and waits for what the RED gate says. */
export function red(input: CommandInput): Promise<CommandOutput> {
  return submit(input, 'red', {});
}

/** `sluice green`: submits the implementation and waits until its gates have run. */
export function green(input: CommandInput): Promise<CommandOutput> {
  const fixed = textsOption(input, 'fixed').map(parseFixed);
  return submit(input, 'green', {
    testsChanged: textOption(input, 'testsChanged'),
    ...(fixed.length === 0 ? {} : { fixed }),
  });
}

/** `F1`, or `F1:how it was fixed`. Throws USAGE. */
export function parseFixed(text: string): FixedFinding {
  const [id = '', ...words] = text.split(':');
  const note = words.join(':').trim();
  return { finding: findingId(id), note: note === '' ? null : note };
}

async function submit(
  input: CommandInput,
  type: 'red' | 'green',
  extra: Readonly<Record<string, unknown>>,
): Promise<CommandOutput> {
  return inSession(input, async (session) => {
    const id = itemArgument(input);
    const gateway = await session.gateway();
    const before = await gateway.item(session.program, id);
    const body = {
      attempt: before.state.attempt,
      checkout: session.checkout,
      note: textOption(input, 'note'),
      ...extra,
    };
    await sendMessage(input, session, { item: id, type, body });
    if (input.options['wait'] === false) {
      return { kind: 'item', data: before, text: `${id}: ${type} accepted.` };
    }
    return outcome(await gatesEnded(input, session, id), before.state.attempt);
  });
}

/** Waits until no gate of the item runs any more. */
export async function gatesEnded(
  input: CommandInput,
  session: Session,
  id: string,
): Promise<ItemView> {
  const gateway = await session.gateway();
  return waitFor(input, {
    ask: () => gateway.item(session.program, id),
    isOver: (view) => view.waitingOn !== 'gate' && view.waitingOn !== 'checkpoint',
    progress: ({ state }) =>
      `${id}: ${state.stage} ${state.turn.kind === 'gate' ? state.turn.gate : state.turn.kind}`,
    what: `the gates of ${id}`,
  });
}

/** A round that was sent back is a failed gate: the verb says why and exits 3. */
export function outcome(view: ItemView, attempt: number): CommandOutput {
  const { setback } = view.state;
  const sentBack = setback !== null && setback.attempt === attempt && view.state.attempt > attempt;
  return {
    kind: 'item',
    data: view,
    text: itemText(view),
    exitCode: sentBack ? EXIT.gateFailed : EXIT.ok,
  };
}
