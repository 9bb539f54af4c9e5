import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { runCli } from '../../../client/cli.ts';
import { COMMANDS } from '../../../client/command-table.ts';
import { tempDir } from '../../support/temp-dir.ts';

const written = { stdout: '', stderr: '' };

beforeEach(() => {
  written.stdout = '';
  written.stderr = '';
  for (const name of ['stdout', 'stderr'] as const) {
    vi.spyOn(process[name], 'write').mockImplementation((text) => {
      written[name] += String(text);
      return true;
    });
  }
});
afterEach(() => vi.restoreAllMocks());

describe('help', () => {
  test('lists every verb under what it is for, and the exit codes', async () => {
    expect(await runCli(['--help'])).toBe(0);
    for (const { name } of COMMANDS)
      expect(written.stdout).toMatch(new RegExp(`^  ${name}\\b`, 'm'));
    expect(written.stdout).toContain('124 timed out · 130 interrupted');
  });

  test('is what a call without a verb gets', async () => {
    expect(await runCli([])).toBe(0);
    expect(written.stdout).toContain('Usage: sluice');
  });

  test.each(COMMANDS)('of $name shows its options and an example', async (command) => {
    expect(await runCli([command.name, '--help'])).toBe(0);
    expect(written.stdout).toContain(`$ ${command.examples[0]}`);
    expect(written.stdout).toContain('--json');
    for (const { flags } of command.options ?? []) expect(written.stdout).toContain(flags);
  });
});

describe('bad usage exits 2, with a document on stderr and nothing on stdout', () => {
  test.each([
    { argv: ['boord', '--json'], says: /unknown command 'boord'[^]*Did you mean board\?/ },
    { argv: ['board', '--jsn', '--json'], says: /unknown option '--jsn'[^]*Did you mean --json\?/ },
    { argv: ['--json'], says: /No verb is given/ },
    { argv: ['show', '--json'], says: /missing required argument 'item'/ },
    { argv: ['board', 'P0-001', '--json'], says: /too many arguments/ },
    { argv: ['watch', '--until', 'noon', '--json'], says: /--until "noon" is not known/ },
    { argv: ['logs', 'P0-001', '--attempt', 'two', '--json'], says: /--attempt/ },
    { argv: ['board', '--limit', '1000', '--json'], says: /--limit "1000" is not a whole number/ },
    { argv: ['completion', 'fissh', '--json'], says: /Did you mean fish\?/ },
    { argv: ['evidence', 'check', '--json'], says: /There is no action "check"/ },
    { argv: ['next', '--actor', 'ana', '--json'], says: /"ana" is no actor/ },
  ])('$argv', async ({ argv, says }) => {
    expect(await runCli(argv)).toBe(2);
    expect(written.stdout).toBe('');
    const { schemaVersion, error } = JSON.parse(written.stderr) as {
      schemaVersion: number;
      error: { code: string; message: string; fix: string };
    };
    expect(schemaVersion).toBe(1);
    expect(error).toMatchObject({ code: 'USAGE', message: expect.stringMatching(says) });
    expect(error.fix).not.toBe('');
  });

  test('a folder outside of any repository', async () => {
    expect(await runCli(['board', '-C', tempDir(), '--json'])).toBe(2);
    expect(JSON.parse(written.stderr)).toMatchObject({ error: { code: 'NOT_A_REPOSITORY' } });
  });
});
