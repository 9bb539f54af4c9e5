import { mkdir } from 'node:fs/promises';
import { maskUnsafe } from '../../domain/safe-text.ts';
import {
  TRACKER_DRIFT_MAX,
  type TrackerUpdateRequest,
  type TrackerUpdateResult,
} from '../../domain/tracker-update.ts';
import { Fault } from '../../domain/fault.ts';
import type { ItemProgress } from '../../domain/item/item-progress.ts';
import {
  documentPath,
  type DocumentFile,
  readDocument,
  replaceDocument,
} from '../../evidence/document-file.ts';
import { StoreLock } from '../../evidence/store-lock.ts';
import { keepTrackerBase, readTrackerBase, trackerDir } from '../../evidence/tracker-base.ts';
import { ensureSluiceDir } from '../../git/repository.ts';
import { changedFiles } from '../../git/tree.ts';
import { type Read, trackerFault } from '../../tracker/input-problem.ts';
import type { ItemChange } from '../../tracker/item-change.ts';
import { applyEdits } from '../../tracker/markdown/edit.ts';
import { mergeChange, type Merged } from '../../tracker/merge.ts';
import { openTracker, type TrackerSource } from '../../tracker/open-tracker.ts';
import { planBaseline } from '../../tracker/write-back.ts';
import type { ActivityDeps } from '../deps.ts';

/** Somebody who saves the document in the same moment is waited for, a few times. */
const MERGES_MAX = 5;
/** Files that an evidence section lists. */
const FILES_LISTED_MAX = 200;
const DRIFT_CHARS_MAX = 200;

type Write = (base: string, theirs: string) => Read<Merged>;

/**
 * Writes progress into a program's tracker document: merged with what people edited meanwhile, and
 * atomically. A retry finds the change written and changes nothing. What people wrote against the
 * program is answered as drift. Throws TRACKER_INVALID for a document that cannot be read.
 */
export async function updateTracker(
  deps: ActivityDeps,
  request: TrackerUpdateRequest,
): Promise<TrackerUpdateResult> {
  const { program, tracker } = request;
  const stateDir = await ensureSluiceDir(deps.repository.root);
  const write = await writerOf(deps, request);
  const path = await documentPath(deps.repository.root, tracker.path);
  const drafts = trackerDir(stateDir);
  await mkdir(drafts, { recursive: true, mode: 0o700 });
  return new StoreLock(drafts).during(async () => {
    const base = await readTrackerBase(stateDir, deps.blobs, { program, tracker });
    const merged = await replaceMerged({ path, shown: tracker.path, base, write, drafts });
    // What Sluice wrote is kept apart from what people wrote: theirs stays a hand edit until it agrees.
    const { text } = merged.theirs === base ? merged : valueOf(write(base, base), tracker.path);
    if (text !== base) await keepTrackerBase(stateDir, { program, tracker, text });
    return resultOf(merged);
  });
}

interface Replaced extends Merged {
  /** The document as it was found, with what people had written into it. */
  readonly theirs: string;
}

async function replaceMerged(work: {
  readonly path: string;
  readonly shown: string;
  readonly base: string;
  readonly write: Write;
  readonly drafts: string;
}): Promise<Replaced> {
  const { path, shown, base, write, drafts } = work;
  for (let merges = 1; merges <= MERGES_MAX; merges += 1) {
    const file: DocumentFile = await readDocument(path, shown);
    const merged = valueOf(write(base, file.text), shown);
    const replaced = { ...merged, theirs: file.text };
    if (merged.text === file.text) return replaced;
    const { mode, version } = file;
    if (await replaceDocument({ path, text: merged.text, mode, version, drafts })) return replaced;
  }
  throw new Fault({ code: 'TRACKER_BUSY', facts: { path: shown } });
}

async function writerOf(deps: ActivityDeps, request: TrackerUpdateRequest): Promise<Write> {
  const { tracker, atMs, change } = request;
  const { path, columns } = tracker;
  const at = new Date(atMs).toISOString();
  const source: TrackerSource = { path, at, ...(columns === undefined ? {} : { columns }) };
  if (change.kind === 'baseline')
    return (_base, theirs) => tickBaseline(theirs, source, change.passed);
  const itemChange = await changeOf(deps, change.progress);
  return (base, theirs) => mergeChange({ base, theirs, change: itemChange, source });
}

function tickBaseline(text: string, source: TrackerSource, passed: boolean): Read<Merged> {
  const read = openTracker(text, source);
  if (read.kind === 'refused') return read;
  const { edits } = planBaseline(read.value.document, passed);
  return {
    kind: 'read',
    value: { text: applyEdits(text, edits), edits, unplaced: [], drift: [] },
  };
}

/** The progress with the files that the item changed, which only Git knows. */
async function changeOf(deps: ActivityDeps, progress: ItemProgress): Promise<ItemChange> {
  const { evidence, ...rest } = progress;
  if (evidence === undefined) return rest;
  const { range, ...said } = evidence;
  const paths = await changedFiles(deps.repository, { ...range, patterns: ['**'] });
  const listed = paths.slice(0, FILES_LISTED_MAX).map((path) => ({ path, remark: '' }));
  const more = paths.length - listed.length;
  const filesChanged = more > 0 ? [...listed, { path: '…', remark: `and ${more} more` }] : listed;
  return { ...rest, evidence: { ...said, filesChanged } };
}

function valueOf(read: Read<Merged>, path: string): Merged {
  if (read.kind === 'refused') throw trackerFault(read.problem, path);
  return read.value;
}

function resultOf({ edits, drift }: Merged): TrackerUpdateResult {
  const short = (text: string | null): string | null =>
    text === null ? null : maskUnsafe(text.slice(0, DRIFT_CHARS_MAX));
  return {
    edits: edits.length,
    drift: drift.slice(0, TRACKER_DRIFT_MAX).map(({ item, field, line, document, sluice }) => ({
      item,
      field: short(field) ?? '',
      line,
      document: short(document),
      sluice: short(sluice),
    })),
  };
}
