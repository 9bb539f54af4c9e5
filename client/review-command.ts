import type { CommandSpec } from './command.ts';
import { NOTE, REASON } from './common-options.ts';

/** `sluice review`: a verdict, or what is said around it. */
export const REVIEW_COMMAND: CommandSpec = {
  name: 'review',
  args: '<item>',
  group: 'decide',
  summary: 'give a verdict on the exact tree that passed the gates, or talk about it',
  details:
    'Give one verdict, or do one of: withdraw, reassign, ask, comment, settle findings. Findings have numbers, F1 and so on; sluice show lists them.',
  options: [
    { flags: '--approve', summary: 'approve; gates of yours that are not named are PASS' },
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
    { flags: '--withdraw', summary: 'take back your verdict, with --reason' },
    { flags: '--reassign <actor>', summary: 'give the review to somebody who may approve' },
    { flags: '--ask <text>', summary: 'ask a question; it waits in the inboxes of the others' },
    { flags: '--comment <text>', summary: 'say something, or answer a question' },
    {
      flags: '--accept-finding <id>',
      summary: 'a finding may stay as it is, with --reason',
      many: true,
    },
    { flags: '--fixed-finding <id>', summary: 'a finding is fixed', many: true },
    {
      flags: '--reopen-finding <id>',
      summary: 'a finding is not fixed after all, with --reason',
      many: true,
    },
    REASON,
    NOTE,
  ],
  examples: [
    'sluice review P0-003 --approve --actor human:bo',
    'sluice review P0-003 --approve --gate "P2=NA:docs only"',
    'sluice review P0-003 --request-changes --finding "P1 src/auth.ts:42 the token is not checked"',
    'sluice review P0-003 --accept-finding F2 --reason "known limit of the vendor"',
    'sluice review P0-003 --reassign human:bo',
  ],
  load: async () => (await import('./commands/review.ts')).review,
};
