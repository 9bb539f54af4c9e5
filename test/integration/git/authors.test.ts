import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { authorsOfWork } from '../../../git/authors.ts';
import { tempRepository } from '../../support/temp-repository.ts';
import type { TempRepository } from '../../support/temp-repository.ts';

let repo: TempRepository;
let base: string;

beforeEach(async () => {
  repo = await tempRepository({ 'a.txt': 'a\n' });
  base = repo.git('rev-parse', 'HEAD');
});

afterEach(() => repo.remove());

function commit(author: string, message: string): void {
  repo.git('commit', '--quiet', '--allow-empty', `--author=${author}`, '-m', message);
}

const authors = () => authorsOfWork(repo.repository, { checkout: repo.root, base });

describe('the authors of a checkout’s work', () => {
  test('are nobody while nothing is committed on top of the base', async () => {
    repo.write({ 'a.txt': 'changed\n' });
    expect(await authors()).toEqual([]);
  });

  test('are the authors and co-authors of every commit, each once', async () => {
    repo.git('checkout', '--quiet', '-b', 'work');
    commit('Ana Lopez <ana@x.org>', 'One');
    commit(
      'Bo <bo@x.org>',
      'Two\n\nCo-authored-by: Cy <cy@x.org>\nco-authored-by: Di\n  <di@x.org>',
    );
    commit('Ana Lopez <ana@x.org>', 'Three');
    expect((await authors()).toSorted()).toEqual([
      'Ana Lopez <ana@x.org>',
      'Bo <bo@x.org>',
      'Cy <cy@x.org>',
      'Di <di@x.org>',
    ]);
  });

  test('are not renamed by a mailmap that the work brings along', async () => {
    repo.write({ '.mailmap': 'Nobody <nobody@x.org> <bo@x.org>\n' });
    repo.git('checkout', '--quiet', '-b', 'work');
    repo.git('add', '.mailmap');
    commit('Bo <bo@x.org>', 'Hide');
    expect(await authors()).toEqual(['Bo <bo@x.org>']);
  });

  test('are not asked of a folder that is no work tree of the repository', async () => {
    await expect(
      authorsOfWork(repo.repository, { checkout: `${repo.root}/nowhere`, base }),
    ).rejects.toMatchObject({ code: 'CHECKOUT_NOT_IN_REPOSITORY' });
  });
});
