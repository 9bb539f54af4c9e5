import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { Fault } from '../domain/fault.ts';
import { nulFields, readableText } from './byte-text.ts';
import { indexCommands } from './index-commands.ts';
import type { GitCommand } from './git-command.ts';
import type { GitPlace, GitPlaceKind } from './git-place.ts';
import type { GitOutput } from './git-process.ts';

/** What `git lfs install --local` and `git-crypt init` write. */
const KNOWN = [
  /^git-lfs (?:clean -- %f|smudge (?:--skip )?-- %f|filter-process(?: --skip)?)$/,
  /^"?(?:\/usr\/(?:local\/)?bin\/)?git-crypt"? (?:clean|smudge)(?: --key-name=[\w-]+)?$/,
];

/** A repository's own settings name no filter and no other file when this is in none of them. */
const MAY_NAME_FILTER = /filter|include/i;

const COMMAND_CHARS_MAX = 120;

type Run = (place: GitPlace, command: GitCommand<'index'>) => Promise<GitOutput>;

/**
 * Refuses to run a command on files, which may run filters, where the repository's own configuration
 * names one that is not Git LFS's or git-crypt's: whoever may write `.git/config` could have planted it,
 * and it would run as Sluice. Filters of the user's and the system's configuration are theirs.
 * @throws Fault REPOSITORY_UNSUPPORTED.
 */
export async function refusePlantedFilters(
  place: GitPlace,
  command: GitCommand<GitPlaceKind>,
  run: Run,
): Promise<void> {
  if (place.kind !== 'index' && place.kind !== 'lane') return;
  if (command.subcommand === 'config') return;
  if (!(await mayNameFilter(place.gitDir))) return;
  const { gitDir, workTree } = place;
  const here: GitPlace = { kind: 'index', gitDir, workTree, indexFile: join(gitDir, 'index') };
  const { stdout } = await run(here, indexCommands.ownFilters());
  const fields = nulFields(stdout).map(readableText);
  for (let at = 0; at + 1 < fields.length; at += 2) {
    const [name = '', ...lines] = (fields[at + 1] ?? '').split('\n');
    const filter = lines.join('\n');
    const isOwn = fields[at] === 'local' || fields[at] === 'worktree';
    if (isOwn && filter !== '' && !KNOWN.some((each) => each.test(filter))) refuse(name, filter);
  }
}

function refuse(name: string, filter: string): never {
  throw new Fault({
    code: 'REPOSITORY_UNSUPPORTED',
    facts: {
      reason: `the repository's own configuration sets ${name} to \`${filter.slice(0, COMMAND_CHARS_MAX)}\`, which would run as Sluice`,
      fix: 'Look who put it there. If it is yours, set it with `git config --global`; otherwise remove it with `git config --unset`.',
    },
  });
}

/** Reads the files rather than asking Git, because most repositories name none. */
async function mayNameFilter(gitDir: string): Promise<boolean> {
  const read = (path: string): Promise<string> => readFile(path, 'latin1').catch(() => '');
  const common = resolve(gitDir, (await read(join(gitDir, 'commondir'))).trim());
  const files = [join(common, 'config'), join(gitDir, 'config.worktree'), join(gitDir, 'config')];
  const texts = await Promise.all(files.map(read));
  return texts.some((text) => MAY_NAME_FILTER.test(text));
}
