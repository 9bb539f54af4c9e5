import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Fault } from '../../domain/fault.ts';
import { policyTemplate } from '../../policy/policy-template.ts';
import { actorOf } from '../actor.ts';
import type { CommandInput, CommandOutput } from '../command.ts';
import { findPlace } from '../find-root.ts';
import { POLICY_FILE } from '../read-policy.ts';
import { templateFacts } from '../template-facts.ts';

/** `sluice init`: writes a policy that is valid and works for the kind of project it finds. */
export async function init(input: CommandInput): Promise<CommandOutput> {
  const { root } = findPlace(input.global.cwd);
  const path = join(root, POLICY_FILE);
  if (existsSync(path) && input.options['force'] !== true) {
    const message = `${path} exists already.`;
    throw new Fault({ code: 'USAGE', facts: { message, fix: 'Add --force to replace it.' } });
  }
  const lead = await actorOf(input);
  const facts = await templateFacts(root, lead);
  const { kind } = facts;
  const text = policyTemplate(facts);
  await writeFile(path, text);
  const said = [
    `Wrote ${path} for a ${kind} project.`,
    `Roles: implementers agent:codex and ${lead}; reviewers agent:claude and human:reviewer; release lead ${lead}. Change them there.`,
    'Next: `sluice plan` to check it, commit it, `sluice dev` in another terminal, then `sluice start`.',
  ];
  return { kind: 'init', data: { path, kind, lead }, text: said.join('\n') };
}
