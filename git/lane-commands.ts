import { build } from './git-command.ts';
import type { LanePath } from './lane-path.ts';
import { objectId } from './object-id.ts';

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
