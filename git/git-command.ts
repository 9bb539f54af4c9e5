import { bytesOf } from './byte-text.ts';
import type { GitPlaceKind } from './git-place.ts';
import type { LanePath } from './lane-path.ts';
import { objectId, refName, shortObjectId } from './object-id.ts';

/** Every subcommand that Sluice may run. Nothing outside this list can be spelled. */
export type GitSubcommand =
  | 'add'
  | 'cat-file'
  | 'checkout'
  | 'clean'
  | 'commit-tree'
  | 'config'
  | 'diff-index'
  | 'diff-tree'
  | 'for-each-ref'
  | 'log'
  | 'ls-files'
  | 'ls-tree'
  | 'merge-base'
  | 'merge-tree'
  | 'read-tree'
  | 'rev-parse'
  | 'symbolic-ref'
  | 'update-index'
  | 'update-ref'
  | 'version'
  | 'worktree'
  | 'write-tree';

/** Who a commit says made it, and when, so that a retry makes the identical commit. */
export interface Identity {
  readonly name: string;
  readonly email: string;
}

const BUILT = Symbol('built by git-command.ts');

/** A command line that only this module can make, bound to the kind of place it may run in. */
export interface GitCommand<Kind extends GitPlaceKind> {
  readonly [BUILT]: true;
  readonly at: Kind;
  readonly subcommand: GitSubcommand;
  readonly args: readonly string[];
  readonly stdin: Uint8Array;
  readonly env: Readonly<Record<string, string>>;
  /** Exit codes that are answers; any other is a fault. */
  readonly answers: readonly number[];
}

interface Extras {
  readonly stdin?: Uint8Array;
  readonly env?: Readonly<Record<string, string>>;
  readonly answers?: readonly number[];
}

function build<Kind extends GitPlaceKind>(
  at: Kind,
  argv: readonly [GitSubcommand, ...string[]],
  extras: Extras = {},
): GitCommand<Kind> {
  const [subcommand, ...args] = argv;
  const { stdin = new Uint8Array(), env = {}, answers = [0] } = extras;
  return { [BUILT]: true, at, subcommand, args, stdin, env, answers };
}

/** Questions about a folder. */
export const folderCommands = {
  version: () => build('folder', ['version']),
  /** Exit code 1 means that no name is set. */
  userName: () => build('folder', ['config', '--get', 'user.name'], { answers: [0, 1] }),
  /** Prints `gpg.format` and `user.signingkey`, as they are set. Exit code 1 means that neither is. */
  signing: () =>
    build(
      'folder',
      ['config', '-z', '--get-regexp', String.raw`^(gpg\.format|user\.signingkey)$`],
      {
        answers: [0, 1],
      },
    ),
  /** Prints git dir, common dir, index file and top level, one absolute path a line. */
  layout: () =>
    build(
      'folder',
      [
        'rev-parse',
        '--path-format=absolute',
        '--git-dir',
        '--git-common-dir',
        '--git-path',
        'index',
        '--show-toplevel',
      ],
      { answers: [0, 128] },
    ),
};

export interface CommitParts {
  readonly tree: string;
  readonly parents: readonly string[];
  readonly message: string;
  readonly author: Identity;
  readonly committer: Identity;
  /** Seconds since the epoch, for both dates, in UTC. */
  readonly atSeconds: number;
}

export interface RefMove {
  readonly ref: string;
  readonly commit: string;
  /** The commit that the ref must point to now; null when it must not exist yet. */
  readonly expected: string | null;
  readonly reason: string;
}

export interface TreeDiff {
  readonly from: string;
  readonly to: string;
  readonly pathspecs: readonly string[];
}

export interface WorkRange {
  readonly base: string;
  readonly head: string;
  readonly commitsMax: number;
}

function trailerValue(name: string): string {
  return `%(trailers:key=${name},valueonly,separator=%x20)`;
}

/** What `--raw -z` needs so that no setting of the repository changes its answer. */
const RAW = ['-r', '-z', '--raw', '--no-renames', '--no-ext-diff', '--ignore-submodules=none'];

