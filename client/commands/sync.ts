import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Fault } from '../../domain/fault.ts';
import { maskUnsafe } from '../../domain/safe-text.ts';
import type { TrackerLink } from '../../domain/tracker-update.ts';
import { openBlobStore } from '../../evidence/blob-store.ts';
import { documentPath, readDocument, replaceDocument } from '../../evidence/document-file.ts';
import { StoreLock } from '../../evidence/store-lock.ts';
import { readTrackerBase, trackerDir } from '../../evidence/tracker-base.ts';
import { diffOfEdits } from '../../tracker/edit-diff.ts';
import { trackerFault } from '../../tracker/input-problem.ts';
import { applyEdits } from '../../tracker/markdown/edit.ts';
import { openTracker, type OpenTracker } from '../../tracker/open-tracker.ts';
import { type SyncResult, type SyncRow, syncTracker } from '../../tracker/sync.ts';
import type { CommandInput, CommandOutput } from '../command.ts';
import { EXIT } from '../exit-codes.ts';
import { askStarted, wholeBoard } from '../open-items.ts';
import { requiredText, textOption } from '../options.ts';
import { sendMessage } from '../send.ts';
import { inSession, type Session } from '../session.ts';
import { type RecordedTruth, recordedTruth, truthOfView } from '../tracker-truth.ts';

const ROWS_SHOWN_MAX = 50;

/** `sluice sync`: compares the tracker document with the program, and writes what is ours. */
export async function sync(input: CommandInput): Promise<CommandOutput> {
  return inSession(input, async (session) => {
    const accepted = textOption(input, 'accept');
    if (accepted !== null) return accept(input, session, accepted);
    const known = await truthOf(session);
    await mkdir(trackerDir(session.stateDir), { recursive: true, mode: 0o700 });
    const isDry = input.options['dryRun'] === true;
    return new StoreLock(trackerDir(session.stateDir)).during(() =>
      compareAndWrite(session, known, isDry),
    );
  });
}

/** The document is right about an item: recorded as a decision of a release lead. */
async function accept(input: CommandInput, session: Session, item: string): Promise<CommandOutput> {
  const reason = requiredText(input, 'reason', '--reason');
  const body = { item, field: textOption(input, 'field'), reason };
  const answer = await sendMessage(input, session, { item: null, type: 'decide', body });
  const text = `Recorded that the document is right about ${maskUnsafe(item)}; see \`sluice sync --dry-run\`.`;
  const data = { program: session.program, message: 'decide', answer };
  return { kind: 'answer', data, text };
}

interface Known extends RecordedTruth {
  readonly tracker: TrackerLink;
}

/** Items at work by their own word, finished ones by the evidence. */
async function truthOf(session: Session): Promise<Known> {
  const { program, stateDir } = session;
  const gateway = await session.gateway();
  const view = await wholeBoard(gateway, program);
  if (view.tracker === null) {
    const message = `The program ${program} was started without a tracker document.`;
    const fix = 'Name one with `backlog:` in sluice.yaml, or start with `sluice start DOC`.';
    throw new Fault({ code: 'USAGE', facts: { message, fix } });
  }
  const open = new Set(view.open.map((row) => row.id));
  const views = await askStarted(gateway, program, view.open);
  const { done, accepted } = await recordedTruth(stateDir, program);
  const finished = done.filter((truth) => !open.has(truth.item));
  const started = [...views.values()].flatMap(truthOfView);
  return { tracker: view.tracker, done: [...finished, ...started], accepted };
}

async function compareAndWrite(
  session: Session,
  known: Known,
  isDry: boolean,
): Promise<CommandOutput> {
  const { tracker, done: truths, accepted } = known;
  const { path: shown, columns } = tracker;
  const { stateDir, program, root } = session;
  const path = await documentPath(root, shown);
  const file = await readDocument(path, shown);
  const blobs = await openBlobStore(join(stateDir, 'evidence'));
  const baseText = await readTrackerBase(stateDir, blobs, { program, tracker });
  const open = (text: string): OpenTracker => {
    const read = openTracker(text, { path: shown, ...(columns === undefined ? {} : { columns }) });
    if (read.kind === 'refused') throw trackerFault(read.problem, shown);
    return read.value;
  };
  const base = open(baseText).document;
  const compared = syncTracker({ tracker: open(file.text), base, truths, accepted });
  const diff = diffOfEdits(file.text, compared.edits);
  if (isDry || compared.edits.length === 0) {
    return answer({ program, path: shown, result: compared, diff, written: false });
  }
  const text = applyEdits(file.text, compared.edits);
  const { mode, version } = file;
  const drafts = trackerDir(stateDir);
  if (!(await replaceDocument({ path, text, mode, version, drafts }))) {
    throw new Fault({ code: 'TRACKER_BUSY', facts: { path: shown } });
  }
  const result = syncTracker({ tracker: open(text), base, truths, accepted });
  return answer({ program, path: shown, result, diff, written: true });
}

interface Synced {
  readonly program: string;
  readonly path: string;
  readonly result: SyncResult;
  /** Lines that were or would be changed. */
  readonly diff: readonly string[];
  readonly written: boolean;
}

function answer({ program, path, result, diff, written }: Synced): CommandOutput {
  const { rows, counts } = result;
  const drifts = counts.DRIFT_FIX_REQUIRED > 0;
  const differing = rows.filter((row) => row.state !== 'MATCHED');
  const hidden = differing.length - ROWS_SHOWN_MAX;
  const text = [
    `${maskUnsafe(path)}: ${counts.MATCHED} matched, ${counts.DRIFT_ACCEPTED} accepted, ${counts.DRIFT_FIX_REQUIRED} to be fixed, ${counts.DEFERRED} deferred`,
    ...differing.slice(0, ROWS_SHOWN_MAX).flatMap((row) => rowLines(row, path)),
    ...(hidden > 0 ? [`and ${hidden} more: see --json`] : []),
    ...diff,
    ...(written ? ['Written.'] : []),
  ].join('\n');
  const data = { program, document: path, items: rows, counts, diff, written };
  return { kind: 'sync', data, text, exitCode: drifts ? EXIT.drift : EXIT.ok };
}

function rowLines({ item, line, state, drift, reason }: SyncRow, path: string): readonly string[] {
  const why = reason === null ? '' : ` (${reason})`;
  return [
    `${path}:${line} ${item} ${state}${why}`,
    ...drift.map(
      (each) =>
        `    ${each.field}: the document says “${each.document ?? 'nothing'}”, the program says “${each.sluice ?? 'nothing'}”`,
    ),
  ].map(maskUnsafe);
}
