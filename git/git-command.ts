import type { GitPlaceKind } from './git-place.ts';

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
  | 'hash-object'
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

/** A command line that only `build` can make, bound to the kind of place it may run in. */
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

/** For the modules of commands alone, one for each kind of place; see `one-door.test.ts`. */
export function build<Kind extends GitPlaceKind>(
  at: Kind,
  argv: readonly [GitSubcommand, ...string[]],
  extras: Extras = {},
): GitCommand<Kind> {
  const [subcommand, ...args] = argv;
  const { stdin = new Uint8Array(), env = {}, answers = [0] } = extras;
  return { [BUILT]: true, at, subcommand, args, stdin, env, answers };
}

/** What `--raw -z` needs so that no setting of the repository changes its answer. */
export const RAW_DIFF = [
  '-r',
  '-z',
  '--raw',
  '--no-renames',
  '--no-ext-diff',
  '--ignore-submodules=none',
];
