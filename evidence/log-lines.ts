import { statSync } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { join } from 'node:path';
import { LINE_BYTES_MAX } from './chain.ts';
import { StoreLock } from './store-lock.ts';

export const LOG_FILE = 'log.jsonl';
/** Bytes read from the log at a time. */
const CHUNK_BYTES = 1024 * 1024;
const LINE_END = 0x0a;

/** One line of a file, where it is, and whether its line end was there. */
export interface FileLine {
  readonly bytes: Buffer;
  readonly offset: number;
  readonly complete: boolean;
}

/**
 * All lines of the log in `dir` as they stand when reading begins: never half of a line that
 * somebody is writing just then, always what a crash left behind.
 */
export async function* logLines(dir: string): AsyncGenerator<FileLine> {
  const path = join(dir, LOG_FILE);
  const sizeNow = (): number => statSync(path, { throwIfNoEntry: false })?.size ?? 0;
  const end = await new StoreLock(dir).during(async () => sizeNow());
  yield* readLines(path, { start: 0, end });
}

/**
 * Reads the lines of a file between two byte offsets, in memory bounded by one line. A line longer
 * than any record can be comes as its first bytes, not complete, and ends the reading.
 */
export async function* readLines(
  path: string,
  range: { readonly start: number; readonly end: number },
): AsyncGenerator<FileLine> {
  if (range.start >= range.end) return;
  const file = await open(path, 'r');
  try {
    yield* linesOf(file, range);
  } finally {
    await file.close();
  }
}

async function* linesOf(
  file: FileHandle,
  range: { readonly start: number; readonly end: number },
): AsyncGenerator<FileLine> {
  let rest: Buffer = Buffer.alloc(0);
  let offset = range.start;
  for (let at = range.start; at < range.end;) {
    const chunk = Buffer.allocUnsafe(Math.min(CHUNK_BYTES, range.end - at));
    const { bytesRead } = await file.read(chunk, 0, chunk.length, at);
    if (bytesRead === 0) break;
    at += bytesRead;
    rest = Buffer.concat([rest, chunk.subarray(0, bytesRead)]);
    let from = 0;
    for (let to = rest.indexOf(LINE_END); to !== -1; to = rest.indexOf(LINE_END, from)) {
      yield { bytes: rest.subarray(from, to), offset: offset + from, complete: true };
      from = to + 1;
    }
    rest = rest.subarray(from);
    offset += from;
    if (rest.length > LINE_BYTES_MAX) break;
  }
  if (rest.length > 0) yield { bytes: rest, offset, complete: false };
}
