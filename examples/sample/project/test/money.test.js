import assert from 'node:assert/strict';
import test from 'node:test';
import { parseAmount, split } from '../src/money.js';

test('reads whole amounts', () => {
  assert.equal(parseAmount('12'), 1200);
});

test('splits what can be divided', () => {
  assert.deepEqual(split(1200, 3), [400, 400, 400]);
});
