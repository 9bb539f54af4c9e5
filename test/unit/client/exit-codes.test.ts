import { expect, test } from 'vitest';
import { exitCodeOfFault, exitCodeOfRefusal } from '../../../client/exit-code-of.ts';
import { EXIT } from '../../../client/exit-codes.ts';
import { FAULT_CODES } from '../../../domain/fault.ts';
import { REJECTION_CODES } from '../../../domain/rejection.ts';

test('the exit codes are those that scripts rely on', () => {
  expect(EXIT).toEqual({
    ok: 0,
    internal: 1,
    usage: 2,
    gateFailed: 3,
    notAllowed: 4,
    waiting: 5,
    evidence: 6,
    conflict: 7,
    unreachable: 8,
    drift: 9,
    timedOut: 124,
    interrupted: 130,
  });
});

test('every fault and every refusal ends with one of them, and never with success', () => {
  const known = new Set<number>(Object.values(EXIT));
  const codes = [
    ...Object.values(FAULT_CODES).flat().map(exitCodeOfFault),
    ...REJECTION_CODES.map(exitCodeOfRefusal),
  ];
  for (const code of codes) expect(known.has(code) && code !== EXIT.ok).toBe(true);
});

test.each([
  ['TEMPORAL_UNREACHABLE', 8],
  ['WORKER_NOT_RUNNING', 8],
  ['NOT_A_REPOSITORY', 2],
  ['ITEM_NOT_FOUND', 2],
  ['BLOB_DIGEST_MISMATCH', 6],
  ['KEY_MISSING', 6],
  ['WAIT_TIMED_OUT', 124],
  ['PROGRAM_EXISTS', 7],
] as const)('the fault %s exits %i', (code, exit) => {
  expect(exitCodeOfFault(code)).toBe(exit);
});

test.each([
  ['SELF_REVIEW', 4],
  ['UNKNOWN_ACTOR', 4],
  ['STALE_TREE', 7],
  ['REVIEW_GATE_MISSING', 2],
] as const)('the refusal %s exits %i', (code, exit) => {
  expect(exitCodeOfRefusal(code)).toBe(exit);
});
