import type { CommandSpec, OptionSpec } from './command.ts';

const NOTE: OptionSpec = { flags: '-m, --note <text>', summary: 'a note kept with the evidence' };
const REASON: OptionSpec = { flags: '-r, --reason <text>', summary: 'why; kept with the evidence' };
const NO_WAIT: OptionSpec = {
  flags: '--no-wait',
  summary:
    'return when the message is accepted; keep your hands off the files until the gate has its snapshot',
};
const TIMEOUT: OptionSpec = {
  flags: '--timeout <duration>',
  summary: 'how long to wait, such as 90s or 20m (default 60m)',
};
const LIMIT: OptionSpec = {
  flags: '--limit <n>',
  summary: 'rows of a page (default 50, at most 200)',
};
const OFFSET: OptionSpec = { flags: '--offset <n>', summary: 'rows to skip' };

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
    load: async () => (await import('./commands/completion.ts')).completion,
  },
  {
    name: 'plan',
    group: 'run',
    summary: 'show what would run, in which order; starts nothing and needs no server',
    options: [LIMIT, OFFSET],
    examples: ['sluice plan', 'sluice plan --json'],
    load: async () => (await import('./commands/plan.ts')).plan,
  },
  {
    name: 'start',
    group: 'run',
    summary: 'start the program: the baseline first, then item by item',
    options: [
      { flags: '--dry-run', summary: 'check everything and show the plan, but start nothing' },
    ],
    examples: ['sluice start', 'sluice start --dry-run'],
    load: async () => (await import('./commands/start.ts')).start,
  },
  {
    name: 'pause',
    group: 'run',
    summary: 'start nothing new until resume; items at work go on',
    options: [REASON],
    examples: ['sluice pause --reason "production incident"'],
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
      NO_WAIT,
      TIMEOUT,
    ],
    examples: ['sluice green P0-003', 'sluice green P0-003 --tests-changed "the API was renamed"'],
    load: async () => (await import('./commands/submit.ts')).green,
  },
  {
    name: 'review',
    args: '<item>',
    group: 'decide',
    summary: 'give a verdict on the exact tree that passed the gates',
    options: [
      { flags: '--approve', summary: 'approve; gates that are not named are PASS' },
      { flags: '--request-changes', summary: 'send the item back with findings' },
      {
        flags: '--gate <name=result>',
        summary: 'mark a review gate: P0=PASS, P1=FAIL, "P2=NA:docs only"',
        many: true,
      },
      {
        flags: '--finding <text>',
        summary: '"path:line what is wrong"; "P1 path:line …" sets the severity',
        many: true,
      },
      {
        flags: '--tree <id>',
        summary: 'the tree that was reviewed (default: the one under review now)',
      },
      NOTE,
    ],
    examples: [
      'sluice review P0-003 --approve --actor human:bo',
      'sluice review P0-003 --approve --gate "P2=NA:docs only"',
      'sluice review P0-003 --request-changes --finding "P1 src/auth.ts:42 the token is not checked"',
    ],
    load: async () => (await import('./commands/review.ts')).review,
  },
  {
    name: 'block',
    args: '<item>',
    group: 'decide',
    summary: 'stop an item, with a reason and who can unblock it',
    options: [
      REASON,
      { flags: '--unblocker <actor>', summary: 'who can unblock it, besides release leads' },
    ],
    examples: ['sluice block P0-003 --reason "needs a vendor key" --unblocker human:ops'],
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
      {
        flags: '--until <when>',
        summary: 'a duration such as 3d, or a date with time zone such as 2026-12-01T09:00Z',
      },
    ],
    examples: ['sluice defer P2-009 --reason "after the freeze" --until 2026-12-01T09:00+01:00'],
    load: async () => (await import('./commands/hold.ts')).defer,
  },
  {
    name: 'evidence',
    args: '<action> [record]',
    group: 'prove',
    summary: 'verify, list or show the evidence of this repository from the files alone',
    details: 'Actions: verify, list, show <record>. Needs no server.',
    options: [
      { flags: '--item <id>', summary: 'only records of this item (list)' },
      {
        flags: '--dir <folder>',
        summary: 'an evidence folder elsewhere (default: .sluice/evidence)',
      },
      {
        flags: '--public-key <file>',
        summary: 'the orchestrator public key as PEM (default: beside the evidence)',
      },
      LIMIT,
      OFFSET,
    ],
    examples: [
      'sluice evidence verify',
      'sluice evidence list --item P0-003',
      'sluice evidence show 3f2a',
    ],
    load: async () => (await import('./commands/evidence.ts')).evidence,
  },
];
