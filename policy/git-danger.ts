import { GitArguments } from './git-arguments.ts';
import type { ShellWord } from './shell-words.ts';

type Rule = (args: GitArguments) => string | null;

const DISCARDS = 'it overwrites or removes files that are not committed';
const REWRITES = 'it rewrites or removes history';

const when =
  (reason: string, ...options: readonly string[]): Rule =>
  (args) =>
    args.has(...options) ? reason : null;

const unless =
  (reason: string, ...options: readonly string[]): Rule =>
  (args) =>
    args.has(...options) ? null : reason;

const always =
  (reason: string): Rule =>
  () =>
    reason;

/** A lone operand of `checkout` that can only be a branch, tag or commit: no dot but in a version. */
const REVISION = /^(?:-|[A-Za-z0-9_][\w/@^~-]*(?:\.[0-9][\w-]*)*)$/;

/**
 * Every way in which a Git subcommand can discard work in a work tree or rewrite history: a class,
 * not a list of spellings, because who may not `reset --hard` will `checkout .` instead.
 */
const RULES: Readonly<Record<string, Rule>> = {
  checkout: checkoutRule,
  switch: when(DISCARDS, 'f', 'force', 'discard-changes', 'C', 'force-create', 'm', 'merge'),
  restore: (args) => (args.has('S', 'staged') && !args.has('W', 'worktree') ? null : DISCARDS),
  reset: (args) => {
    if (args.has('hard', 'merge', 'keep')) return DISCARDS;
    if (args.operands.some((word) => !word.literal))
      return 'what it resets is known only when it runs';
    return args.operands.some((word) => /[~^]|@\{/.test(word.text)) ? REWRITES : null;
  },
  clean: unless(DISCARDS, 'n', 'dry-run'),
  stash: (args) => (['list', 'show', 'create'].includes(args.verb) ? null : DISCARDS),
  'read-tree': when(DISCARDS, 'u', 'reset'),
  'checkout-index': when(DISCARDS, 'f', 'force'),
  rm: unless(DISCARDS, 'cached', 'n', 'dry-run'),
  apply: when(DISCARDS, 'R', 'reverse'),
  merge: when(DISCARDS, 'abort'),
  am: when(DISCARDS, 'abort'),
  'cherry-pick': when(DISCARDS, 'abort'),
  revert: when(DISCARDS, 'abort'),
  rebase: always(REWRITES),
  pull: when(REWRITES, 'r', 'rebase', 'f', 'force'),
  commit: when(REWRITES, 'amend'),
  worktree: (args) => (args.verb === 'remove' && args.has('f', 'force') ? DISCARDS : null),
  submodule: (args) => {
    const forced = args.verb === 'update' && args.has('f', 'force');
    return forced || args.verb === 'deinit' ? DISCARDS : null;
  },
  branch: when(REWRITES, 'D', 'f', 'force', 'M', 'C'),
  'update-ref': always(REWRITES),
  reflog: (args) => (['expire', 'delete'].includes(args.verb) ? REWRITES : null),
  gc: when(REWRITES, 'prune'),
  prune: always(REWRITES),
  push: pushRule,
  'filter-branch': always(REWRITES),
  'filter-repo': always(REWRITES),
};

/** Short options that take a value, where a letter of the value could be taken for an option. */
const VALUE_LETTERS: Readonly<Record<string, string>> = {
  checkout: 'bB',
  switch: 'cC',
  commit: 'mFcCt',
  push: 'o',
  restore: 's',
};

/** Why `git SUBCOMMAND ARGS` must not be in a policy, or null when it can do no such harm. */
export function gitDanger(subcommand: ShellWord, args: readonly ShellWord[]): string | null {
  if (!subcommand.literal) return 'its Git subcommand is known only when it runs';
  const rule = Object.hasOwn(RULES, subcommand.text) ? RULES[subcommand.text] : undefined;
  return rule?.(new GitArguments(args, VALUE_LETTERS[subcommand.text])) ?? null;
}

/** A checkout may create a branch or switch to one; Git itself refuses that where it would lose work. */
function checkoutRule(args: GitArguments): string | null {
  const forced = args.has('f', 'force', 'B', 'p', 'patch', 'm', 'merge', 'ours', 'theirs');
  if (forced || args.hasDashes || args.has('pathspec-from-file')) return DISCARDS;
  if (args.has('b', 'orphan')) return null;
  const [only, ...more] = args.operands;
  if (more.length > 0) return DISCARDS;
  if (only === undefined) return null;
  return only.literal && REVISION.test(only.text) ? null : DISCARDS;
}

function pushRule(args: GitArguments): string | null {
  if (args.has('f', 'force', 'force-with-lease', 'd', 'delete', 'mirror', 'prune')) return REWRITES;
  return args.operands.some((word) => /^[+:]./.test(word.text)) ? REWRITES : null;
}
