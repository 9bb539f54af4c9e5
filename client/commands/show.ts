import type { CommandInput, CommandOutput } from '../command.ts';
import { itemText } from '../item-text.ts';
import { itemArgument } from '../send.ts';
import { inSession } from '../session.ts';

/** `sluice show`: one item in full. */
export async function show(input: CommandInput): Promise<CommandOutput> {
  return inSession(input, async (session) => {
    const gateway = await session.gateway();
    const view = await gateway.item(session.program, itemArgument(input));
    return { kind: 'item', data: view, text: itemText(view) };
  });
}
