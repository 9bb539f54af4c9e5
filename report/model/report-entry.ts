import type { EvidenceRecord } from '../../domain/evidence-record.ts';

/** A record of the log that was found to be genuine. */
export interface ReportEntry {
  /** Digest of its line: its name everywhere. */
  readonly sha256: string;
  readonly record: EvidenceRecord;
}

/** Whether a signature proves who said something, or only the sender's word. */
export type Identity = 'claimed' | 'verified';

/** A record of the log has its word only where its signature was checked and holds. */
export function identityOf({ record }: ReportEntry): Identity {
  return record.word === undefined ? 'claimed' : 'verified';
}

/** RFC 3339, in UTC. */
export function timeText(atMs: number): string {
  return new Date(atMs).toISOString();
}
