import { createReadStream, createWriteStream, existsSync } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { isItemId } from '../../domain/backlog-id.ts';
import type { EvidenceRecord } from '../../domain/evidence-record.ts';
import type { BlobStore } from '../../evidence/blob-store.ts';
import { type EvidenceReader, LIST_LIMIT_MAX } from '../../evidence/log-reader.ts';
import type { RecordFilter } from '../../evidence/log-index.ts';
import type { LoggedRecord } from '../../evidence/chain.ts';
import { blobsOf } from '../../evidence/verify-log.ts';

const NEWLINE = 0x0a;

/** An item that has a checkpoint, and the folder of the bundle that its proof goes to. */
export interface ProvenItem {
  readonly program: string;
  readonly item: string;
  readonly folder: string;
}

/** Records one by one, a page of them in memory at a time; at most `total` of them. */
export async function* recordsOf(
  reader: EvidenceReader,
  filter: RecordFilter,
  total = Number.MAX_SAFE_INTEGER,
): AsyncGenerator<LoggedRecord> {
  for (let offset = 0; offset < total; offset += LIST_LIMIT_MAX) {
    const limit = Math.min(LIST_LIMIT_MAX, total - offset);
    const { records } = await reader.list({ ...filter, offset, limit });
    yield* records;
    if (records.length < limit) return;
  }
}

/**
 * Reads the first records of the log once, copies the outputs that they name, and says which items
 * have a checkpoint: all that is remembered of the log.
 */
export async function copyOutputs(
  reader: EvidenceReader,
  records: number,
  { blobs, target }: { readonly blobs: BlobStore; readonly target: string },
): Promise<{ readonly program: string; readonly items: readonly ProvenItem[] }> {
  const items = new Map<string, Omit<ProvenItem, 'folder'>>();
  let program = '';
  for await (const { record } of recordsOf(reader, {}, records)) {
    await copyOutputsOf(record, blobs, target);
    const { scope, body } = record;
    ({ program } = scope);
    // An item's id becomes the name of a folder.
    if (body.type !== 'checkpoint' || scope.item === null || !isItemId(scope.item)) continue;
    items.set(JSON.stringify([program, scope.item]), { program, item: scope.item });
  }
  const proven = [...items.values()];
  return { program, items: proven.map((each) => ({ ...each, folder: folderOf(each, proven) })) };
}

/** The item's id, with a number where several programs have an item of that name. */
function folderOf(
  { program, item }: Omit<ProvenItem, 'folder'>,
  all: readonly Omit<ProvenItem, 'folder'>[],
): string {
  const alike = all.filter((each) => each.item === item);
  if (alike.length === 1) return item;
  return `${item}-${alike.findIndex((each) => each.program === program) + 1}`;
}

async function copyOutputsOf(
  record: EvidenceRecord,
  blobs: BlobStore,
  target: string,
): Promise<void> {
  for (const { sha256 } of blobsOf(record)) {
    const path = join(target, 'outputs', sha256);
    if (!existsSync(path)) await pipeline(await blobs.stream(sha256), createWriteStream(path));
  }
}

/** The first lines of the log, as many as were read, copied a piece at a time. */
export async function copyLog(from: string, to: string, lines: number): Promise<void> {
  if (lines > 0) {
    await pipeline(
      createReadStream(from),
      (source) => firstLines(source, lines),
      createWriteStream(to),
    );
  } else await pipeline([], createWriteStream(to));
}

async function* firstLines(source: AsyncIterable<Buffer>, lines: number): AsyncGenerator<Buffer> {
  let missing = lines;
  for await (const piece of source) {
    let end = 0;
    while (missing > 0 && end < piece.length) {
      const found = piece.indexOf(NEWLINE, end);
      if (found === -1) break;
      end = found + 1;
      missing -= 1;
    }
    if (missing === 0) {
      yield piece.subarray(0, end);
      return;
    }
    yield piece;
  }
}
