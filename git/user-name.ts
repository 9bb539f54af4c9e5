import { readableText } from './byte-text.ts';
import { folderCommands } from './folder-commands.ts';
import { runGit } from './git-process.ts';

/**
 * Git's `user.name` as it is set for a folder; empty when none is.
 * @throws Fault GIT_FAILED when Git cannot be run there.
 */
export async function gitUserName(folder: string): Promise<string> {
  const place = { kind: 'folder', path: folder } as const;
  return readableText((await runGit(place, folderCommands.userName())).stdout).trim();
}
