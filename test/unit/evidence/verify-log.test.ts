import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { sha256Hex } from '../../../evidence/sha256.ts';
import { PROBLEMS_MAX, verifyLog } from '../../../evidence/verify-log.ts';
import type { BlobCheck, LogVerdict } from '../../../evidence/verify-log.ts';
import { linesIn, linesOf, logOf } from '../../support/evidence-chain.ts';
import { newKey } from '../../support/evidence-keys.ts';
import { numberedRun, recordWith, runBody, snapshotNamed } from '../../support/evidence-records.ts';

const KEY = newKey();
const RECORDS = [1, 2, 3, 4, 5].map((number) => numberedRun(number));
const LINES = linesOf(RECORDS, KEY);
const HEAD = sha256Hex(LINES.at(-1) ?? '');

function verify(
  log: Buffer,
  options: { readonly anchors?: readonly string[]; readonly blobs?: BlobCheck } = {},
): Promise<LogVerdict> {
  const { anchors = [], blobs = null } = options;
  return verifyLog(linesIn(log), { publicKey: KEY.publicKey, anchors, blobs });
}

function codesOf({ problems }: LogVerdict): string[] {
  return problems.map(({ code, record }) => `${code} ${record}`);
}

/** The line with one member of its envelope replaced. */
function edited(line: string, edit: (envelope: Record<string, unknown>) => object): string {
  return JSON.stringify({ ...JSON.parse(line), ...edit(JSON.parse(line)) });
}

describe('an honest log', () => {
  test('has no problems, and names its head and length', async () => {
    const verdict = await verify(logOf(LINES), { anchors: [HEAD, sha256Hex(LINES[0] ?? '')] });
    const vouched = { byCommits: 5, bySignatures: 0, words: 0 };
    expect(verdict).toEqual({ ok: true, records: 5, head: HEAD, problems: [], vouched });
  });

  test('may be empty', async () => {
    const head = '0'.repeat(64);
    const vouched = { byCommits: 0, bySignatures: 0, words: 0 };
    const verdict = await verify(logOf([]));
    expect(verdict).toEqual({ ok: true, records: 0, head, problems: [], vouched });
  });
});

