import { expect, test } from 'vitest';

import { diffOfEdits } from '../../../tracker/edit-diff.ts';

test('shows the lines that change, with where they are before and after', () => {
  const text = 'a\r\nb\r\nc\r\nd\r\ne\r\n';
  const edits = [
    { start: 1, end: 1, text: '\r\nnew' },
    { start: 12, end: 13, text: 'E' },
  ];
  expect(diffOfEdits(text, edits)).toEqual([
    '@@ -1 +1,2 @@',
    '-a',
    '+a',
    '+new',
    '@@ -5 +6 @@',
    '-e',
    '+E',
  ]);
});

test('masks what could drive a terminal', () => {
  expect(diffOfEdits('a\u001b[2J', [{ start: 0, end: 1, text: 'b' }])).toEqual([
    '@@ -1 +1 @@',
    '-a?[2J',
    '+b?[2J',
  ]);
});
