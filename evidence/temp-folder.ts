import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { identityText, livenessOf, ownIdentity, readIdentity } from './process-identity.ts';

/** What Sluice keeps in temporary folders: a gate's report, an index, the pipes of gates. */
export type TempFolderKind = 'report' | 'index' | 'pipes';

/** Folders of dead processes are left this long for whoever wants to see why they died. */
const KEPT_MS_MIN = 60 * 60_000;

const NAME = /^sluice-(?:report|index|pipes)-([0-9a-f-]+)-[A-Za-z0-9]{6}$/;

/** Makes an empty folder whose name says which process it belongs to; who made it removes it. */
export async function makeTempFolder(kind: TempFolderKind): Promise<string> {
  return await mkdtemp(join(tmpdir(), `sluice-${kind}-${identityText(ownIdentity())}-`));
}

/**
 * Removes the folders that processes left when they were killed, and returns their paths. Those of
 * living processes, of ones that cannot be seen from here, and new ones stay, as does what belongs
 * to other users.
 */
export async function sweepTempFolders(nowMs: number): Promise<readonly string[]> {
  const own = ownIdentity();
  const names = await readdir(tmpdir()).catch(() => []);
  const dead = names.filter((name) => {
    const owner = readIdentity(NAME.exec(name)?.[1] ?? '');
    return owner !== undefined && livenessOf(owner, own) === 'dead';
  });
  const swept = await Promise.all(dead.map((name) => sweep(join(tmpdir(), name), nowMs)));
  return swept.flatMap((path) => (path === null ? [] : [path]));
}

async function sweep(path: string, nowMs: number): Promise<string | null> {
  try {
    if (nowMs - (await stat(path)).mtimeMs < KEPT_MS_MIN) return null;
    await rm(path, { recursive: true, force: true });
    return path;
  } catch {
    // Somebody else's, or gone meanwhile.
    return null;
  }
}
