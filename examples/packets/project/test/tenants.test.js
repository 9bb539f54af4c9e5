import assert from 'node:assert/strict';
import test from 'node:test';
import { mayRead } from '../src/tenants.js';

test('lets a tenant read its own records', () => {
  assert.equal(mayRead({ tenant: 'a' }, { tenant: 'a' }), true);
});
