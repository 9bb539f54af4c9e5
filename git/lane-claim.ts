import { randomBytes } from 'node:crypto';
import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Fault } from '../domain/fault.ts';
import { isRunning, ownMark } from './process-mark.ts';

/** The right to use one lane. It ends when it is released or when its process is gone. */
export interface LaneClaim {
  release(): Promise<void>;
}

/**
 * Claims a lane for this process. Each claimant first puts down a file that bears its own name and
 * then looks at who else is there: of two at the same time at least one sees the other, so they
 * never share the lane (both may give up; both try again). A claim of a dead process is removed by
 * whoever sees it, which is safe because no living process bears its name.
 * @throws Fault LANE_BUSY while another claim is alive.
 */
export async function claimLane(lanesDir: string, lane: number): Promise<LaneClaim> {
  const folder = join(lanesDir, `${lane}.claims`);
  await mkdir(folder, { recursive: true });
  const own = `${ownMark()}.${randomBytes(8).toString('hex')}`;
  const release = async (): Promise<void> => await rm(join(folder, own), { force: true });
  await writeFile(join(folder, own), '', { flag: 'wx' });
  const others = (await readdir(folder)).filter((each) => each !== own);
  const alive = await Promise.all(others.map((each) => aliveOrRemoved(folder, each)));
  if (!alive.includes(true)) return { release };
  await release();
  throw new Fault({ code: 'LANE_BUSY', facts: { lane } });
}

async function aliveOrRemoved(folder: string, claim: string): Promise<boolean> {
  const [mark = ''] = claim.split('.');
  if (isRunning(mark)) return true;
  await rm(join(folder, claim), { force: true });
  return false;
}
