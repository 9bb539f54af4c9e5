import { maskUnsafe } from '../../domain/safe-text.ts';
import { actorOf } from '../actor.ts';
import type { CommandInput, CommandOutput } from '../command.ts';
import { type Duties, dutiesOf, type Duty, loadDuties } from '../duties.ts';
import { EXIT } from '../exit-codes.ts';
import { inSession } from '../session.ts';

const OTHERS_SHOWN_MAX = 5;

/** `sluice next`: the one thing that the actor should do now; exits 5 when only others can act. */
export async function next(input: CommandInput): Promise<CommandOutput> {
  const actor = await actorOf(input);
  return inSession(input, async (session) => {
    const found = await loadDuties(session);
    const [first] = dutiesOf(actor, found.duties);
    const [command] = first?.commands ?? [];
    if (first !== undefined && command !== undefined) {
      const action = { item: first.item, command, why: first.why };
      const text = `${command}\n${maskUnsafe(first.why)}`;
      return { kind: 'next', data: { actor, action, waitingOn: [] }, text };
    }
    const isOver = found.view.phase.kind === 'closed';
    return {
      kind: 'next',
      data: { actor, action: null, waitingOn: found.duties },
      text: othersText(actor, found),
      exitCode: isOver ? EXIT.ok : EXIT.waiting,
    };
  });
}

function othersText(actor: string, { view, duties }: Duties): string {
  if (view.phase.kind === 'closed') return `Nothing: the program is ${view.phase.result.verdict}.`;
  const shown = duties.slice(0, OTHERS_SHOWN_MAX).map(otherLine);
  const rest = duties.length - shown.length;
  return [
    `Nothing for ${actor} now.`,
    ...shown,
    ...(rest > 0 ? [`and ${rest} more: sluice board`] : []),
  ].join('\n');
}

function otherLine({ item, waitingOn, actors, why }: Duty): string {
  const who = actors.length === 0 ? waitingOn : actors.join(', ');
  return maskUnsafe(`${item ?? 'the program'} waits for ${who}: ${why}`);
}
