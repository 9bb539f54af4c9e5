import { execFileSync } from 'node:child_process';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { branchRef, refPart, sluiceRef } from '../../../git/ref-name.ts';
import { anyText } from '../../support/any-text.ts';

describe('the ref of an item', () => {
  test.each([
    ['P0-003', 'P0-003'],
    ['a/b', 'a%2Fb'],
    ['v1.2', 'v1%2E2'],
    ['..', '%2E%2E'],
    ['x.lock', 'x%2Elock'],
    ['@{', '%40%7B'],
    ['-', '-'],
    ['ä', '%C3%A4'],
    ['%2F', '%252F'],
  ])('spells %j as %j', (text, expected) => expect(refPart(text)).toBe(expected));

  test('is a name that Git takes', () => {
    for (const item of ['a b', '~^:?*[\\', 'line\nbreak', '', '💥', 'x'.repeat(5000)]) {
      const ref = sluiceRef({ program: 'release 1', item }, 'green-1');
      expect(execFileSync('git', ['check-ref-format', ref]).toString()).toBe('');
    }
  });

  test('is shared by no two items', () => {
    const ids = anyText({ maxLength: 300 });
    fc.assert(
      fc.property(ids, ids, (a, b) => {
        const same = Buffer.from(a).equals(Buffer.from(b));
        expect(refPart(a) === refPart(b)).toBe(same);
        expect(refPart(a).length).toBeLessThanOrEqual(200);
      }),
    );
  });

  test('of a branch is understood in both spellings', () => {
    expect([branchRef('main'), branchRef('refs/heads/main')]).toEqual([
      'refs/heads/main',
      'refs/heads/main',
    ]);
  });
});
