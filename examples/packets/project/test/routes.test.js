import assert from 'node:assert/strict';
import test from 'node:test';
import { resolve } from '../src/routes.js';

test('knows the routes of records', () => {
  assert.equal(resolve('/records'), '/records');
  assert.equal(resolve('/records/7'), '/records/:id');
});

test('knows no other routes', () => {
  assert.equal(resolve('/admin'), null);
});
