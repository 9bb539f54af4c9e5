import assert from 'node:assert/strict';
import test from 'node:test';
import { openStore } from '../src/store.js';

test('finds a record by its id', () => {
  const store = openStore([{ id: 7, tenant: 'a' }]);
  assert.deepEqual(store.find(7), { id: 7, tenant: 'a' });
  assert.equal(store.find(8), null);
});
