import { lstat, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { Fault } from '../domain/fault.ts';
import { laneCommands } from './lane-commands.ts';
import { runGit } from './git-process.ts';
import type { LanePath } from './lane-path.ts';
import { inRepository } from './repository.ts';
import type { Repository } from './repository.ts';
import { copyIndex } from './temporary-index.ts';

/**
 * Git's own folder for a lane, `<common dir>/worktrees/<name>`, found from the repository's side.
 * The lane's `.git` file is never followed: a gate can write there, and where it is missing Git
 * would search upwards and find the user's checkout.
 */
export async function findLaneAdmin(
  repository: Repository,
  lane: LanePath,
): Promise<string | undefined> {
  const folder = join(repository.commonDir, 'worktrees');
  const likely = join(folder, basename(lane));
  if (await isAdminOf(likely, lane)) return likely;
  const names = await readdir(folder).catch(() => []);
  const found = await Promise.all(names.map((name) => isAdminOf(join(folder, name), lane)));
  const name = names[found.indexOf(true)];
  return name === undefined ? undefined : join(folder, name);
}

async function isAdminOf(admin: string, lane: LanePath): Promise<boolean> {
  const text = await readFile(join(admin, 'gitdir'), 'utf8').catch(() => '');
  return resolve(admin, text.trim()) === join(lane, '.git');
}

/** Whether the lane is a folder. A link could lead a forced checkout into somebody's files. */
export async function isRealFolder(lane: LanePath): Promise<boolean> {
  const facts = await lstat(lane).catch(() => undefined);
  return facts?.isDirectory() ?? false;
}

/** Makes the lane anew, whatever is left of it. Its build caches are lost. */
export async function rebuildLane(
  repository: Repository,
  { lane, commit }: { readonly lane: LanePath; readonly commit: string },
): Promise<string> {
  await rm(lane, { recursive: true, force: true });
  const old = await findLaneAdmin(repository, lane);
  if (old !== undefined) await rm(old, { recursive: true, force: true });
  await runGit(inRepository(repository), laneCommands.create(lane, commit));
  return (await findLaneAdmin(repository, lane)) ?? rebuildLost(lane);
}

function rebuildLost(lane: LanePath): never {
  const what = `git worktree add made no entry for ${lane}`;
  throw new Fault({ code: 'IMPOSSIBLE_STATE', facts: { what } });
}

/** The lane's index as the last move left it: what a gate did to the lane's own one is not trusted. */
export function savedIndex(admin: string): string {
  return join(admin, 'sluice-index');
}

/**
 * Undoes what a killed move or a gate may have left in Git's folder of the lane: stale locks, an
 * edited index, a lost `.git` file. Only for who holds the lane's claim.
 */
export async function resetLaneAdmin(admin: string, lane: LanePath): Promise<void> {
  await Promise.all(
    ['index.lock', 'HEAD.lock'].map((name) => rm(join(admin, name), { force: true })),
  );
  await copyIndex(savedIndex(admin), join(admin, 'index'));
  const pointer = `gitdir: ${admin}\n`;
  const found = await readFile(join(lane, '.git'), 'utf8').catch(() => '');
  if (found === pointer) return;
  await rm(join(lane, '.git'), { recursive: true, force: true });
  await writeFile(join(lane, '.git'), pointer);
}

/** Keeps the index of a move that has just ended; all of it or nothing. */
export async function saveIndex(admin: string): Promise<void> {
  const unfinished = `${savedIndex(admin)}.new`;
  await copyIndex(join(admin, 'index'), unfinished);
  await rename(unfinished, savedIndex(admin));
}
