import { bytesOf } from './byte-text.ts';
import { build, RAW_DIFF } from './git-command.ts';
import { objectId } from './object-id.ts';

/** Commands on a temporary index. They read the files of the checkout and write none of them. */
export const indexCommands = {
  readTree: (tree: string) => build('index', ['read-tree', objectId(tree)]),
  addAll: (pathspecs: readonly string[]) =>
    build('index', ['add', '--all', '--sparse', '--', ...pathspecs]),
  /** Prints scope, name and value of each filter, NUL-separated. Exit code 1 means that there is none. */
  ownFilters: () =>
    build(
      'index',
      [
        'config',
        '--show-scope',
        '-z',
        '--get-regexp',
        String.raw`^filter\..*\.(clean|smudge|process)$`,
      ],
      { answers: [0, 1] },
    ),
  writeTree: () => build('index', ['write-tree']),
  /** Prints how the index differs from the tree; a path that is only intended to be added does not. */
  diffFrom: (tree: string, pathspecs: readonly string[]) =>
    build('index', [
      'diff-index',
      '--cached',
      '--ita-invisible-in-index',
      ...RAW_DIFF,
      objectId(tree),
      '--',
      ...pathspecs,
    ]),
  unmerged: () => build('index', ['ls-files', '--unmerged', '-z']),
  /**
   * Prints the files of the work tree that are not as in the index, and those that it does not know
   * and nothing ignores. With `folders` also folders without a file that it knows, such as empty ones.
   */
  changed: (folders: boolean) =>
    build('index', [
      'ls-files',
      '-z',
      '--modified',
      '--deleted',
      '--others',
      '--exclude-standard',
      ...(folders ? ['--directory'] : []),
    ]),
  /** Prints each path after a letter that tells its flags. */
  flags: () => build('index', ['ls-files', '-v', '-z']),
  setEntries: (indexInfo: string) =>
    build('index', ['update-index', '-z', '--index-info'], { stdin: bytesOf(indexInfo) }),
  setFlag: (flag: IndexFlag, paths: readonly string[]) =>
    build('index', ['update-index', `--${flag}`, '-z', '--stdin'], {
      stdin: bytesOf(paths.map((each) => `${each}\0`).join('')),
    }),
  /** Reads the stat data of unchanged files again. Exit code 1 means that some did change. */
  refresh: () =>
    build('index', ['update-index', '-q', '--unmerged', '--refresh'], { answers: [0, 1] }),
};

export type IndexFlag =
  | 'assume-unchanged'
  | 'no-assume-unchanged'
  | 'skip-worktree'
  | 'no-skip-worktree';
