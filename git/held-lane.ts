import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { savedIndex } from './lane-admin.ts';
import type { LanePath } from './lane-path.ts';

/** What a lane was last moved to by this process. */
export interface HeldLane {
  readonly commit: string;
  readonly tree: string;
}

interface Knowledge extends HeldLane {
  /** Tells one saved index from every other: whoever moves the lane makes a new one. */
  readonly index: string;
}

/**
 * In memory only: after a crash or a power cut nothing is known, and each lane is moved anew. Lanes
 * are few (`LANES_MAX`).
 */
const known = new Map<LanePath, Knowledge>();

/** What belongs into Git's folder of a lane. Anything else, such as a half-done merge, a move undoes. */
const USUAL: ReadonlySet<string> = new Set([
  'commondir',
  'gitdir',
  'HEAD',
  'index',
  'logs',
  'ORIG_HEAD',
  'refs',
  'sluice-index',
  'sluice-prepared',
]);

/** Remembers that the index which was saved last is that of this commit. */
export async function holdLane(admin: string, lane: LanePath, what: HeldLane): Promise<void> {
  const index = await stampOf(admin);
  if (index !== undefined) known.set(lane, { ...what, index });
}

export function forgetLane(lane: LanePath): void {
  known.delete(lane);
}

/** What the saved index of the lane holds, or undefined when another process may have moved it. */
export async function heldByIndex(admin: string, lane: LanePath): Promise<HeldLane | undefined> {
  const held = known.get(lane);
  return held !== undefined && held.index === (await stampOf(admin)) ? held : undefined;
}

/**
 * Whether Git itself would find the lane as a move to the commit leaves it. What is in its files is
 * another question.
 */
export async function isAsMoved(admin: string, commit: string): Promise<boolean> {
  const [names, head] = await Promise.all([
    readdir(admin).catch(() => ['']),
    readFile(join(admin, 'HEAD'), 'latin1').catch(() => ''),
  ]);
  return head === `${commit}\n` && names.every((name) => USUAL.has(name));
}

async function stampOf(admin: string): Promise<string | undefined> {
  const facts = await stat(savedIndex(admin), { bigint: true }).catch(() => undefined);
  return facts && `${facts.dev} ${facts.ino} ${facts.size} ${facts.ctimeNs}`;
}
