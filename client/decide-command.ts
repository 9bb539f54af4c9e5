import type { CommandSpec } from './command.ts';
import { REASON, TIMEOUT } from './common-options.ts';

/** The verb of registers, sign-offs, promotions and of an edited policy. */
export const DECIDE_COMMAND: CommandSpec = {
  name: 'decide',
  args: '<kind> [subject]',
  group: 'decide',
  summary:
    'enter a decision, debt, risk, rollback note or drift; sign off; promote; accept an edited policy; list them',
  details:
    'Kinds: decision, debt, risk, rollback, drift with what it says; sign-off with a role, a milestone or a capability; promote with a capability; accept-policy; list. Entries stay as they are: supersede or close them. Exits 3 when a promotion fails, 5 while it waits for its owner.',
  options: [
    REASON,
    { flags: '--id <id>', summary: 'the id of the entry (default: the next one, such as D-001)' },
    { flags: '--item <id>', summary: 'an item that it is about', many: true },
    {
      flags: '--supersedes <id>',
      summary: 'the decision, rollback note or drift that it takes the place of',
    },
    { flags: '--date <day>', summary: 'when it was decided, such as 2026-11-21 (default: today)' },
    { flags: '--severity <word>', summary: 'of a debt or a risk, such as high' },
    { flags: '--owner <actor>', summary: 'who owes the debt' },
    { flags: '--target <milestone>', summary: 'by when the debt is to be paid' },
    { flags: '--source <text>', summary: 'where the debt came up' },
    {
      flags: '--as <class>',
      summary: 'of drift: MATCHED, DRIFT_ACCEPTED, DRIFT_FIX_REQUIRED or DEFERRED',
    },
    { flags: '--close', summary: 'the debt or the risk of this id is over' },
    { flags: '--role <role>', summary: 'the role in which a milestone is signed off' },
    {
      flags: '--commit <id>',
      summary: 'the commit that is signed off or promoted (default: the tip of the branch)',
    },
    {
      flags: '--dry-run',
      summary: 'with accept-policy: only show what the edited policy changes',
    },
    { flags: '--kind <kind>', summary: 'list only this register, or sign-off' },
    TIMEOUT,
  ],
  examples: [
    'sluice decide decision "Traces are kept in Postgres" --reason "one store to back up" --item P0-005',
    'sluice decide debt "Import accepts any version" --severity medium --owner human:ana --source "review of P0-005"',
    'sluice decide debt DL-001 --close --reason "checked since P1-004"',
    'sluice decide drift test/contract.test.ts --as DRIFT_FIX_REQUIRED --reason "two of seven are covered"',
    'sluice decide sign-off security --reason "walked through the threat model"',
    'sluice decide promote registry --reason "ready for half of the traffic"',
    'sluice decide accept-policy --dry-run',
    'sluice decide accept-policy --reason "the reviewers have changed"',
    'sluice decide list --kind debt --json',
  ],
  load: async () => (await import('./commands/decide.ts')).decide,
};
