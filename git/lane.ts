import { realpath } from 'node:fs/promises';
import { join } from 'node:path';
import { Fault } from '../domain/fault.ts';
import { writeTree } from './checkout-tree.ts';
import { indexCommands, laneCommands } from './git-command.ts';
import { runGit } from './git-process.ts';
import {
  findLaneAdmin,
  isRealFolder,
  rebuildLane,
  resetLaneAdmin,
  savedIndex,
  saveIndex,
} from './lane-admin.ts';
import { claimLane } from './lane-claim.ts';
import { lanePath } from './lane-path.ts';
import type { LanePath } from './lane-path.ts';
import { ensureSluiceDir } from './repository.ts';
import type { Repository } from './repository.ts';
import { withTemporaryIndex } from './temporary-index.ts';

/** A gate worktree that this process alone may use until it releases it. */
export interface Lane {
  readonly number: number;
  readonly path: LanePath;
  release(): Promise<void>;
}

/**
 * Takes the lane of that number, from 1, for this process. Nothing is checked out yet.
 * @throws Fault LANE_BUSY while another process, or another activity of this one, has it.
 */
export async function openLane(repository: Repository, number: number): Promise<Lane> {
  const lanesDir = await realpath(join(await ensureSluiceDir(repository.root), 'lanes'));
  const path = lanePath(lanesDir, number);
  const claim = await claimLane(lanesDir, number);
  return { number, path, release: async () => await claim.release() };
}

/**
 * Brings the lane to a commit: tracked files as in the commit, untracked ones removed, ignored
 * ones (build caches, installed packages) kept. A lane that was left half-moved, was locked by a
 * process that is dead, or was deleted by hand is put in order first; one that cannot be is made anew.
 * @throws Fault GIT_FAILED when that fails too.
 */
export async function moveLane(repository: Repository, lane: Lane, commit: string): Promise<void> {
  const admin = await findLaneAdmin(repository, lane.path);
  if (admin !== undefined && (await isRealFolder(lane.path))) {
    try {
      await moveTo({ admin, lane: lane.path, commit });
      return;
    } catch (error) {
      if (!(error instanceof Fault) || error.code !== 'GIT_FAILED') throw error;
    }
  }
  const rebuilt = await rebuildLane(repository, { lane: lane.path, commit });
  await moveTo({ admin: rebuilt, lane: lane.path, commit });
}

interface Move {
  readonly admin: string;
  readonly lane: LanePath;
  readonly commit: string;
}

async function moveTo({ admin, lane, commit }: Move): Promise<void> {
  await resetLaneAdmin(admin, lane);
  const place = { kind: 'lane', gitDir: admin, workTree: lane } as const;
  await runGit(place, laneCommands.move(commit));
  await runGit(place, laneCommands.removeUntracked());
  await saveIndex(admin);
}

/**
 * The tree of what is in the lane now: tracked files, and untracked ones that are not ignored.
 * Compare it with what it was before the gate; a gate that changed it judged another tree than it
 * was given.
 * @throws Fault LANE_BUSY when the lane was taken away.
 */
export async function treeOfLane(repository: Repository, lane: Lane): Promise<string> {
  const admin = await adminOf(repository, lane);
  return await withTemporaryIndex(savedIndex(admin), async (indexFile) => {
    const place = { kind: 'index', gitDir: admin, workTree: lane.path, indexFile } as const;
    await runGit(place, indexCommands.addAll([':(top)']));
    return await writeTree(place);
  });
}

/**
 * A file for what is known about the lane's build caches, such as what it was prepared with. It is
 * gone when the lane has been made anew, as the caches are.
 * @throws Fault LANE_BUSY when the lane was taken away.
 */
export async function laneNoteFile(repository: Repository, lane: Lane): Promise<string> {
  return join(await adminOf(repository, lane), 'sluice-prepared');
}

async function adminOf(repository: Repository, lane: Lane): Promise<string> {
  const admin = await findLaneAdmin(repository, lane.path);
  if (admin !== undefined && (await isRealFolder(lane.path))) return admin;
  throw new Fault({ code: 'LANE_BUSY', facts: { lane: lane.number } });
}
