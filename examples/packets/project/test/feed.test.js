import assert from 'node:assert/strict';
import test from 'node:test';
import { feedLine } from '../src/feed.js';

test('writes tenant and id', () => {
  assert.equal(feedLine({ id: 7, tenant: 'a' }), 'a;7');
});
