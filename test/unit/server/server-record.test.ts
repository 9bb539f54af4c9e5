import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import {
  readServerRecord,
  removeServerRecord,
  type ServerRecord,
  serverRecordPath,
  serverStateOf,
  writeServerRecord,
} from '../../../client/server/server-record.ts';
import { ownIdentity } from '../../../evidence/process-identity.ts';

let stateDir: string;
beforeEach(() => {
  stateDir = mkdtempSync(join(tmpdir(), 'sluice-record-'));
});
afterEach(() => rmSync(stateDir, { recursive: true, force: true }));

const own = ownIdentity();
const record: ServerRecord = {
  schemaVersion: 1,
  process: own,
  owner: own,
  address: '127.0.0.1:7233',
  httpAddress: '127.0.0.1:7243',
  uiUrl: 'http://127.0.0.1:8233',
  startedAt: '2026-11-21T00:00:00.000Z',
};

test('a record is read back as it was written, and nothing else is left in the folder', () => {
  writeServerRecord(stateDir, record);
  expect(readServerRecord(stateDir)).toEqual(record);
  expect(readdirSync(stateDir)).toEqual(['server.json']);
});

test('without a record there is none', () => {
  expect(readServerRecord(stateDir)).toBeUndefined();
});

test.each([
  ['half a document', '{"schemaVersion":1,'],
  ['a list', '[]'],
  ['null', 'null'],
  ['another version', JSON.stringify({ ...record, schemaVersion: 2 })],
  ['no address', JSON.stringify({ ...record, address: undefined })],
  ['a process that is only a number', JSON.stringify({ ...record, process: 42 })],
])('%s is not taken for a record', (_name, text) => {
  writeFileSync(serverRecordPath(stateDir), text);
  expect(readServerRecord(stateDir)).toBeUndefined();
});

test('a living process with a living owner serves', () => {
  expect(serverStateOf(record)).toBe('serving');
});

test('a number that another process has now is a dead server', () => {
  expect(serverStateOf({ ...record, process: { ...own, start: '1' } })).toBe('dead');
});

test('a record from before the last boot is a dead server', () => {
  expect(serverStateOf({ ...record, process: { ...own, boot: 'ffffffff' } })).toBe('dead');
});

test('a server whose owner is gone is orphaned', () => {
  expect(serverStateOf({ ...record, owner: { ...own, start: '1' } })).toBe('orphaned');
});

test('stopping an old server leaves the record of a newer one', () => {
  writeServerRecord(stateDir, record);
  removeServerRecord(stateDir, { ...own, start: '1' });
  expect(readServerRecord(stateDir)).toEqual(record);
  removeServerRecord(stateDir, own);
  expect(readServerRecord(stateDir)).toBeUndefined();
});
