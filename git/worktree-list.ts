import { readableText } from './byte-text.ts';

/** One work tree as `git worktree list` tells it. */
export interface Worktree {
  readonly path: string;
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
        branch: value('branch'),
        bare: attributes.includes('bare'),
      };
    });
}
