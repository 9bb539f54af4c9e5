import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { REDACTED } from '../../../activities/runner/redactor.ts';
import { redact } from './redact.ts';

const SECRETS = ['hunter2!', 'hunter2!longer', 'p@ss word/+%', 'aaaa', 'line one\nline two'];

/** Pieces from which texts full of secrets, parts of secrets and near misses are made. */
const PIECES = [
  ...SECRETS,
  'hunter2',
  'aaa',
  'x',
  '\n',
  ' ',
  'ghp_',
  'A'.repeat(36),
  'AKIA',
  'ABCDEFGHIJKLMNOP',
  'https://',
  'user:pw@',
  'host/',
  '://',
  'eyJhbGciOiJIUzI1NiJ9.',
  'eyJzdWIiOiIxMjM0NTYifQ.',
  'c2lnbmF0dXJl',
  '-----BEGIN RSA PRIVATE KEY-----\n',
  'MIIEowIBAAKCAQEA\n',
  '-----END RSA PRIVATE KEY-----',
  'Authorization: ',
  'Bearer abc',
  'npm_',
  Buffer.from('hunter2!longer').toString('base64'),
] as const;

const text = fc.array(fc.constantFrom(...PIECES), { maxLength: 30 }).map((parts) => parts.join(''));

const chunked = fc.tuple(text, fc.array(fc.nat(2_000), { maxLength: 12 })).map(([whole, cuts]) => {
  const at = [0, ...cuts.map((cut) => cut % (whole.length + 1)), whole.length].toSorted(
    (a, b) => a - b,
  );
  return { whole, chunks: at.slice(1).map((end, index) => whole.slice(at[index], end)) };
});

describe('redaction', () => {
  test('gives the same for any chunking', () => {
    fc.assert(
      fc.property(chunked, ({ whole, chunks }) => {
        expect(redact(chunks, SECRETS)).toEqual(redact([whole], SECRETS));
      }),
      { numRuns: 500 },
    );
  });

  test('gives the same byte by byte', () => {
    fc.assert(
      fc.property(text, (whole) => {
        expect(redact(whole.split(''), SECRETS)).toEqual(redact([whole], SECRETS));
      }),
      { numRuns: 50 },
    );
  });

  test('hands on all raw bytes in order', () => {
    fc.assert(
      fc.property(chunked, ({ whole, chunks }) => {
        expect(redact(chunks, SECRETS).raw).toBe(whole);
      }),
    );
  });

  test('leaves no known value in what is stored', () => {
    fc.assert(
      fc.property(chunked, ({ chunks }) => {
        const { stored } = redact(chunks, SECRETS);
        for (const secret of SECRETS) expect(stored).not.toContain(secret);
      }),
      { numRuns: 500 },
    );
  });

  test('replaces one value exactly as a plain search would', () => {
    const letters = fc.stringMatching(/^[abc\n]{0,200}$/);
    fc.assert(
      fc.property(letters, fc.nat(200), (whole, cut) => {
        const chunks = [whole.slice(0, cut), whole.slice(cut)];
        expect(redact(chunks, ['abca']).stored).toBe(plainSearch(whole, 'abca'));
      }),
      { numRuns: 500 },
    );
  });

  test('keeps text without secrets as it is', () => {
    const bytes = fc.uint8Array({ maxLength: 5_000 });
    fc.assert(
      fc.property(bytes, (random) => {
        const whole = Buffer.from(random).toString('latin1');
        expect(redact([whole], ['a value that is not there'])).toEqual({
          raw: whole,
          stored: whole,
          redactions: 0,
        });
      }),
    );
  });
});

/** The oracle: replace from left to right, without overlaps. */
function plainSearch(whole: string, secret: string): string {
  return whole.split(secret).join(REDACTED);
}
