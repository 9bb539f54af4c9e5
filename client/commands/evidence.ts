import { createPublicKey, type KeyObject } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { Fault } from '../../domain/fault.ts';
import { maskUnsafe } from '../../domain/safe-text.ts';
import { openBlobStore } from '../../evidence/blob-store.ts';
import { openEvidenceReader } from '../../evidence/log-reader.ts';
import { LOG_FILE, logLines } from '../../evidence/log-lines.ts';
import { readOrchestratorPublicKey } from '../../evidence/orchestrator-key.ts';
import { sha256Hex } from '../../evidence/sha256.ts';
import type { Vouched } from '../../evidence/verify-log.ts';
import { createPolicyReader } from '../../evidence/stored-policy.ts';
import { createWordCheck } from '../../evidence/word/word-check.ts';
import { verifyEvidence } from '../../evidence/verify-evidence.ts';
import { createSealCheck } from '../../git/sealed-checkpoints.ts';
import type { CommandInput, CommandOutput } from '../command.ts';
import { EXIT } from '../exit-codes.ts';
import { findPlace, stateDirOf } from '../find-root.ts';
import { pageOf } from '../page.ts';
import { recordLine, recordRow } from '../record-row.ts';
import { type SealOutcome, unsealedCommits } from '../unsealed-commits.ts';

const PROBLEMS_SHOWN_MAX = 20;
const PREFIX = /^(?:sha256:)?([0-9a-f]{4,64})$/;

/** `sluice evidence`: verifies, lists or shows what the log holds, from the files alone. */
export async function evidence(input: CommandInput): Promise<CommandOutput> {
  const [action = '', record] = input.args;
  switch (action) {
    case 'verify':
      return verify(input);
    case 'list':
      return list(input);
    case 'show':
      return show(input, record);
    case 'export':
      return (await import('../export/export-bundle.ts')).exportBundle(input, evidenceDir(input));
    default: {
      const message = `There is no action "${action}".`;
      throw usage(message, 'Use one of verify, list, show <record>, export.');
    }
  }
}

function usage(message: string, fix: string): Fault {
  return new Fault({ code: 'USAGE', facts: { message, fix } });
}

/** The evidence folder, which must be there: looking must not make one. */
function evidenceDir(input: CommandInput): string {
  const { dir } = input.options;
  const { cwd } = input.global;
  const found =
    typeof dir === 'string' ? resolve(cwd, dir) : join(stateDirOf(findPlace(cwd).root), 'evidence');
  if (existsSync(found)) return found;
  throw usage(
    `There is no evidence at ${found}.`,
    'Run a program first, or name the folder with --dir.',
  );
}

async function verify(input: CommandInput): Promise<CommandOutput> {
  const dir = evidenceDir(input);
  const publicKey = await publicKeyOf(input, dir);
  const { evidenceAnchors } = await import('../evidence-anchors.ts');
  const anchors = await evidenceAnchors(input.global.cwd, dir);
  const blobs = await openBlobStore(dir);
  const words = createWordCheck(blobs);
  const seals = createSealCheck({ publicKey, readPolicy: createPolicyReader(blobs) });
  const verdict = await verifyEvidence({
    dir,
    publicKey,
    blobs,
    anchors,
    words,
    onRecord: (placed) => seals.add(placed),
  });
  const sealed = await unsealedCommits(input.global.cwd, seals);
  const { records, head, vouched } = verdict;
  const problems = [...verdict.problems, ...sealed.problems];
  const ok = problems.length === 0;
  const shown = problems
    .slice(0, PROBLEMS_SHOWN_MAX)
    .map(({ code, record, message }) =>
      maskUnsafe(`${record === null ? 'the log' : `record ${record}`}: ${message} [${code}]`),
    );
  const rest = problems.length - shown.length;
  const text = ok
    ? [
        `The evidence is sound: ${records} records, head sha256:${head}; ${anchors.length} commits vouch for it.`,
        ...trustLines(records, vouched),
        ...sealLines(sealed),
      ].join('\n')
    : [
        `The evidence is not sound: ${problems.length} problems in ${records} records.`,
        ...shown,
        ...(rest > 0 ? [`and ${rest} more: see --json`] : []),
      ].join('\n');
  const data = {
    ok,
    records,
    head,
    problems,
    anchors: anchors.length,
    vouched,
    sealed: sealedData(sealed),
  };
  return { kind: 'evidence.verify', data, text, exitCode: ok ? EXIT.ok : EXIT.evidence };
}

function sealLines({ demanded, isChecked }: SealOutcome): readonly string[] {
  if (demanded === 0) return [];
  const what = isChecked ? 'are' : 'are not known to be, outside of the repository,';
  return [`${demanded} checkpoint commits ${what} signed by the orchestrator's key.`];
}

