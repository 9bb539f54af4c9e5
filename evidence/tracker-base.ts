import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { TrackerLink } from '../domain/tracker-update.ts';
import type { BlobStore } from './blob-store.ts';
import { replaceDocument } from './document-file.ts';

/** For the owner alone, like everything in `.sluice/`. */
const BASE_MODE = 0o600;

export function trackerDir(stateDir: string): string {
  return join(stateDir, 'tracker');
}

/**
 * The document as it would be had nobody but Sluice written it: as it was planned from, with all
 * that a program has told it. What the document says beyond that is a hand edit.
 */
export async function readTrackerBase(
  stateDir: string,
  blobs: BlobStore,
  { program, tracker }: { readonly program: string; readonly tracker: TrackerLink },
): Promise<string> {
  const kept = await readFile(basePath(stateDir, program, tracker), 'utf8').catch(() => null);
  return kept ?? (await blobs.read(tracker.sha256)).toString('utf8');
}

/** Keeps the base after an update. It follows the document, so that a retry writes both again. */
export async function keepTrackerBase(
  stateDir: string,
  {
    program,
    tracker,
    text,
  }: { readonly program: string; readonly tracker: TrackerLink; readonly text: string },
): Promise<void> {
  const path = basePath(stateDir, program, tracker);
  const drafts = trackerDir(stateDir);
  await replaceDocument({ path, text, mode: BASE_MODE, version: null, drafts });
}

/** A program that is started anew from a changed document begins with that. */
function basePath(stateDir: string, program: string, { sha256 }: TrackerLink): string {
  return join(trackerDir(stateDir), `${program}.${sha256.slice(0, 16)}.base`);
}
