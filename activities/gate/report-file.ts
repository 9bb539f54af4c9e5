import { constants } from 'node:fs';
import { open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { BlobStore } from '../../evidence/blob-store.ts';
import { makeTempFolder } from '../../evidence/temp-folder.ts';
import type { ReportFormat } from '../../domain/test-report.ts';
import type { RunOutcome } from '../../domain/run-outcome.ts';
import { REPORT_BYTES_MAX } from '../test-reports/report-bounds.ts';

/** Where a gate writes its test report: a fresh folder outside of every worktree. */
export interface ReportFile {
  readonly path: string;
  remove(): Promise<void>;
}

const SUFFIX: Readonly<Record<ReportFormat, string>> = {
  junit: 'xml',
  tap: 'tap',
  'go-test-json': 'jsonl',
  exit: 'txt',
};

export async function createReportFile(format: ReportFormat): Promise<ReportFile> {
  const folder = await makeTempFolder('report');
  return {
    path: join(folder, `report.${SUFFIX[format]}`),
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

/**
 * The bytes of the report: the file that the command wrote, or its standard output where the format
 * is one that runners print. One byte more than the limit is read, so that the parser can refuse it.
 */
export async function readReport(
  format: ReportFormat,
  path: string,
  output: { readonly outcome: RunOutcome; readonly blobs: BlobStore },
): Promise<Uint8Array | null> {
  if (format === 'exit') return null;
  const written = await readRegularFile(path, REPORT_BYTES_MAX + 1);
  if (written !== null && written.byteLength > 0) return written;
  const { stdout } = output.outcome;
  if (stdout.storedBytes === 0) return null;
  const printed = await output.blobs.read(stdout.storedSha256, {
    limitBytes: REPORT_BYTES_MAX + 1,
  });
  // Other formats are recognised by their parsers; XML alone is often just not there.
  const isReport =
    format !== 'junit' || printed.toString('latin1', 0, 200).trimStart().startsWith('<');
  return isReport ? printed : null;
}

/**
 * The first bytes of a file, at most `bytesMax`. Null for a missing file and for anything that is not a
 * plain file, such as a planted link.
 */
export async function readRegularFile(path: string, bytesMax: number): Promise<Buffer | null> {
  const file = await open(
    path,
    constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK,
  ).catch(() => null);
  if (file === null) return null;
  try {
    const { size } = await file.stat();
    if (!(await file.stat()).isFile()) return null;
    const buffer = Buffer.alloc(Math.min(size, bytesMax));
    const { bytesRead } = await file.read(buffer, 0, buffer.length, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}