describe('tampering is found', () => {
  const payloadEdited = (line: string): string =>
    edited(line, (envelope) => {
      const text = Buffer.from(String(envelope['payload']), 'base64').toString();
      return { payload: Buffer.from(text.replace('"PASS"', '"FAIL"')).toString('base64') };
    });
  const signatureEdited = (line: string): string =>
    edited(line, () => ({
      signatures: [{ keyid: KEY.keyid, sig: Buffer.alloc(64, 1).toString('base64') }],
    }));
  const foreign = linesOf(RECORDS, newKey());
  const at = (index: number): string => LINES[index] ?? '';

  test.each([
    {
      name: 'an edited payload',
      lines: [at(0), payloadEdited(at(1)), ...LINES.slice(2)],
      codes: ['SIGNATURE_INVALID 2', 'LOG_BROKEN 3'],
    },
    {
      name: 'an edited payload in the last record',
      lines: [...LINES.slice(0, 4), payloadEdited(at(4))],
      codes: ['SIGNATURE_INVALID 5'],
    },
    {
      name: 'an edited signature',
      lines: [...LINES.slice(0, 4), signatureEdited(at(4))],
      codes: ['SIGNATURE_INVALID 5'],
    },
    {
      name: 'a removed record',
      lines: [at(0), ...LINES.slice(2)],
      codes: ['LOG_BROKEN 2', 'LOG_BROKEN 2', 'LOG_BROKEN 3', 'LOG_BROKEN 4'],
    },
    {
      name: 'a removed first record',
      lines: LINES.slice(1, 2),
      codes: ['LOG_BROKEN 1', 'LOG_BROKEN 1'],
    },
    {
      name: 'a record inserted twice',
      lines: [at(0), at(0)],
      codes: ['LOG_BROKEN 2', 'LOG_BROKEN 2', 'LOG_BROKEN 2'],
    },
    {
      name: 'a foreign key',
      lines: foreign.slice(0, 2),
      codes: ['SIGNATURE_INVALID 1', 'SIGNATURE_INVALID 2'],
    },
    {
      name: 'a foreign key under our name',
      lines: linesOf(RECORDS.slice(0, 1), { ...newKey(), keyid: KEY.keyid }),
      codes: ['SIGNATURE_INVALID 1'],
    },
    {
      name: 'a key that is recorded twice in an unbroken chain',
      lines: linesOf([numberedRun(1), numberedRun(2), numberedRun(1)], KEY),
      codes: ['LOG_BROKEN 3'],
    },
    {
      name: 'an empty line',
      lines: ['', ...LINES.slice(0, 1)],
      codes: ['RECORD_INVALID 1', 'LOG_BROKEN 2', 'LOG_BROKEN 2'],
    },
    {
      name: 'white space in an envelope',
      lines: [`${at(0)} `],
      codes: ['RECORD_INVALID 1'],
    },
    {
      name: 'a second signature',
      lines: [
        edited(at(0), ({ signatures }) => ({
          signatures: [...(signatures as []), ...(signatures as [])],
        })),
      ],
      codes: ['RECORD_INVALID 1'],
    },
  ])('$name', async ({ lines, codes }) => {
    const verdict = await verify(logOf(lines));
    expect(verdict.ok).toBe(false);
    expect(codesOf(verdict)).toEqual(codes);
  });

  test('reordered records', async () => {
    const verdict = await verify(logOf([at(0), at(2), at(1), at(3)]));
    expect(codesOf(verdict)).toContain('LOG_BROKEN 2');
    expect(codesOf(verdict)).toContain('LOG_BROKEN 3');
  });

  test('a shortened log, when somebody named its head', async () => {
    const log = logOf(LINES.slice(0, 3));
    expect((await verify(log)).ok).toBe(true);
    const verdict = await verify(log, { anchors: [HEAD] });
    expect(codesOf(verdict)).toEqual(['LOG_BROKEN null']);
  });

  test('a log written anew with the same key, when somebody named its head', async () => {
    const log = logOf(linesOf([numberedRun(9), ...RECORDS.slice(1)], KEY));
    expect((await verify(log)).ok).toBe(true);
    expect((await verify(log, { anchors: [HEAD] })).ok).toBe(false);
  });

  test('a last line that is cut off', async () => {
    const verdict = await verify(logOf(LINES).subarray(0, -20));
    expect(codesOf(verdict)).toEqual(['RECORD_INVALID 5', 'RECORD_INVALID 5']);
  });

  test('a certification that rests on another head', async () => {
    const { commit, tree } = snapshotNamed('final');
    const certification = (logHead: string) =>
      recordWith(
        {
          type: 'certification',
          verdict: 'NO_GO',
          commit,
          tree,
          branch: 'main',
          counts: { done: 0, deferred: 0, blocked: 0, open: 1 },
          reasons: [],
          logHead,
          logRecords: 5,
        },
        { key: 'certify', item: null },
      );
    const honest = linesOf([...RECORDS, certification(HEAD)], KEY);
    const forged = linesOf([...RECORDS, certification(sha256Hex('other'))], KEY);
    expect((await verify(logOf(honest))).ok).toBe(true);
    expect(codesOf(await verify(logOf(forged)))).toEqual(['LOG_BROKEN 6']);
  });

  test('any single byte that is flipped, anywhere in the log', async () => {
    const log = logOf(linesOf([numberedRun(1), numberedRun(2)], KEY));
    const property = fc.asyncProperty(
      fc.nat(log.length - 1),
      fc.integer({ min: 1, max: 255 }),
      async (position, mask) => {
        const flipped = Buffer.from(log);
        flipped[position] = (flipped[position] ?? 0) ^ mask;
        expect((await verify(flipped)).ok).toBe(false);
      },
    );
    await fc.assert(property, { numRuns: 2000 });
  });

  test('the loose bits of every base64 ending, which decode to the same bytes', async () => {
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
    const [line = ''] = LINES;
    const ends = [...line.matchAll(/[A-Za-z0-9+/]={1,2}"/g)].map((match) => match.index);
    expect(ends.length).toBeGreaterThan(0);
    for (const end of ends) {
      for (const letter of alphabet.replace(line[end] ?? '', '')) {
        const loose = line.slice(0, end) + letter + line.slice(end + 1);
        expect((await verify(logOf([loose]))).ok).toBe(false);
      }
    }
  });
});

describe('stored outputs', () => {
  const run = numberedRun(1, {
    report: { format: 'junit', casesSha256: sha256Hex('cases'), counts: null },
  });
  const log = logOf(linesOf([run, numberedRun(2)], KEY));
  const checks = (found: Readonly<Record<string, 'missing' | 'mismatch'>>): BlobCheck => ({
    verify: async (sha256) => found[sha256] ?? 'ok',
  });

  test.each([
    ['missing', 'BLOB_MISSING 1'],
    ['mismatch', 'BLOB_DIGEST_MISMATCH 1'],
  ] as const)('are reported when they are %s, once each', async (state, problem) => {
    const cases = await verify(log, { blobs: checks({ [sha256Hex('cases')]: state }) });
    expect(codesOf(cases)).toEqual([problem]);
    const outputs = await verify(log, { blobs: checks({ [sha256Hex('')]: state }) });
    expect(codesOf(outputs)).toEqual([problem]);
  });
});

test('a log that is wrong everywhere gives a bounded list that says how much it leaves out', async () => {
  const verdict = await verify(Buffer.from('x\n'.repeat(PROBLEMS_MAX + 5)));
  expect(verdict.problems).toHaveLength(PROBLEMS_MAX + 1);
  expect(verdict.problems.at(-1)?.message).toContain('5 more');
});

test('visits only records that are good', async () => {
  const seen: number[] = [];
  const lines = [...linesOf([recordWith(runBody(), { key: 'a' })], KEY), 'garbage'];
  const visit = ({ seq }: { readonly seq: number }): [] => {
    seen.push(seq);
    return [];
  };
  const options = { publicKey: KEY.publicKey, anchors: [], blobs: null, visit };
  await verifyLog(linesIn(logOf(lines)), options);
  expect(seen).toEqual([1]);
});
