import type { EvidenceRecord } from '../../domain/evidence-record.ts';
import { EMPTY_LOG, sealRecord } from '../../evidence/chain.ts';
import type { Signer } from '../../evidence/dsse.ts';
import type { LogLine } from '../../evidence/verify-log.ts';

/** The lines of a log with these records, each without its line end. */
export function linesOf(records: readonly EvidenceRecord[], signer: Signer): string[] {
  let head = EMPTY_LOG;
  return records.map((record) => {
    const sealed = sealRecord(record, head, signer);
    head = sealed.head;
    return sealed.line;
  });
}

/** The bytes of a log file as the lines that a reader finds in them. */
export async function* linesIn(log: Buffer): AsyncGenerator<LogLine> {
  let from = 0;
  while (from < log.length) {
    const end = log.indexOf(0x0a, from);
    const complete = end !== -1;
    yield { bytes: log.subarray(from, complete ? end : log.length), complete };
    from = complete ? end + 1 : log.length;
  }
}

/** A log file with these lines. */
export function logOf(lines: readonly string[]): Buffer {
  return Buffer.from(lines.map((line) => `${line}\n`).join(''));
}
