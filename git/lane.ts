import { realpath, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Fault } from '../domain/fault.ts';
import { writeTree } from './checkout-tree.ts';
import { indexCommands } from './index-commands.ts';
import { laneCommands } from './lane-commands.ts';
import { runGit } from './git-process.ts';
import { forgetLane, heldByIndex, holdLane, isAsMoved } from './held-lane.ts';
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
import { treeOf } from './tree.ts';

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
 * Where the lane is still as an earlier move to the commit left it, nothing has to be done but see that.
 * Returns the tree of what was seen in the lane; null when only `treeOfLane` can tell.
 * @throws Fault GIT_FAILED when the commit cannot be checked out in a new lane either.
 */
export async function moveLane(
  repository: Repository,
  lane: Lane,
  commit: string,
): Promise<string | null> {
  const move = { lane: lane.path, commit, tree: await treeOf(repository, commit) };
  const admin = await findLaneAdmin(repository, lane.path);
  if (admin !== undefined && (await isRealFolder(lane.path))) {
    try {
      return (await isThere(admin, move)) ? move.tree : await moveTo(admin, move);
    } catch (error) {
      if (!(error instanceof Fault) || error.code !== 'GIT_FAILED') throw error;
    }
  }
  forgetLane(lane.path);
  const rebuilt = await rebuildLane(repository, { lane: lane.path, commit });
  return await moveTo(rebuilt, move);
}

interface Move {
  readonly lane: LanePath;
  readonly commit: string;
  readonly tree: string;
}

/** Whether the lane holds the commit, with nothing changed, added or left over, empty folders included. */
async function isThere(admin: string, { lane, commit }: Move): Promise<boolean> {
  const held = await heldByIndex(admin, lane);
  if (held?.commit !== commit) return false;
  await resetLaneAdmin(admin, lane);
  if (!(await isAsMoved(admin, commit))) return false;
  // Where Git cannot tell, a move finds out why.
  return !(await isChanged(admin, lane, { folders: true }).catch(() => true));
}

async function moveTo(admin: string, { lane, commit, tree }: Move): Promise<string | null> {
  forgetLane(lane);
  await resetLaneAdmin(admin, lane);
  const place = { kind: 'lane', gitDir: admin, workTree: lane } as const;
  await runGit(place, laneCommands.move(commit));
  await saveIndex(admin);
  if (await isChanged(admin, lane, { folders: true })) {
    await runGit(place, laneCommands.removeUntracked());
    // Line endings and the like, which Git rewrites on checkout, may still differ.
    if (await isChanged(admin, lane, { folders: false })) return null;
  }
  await holdLane(admin, lane, { commit, tree });
  return tree;
}

/**
 * Whether a file of the lane is not as in the saved index, or is there that the index does not know.
 * Git compares as it does before it adds a file.
 */
async function isChanged(
  admin: string,
  lane: LanePath,
  { folders }: { readonly folders: boolean },
): Promise<boolean> {
  const indexFile = savedIndex(admin);
  const place = { kind: 'index', gitDir: admin, workTree: lane, indexFile } as const;
  return (await runGit(place, indexCommands.changed(folders))).stdout !== '';
}

/**
 * The tree of what is in the lane now: tracked files, and untracked ones that are not ignored.
 * Compare it with what it was before the gate; a gate that changed it judged another tree than it
 * was given.
 * @throws Fault LANE_BUSY when the lane was taken away.
 */
export async function treeOfLane(repository: Repository, lane: Lane): Promise<string> {
  const admin = await adminOf(repository, lane);
  const held = await heldByIndex(admin, lane.path);
  if (held !== undefined && !(await isChanged(admin, lane.path, { folders: false }))) {
    return held.tree;
  }
  return await withTemporaryIndex(savedIndex(admin), async (indexFile) => {
    const place = { kind: 'index', gitDir: admin, workTree: lane.path, indexFile } as const;
    await runGit(place, indexCommands.addAll([':(top)']));
    return await writeTree(place);
  });
}

/**
 * Removes the build caches of a lane as well: what runs in it next starts from the commit alone. The
 * lane counts as not prepared from then on.
 * @throws Fault GIT_FAILED; LANE_BUSY when the lane was taken away.
 */
export async function emptyLane(repository: Repository, lane: Lane): Promise<void> {
  const admin = await adminOf(repository, lane);
  await rm(await laneNoteFile(repository, lane), { force: true });
  const place = { kind: 'lane', gitDir: admin, workTree: lane.path } as const;
  await runGit(place, laneCommands.removeIgnored());
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
