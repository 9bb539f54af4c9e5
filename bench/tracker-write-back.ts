import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { updateTracker } from '../activities/program/update-tracker.ts';
import type { TrackerLink } from '../domain/tracker-update.ts';
import { type OpenedActivityDeps, openActivityDeps } from '../worker/activity-deps.ts';
import { initRepository } from './bench-repository.ts';
import type { Measured } from './figure.ts';
import { interleaved, medianOf, type Sample, timeMs } from './statistics.ts';
import { tempFolder } from './temp-folder.ts';
import { csvTracker, markdownTracker, rowId, TRACKER_ROWS } from './tracker-documents.ts';

const ROUNDS = { warmUp: 5, counted: 30 };
/** Changed rows lie far apart, from the first one on. */
const STRIDE = Math.floor(TRACKER_ROWS / (ROUNDS.warmUp + ROUNDS.counted));
const COMMIT = 'c0ffee'.repeat(7).slice(0, 40);

/** One change in a large tracker, as the worker writes it: read, merged, and replaced on disk. */
export async function measureTrackerWriteBack(): Promise<Readonly<Record<string, Measured>>> {
  using folder = tempFolder();
  initRepository(folder.path, { 'plan.md': markdownTracker(), 'plan.csv': csvTracker() });
  const deps = await openActivityDeps({ repository: folder.path, fast: false, environment: {} });
  try {
    const [markdown, csv] = await interleaved(
      [await writer(deps, 'plan.md'), await writer(deps, 'plan.csv')],
      ROUNDS,
    );
    return { 'tracker-write-markdown': medianOf(markdown), 'tracker-write-csv': medianOf(csv) };
  } finally {
    await deps.close();
  }
}

async function writer(deps: OpenedActivityDeps, path: string): Promise<Sample<number>> {
  const sha256 = await deps.blobs.put(readFileSync(join(deps.repository.root, path)));
  const tracker: TrackerLink = { path, sha256 };
  return (round) =>
    timeMs(async () => {
      const item = rowId(round * STRIDE);
      const progress = { item, passed: [], reopened: [], status: 'approved', commit: COMMIT };
      const { edits } = await updateTracker(deps, {
        program: 'bench',
        tracker,
        atMs: Date.now(),
        change: { kind: 'item', progress: { ...progress, status: 'approved' } },
      });
      if (edits === 0) throw new Error(`nothing was written for ${item} of ${path}`);
    });
}
