import type { CommandSpec } from './command.ts';
import { LIMIT, OFFSET, TIMEOUT } from './common-options.ts';

/** The verbs that only look. */
export const LOOK_COMMANDS: readonly CommandSpec[] = [
  {
    name: 'board',
    group: 'look',
    summary: 'show the program and its items: stage, whose turn, commit',
    options: [LIMIT, OFFSET, { flags: '--all', summary: 'also items that are not open now' }],
    examples: ['sluice board', 'sluice board --json', 'sluice board --all --limit 200'],
    load: async () => (await import('./commands/board.ts')).board,
  },
  {
    name: 'show',
    args: '<item>',
    group: 'look',
    summary: 'show one item: gates, findings, evidence, and what to do next',
    examples: ['sluice show P0-003', 'sluice show P0-003 --json'],
    load: async () => (await import('./commands/show.ts')).show,
  },
  {
    name: 'next',
    group: 'look',
    summary: 'say what the actor should do now, as one command',
    details: 'Exits 0 with an action, 5 when only others can act.',
    examples: ['sluice next --actor agent:codex', 'sluice next --json'],
    load: async () => (await import('./commands/next.ts')).next,
  },
  {
    name: 'inbox',
    group: 'look',
    summary: 'list everything that waits for the actor',
    examples: ['sluice inbox --actor human:bo', 'sluice inbox --json'],
    load: async () => (await import('./commands/inbox.ts')).inbox,
  },
  {
    name: 'watch',
    args: '[item]',
    group: 'look',
    summary: 'follow the program or an item until it is done or waits for a person',
    options: [TIMEOUT, { flags: '--until <what>', summary: 'done, person (default) or change' }],
    examples: ['sluice watch', 'sluice watch P0-003 --until done --timeout 2h'],
    load: async () => (await import('./commands/watch.ts')).watch,
  },
  {
    name: 'logs',
    args: '<item>',
    group: 'look',
    summary: 'print the stored output of a gate run',
    options: [
      { flags: '--gate <id>', summary: 'the gate (default: the newest run)' },
      { flags: '--attempt <n>', summary: 'the attempt (default: the newest)' },
      { flags: '--stderr', summary: 'standard error only' },
      { flags: '--stdout', summary: 'standard output only' },
    ],
    examples: ['sluice logs P0-003', 'sluice logs P0-003 --gate verify --attempt 2 --stderr'],
    load: async () => (await import('./commands/logs.ts')).logs,
  },
];
