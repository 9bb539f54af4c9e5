import { type Actor, isActor } from '../domain/actor.ts';
import { Fault } from '../domain/fault.ts';
import type { CommandInput } from './command.ts';
import { findPlace } from './find-root.ts';

/**
 * Who acts: `--actor`, else `SLUICE_ACTOR`, else `human:` with Git's `user.name`. It is the caller's
 * word; the policy decides what that actor may do. Throws USAGE.
 */
export async function actorOf(input: CommandInput): Promise<Actor> {
  const named = input.global.actor ?? input.env['SLUICE_ACTOR'];
  if (named !== undefined && named !== '') return checked(named);
  const { gitUserName } = await import('../git/user-name.ts');
  const name = await gitUserName(findPlace(input.global.cwd).root);
  return checked(
    `human:${name
      .trim()
      .toLowerCase()
      .replace(/[^a-z0-9._@-]+/g, '-')}`,
  );
}

function checked(text: string): Actor {
  if (isActor(text)) return text;
  const message = `"${text}" is no actor: expected human:NAME, agent:NAME or service:NAME.`;
  const fix = 'Name yourself with --actor human:ana, or set SLUICE_ACTOR.';
  throw new Fault({ code: 'USAGE', facts: { message, fix } });
}
