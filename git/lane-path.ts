import { join } from 'node:path';
import { Fault } from '../domain/fault.ts';

declare const lanePathBrand: unique symbol;

/** The folder of one gate worktree: `<root>/.sluice/lanes/<n>`. Only `lanePath` makes one. */
export type LanePath = string & { readonly [lanePathBrand]: true };

/** More lanes than any machine runs gates at once. */
export const LANES_MAX = 1024;

/**
 * The path of a lane: the one door to the commands that overwrite files.
 * `lanesDir` is the real path of the repository's `.sluice/lanes`; lanes count from 1.
 * @throws Fault IMPOSSIBLE_STATE for a number that is no lane.
 */
export function lanePath(lanesDir: string, lane: number): LanePath {
  if (!Number.isInteger(lane) || lane < 1 || lane > LANES_MAX) {
    throw new Fault({ code: 'IMPOSSIBLE_STATE', facts: { what: `lane ${lane}` } });
  }
  return join(lanesDir, String(lane)) as LanePath;
}
