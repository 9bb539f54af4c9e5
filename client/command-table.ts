import { DECIDE_COMMAND } from './decide-command.ts';
import { HOLD_COMMANDS } from './hold-commands.ts';
import { PROOF_COMMANDS } from './proof-commands.ts';
import type { CommandSpec } from './command.ts';
import { LIMIT, NO_WAIT, NOTE, OFFSET, REASON, TIMEOUT } from './common-options.ts';
import { REVIEW_COMMAND } from './review-command.ts';

/** Every verb, in the order of `--help`. A verb's code is loaded when it runs, and not before. */
export const COMMANDS: readonly CommandSpec[] = [
  {
    name: 'init',
    group: 'set up',
    summary: 'write a sluice.yaml that works for this repository',
    options: [{ flags: '--force', summary: 'replace an existing sluice.yaml' }],
    examples: ['sluice init', 'sluice init -C ../service --actor human:ana'],
    load: async () => (await import('./commands/init.ts')).init,
  },
  {
    name: 'doctor',
    group: 'set up',
    summary: 'check the machine, the repository, the policy and the server, and say what to do',
    examples: ['sluice doctor', 'sluice doctor --json'],
    load: async () => (await import('./commands/doctor.ts')).doctor,
  },
  {
    name: 'dev',
    group: 'set up',
    summary: 'run Temporal, its Web UI and a worker for this repository, in the foreground',
    details:
      'With TEMPORAL_ADDRESS or a Temporal profile set, only the worker is started. Stop with Ctrl-C; state is kept in .sluice/ and everything goes on at the next start.',
    options: [
      {
        flags: '--fast',
        summary:
          'do not wait for the disk (demonstrations only: a power cut loses the last moments)',
      },
    ],
    examples: ['sluice dev', 'sluice dev --fast'],
    load: async () => (await import('./commands/dev.ts')).dev,
  },
  {
    name: 'worker',
    group: 'set up',
    summary: 'run only a worker for this repository, in the foreground',
    examples: ['sluice worker', 'TEMPORAL_ADDRESS=temporal:7233 sluice worker'],
    load: async () => (await import('./commands/worker.ts')).worker,
  },
  {
    name: 'completion',
    args: '<shell>',
    group: 'set up',
    summary: 'print the completion script for bash, zsh or fish',
    examples: [
      'sluice completion bash > ~/.local/share/bash-completion/completions/sluice',
      'source <(sluice completion zsh)',
    ],
    load: async () => (await import('./commands/completion.ts')).createCompletion(COMMANDS),
  },
  {
    name: 'import',
    args: '<document>',
    group: 'set up',
    summary: 'write a policy whose backlog is a tracker document, or its items as JSON or CSV',
    options: [
      { flags: '-o, --output <file>', summary: 'write it there (default: print it)' },
      { flags: '--force', summary: 'replace an existing file' },
      { flags: '--to <format>', summary: 'json or csv: the items instead of a policy' },
    ],
    examples: [
      'sluice import docs/plan.md -o sluice.yaml',
      'sluice import tasks.json --to csv -o tasks.csv',
    ],
    load: async () => (await import('./commands/import.ts')).importTracker,
  },
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
  REVIEW_COMMAND,
  {
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
  },
  ...HOLD_COMMANDS,
  DECIDE_COMMAND,
  ...PROOF_COMMANDS,
];
