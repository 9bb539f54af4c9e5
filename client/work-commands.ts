import type { CommandSpec } from './command.ts';
import { NO_WAIT, NOTE, TIMEOUT } from './common-options.ts';

/** The verbs by which an implementer submits. */
export const WORK_COMMANDS: readonly CommandSpec[] = [
  {
    name: 'red',
    args: '<item>',
    group: 'work',
    summary: 'submit the failing tests: Sluice runs them and they must fail for the right reason',
    options: [NOTE, NO_WAIT, TIMEOUT],
    examples: ['sluice red P0-003 --actor agent:codex'],
    load: async () => (await import('./commands/submit.ts')).red,
  },
  {
    name: 'green',
    args: '<item>',
    group: 'work',
    summary: 'submit the implementation: Sluice runs the targeted tests and the full verify',
    options: [
      NOTE,
      {
        flags: '--tests-changed <reason>',
        summary: 'test files changed since RED, and why; RED is replayed',
      },
      {
        flags: '--fixed <finding>',
        summary: 'a finding that is fixed, "F1" or "F1:how" (default: all that are open)',
        many: true,
      },
      NO_WAIT,
      TIMEOUT,
    ],
    examples: ['sluice green P0-003', 'sluice green P0-003 --tests-changed "the API was renamed"'],
    load: async () => (await import('./commands/submit.ts')).green,
  },
];
