import type {
  CheckpointRecord,
  EvidenceRecord,
  RecordBody,
  RecordScope,
  RunRecord,
} from '../domain/evidence-record.ts';
import type { VerifiedWord } from '../domain/word/signed-word.ts';
import type { Snapshot } from '../domain/snapshot.ts';
import { linkOfRun, runOfLink } from './link-predicate.ts';
import type { Statement } from './statement.schema.ts';
import {
  LINK,
  OWN,
  SCOPE_FIELD,
  STATEMENT_TYPE,
  VERIFICATION_SUMMARY,
  WORD_FIELD,
} from './statement-types.ts';
import { certificationOfSummary, summaryOfCertification } from './summary-predicate.ts';

/** The place of a record in the log. */
export interface LogPlace {
  /** Line number in the log, from 1. */
  readonly seq: number;
  /** sha256 (hex) of the line before, without its line end; 64 zeros for the first. */
  readonly prev: string;
}

type Subjects = Statement['subject'];
type Predicated = Pick<Statement, 'predicateType' | 'predicate'>;

/**
 * The in-toto Statement v1 that a record is written as. Pure: the same record at the same place
 * always gives the same statement, member by member in the same order.
 */
export function statementOf(record: EvidenceRecord, place: LogPlace): Statement {
  const { predicateType, predicate } = predicatedOf(record, place);
  const subject = subjectsOf(record);
  return { _type: STATEMENT_TYPE, subject, predicateType, predicate } as Statement;
}

/** What the statement is about, by digests that Git or `sha256sum` can recompute. */
function subjectsOf({ scope, body }: EvidenceRecord): Subjects {
  switch (body.type) {
    case 'run':
      return [treeSubject('snapshot', body.snapshot), ...outputSubjects(body)];
    case 'verdict':
    case 'waiver':
      return [treeSubject('snapshot', body.snapshot)];
    case 'checkpoint':
    case 'certification':
      return [treeSubject(body.branch, body)];
    case 'sign-off':
      return [treeSubject('commit', body)];
    case 'submission':
    case 'talk':
    case 'notice':
    case 'refusal':
    case 'decision':
    case 'register':
      return [{ name: 'policy', digest: { sha256: scope.policyDigest } }];
  }
}

function treeSubject(
  name: string,
  { tree, commit }: Pick<Snapshot | CheckpointRecord, 'tree' | 'commit'>,
): Subjects[number] {
  return { name, digest: { gitTree: tree, gitCommit: commit } };
}

function outputSubjects({ outcome, report }: RunRecord): Subjects {
  const blobs: [string, string | null][] = [
    ['stdout', outcome.stdout.storedSha256],
    ['stderr', outcome.stderr.storedSha256],
    ['cases', report.casesSha256],
  ];
  return blobs.flatMap(([name, sha256]) => (sha256 === null ? [] : [{ name, digest: { sha256 } }]));
}

function predicatedOf({ scope, body, word }: EvidenceRecord, place: LogPlace): Predicated {
  const scoped = {
    [SCOPE_FIELD]: scopeFieldOf(scope, place),
    ...(word === undefined ? {} : { [WORD_FIELD]: wordFieldOf(word) }),
  };
  switch (body.type) {
    case 'run':
      return { predicateType: LINK, predicate: { ...linkOfRun(body), ...scoped } };
    case 'certification':
      return {
        predicateType: VERIFICATION_SUMMARY,
        predicate: { ...summaryOfCertification(body, scope), ...scoped },
      };
    case 'submission':
    case 'verdict':
    case 'talk':
    case 'notice':
    case 'refusal':
    case 'decision':
    case 'waiver':
    case 'checkpoint':
    case 'register':
    case 'sign-off': {
      const { type, ...fields } = body;
      const predicate = { ...fields, ...scoped } as Statement['predicate'];
      return { predicateType: OWN[type], predicate };
    }
  }
}

type ScopeField = Statement['predicate'][typeof SCOPE_FIELD];

function scopeFieldOf(scope: RecordScope, { seq, prev }: LogPlace): ScopeField {
  const { program, item, workflowId, runId, key, atMs, policyDigest } = scope;
  const at = new Date(atMs).toISOString();
  return { seq, prev, program, item, workflowId, runId, key, at, policyDigest };
}

type WordField = NonNullable<Statement['predicate'][typeof WORD_FIELD]>;

/** Members in a fixed order, so that the same record always gives the same bytes. */
function wordFieldOf({ principal, fingerprint, atMs, payload, sshsig }: VerifiedWord): WordField {
  const at = new Date(atMs).toISOString();
  return { principal, fingerprint, at, payload, sshsig };
}

/** The place in the log that a statement claims. */
export function placeOf(statement: Statement): LogPlace {
  const { seq, prev } = statement.predicate[SCOPE_FIELD];
  return { seq, prev };
}

/** The record that a statement states: `recordOf(statementOf(record, place))` equals the record. */
export function recordOf(statement: Statement): EvidenceRecord {
  const { program, item, workflowId, runId, key, at, policyDigest } =
    statement.predicate[SCOPE_FIELD];
  const atMs = Date.parse(at);
  const scope = { program, item, workflowId, runId, key, atMs, policyDigest };
  const word = statement.predicate[WORD_FIELD];
  const record = { scope, body: bodyOf(statement) };
  if (word === undefined) return record;
  const { principal, fingerprint, payload, sshsig } = word;
  const arrivedMs = Date.parse(word.at);
  return { ...record, word: { principal, fingerprint, atMs: arrivedMs, payload, sshsig } };
}

function bodyOf(statement: Statement): RecordBody {
  switch (statement.predicateType) {
    case LINK:
      return runOfLink(statement.predicate);
    case VERIFICATION_SUMMARY:
      return certificationOfSummary(statement.predicate);
    case OWN.submission:
      return { type: 'submission', ...withoutScope(statement.predicate) };
    case OWN.verdict:
      return { type: 'verdict', ...withoutScope(statement.predicate) };
    case OWN.talk:
      return { type: 'talk', ...withoutScope(statement.predicate) };
    case OWN.notice:
      return { type: 'notice', ...withoutScope(statement.predicate) };
    case OWN.refusal:
      return { type: 'refusal', ...withoutScope(statement.predicate) };
    case OWN.decision:
      return { type: 'decision', ...withoutScope(statement.predicate) };
    case OWN.waiver:
      return { type: 'waiver', ...withoutScope(statement.predicate) };
    case OWN.checkpoint:
      return { type: 'checkpoint', ...withoutScope(statement.predicate) };
    case OWN.register:
      return { type: 'register', ...withoutScope(statement.predicate) };
    case OWN['sign-off']:
      return { type: 'sign-off', ...withoutScope(statement.predicate) };
  }
}

function withoutScope<Predicate extends Statement['predicate']>(
  predicate: Predicate,
): Omit<Predicate, typeof SCOPE_FIELD | typeof WORD_FIELD> {
  const { [SCOPE_FIELD]: _scope, [WORD_FIELD]: _word, ...fields } = predicate;
  return fields;
}
