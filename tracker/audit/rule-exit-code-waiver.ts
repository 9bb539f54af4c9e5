import {
  isApproved,
  isDone,
  itemName,
  type AuditItem,
  type AuditRule,
  type CommandEntry,
} from './audit-model.ts';
import { observe } from './observation.ts';

/**
 * EXIT_CODE_NOT_WAIVED: a done or approved item lists a command with a non-zero exit code and no
 * waiver. Silent where the line says that the failure was expected (a RED run), where the same command
 * is listed with exit code 0 after it, and where the item records a waiver.
 */
export const exitCodeWaiver: AuditRule = ({ items }) =>
  items
    .filter((item) => (isDone(item) || isApproved(item)) && item.evidence?.waived !== true)
    .flatMap((item) => failures(item).map((entry) => ({ item, entry })))
    .map(({ item, entry }) =>
      observe(entry, 'EXIT_CODE_NOT_WAIVED', {
        item: itemName(item),
        message: `${itemName(item)}: the command \`${entry.command ?? ''}\` has exit code ${entry.outcome.exitCode}, and no waiver is recorded.`,
      }),
    );

function failures(item: AuditItem): readonly CommandEntry[] {
  const entries = item.evidence?.commands ?? [];
  return entries.filter((entry, index) => {
    const { exitCode, excused, timedOut, truncated } = entry.outcome;
    if (exitCode === null || exitCode === 0 || excused || timedOut || truncated) return false;
    const later = entries.slice(index + 1);
    return !later.some((each) => each.command === entry.command && each.outcome.exitCode === 0);
  });
}
