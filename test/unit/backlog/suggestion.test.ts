import { expect, test } from 'vitest';
import { nearestWord } from '../../../domain/suggestion.ts';

test.each([
  ['timout', 'timeout'],
  ['Verify', 'verify'],
  ['verfiy', 'verify'],
  ['reviewer', 'reviewers'],
  ['verify', 'verify'],
])('takes %s for %s', (word, meant) => {
  expect(nearestWord(word, ['red', 'timeout', 'verify', 'reviewers'])).toBe(meant);
});

test.each(['', 'x', 'colour', 'gr', 'a'.repeat(65)])('takes "%s" for nothing', (word) => {
  expect(nearestWord(word, ['red', 'id', 'timeout', 'a'.repeat(64)])).toBeNull();
});
