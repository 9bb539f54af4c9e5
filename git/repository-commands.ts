import { build, type Identity, RAW_DIFF } from './git-command.ts';
import { objectId, refName, shortObjectId } from './object-id.ts';

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
  /** Prints `oid type size`, the object and a line feed for each of the hashes, or `hash missing`. */
  readCommits: (hashes: readonly string[]) =>
    build('repository', ['cat-file', '--batch', '--buffer'], {
      stdin: Buffer.from(hashes.map((each) => `${objectId(each)}\n`).join('')),
      env: { GIT_NO_LAZY_FETCH: '1' },
    }),
  /**
   * Writes a commit object as it is given, after Git has checked its form: `commit-tree` signs only
   * with keys and programs of the user's configuration. Prints its hash.
   */
  writeCommitObject: (object: Uint8Array) =>
    build('repository', ['hash-object', '-t', 'commit', '-w', '--stdin'], { stdin: object }),
  mergeBase: (a: string, b: string) =>
    build('repository', ['merge-base', objectId(a), objectId(b)], { answers: [0, 1] }),
  isAncestor: (ancestor: string, commit: string) =>
    build('repository', ['merge-base', '--is-ancestor', objectId(ancestor), objectId(commit)], {
      answers: [0, 1],
    }),
  diffTrees: ({ from, to, pathspecs }: TreeDiff) =>
    build('repository', [
      'diff-tree',
      ...RAW_DIFF,
      objectId(from),
      objectId(to),
      '--',
      ...pathspecs,
    ]),
  /** Stores a file's bytes as they are, and prints the id of the blob. */
  writeBlob: (bytes: Uint8Array) =>
    build('repository', ['hash-object', '-w', '--stdin'], { stdin: bytes }),
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
