import type { CommandSpec } from './command.ts';
import { LIMIT, NO_WAIT, OFFSET, REASON, TIMEOUT } from './common-options.ts';

/** The verbs that move a program as a whole. */
export const RUN_COMMANDS: readonly CommandSpec[] = [
  {
    name: 'plan',
    args: '[document]',
    group: 'run',
    summary: 'show what would run, in which order; starts nothing and needs no server',
    details:
      'A document is a Markdown or CSV tracker; without one, the backlog of sluice.yaml is shown.',
    options: [LIMIT, OFFSET],
    examples: ['sluice plan', 'sluice plan docs/plan.md', 'sluice plan --json'],
    load: async () => (await import('./commands/plan.ts')).plan,
  },
  {
    name: 'start',
    args: '[document]',
    group: 'run',
    summary: 'start the program: the baseline first, then item by item',
    details:
      'With a tracker document, what it calls done is kept as claimed and not run again; progress is written back into it.',
    options: [
      { flags: '--dry-run', summary: 'check everything and show the plan, but start nothing' },
    ],
    examples: ['sluice start', 'sluice start docs/plan.md', 'sluice start --dry-run'],
    load: async () => (await import('./commands/start.ts')).start,
  },
  {
    name: 'pause',
    group: 'run',
    summary: 'start nothing new until resume; with --until, a freeze that ends by itself',
    details:
      'While frozen, nothing new starts and nothing is committed, except for exempt items. Submissions, gates and reviews go on; what is approved meanwhile is committed when the freeze ends.',
    options: [
      REASON,
      { flags: '--from <moment>', summary: 'begin of a freeze, with its time zone (default: now)' },
      {
        flags: '--until <moment>',
        summary: 'end of a freeze, with its time zone, such as 2026-12-27T06:00+01:00',
      },
      { flags: '--exempt <ids>', summary: 'items that go on, separated by commas', many: true },
    ],
    examples: [
      'sluice pause --reason "production incident"',
      'sluice pause --reason "holidays" --from 2026-12-23T18:00+01:00 --until 2026-12-27T06:00+01:00 --exempt P0-003',
    ],
    load: async () => (await import('./commands/steer.ts')).pause,
  },
  {
    name: 'resume',
    group: 'run',
    summary: 'go on after a pause',
    options: [REASON],
    examples: ['sluice resume'],
    load: async () => (await import('./commands/steer.ts')).resume,
  },
  {
    name: 'certify',
    group: 'run',
    summary: 'end the program although items are blocked or deferred, and give the verdict',
    options: [REASON],
    examples: ['sluice certify --reason "P2-009 is put off to the next release"'],
    load: async () => (await import('./commands/steer.ts')).certify,
  },
  {
    name: 'retry',
    args: '<target>',
    group: 'run',
    summary: 'run again: an item from a stage, the baseline, or the certification',
    details:
      'Lists the evidence that the retry makes void. A target is an item id, `baseline` or `certification`.',
    options: [
      { flags: '--from <stage>', summary: 'RED, GREEN, TARGETED, VERIFY or REVIEW (for an item)' },
      REASON,
      NO_WAIT,
      TIMEOUT,
    ],
    examples: [
      'sluice retry baseline --reason "database is back"',
      'sluice retry P0-003 --from VERIFY --reason "flaky network"',
    ],
    load: async () => (await import('./commands/retry.ts')).retry,
  },
];