/** Commands on objects and refs. */
export const repositoryCommands = {
  worktreeList: () => build('repository', ['worktree', 'list', '--porcelain', '-z']),
  headBranch: () => build('repository', ['symbolic-ref', '--quiet', 'HEAD'], { answers: [0, 1] }),
  treeOf: (commit: string) =>
    build('repository', ['rev-parse', '--verify', `${objectId(commit)}^{tree}`]),
  /** Prints `ref commit tree parents…`, NUL-separated, for each of the refs that exists. */
  readRefs: (...refs: readonly string[]) =>
    build('repository', [
      'for-each-ref',
      '--format=%(refname)%00%(objectname)%00%(tree)%00%(parent)%00',
      ...refs.map(refName),
    ]),
  /** Prints the values of two trailers, one commit a line; of the newest commits that have the second. */
  trailers: (first: string, second: string, commitsMax: number) =>
    build(
      'repository',
      [
        'log',
        '--branches',
        `--max-count=${commitsMax}`,
        `--grep=^${second}: `,
        `--format=${trailerValue(first)}%x09${trailerValue(second)}`,
      ],
      // 128: the repository has no commit yet.
      { answers: [0, 128] },
    ),
  /** Prints the commits between two, one a line, newest first. */
  commitsSince: ({ tip, base }: { readonly tip: string; readonly base: string }) =>
    build('repository', ['log', '--format=%H', objectId(tip), '--not', objectId(base)], {
      // 128: one of them is no commit of this repository.
      answers: [0, 128],
    }),
  /** Prints the author of each commit after `base`, then its co-authors, separated by NUL. */
  authors: ({ base, head, commitsMax }: WorkRange) =>
    build('repository', [
      'log',
      '--no-show-signature',
      `--max-count=${commitsMax}`,
      '--format=%an <%ae>%x00%(trailers:key=Co-authored-by,valueonly,unfold,separator=%x00)',
      `${objectId(base)}..${objectId(head)}`,
    ]),
  /**
   * Prints `oid type size` for each of the hashes, in order, or `hash missing`. Short hashes are
   * allowed; a partial clone is not asked to fetch what it lacks.
   */
  lookUp: (hashes: readonly string[]) =>
    build('repository', ['cat-file', '--batch-check', '--buffer'], {
      stdin: Buffer.from(hashes.map((each) => `${shortObjectId(each)}^{commit}\n`).join('')),
      env: { GIT_NO_LAZY_FETCH: '1' },
    }),
  mergeBase: (a: string, b: string) =>
    build('repository', ['merge-base', objectId(a), objectId(b)], { answers: [0, 1] }),
  isAncestor: (ancestor: string, commit: string) =>
    build('repository', ['merge-base', '--is-ancestor', objectId(ancestor), objectId(commit)], {
      answers: [0, 1],
    }),
  diffTrees: ({ from, to, pathspecs }: TreeDiff) =>
    build('repository', ['diff-tree', ...RAW, objectId(from), objectId(to), '--', ...pathspecs]),
  /** Prints the entries of the tree's top folder. */
  listTop: (tree: string) => build('repository', ['ls-tree', '-z', objectId(tree)]),
  /** Prints the merged tree, then the paths that conflict. Exit code 1 means that some do. */
  mergeTrees: (ours: string, theirs: string) =>
    build(
      'repository',
      [
        'merge-tree',
        '--write-tree',
        '-z',
        '--name-only',
        '--no-messages',
        objectId(ours),
        objectId(theirs),
      ],
      { answers: [0, 1] },
    ),
  commitTree: ({ tree, parents, message, author, committer, atSeconds }: CommitParts) =>
    build(
      'repository',
      ['commit-tree', objectId(tree), ...parents.flatMap((each) => ['-p', objectId(each)])],
      {
        stdin: Buffer.from(message, 'utf8'),
        env: {
          GIT_AUTHOR_NAME: author.name,
          GIT_AUTHOR_EMAIL: author.email,
          GIT_AUTHOR_DATE: `@${atSeconds} +0000`,
          GIT_COMMITTER_NAME: committer.name,
          GIT_COMMITTER_EMAIL: committer.email,
          GIT_COMMITTER_DATE: `@${atSeconds} +0000`,
        },
      },
    ),
  /** Compare and swap. Exit code 128 means that the ref was not as expected, or was locked. */
  moveRef: ({ ref, commit, expected, reason }: RefMove) =>
    build(
      'repository',
      [
        'update-ref',
        '-m',
        reason,
        refName(ref),
        objectId(commit),
        expected === null ? '' : objectId(expected),
      ],
      { answers: [0, 128] },
    ),
};

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
      ...RAW,
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

/**
 * The only commands that write, overwrite or delete files. Each takes a `LanePath` or runs in a
 * `lane` place, and a lane path can only be made for a folder under `.sluice/lanes/`.
 */
export const laneCommands = {
  create: (lane: LanePath, commit: string) =>
    build('repository', [
      'worktree',
      'add',
      '--detach',
      '--no-checkout',
      '--force',
      lane,
      objectId(commit),
    ]),
  move: (commit: string) =>
    build('lane', ['checkout', '--quiet', '--force', '--detach', objectId(commit)]),
  /** Ignored files stay: they are the build caches that make the next gate fast. */
  removeUntracked: () => build('lane', ['clean', '-ffdq']),
  /** The ignored ones too, for a run that no earlier one may help. */
  removeIgnored: () => build('lane', ['clean', '-ffdqx']),
};
