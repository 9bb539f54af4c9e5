import type { EvidenceRecord } from '../../domain/evidence-record.ts';

/** A record of the log that was found to be genuine. */
export interface ReportEntry {
  /** Digest of its line: its name everywhere. */
  readonly sha256: string;
  readonly record: EvidenceRecord;
}

/** RFC 3339, in UTC. */
export function timeText(atMs: number): string {
  return new Date(atMs).toISOString();
}
