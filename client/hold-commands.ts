import type { CommandSpec } from './command.ts';
import { REASON } from './common-options.ts';

const UNTIL = {
  flags: '--until <when>',
  summary: 'a duration such as 3d, or a date with time zone such as 2026-12-01T09:00Z',
};

/** The verbs that stop an item, and let it go on. */
export const HOLD_COMMANDS: readonly CommandSpec[] = [
  {
    name: 'block',
    args: '<item>',
    group: 'decide',
    summary: 'stop an item, with a reason and who can unblock it',
    options: [
      REASON,
      { flags: '--unblocker <actor>', summary: 'who can unblock it, besides release leads' },
      UNTIL,
    ],
    examples: [
      'sluice block P0-003 --reason "the vendor is down" --until 2026-12-01T09:00+01:00',
      'sluice block P0-003 --reason "needs a vendor key" --unblocker human:ops',
    ],
    load: async () => (await import('./commands/hold.ts')).block,
  },
  {
    name: 'unblock',
    args: '<item>',
    group: 'decide',
    summary: 'let a blocked or deferred item go on',
    options: [REASON],
    examples: ['sluice unblock P0-003'],
    load: async () => (await import('./commands/hold.ts')).unblock,
  },
  {
    name: 'defer',
    args: '<item>',
    group: 'decide',
    summary: 'put an item off, with a reason and until when',
    options: [
      REASON,
      UNTIL,
      { flags: '--skip', summary: 'close the item for good, without a commit' },
    ],
    examples: [
      'sluice defer P2-009 --reason "after the freeze" --until 2026-12-01T09:00+01:00',
      'sluice defer P2-009 --skip --reason "the feature was dropped"',
    ],
    load: async () => (await import('./commands/hold.ts')).defer,
  },
];
