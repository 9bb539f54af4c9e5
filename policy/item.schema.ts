import { z } from 'zod';
import { PROFILES } from '../domain/stage.ts';
import { CommandText, GateObject } from './gate.schema.ts';
import { ItemId, lineOf, listOf, mapping, PriorityWord, Title } from './scalar.schema.ts';

const ItemCommand = z.union([CommandText, GateObject.pick({ run: true })], {
  error: 'a command, or a mapping with "run"',
});

/** One command or several, used for this item instead of the policy's. */
export const ItemCommands = z.union(
  [CommandText, GateObject.pick({ run: true }), listOf(ItemCommand, 'a list of commands')],
  { error: 'a command or a list of commands' },
);
export type ItemCommands = z.infer<typeof ItemCommands>;

const TestName = lineOf('a test file or name');

export const Item = mapping(
  {
    id: ItemId,
    title: Title,
    priority: PriorityWord.optional().describe('P0 runs first. Default: P9.'),
    profile: z
      .enum(PROFILES)
      .optional()
      .describe(
        'Which stages it has. Default: tdd with a red gate, packet with a targeted one, else chore.',
      ),
    dependsOn: z
      .union([ItemId, listOf(ItemId, 'a list of ids')], { error: 'an id or a list of ids' })
      .optional()
      .describe('Items that must be done before.'),
    tests: z
      .union([TestName, listOf(TestName, 'a list of test files or names')], {
        error: 'a test file or name, or a list of them',
      })
      .optional()
      .describe('What $SLUICE_ITEM_TESTS holds.'),
    expect: z
      .enum(['assertion', 'missing-symbol'])
      .optional()
      .describe('How RED is expected to fail. Default: assertion.'),
    targeted: ItemCommands.optional().describe("Instead of the policy's targeted gate."),
    verify: ItemCommands.optional().describe("Instead of the policy's verify gates."),
  },
  'an item: a mapping with "id" and "title"',
);
export type Item = z.infer<typeof Item>;
