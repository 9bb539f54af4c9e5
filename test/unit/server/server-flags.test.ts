import { expect, test } from 'vitest';
import { serverArguments, type ServerSettings } from '../../../client/server/server-flags.ts';
import * as searchAttributes from '../../../workflows/search-attributes.ts';

const settings: ServerSettings = {
  ports: { grpc: 1, http: 2, ui: 3, metrics: 4 },
  databaseFile: 'temporal.db',
  fast: false,
  webUi: true,
};

test('an acknowledged approval is on disk: the log is synchronous in full unless asked to be fast', () => {
  expect(serverArguments(settings)).toContain('synchronous=full');
  expect(serverArguments({ ...settings, fast: true })).toContain('synchronous=normal');
});

test('the server listens on the loopback interface only', () => {
  const args = serverArguments(settings);
  expect(args[args.indexOf('--ip') + 1]).toBe('127.0.0.1');
});

test('the Web UI is there unless it is switched off', () => {
  expect(serverArguments(settings)).not.toContain('--headless');
  expect(serverArguments({ ...settings, webUi: false })).toContain('--headless');
});

test('every search attribute that the workflows set is registered as a keyword', () => {
  const registered = serverArguments(settings).filter((arg) => arg.endsWith('=Keyword'));
  const used = Object.values(searchAttributes).map(({ name, type }) => {
    expect(type).toBe('KEYWORD');
    return `${name}=Keyword`;
  });
  expect(registered.sort()).toEqual(used.sort());
});
