import type { ReportReading } from '../../domain/rules/report-reading.ts';
import type { ReportFormat } from '../../domain/test-report.ts';
import { parseGoTestJson } from './go-test-json.ts';
import { parseJunit } from './junit.ts';
import { REPORT_BYTES_MAX } from './report-bounds.ts';
import { parseTap } from './tap.ts';

/** A report as the gate left it. */
export interface ReportSource {
  readonly format: ReportFormat;
  /** The file's bytes, or null where the command wrote none. */
  readonly bytes: Uint8Array | null;
  /** Absolute path of the folder in which the command ran, without a final slash. */
  readonly root: string;
}

/**
 * Reads a test report of a declared format. Never throws: what cannot be read is an answer. The
 * format `exit` has no report, and so no cases.
 */
export function parseReport({ format, bytes, root }: ReportSource): ReportReading {
  if (format === 'exit') return { kind: 'parsed', report: { format, cases: [] } };
  if (bytes === null) return { kind: 'missing' };
  if (bytes.byteLength > REPORT_BYTES_MAX) {
    const reason = `it has ${bytes.byteLength} bytes; at most ${REPORT_BYTES_MAX} are read`;
    return { kind: 'unreadable', reason, line: null };
  }
  const text = new TextDecoder().decode(bytes);
  if (text.trim() === '') return { kind: 'unreadable', reason: 'it is empty', line: null };
  switch (format) {
    case 'junit':
      return parseJunit(text, root);
    case 'tap':
      return parseTap(text, root);
    case 'go-test-json':
      return parseGoTestJson(text, root);
  }
}
