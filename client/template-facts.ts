import { readdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { Actor } from '../domain/actor.ts';
import type { TemplateFacts } from '../policy/policy-template.ts';
import { prepareCommand } from '../policy/project-commands.ts';
import { projectKind } from '../policy/project-kind.ts';

/** What a policy for this repository is written from. The names in it are there to be changed. */
export async function templateFacts(root: string, lead: Actor): Promise<TemplateFacts> {
  const files = await readdir(root);
  const { packages, scripts } = await readManifest(root);
  return {
    program: programName(root),
    roles: rolesFor(lead),
    kind: projectKind({ files, packages, scripts }),
    verify: null,
    prepare: prepareCommand(files),
    schemaPath: null,
    backlog: null,
  };
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
