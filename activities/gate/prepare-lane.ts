import { readFile, writeFile } from 'node:fs/promises';
import type { CommandGate } from '../../domain/policy.ts';
import { type Lane, laneNoteFile } from '../../git/lane.ts';
import { lockfileDigest } from '../../git/lockfile-digest.ts';
import type { Repository } from '../../git/repository.ts';

/** What a lane was last prepared with, so that `prepare` runs again only when it must. */
export interface Preparation {
  readonly isNeeded: boolean;
  /** Remembers that the lane is prepared; not called when the command failed. */
  markDone(): Promise<void>;
}

/**
 * A lane has to be prepared when it is new, or when a lockfile or the command changed since. The
 * note is kept with the lane, so it goes when the lane and its caches go.
 */
export async function readPreparation(
  repository: Repository,
  lane: Lane,
  wanted: { readonly tree: string; readonly gate: CommandGate },
): Promise<Preparation> {
  const note = await laneNoteFile(repository, lane);
  const lockfiles = await lockfileDigest(repository, wanted.tree);
  const text = `${lockfiles} ${JSON.stringify(wanted.gate.command)}`;
  const found = await readFile(note, 'utf8').catch(() => '');
  return { isNeeded: found !== text, markDone: () => writeFile(note, text) };
}
