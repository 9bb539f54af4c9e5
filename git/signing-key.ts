import { readableText } from './byte-text.ts';
import { folderCommands } from './folder-commands.ts';
import { runGit } from './git-process.ts';

/**
 * The SSH key that Git signs with in a folder: a path, or `key::` and a public key; null where Git
 * has none, or signs with something else.
 * @throws Fault GIT_FAILED when Git cannot be run there.
 */
export async function gitSigningKey(folder: string): Promise<string | null> {
  const { stdout } = await runGit({ kind: 'folder', path: folder }, folderCommands.signing());
  const settings = new Map(
    readableText(stdout)
      .split('\0')
      .map((entry): [string, string] => {
        const [name = '', ...value] = entry.split('\n');
        return [name, value.join('\n')];
      }),
  );
  const key = settings.get('user.signingkey') ?? '';
  return settings.get('gpg.format') === 'ssh' && key !== '' ? key : null;
}
