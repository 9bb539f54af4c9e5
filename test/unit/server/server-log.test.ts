import { appendFileSync, mkdtempSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { rotateServerLog, serverLogTail } from '../../../client/server/server-log.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sluice-log-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('a log above its limit is kept once and begun anew, under a server that goes on writing', () => {
  const path = join(folder, 'server.log');
  const descriptor = openSync(path, 'a');
  writeSync(descriptor, 'old line\n');
  rotateServerLog(path, 4);
  writeSync(descriptor, 'new line\n');
  expect(readFileSync(`${path}.1`, 'utf8')).toBe('old line\n');
  expect(readFileSync(path, 'utf8')).toBe('new line\n');
});

test('a log within its limit stays', () => {
  const path = join(folder, 'server.log');
  appendFileSync(path, 'line\n');
  rotateServerLog(path, 5);
  expect(readFileSync(path, 'utf8')).toBe('line\n');
});

test('a log that is not there yet is no error', () => {
  expect(() => rotateServerLog(join(folder, 'server.log'))).not.toThrow();
  expect(serverLogTail(folder)).toBe('');
});
