import { readableText } from './byte-text.ts';

/** One work tree as `git worktree list` tells it. */
export interface Worktree {
  readonly path: string;
  /** The commit that is checked out, or null when there is none yet. */
  readonly head: string | null;
  /** Full ref name of the branch that is checked out, or null when it is none. */
  readonly branch: string | null;
  readonly bare: boolean;
}

/** Parses `git worktree list --porcelain -z`: attributes end in NUL, records in two. */
export function parseWorktrees(output: string): Worktree[] {
  return readableText(output)
    .split('\0\0')
    .filter((record) => record !== '')
    .map((record) => {
      const attributes = record.split('\0');
      const value = (name: string): string | null =>
        attributes.find((each) => each.startsWith(`${name} `))?.slice(name.length + 1) ?? null;
      return {
        path: value('worktree') ?? '',
        head: headOf(value('HEAD')),
        branch: value('branch'),
        bare: attributes.includes('bare'),
      };
    });
}

/** A branch without a commit is told as zeros. */
function headOf(oid: string | null): string | null {
  return oid === null || /^0+$/.test(oid) ? null : oid;
}
