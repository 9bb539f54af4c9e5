import type { OptionSpec } from './command.ts';

/** Options that every verb has; they may stand before and after it. */
export const GLOBAL_OPTIONS: readonly OptionSpec[] = [
  {
    flags: '-C, --directory <dir>',
    summary: 'the repository (default: the current folder)',
  },
  { flags: '--json', summary: 'print one JSON document on stdout' },
  {
    flags: '--actor <actor>',
    summary: 'who acts, such as human:ana (default: SLUICE_ACTOR, then Git user.name)',
  },
  {
    flags: '--sign [key]',
    summary:
      'sign what is sent with this SSH key (default: SLUICE_SIGNING_KEY, then Git user.signingkey)',
  },
  { flags: '--program <name>', summary: 'the program (default: the one started last here)' },
  { flags: '--yes', summary: 'answer yes to questions' },
  { flags: '--no-input', summary: 'never ask' },
];

export const NOTE: OptionSpec = {
  flags: '-m, --note <text>',
  summary: 'a note kept with the evidence',
};
export const REASON: OptionSpec = {
  flags: '-r, --reason <text>',
  summary: 'why; kept with the evidence',
};
export const NO_WAIT: OptionSpec = {
  flags: '--no-wait',
  summary:
    'return when the message is accepted; keep your hands off the files until the gate has its snapshot',
};
export const TIMEOUT: OptionSpec = {
  flags: '--timeout <duration>',
  summary: 'how long to wait, such as 90s or 20m (default 60m)',
};
export const LIMIT: OptionSpec = {
  flags: '--limit <n>',
  summary: 'rows of a page (default 50, at most 200)',
};
export const OFFSET: OptionSpec = { flags: '--offset <n>', summary: 'rows to skip' };
