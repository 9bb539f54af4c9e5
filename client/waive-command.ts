import type { CommandSpec } from './command.ts';
import { NO_WAIT, REASON, TIMEOUT } from './common-options.ts';

/** The verb that lets an item pass a gate that is broken without it. */
export const WAIVE_COMMAND: CommandSpec = {
  name: 'waive',
  args: '<item> <gate>',
  group: 'decide',
  summary: 'let an item pass a gate that fails on the base tree too, until a date',
  details:
    'Sluice runs the gate on the tree that the work started from: the waiver opens it only if it fails there by the same tests. WAIVED is never a PASS. The same command renews a waiver, also after the checkpoint.',
  options: [
    REASON,
    {
      flags: '--until <moment>',
      summary: 'when it ends, with its time zone, such as 2026-12-01T18:00+01:00',
    },
    {
      flags: '--tests <ids>',
      summary: 'the failing tests that it is about, separated by commas (default: all)',
      many: true,
    },
    NO_WAIT,
    TIMEOUT,
  ],
  examples: [
    'sluice waive P0-003 verify --reason "the vendor sandbox is down" --until 2026-12-01T18:00+01:00',
    'sluice waive P0-003 verify --tests "test/feed.test.ts > reads the feed" --reason "known" --until 2026-12-01T17:00Z',
  ],
  load: async () => (await import('./commands/waive.ts')).waive,
};
