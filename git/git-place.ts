import type { LanePath } from './lane-path.ts';

/**
 * Where a command runs. Only these have a place to run in:
 * - `folder`: finding out what a folder is; the only place where Git searches for a repository.
 * - `repository`: objects and refs; no index, no files.
 * - `index`: a temporary index over the files of a checkout; never the checkout's own index.
 * - `lane`: a gate worktree of Sluice's own, the only place where files may be overwritten.
 */
export type GitPlace =
  | { readonly kind: 'folder'; readonly path: string }
  | { readonly kind: 'repository'; readonly gitDir: string; readonly workTree: string }
  | {
      readonly kind: 'index';
      readonly gitDir: string;
      readonly workTree: string;
      readonly indexFile: string;
    }
  | { readonly kind: 'lane'; readonly gitDir: string; readonly workTree: LanePath };

export type GitPlaceKind = GitPlace['kind'];
