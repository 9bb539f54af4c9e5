import type { CommandSpec } from './command.ts';

const FIRST: readonly CommandSpec[] = [
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
];

const IMPORT: CommandSpec = {
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
};

const completionOf = (all: () => readonly CommandSpec[]): CommandSpec => ({
  name: 'completion',
  args: '<shell>',
  group: 'set up',
  summary: 'print the completion script for bash, zsh or fish',
  examples: [
    'sluice completion bash > ~/.local/share/bash-completion/completions/sluice',
    'source <(sluice completion zsh)',
  ],
  load: async () => (await import('./commands/completion.ts')).createCompletion(all()),
});

/** The verbs that set up. `all` gives every verb, for the completion of shells. */
export function setupCommands(all: () => readonly CommandSpec[]): readonly CommandSpec[] {
  return [...FIRST, completionOf(all), IMPORT];
}
