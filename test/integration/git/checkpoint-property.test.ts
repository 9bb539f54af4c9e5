import { rmSync } from 'node:fs';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { commitCheckpoint } from '../../../git/checkpoint.ts';
import { takeSnapshot } from '../../../git/snapshot.ts';
import { CHECKPOINT_TEXT, filesOf, git, tempRepository } from '../../support/temp-repository.ts';
import type { TempRepository } from '../../support/temp-repository.ts';

const RUNS = 15;
const NAMES = ['a.txt', 'dir/b.txt', 'new.txt', 'dir/new.txt'];

interface Edit {
  readonly kind: 'write' | 'remove' | 'stage' | 'unstage' | 'intend';
  readonly name: string;
  readonly text: string;
}

const edits = fc.array(
  fc.record({
    kind: fc.constantFrom<Edit['kind']>('write', 'remove', 'stage', 'unstage', 'intend'),
    name: fc.constantFrom(...NAMES),
    text: fc.constantFrom('one\n', 'two\n', 'longer text\n'),
  }),
  { maxLength: 8 },
);

function apply(repo: TempRepository, { kind, name, text }: Edit): void {
  if (kind === 'write') return repo.write({ [name]: text });
  if (kind === 'remove') return rmSync(join(repo.root, name), { force: true });
  const args = { stage: ['add', '--all'], unstage: ['reset', '--quiet'], intend: ['add', '-N'] };
  try {
    git(repo.root, ...args[kind], '--', name);
  } catch {
    // A path that is neither there nor known cannot be staged: the sequence goes on without it.
  }
}

/** What is staged, as paths with modes and objects; entries that equal HEAD are left out. */
const staged = (repo: TempRepository): string =>
  repo.git('diff-index', '--cached', '--raw', '--ita-invisible-in-index', 'HEAD');

describe('whatever was edited and staged before and after the approval', () => {
  test('a checkpoint commits the approved tree and leaves every file and staged entry alone', async () => {
    await fc.assert(
      fc.asyncProperty(edits, edits, async (before, after) => {
        const repo = await tempRepository({ 'a.txt': 'a\n', 'dir/b.txt': 'b\n' });
        try {
          before.forEach((each) => apply(repo, each));
          const ref = 'refs/sluice/p/i/green-1';
          const from = { checkout: repo.root, branch: 'main', ref, exclude: [] };
          const approved = await takeSnapshot(repo.repository, from);
          after.forEach((each) => apply(repo, each));
          const files = filesOf(repo.root);
          const stagedBlobs = staged(repo)
            .split('\n')
            .filter((line) => line !== '')
            .map((line) =>
              line
                .split(/[ \t]/)
                .filter((_, at) => at === 3 || at === 5)
                .join(' '),
            );
          const scope = { program: 'p', item: 'i' };
          const options = { ...CHECKPOINT_TEXT, scope, branch: 'main', approved, exclude: [] };
          const answer = await commitCheckpoint(repo.repository, options);
          expect(answer).toMatchObject({ kind: 'committed', tree: approved.tree });
          expect(filesOf(repo.root)).toEqual(files);
          for (const entry of stagedBlobs) {
            const [blob = '', path = ''] = entry.split(' ');
            const now = repo.git('ls-files', '--stage', '--', path).split(' ')[1] ?? '';
            expect(`${path} ${now || '0'.repeat(40)}`).toBe(`${path} ${blob}`);
          }
        } finally {
          repo.remove();
        }
      }),
      { numRuns: RUNS },
    );
  });
});
