import { beforeEach, describe, expect, test } from 'vitest';
import { findPolicy } from '../../../activities/program/find-policy.ts';
import type { Policy } from '../../../domain/policy.ts';
import { type BlobStore, openBlobStore } from '../../../evidence/blob-store.ts';
import { sha256Hex } from '../../../evidence/sha256.ts';
import {
  PINNED_POLICY_BYTES_MAX,
  storedText,
  storePolicy,
} from '../../../evidence/stored-policy.ts';
import { parsePolicy } from '../../../policy/parse-policy.ts';
import { codeBlocks, documents, readDocument } from '../docs/document.ts';
import { governedPolicy } from '../../support/governed-policy.ts';
import { policyOf } from '../../support/program-desk.ts';
import { tempDir } from '../../support/temp-dir.ts';

let blobs: BlobStore;
beforeEach(async () => {
  blobs = await openBlobStore(tempDir());
});

const policies = documents().flatMap((path) =>
  codeBlocks(readDocument(path))
    .filter(({ language, code }) => language === 'yaml' && code.includes('version: 1'))
    .map(({ code, line }) => [`${path}:${line}`, code] as const),
);

test.each(policies)('the policy at %s is found as it was stored', async (_where, code) => {
  const parsed = parsePolicy(code, 'sluice.yaml');
  if (parsed.kind !== 'ok') throw new Error('the policy of this test is not valid');
  const { allowedSigners, ...rest } = parsed.policy;
  const digest = await storePolicy(blobs, rest);
  expect(digest).toBe(sha256Hex(storedText(rest)));
  expect(await findPolicy(blobs, digest)).toMatchObject({ kind: 'found', policy: rest });
  const signed: Policy = { ...rest, ...(allowedSigners === undefined ? {} : { allowedSigners }) };
  expect(await findPolicy(blobs, await storePolicy(blobs, signed))).toMatchObject({
    kind: 'found',
  });
});

test('brings the offsets of its zone along, from now on', async () => {
  const hours = {
    timezone: 'Europe/Berlin',
    days: ['mon', 'tue'],
    fromMinute: 540,
    toMinute: 1_020,
    holidays: ['2026-12-25'],
  } as const;
  const digest = await storePolicy(blobs, policyOf({ ...governedPolicy(), hours }));
  const found = await findPolicy(blobs, digest);
  expect(found).toMatchObject({ kind: 'found', policy: { hours } });
  expect(found.kind === 'found' && (found.zone ?? []).length).toBeGreaterThan(10);
});

describe('is not found', () => {
  const invalid = (problem: string) => ({
    kind: 'invalid',
    problem: expect.stringContaining(problem),
  });
  const stored = (value: unknown): Promise<string> =>
    blobs.put(Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)));

  test('what nobody stored', async () => {
    expect(await findPolicy(blobs, 'a'.repeat(64))).toEqual({ kind: 'unknown' });
  });

  test.each([
    ['output of a gate', 'all tests passed', 'it is no policy'],
    ['a policy with a key that there is none of', { ...policyOf(), gatez: [] }, 'it is no policy'],
    ['a policy without gates', { ...policyOf(), gates: undefined }, 'at gates'],
    ['a command that is none', { ...policyOf(), baseline: [{ id: 'b' }] }, 'at baseline.0'],
    ['somebody who is no actor', { ...policyOf(), roles: { implementers: ['ana'] } }, 'at roles'],
    ['more lanes than there may be', { ...policyOf(), lanes: 65 }, 'at lanes'],
  ])('%s', async (_what, value, problem) => {
    expect(await findPolicy(blobs, await stored(value))).toEqual(invalid(problem));
  });

  test('a policy whose signers are not stored', async () => {
    const allowedSigners = { path: 'signers', sha256: 'b'.repeat(64) };
    const digest = await storePolicy(blobs, policyOf({ allowedSigners }));
    expect(await findPolicy(blobs, digest)).toEqual(invalid('allowed signers'));
  });

  test('a policy with a zone that this machine does not know', async () => {
    const hours = { timezone: 'Mars/Base', days: [], fromMinute: 0, toMinute: 1, holidays: [] };
    const digest = await storePolicy(blobs, policyOf({ hours }));
    expect(await findPolicy(blobs, digest)).toEqual(invalid('Mars/Base'));
  });

  test('a policy that is too large for a workflow to carry', async () => {
    const digest = await stored(' '.repeat(PINNED_POLICY_BYTES_MAX + 1));
    expect(await findPolicy(blobs, digest)).toEqual(invalid('it is larger than'));
  });
});
