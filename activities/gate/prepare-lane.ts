import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { CommandGate } from '../../domain/policy.ts';
import { lockfileDigest } from '../git/lockfile-digest.ts';
import type { Repository } from '../git/repository.ts';

/** What a lane was last prepared with, so that `prepare` runs again only when it must. */
export interface Preparation {
  readonly isNeeded: boolean;
  /** Remembers that the lane is prepared; not called when the command failed. */
  markDone(): Promise<void>;
}

/** A lane has to be prepared when it never was, or when a lockfile or the command changed since. */
export async function readPreparation(
  repository: Repository,
  lane: { readonly number: number; readonly tree: string; readonly gate: CommandGate },
): Promise<Preparation> {
  const folder = join(repository.root, '.sluice', 'prepared');
  const marker = join(folder, String(lane.number));
  const lockfiles = await lockfileDigest(repository, lane.tree);
  const wanted = `${lockfiles} ${JSON.stringify(lane.gate.command)}`;
  const found = await readFile(marker, 'utf8').catch(() => '');
  return {
    isNeeded: found !== wanted,
    markDone: async () => {
      await mkdir(folder, { recursive: true });
      await writeFile(marker, wanted);
    },
  };
}
