import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { COMMANDS } from '../../../client/command-table.ts';
import { completionScript, SHELLS } from '../../../client/completion-script.ts';
import { tempDir } from '../../support/temp-dir.ts';

/** What bash offers for a line whose last word is being typed. */
function completed(...words: readonly string[]): readonly string[] {
  const script = join(tempDir(), 'sluice.bash');
  writeFileSync(script, completionScript('bash', COMMANDS));
  const ask = [
    `source '${script}'`,
    `COMP_WORDS=(${words.map((word) => `'${word}'`).join(' ')})`,
    `COMP_CWORD=${words.length - 1}`,
    '_sluice',
    'printf "%s\\n" "${COMPREPLY[@]}"',
  ].join('\n');
  const out = execFileSync('bash', ['--noprofile', '--norc', '-uc', ask], { encoding: 'utf8' });
  return out.split('\n').filter((word) => word !== '');
}

describe('bash', () => {
  test('completes verbs', () => {
    expect(completed('sluice', 'bo')).toEqual(['board']);
    expect(completed('sluice', '')).toEqual(
      expect.arrayContaining(COMMANDS.map(({ name }) => name)),
    );
  });

  test('completes the options of the verb, also after global ones', () => {
    expect(completed('sluice', 'review', 'P0-001', '--app')).toEqual(['--approve']);
    expect(completed('sluice', '-C', 'folder', '--json', 'watch', '--unt')).toEqual(['--until']);
    expect(completed('sluice', 'review', '--unt')).toEqual([]);
  });

  test('completes arguments that are no items', () => {
    expect(completed('sluice', 'evidence', 'v')).toEqual(['verify']);
    expect(completed('sluice', 'completion', '')).toEqual(expect.arrayContaining([...SHELLS]));
  });
});

test.each(SHELLS)('the script for %s names every verb and option of the table', (shell) => {
  const script = completionScript(shell, COMMANDS);
  for (const { name, options = [] } of COMMANDS) {
    expect(script).toContain(name);
    for (const { flags } of options) {
      const long = /--([a-z-]+)/.exec(flags)?.[1] ?? '';
      expect(script).toContain(shell === 'fish' ? `-l ${long}` : `--${long}`);
    }
  }
});
