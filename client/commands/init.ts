import { existsSync } from 'node:fs';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { Actor } from '../../domain/actor.ts';
import { Fault } from '../../domain/fault.ts';
import { prepareCommand } from '../../policy/project-commands.ts';
import { projectKind } from '../../policy/project-kind.ts';
import { policyTemplate } from '../../policy/policy-template.ts';
import { actorOf } from '../actor.ts';
import type { CommandInput, CommandOutput } from '../command.ts';
import { findPlace } from '../find-root.ts';
import { POLICY_FILE } from '../read-policy.ts';

/** `sluice init`: writes a policy that is valid and works for the kind of project it finds. */
export async function init(input: CommandInput): Promise<CommandOutput> {
  const { root } = findPlace(input.global.cwd);
  const path = join(root, POLICY_FILE);
  if (existsSync(path) && input.options['force'] !== true) {
    const message = `${path} exists already.`;
    throw new Fault({ code: 'USAGE', facts: { message, fix: 'Add --force to replace it.' } });
  }
  const lead = await actorOf(input);
  const files = await readdir(root);
  const { packages, scripts } = await readManifest(root);
  const kind = projectKind({ files, packages, scripts });
  const text = policyTemplate({
    program: programName(root),
    roles: rolesFor(lead),
    kind,
    verify: null,
    prepare: prepareCommand(files),
    schemaPath: null,
  });
  await writeFile(path, text);
  const said = [
    `Wrote ${path} for a ${kind} project.`,
    `Roles: implementers agent:codex and ${lead}; reviewers agent:claude and human:reviewer; release lead ${lead}. Change them there.`,
    'Next: `sluice plan` to check it, `sluice dev` in another terminal, then `sluice start`.',
  ];
  return { kind: 'init', data: { path, kind, lead }, text: said.join('\n') };
}

/** Someone besides the implementer has to review; the names are placeholders to be changed. */
function rolesFor(lead: Actor) {
  return {
    implementers: [...new Set<Actor>(['agent:codex', lead])],
    reviewers: ['agent:claude', 'human:reviewer'] as const,
    releaseLeads: [lead],
  };
}

function programName(root: string): string {
  const name = basename(root)
    .toLowerCase()
    .replace(/[^a-z0-9-]+/g, '-')
    .replace(/^-+|-+$/g, '');
  return name === '' ? 'program' : name;
}

interface Manifest {
  readonly packages: readonly string[];
  readonly scripts: Readonly<Record<string, string>>;
}

/** `package.json`, as far as it helps; a broken one helps nothing and hurts nothing. */
async function readManifest(root: string): Promise<Manifest> {
  try {
    const parsed: unknown = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'));
    const { dependencies, devDependencies, scripts } = parsed as Record<
      string,
      Record<string, string>
    >;
    return {
      packages: [...Object.keys(dependencies ?? {}), ...Object.keys(devDependencies ?? {})],
      scripts: scripts ?? {},
    };
  } catch {
    return { packages: [], scripts: {} };
  }
}
