import type { EvidenceRecord } from '../domain/evidence-record.ts';
import { Fault } from '../domain/fault.ts';
import { type Envelope, envelopeLine, signEnvelope, type Signer } from './dsse.ts';
import { Envelope as EnvelopeSchema } from './envelope.schema.ts';
import { sha256Hex } from './sha256.ts';
import { Statement } from './statement.schema.ts';
import { type LogPlace, placeOf, recordOf, statementOf } from './statement.ts';

/** Largest line of the log, in bytes without its line end; Temporal passes at most 2 MiB a payload. */
export const LINE_BYTES_MAX = 4 * 1024 * 1024;

/** The end of a log: digest of its last line, and how many lines it has. */
export interface LogHead {
  readonly sha256: string;
  readonly records: number;
}

export const EMPTY_LOG: LogHead = { sha256: '0'.repeat(64), records: 0 };

/** A record as it stands in the log. */
export interface LoggedRecord extends LogPlace {
  /** sha256 (hex) of the record's line without its line end: its name everywhere. */
  readonly sha256: string;
  readonly record: EvidenceRecord;
}

/** What a line was found to be, signature and chain aside. */
export type LineReading =
  | {
      readonly kind: 'read';
      readonly envelope: Envelope;
      readonly place: LogPlace;
      readonly record: EvidenceRecord;
    }
  | { readonly kind: 'unreadable'; readonly reason: string };

/**
 * The next line of the log after `head`: the record as a signed statement that names the line
 * before it. Refuses, with IMPOSSIBLE_STATE, a record that could not be read back.
 */
export function sealRecord(
  record: EvidenceRecord,
  head: LogHead,
  signer: Signer,
): { readonly line: string; readonly head: LogHead } {
  const seq = head.records + 1;
  const payload = JSON.stringify(checkedStatement(record, { seq, prev: head.sha256 }));
  const line = envelopeLine(signEnvelope(Buffer.from(payload), signer));
  if (line.length > LINE_BYTES_MAX) throw impossible(record, `it has ${line.length} bytes`);
  return { line, head: { sha256: sha256Hex(line), records: seq } };
}

function checkedStatement(record: EvidenceRecord, place: LogPlace): Statement {
  const statement = statementIfPossible(record, place);
  if (statement === undefined) throw impossible(record, 'a time or a name cannot be written');
  const parsed = Statement.safeParse(statement);
  if (!parsed.success) throw impossible(record, firstIssue(parsed.error));
  // Members in the order in which they will be read: a record that cannot be read back breaks the log.
  return statementOf(recordOf(parsed.data), place);
}

/** Undefined where a time is out of range or a name is not well-formed Unicode. */
function statementIfPossible(record: EvidenceRecord, place: LogPlace): Statement | undefined {
  try {
    return statementOf(record, place);
  } catch {
    return undefined;
  }
}

function impossible(record: EvidenceRecord, reason: string): Fault {
  const what = `a record that cannot be kept: ${record.scope.key}: ${reason}`;
  return new Fault({ code: 'IMPOSSIBLE_STATE', facts: { what } });
}

/**
 * Reads one line of the log. Only the one way of writing a record is accepted: an envelope or a
 * statement with other bytes than Sluice would write says something that the record does not.
 */
export function readLine(line: string): LineReading {
  const envelope = EnvelopeSchema.safeParse(jsonOrUndefined(line));
  if (!envelope.success) {
    return { kind: 'unreadable', reason: `not a DSSE envelope: ${firstIssue(envelope.error)}` };
  }
  const bytes = Buffer.from(envelope.data.payload, 'base64');
  if (envelopeLine(canonicalEnvelope(envelope.data, bytes)) !== line) {
    return { kind: 'unreadable', reason: 'the envelope is not written as Sluice writes it' };
  }
  return readPayload(envelope.data, bytes);
}

function readPayload(envelope: Envelope, bytes: Buffer): LineReading {
  const statement = Statement.safeParse(jsonOrUndefined(bytes.toString('utf8')));
  if (!statement.success) {
    return { kind: 'unreadable', reason: `not a statement: ${firstIssue(statement.error)}` };
  }
  const place = placeOf(statement.data);
  const record = recordOf(statement.data);
  const rewritten = JSON.stringify(statementIfPossible(record, place)) ?? '';
  if (!Buffer.from(rewritten).equals(bytes)) {
    return { kind: 'unreadable', reason: 'members of the statement contradict each other' };
  }
  return { kind: 'read', envelope, place, record };
}

/** The envelope with its base64 written anew, so that loose bits and variants show. */
function canonicalEnvelope(envelope: Envelope, payload: Buffer): Envelope {
  const [{ keyid, sig }] = envelope.signatures;
  const signature = Buffer.from(sig, 'base64').toString('base64');
  return {
    ...envelope,
    payload: payload.toString('base64'),
    signatures: [{ keyid, sig: signature }],
  };
}

function jsonOrUndefined(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function firstIssue(error: {
  readonly issues: readonly { path: readonly PropertyKey[]; message: string }[];
}): string {
  const [issue] = error.issues;
  if (issue === undefined) return 'unknown';
  return `${issue.path.map(String).join('.')}: ${issue.message}`;
}
