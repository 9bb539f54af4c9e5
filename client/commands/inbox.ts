import { maskUnsafe } from '../../domain/safe-text.ts';
import { actorOf } from '../actor.ts';
import type { CommandInput, CommandOutput } from '../command.ts';
import { dutiesOf, type Duty, loadDuties } from '../duties.ts';
import { inSession } from '../session.ts';

/** `sluice inbox`: everything that waits for the actor, the most urgent first. */
export async function inbox(input: CommandInput): Promise<CommandOutput> {
  const actor = await actorOf(input);
  return inSession(input, async (session) => {
    const { view, duties } = await loadDuties(session);
    const entries = dutiesOf(actor, duties);
    const data = { program: view.program, actor, entries };
    const empty = `Nothing waits for ${actor}.`;
    const text = entries.length === 0 ? empty : entries.map(entryText).join('\n\n');
    return { kind: 'inbox', data, text };
  });
}

function entryText({ item, title, waitingOn, commands, why }: Duty): string {
  const name = item === null ? 'The program' : `${item} ${title ?? ''}`;
  return [
    `${maskUnsafe(name)} (${waitingOn})`,
    `  ${maskUnsafe(why)}`,
    ...commands.map((command) => `  ${command}`),
  ].join('\n');
}
