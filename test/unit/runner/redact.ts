import { planRedaction, Redactor } from '../../../activities/runner/redactor.ts';

export interface Redacted {
  readonly raw: string;
  readonly stored: string;
  readonly redactions: number;
}

/** Runs chunks (Latin-1 text) through a redactor and collects what comes out. */
export function redact(chunks: readonly string[], secrets: readonly string[] = []): Redacted {
  const raw: Buffer[] = [];
  const stored: Buffer[] = [];
  const redactor = new Redactor(planRedaction(secrets), (piece) => {
    raw.push(Buffer.from(piece.raw));
    stored.push(Buffer.from(piece.stored));
  });
  for (const chunk of chunks) redactor.push(Buffer.from(chunk, 'latin1'));
  redactor.end();
  return {
    raw: Buffer.concat(raw).toString('latin1'),
    stored: Buffer.concat(stored).toString('latin1'),
    redactions: redactor.redactions,
  };
}
