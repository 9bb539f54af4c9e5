import type { Snapshot } from '../domain/snapshot.ts';
import { runGit } from './git-process.ts';
import { objectId } from './object-id.ts';
import { ABSENT_MODE } from './raw-diff.ts';
import { inRepository, type Repository } from './repository.ts';
import { repositoryCommands } from './repository-commands.ts';
import { keepSnapshot, readSnapshot } from './snapshot.ts';
import { writeChangedTree } from './tree.ts';

const FILE_MODE = '100644';

/**
 * A snapshot of the commit `base` with one file more, or with another content of it. When `ref`
 * exists, that snapshot is returned. Throws GIT_FAILED where a file stands in place of a folder.
 */
export async function treeWithFile(
  repository: Repository,
  {
    base,
    file,
    content,
    ref,
  }: {
    readonly base: string;
    readonly file: string;
    readonly content: string;
    readonly ref: string;
  },
): Promise<Snapshot> {
  const earlier = await readSnapshot(repository, ref);
  if (earlier !== undefined) return earlier;
  const { stdout } = await runGit(
    inRepository(repository),
    repositoryCommands.writeBlob(Buffer.from(content)),
  );
  const path = Buffer.from(file).toString('latin1');
  const change = {
    path,
    status: 'A',
    from: { mode: ABSENT_MODE, object: '' },
    to: { mode: FILE_MODE, object: objectId(stdout.trim()) },
  };
  const tree = await writeChangedTree(repository, { base, changes: [change] });
  return await keepSnapshot(repository, { tree, base, ref });
}
