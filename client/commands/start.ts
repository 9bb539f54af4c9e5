import { backlogPlan } from '../../domain/backlog-plan.ts';
import { Fault } from '../../domain/fault.ts';
import { includesActor } from '../../domain/actor.ts';
import { actorOf } from '../actor.ts';
import type { CommandInput, CommandOutput } from '../command.ts';
import { findPlace } from '../find-root.ts';
import { type LoadedProgram, loadProgram } from '../load-program.ts';
import { programInput } from '../program-input.ts';
import { PINNED_POLICY_BYTES_MAX } from '../../evidence/stored-policy.ts';
import { fileOf } from '../policy-drift.ts';
import { namedDocument } from '../read-tracker.ts';
import { Refused } from '../refused.ts';
import { inSession, rememberProgram } from '../session.ts';

/** `sluice start`: checks everything, stores policy and plan by digest, and starts the program. */
export async function start(input: CommandInput): Promise<CommandOutput> {
  const { root } = findPlace(input.global.cwd);
  const loaded = await loadProgram(root, documentOf(input, root));
  checkSize(loaded);
  await checkActor(input, loaded);
  if (input.options['dryRun'] === true) {
    const data = backlogPlan(loaded);
    const text = `${data.counts.items} items would run; nothing was started.`;
    return { kind: 'plan', data, text };
  }
  const { program } = loaded.policy;
  const named = { ...input, global: { ...input.global, program } };
  return inSession(named, async (session) => {
    const gateway = await session.gateway();
    const started = await programInput(root, loaded, session.taskQueue);
    await gateway.startProgram(started, session.taskQueue);
    const { planDigest, policyDigest } = started.contract;
    const policyFile = await fileOf(root);
    await rememberProgram(session.stateDir, program, { planDigest, policyDigest, policyFile });
    const claimed = loaded.items.filter((planned) => planned.claimed === true).length;
    const items = loaded.items.length;
    const data = { program, items, claimed, taskQueue: session.taskQueue };
    const kept =
      claimed === 0
        ? ''
        : ` ${claimed} of them are done by the document's word: they are not run again, and the certification reruns their tests.`;
    const text = `Started ${program}: ${items} items.${kept} Follow it with \`sluice watch\`, see it with \`sluice board\`.`;
    return { kind: 'started', data, text };
  });
}

/** The document that the verb was given, relative to the repository. Throws USAGE. */
function documentOf({ args, global }: CommandInput, root: string): string | null {
  const [name] = args;
  if (name === undefined) return null;
  const { inside } = namedDocument(global.cwd, root, name);
  if (inside !== null) return inside;
  const message = `${name} is not inside the repository.`;
  const fix = 'Progress is written into the document: copy it into the repository and name that.';
  throw new Fault({ code: 'USAGE', facts: { message, fix } });
}

function checkSize({ policy }: LoadedProgram): void {
  const bytes = Buffer.byteLength(JSON.stringify(policy));
  if (bytes <= PINNED_POLICY_BYTES_MAX) return;
  throw new Fault({
    code: 'POLICY_TOO_LARGE',
    facts: { bytes, bytesMax: PINNED_POLICY_BYTES_MAX },
  });
}

/** Only a release lead starts a program; the policy says who that is. */
async function checkActor(input: CommandInput, { policy }: LoadedProgram): Promise<void> {
  const actor = await actorOf(input);
  if (includesActor(policy.roles.releaseLeads, actor)) return;
  throw new Refused('NOT_ALLOWED', { actor, action: 'start', allowed: ['releaseLeads'] });
}
