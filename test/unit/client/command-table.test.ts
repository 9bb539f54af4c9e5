import { describe, expect, test } from 'vitest';
import { COMMANDS } from '../../../client/command-table.ts';
import { GLOBAL_OPTIONS } from '../../../client/common-options.ts';

test('no verb is listed twice', () => {
  const names = COMMANDS.map((command) => command.name);
  expect(new Set(names).size).toBe(names.length);
});

describe.each(COMMANDS)('sluice $name', (command) => {
  test('loads what it runs: no verb of the help is a stub', async () => {
    expect(await command.load()).toBeTypeOf('function');
  });

  test('has examples of itself', () => {
    expect(command.examples.length).toBeGreaterThan(0);
    for (const example of command.examples) expect(example).toContain(`sluice ${command.name}`);
  });

  test('gives no option two meanings', () => {
    const flags = [...(command.options ?? []), ...GLOBAL_OPTIONS].flatMap(({ flags }) =>
      flags.split(/[\s,]+/).filter((word) => word.startsWith('-')),
    );
    expect(new Set(flags).size).toBe(flags.length);
  });
});