function sealedData({ demanded, isChecked }: SealOutcome) {
  return { demanded, checked: isChecked };
}

/** What the evidence proves against whom, in three lines; all of it is in docs/threat-model.md. */
function trustLines(records: number, vouched: Vouched): readonly string[] {
  const { byCommits, bySignatures, words } = vouched;
  const alone = records - Math.max(byCommits, bySignatures);
  const names =
    words === 0 ? 'no word is signed: every name is claimed' : `${words} signed words hold`;
  return [
    `Commits vouch for records up to ${byCommits}, signatures of people up to ${bySignatures}; ${names}.`,
    alone === 0
      ? 'Each record is vouched for by somebody else than the orchestrator.'
      : `The last ${alone} records rest on the orchestrator's key alone: whoever has it could have written them anew.`,
    'Without that key nobody can have edited, dropped or reordered a record unseen; without a signed word, a name proves nobody.',
  ];
}

/** `--public-key`, else the key beside the evidence. Throws KEY_MISSING, KEY_INVALID. */
async function publicKeyOf(input: CommandInput, dir: string): Promise<KeyObject> {
  const named = input.options['publicKey'];
  if (typeof named !== 'string') return readOrchestratorPublicKey(join(dirname(dir), 'keys'));
  const path = resolve(input.global.cwd, named);
  try {
    return createPublicKey(readFileSync(path));
  } catch (cause) {
    const message = `${path} is no public key in PEM.`;
    const fix = 'Name the file `orchestrator.pub.pem` of the machine that signed the evidence.';
    throw new Fault({ code: 'USAGE', facts: { message, fix }, cause });
  }
}

async function list(input: CommandInput): Promise<CommandOutput> {
  const page = pageOf(input);
  const { item } = input.options;
  const { program } = input.global;
  const reader = await openEvidenceReader({ dir: evidenceDir(input) });
  try {
    const { total, records } = await reader.list({
      ...page,
      ...(typeof item === 'string' ? { item } : {}),
      ...(program === null ? {} : { program }),
    });
    const rows = records.map(recordRow);
    const end = page.offset + rows.length;
    const more = end < total ? [`${total - end} more: --offset ${end}`] : [];
    const text = rows.length === 0 ? 'No records.' : [...rows.map(recordLine), ...more].join('\n');
    return { kind: 'evidence.list', data: { records: rows, page: { ...page, total } }, text };
  } finally {
    await reader.close();
  }
}

async function show(input: CommandInput, record: string | undefined): Promise<CommandOutput> {
  const [, prefix] = PREFIX.exec(record ?? '') ?? [];
  if (prefix === undefined) {
    throw usage(
      'A record is named by the first digits of its digest, at least 4.',
      'Take one from `sluice evidence list`.',
    );
  }
  const data = await findStatement(evidenceDir(input), prefix);
  const text = JSON.stringify(data, null, 2);
  return { kind: 'evidence.show', data, text };
}

interface ShownRecord {
  readonly record: string;
  readonly seq: number;
  readonly keyid: string | null;
  /** The in-toto statement as it was signed. */
  readonly statement: unknown;
}

/** Reads all lines as bytes: a record that is broken can still be looked at. */
async function findStatement(dir: string, prefix: string): Promise<ShownRecord> {
  const found: { readonly seq: number; readonly sha256: string; readonly line: string }[] = [];
  let seq = 0;
  for await (const { bytes } of logLines(dir)) {
    seq += 1;
    const sha256 = sha256Hex(bytes);
    if (sha256.startsWith(prefix)) found.push({ seq, sha256, line: bytes.toString('utf8') });
    if (found.length > 1) throw usage(`Several records begin with ${prefix}.`, 'Add more digits.');
  }
  const [only] = found;
  if (only === undefined) {
    throw new Fault({ code: 'RECORD_NOT_FOUND', facts: { record: prefix } });
  }
  return { record: only.sha256, seq: only.seq, ...opened(only.line, only.seq) };
}

function opened(line: string, seq: number): Pick<ShownRecord, 'keyid' | 'statement'> {
  try {
    const envelope = JSON.parse(line) as {
      readonly payload: string;
      readonly signatures: readonly { readonly keyid: string }[];
    };
    const statement: unknown = JSON.parse(Buffer.from(envelope.payload, 'base64').toString('utf8'));
    return { keyid: envelope.signatures[0]?.keyid ?? null, statement };
  } catch (cause) {
    const facts = { record: seq, reason: `${LOG_FILE} holds no DSSE envelope on this line` };
    throw new Fault({ code: 'RECORD_INVALID', facts, cause });
  }
}
