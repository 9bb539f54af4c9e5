import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { indexCommands } from '../../../git/index-commands.ts';
import { laneCommands } from '../../../git/lane-commands.ts';
import { repositoryCommands } from '../../../git/repository-commands.ts';
import { lanePath } from '../../../git/lane-path.ts';

const ROOT = resolve(import.meta.dirname, '../../..');
const FOLDERS = 'activities client worker evidence git workflows policy tracker'.split(' ');
/** The modules that build command lines, one for each kind of place. */
const COMMANDS = ['folder', 'index', 'lane', 'repository'].map((at) => `git/${at}-commands.ts`);
const ONE = '1'.repeat(40);

function sources(): { readonly path: string; readonly text: string }[] {
  return FOLDERS.flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts'))
      .map((name) => join(folder, name))
      .map((path) => ({ path, text: readFileSync(join(ROOT, path), 'utf8') })),
  );
}

function pathsWith(pattern: RegExp): string[] {
  return sources()
    .filter(({ text }) => pattern.test(text))
    .map(({ path }) => path);
}

describe('Git', () => {
  test('is started in one place only', () => {
    const starts =
      /\b(?:execa|execaSync|spawn|spawnSync|execFile|execFileSync|exec|execSync|fork|\$)\s*(?:\(\s*|`)['"`]?git\b/;
    expect(pathsWith(starts)).toEqual(['git/spawn-git.ts']);
    const imports = pathsWith(/from '[^']*spawn-git\.ts'/);
    expect(imports.toSorted()).toEqual(['git/git-helper-main.ts', 'git/git-process.ts']);
  });

  test('is given command lines by one module for each kind of place only', () => {
    expect(pathsWith(/\bas unknown as GitCommand|\bas GitCommand\b/)).toEqual([]);
    expect(pathsWith(/\bbuild\b[^}]*\} from '[^']*git-command\.ts'/).toSorted()).toEqual(COMMANDS);
    expect(pathsWith(/as LanePath\b/)).toEqual(['git/lane-path.ts']);
  });

  test('has no command for a checkout that can discard work', () => {
    const elsewhere = [
      repositoryCommands.moveRef({ ref: 'refs/heads/x', commit: ONE, expected: ONE, reason: 'r' }),
      indexCommands.readTree(ONE),
      indexCommands.addAll([]),
      indexCommands.setEntries(''),
      indexCommands.refresh(),
      indexCommands.writeTree(),
      indexCommands.unmerged(),
    ];
    for (const { args, at } of elsewhere) {
      expect(at).not.toBe('lane');
      expect(args.join(' ')).not.toMatch(/--force|--hard|(?:^| )-[a-z]*[fux]|--reset|--discard/);
    }
    const { move, removeUntracked, removeIgnored } = laneCommands;
    const overwriting = [move(ONE), removeUntracked(), removeIgnored()];
    expect(overwriting.map(({ at }) => at)).toEqual(['lane', 'lane', 'lane']);
  });

  test('knows none of the subcommands that discard work', () => {
    const text = COMMANDS.map((path) => readFileSync(join(ROOT, path), 'utf8')).join('\n');
    for (const word of ['restore', 'reset', 'stash', 'switch', 'rm', 'apply', 'rebase', 'gc']) {
      expect(text).not.toContain(`'${word}'`);
    }
    // Two cleans: one keeps the build caches of a lane, one takes them too. Both are lane commands.
    const overwriting = ["'checkout',", "'clean',", "'clean',"];
    expect(text.match(/'(?:checkout|clean)',/g)).toEqual(overwriting);
    expect(pathsWith(/'(?:checkout|clean)',/)).toEqual(['git/lane-commands.ts']);
    expect(text).not.toMatch(/'update-ref',\s*'-d'|'--delete'|'reflog'/);
  });

  test('moves a branch only from a commit that is named', () => {
    const move = { ref: 'refs/heads/x', commit: ONE, expected: null, reason: 'r' };
    expect(repositoryCommands.moveRef(move).args.slice(-3)).toEqual(['refs/heads/x', ONE, '']);
    expect(() => repositoryCommands.moveRef({ ...move, ref: 'main' })).toThrow(/no full ref name/);
    expect(() => repositoryCommands.treeOf('--all')).toThrow(/no object id/);
    expect(() => repositoryCommands.treeOf('HEAD')).toThrow(/no object id/);
  });

  test('overwrites files only below .sluice/lanes', () => {
    expect(lanePath('/r/.sluice/lanes', 3)).toBe('/r/.sluice/lanes/3');
    expect(() => lanePath('/r/.sluice/lanes', Number('../..'))).toThrow(/lane NaN/);
  });
});
