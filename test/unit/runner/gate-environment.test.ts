import { describe, expect, test } from 'vitest';

import { commandArgv } from '../../../activities/runner/command-argv.ts';
import { buildGateEnvironment } from '../../../activities/runner/gate-environment.ts';

const build = (
  from: Record<string, string>,
  policy: { passEnv?: string[]; secrets?: string[] } = {},
): ReturnType<typeof buildGateEnvironment> =>
  buildGateEnvironment({
    from,
    passEnv: policy.passEnv ?? [],
    secrets: policy.secrets ?? [],
    sluice: { SLUICE_ITEM_ID: 'P0-003' },
  });

describe("a gate's environment", () => {
  test('has what tools need, the fixed values and the values of the run', () => {
    const { env, names } = build({
      PATH: '/bin',
      HOME: '/h',
      LC_ALL: 'C',
      GOPATH: '/g',
      OTHER: 'x',
    });
    expect(env).toEqual({
      PATH: '/bin',
      HOME: '/h',
      LC_ALL: 'C',
      GOPATH: '/g',
      TERM: 'dumb',
      CI: '1',
      NO_COLOR: '1',
      SLUICE_ITEM_ID: 'P0-003',
    });
    expect(names.join(' ')).toBe('CI GOPATH HOME LC_ALL NO_COLOR PATH SLUICE_ITEM_ID TERM');
  });

  test('has what the policy passes', () => {
    expect(build({ OTHER: 'x' }, { passEnv: ['OTHER', 'ABSENT'] }).env).toMatchObject({
      OTHER: 'x',
    });
  });

  test.each([
    'NODE_OPTIONS',
    'NODE_PATH',
    'LD_PRELOAD',
    'LD_LIBRARY_PATH',
    'BASH_ENV',
    'ENV',
    'GIT_DIR',
    'GIT_INDEX_FILE',
    'SSH_AUTH_SOCK',
    'PYTHONPATH',
    'PYTHONSTARTUP',
  ])('never has %s, not even if the policy passes it', (name) => {
    expect(build({ [name]: 'x' }, { passEnv: [name] }).names).not.toContain(name);
  });

  test.each([
    'GITHUB_TOKEN',
    'DB_PASSWORD',
    'LC_SECRET',
    'STRIPE_API_KEY',
    'AWS_SECRET_ACCESS_KEY',
  ])('has %s only when the policy passes it, and then its value is redacted', (name) => {
    expect(build({ [name]: 'value' }).names).not.toContain(name);
    const passed = build({ [name]: 'value' }, { passEnv: [name] });
    expect(passed.env[name]).toBe('value');
    expect(passed.secretValues).toEqual(['value']);
  });

  test('redacts what the policy calls secret, passed or not', () => {
    const { env, secretValues } = build(
      { LICENCE: 'abc', EMPTY: '' },
      { secrets: ['LICENCE', 'EMPTY'] },
    );
    expect(env).not.toHaveProperty('LICENCE');
    expect(secretValues).toEqual(['abc']);
  });

  test('cannot have its values of the run replaced from outside', () => {
    const { env } = build({ SLUICE_ITEM_ID: 'forged' }, { passEnv: ['SLUICE_ITEM_ID', 'CI'] });
    expect(env['SLUICE_ITEM_ID']).toBe('P0-003');
  });
});

describe('a command', () => {
  test('given as arguments is started as it is', () => {
    expect(commandArgv({ argv: ['make', '-k'] })).toEqual(['make', '-k']);
  });

  test('given as text is run by a bash that stops at the first failure', () => {
    const started = commandArgv({ shell: 'a | b' });
    expect(started.slice(0, -1).join(' ')).toBe('bash --noprofile --norc -eo pipefail -c');
    expect(started.at(-1)).toBe('a | b');
  });
});
