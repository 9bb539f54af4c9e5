import {
  isApproved,
  isDone,
  itemName,
  type AuditItem,
  type AuditRule,
  type CommandEntry,
} from './audit-model.ts';
import type { FindingCode, Observation, Place } from './finding.ts';
import { observe } from './observation.ts';

/**
 * COMMAND_WITHOUT_EXIT_CODE, COMMAND_TIMED_OUT, COMMAND_TRUNCATED and COMMAND_SUMMARY_ONLY: the
 * evidence of a done or approved item lists a command that proves nothing. One finding a command. A
 * line that names no command is only held against the item where no line states an exit code.
 */
export const commandEvidence: AuditRule = ({ items }) =>
  items.filter((item) => isDone(item) || isApproved(item)).flatMap((item) => observationsOf(item));

function observationsOf(item: AuditItem): Observation[] {
  const { evidence } = item;
  if (evidence === null || evidence.commandsAt === null) return [];
  if (evidence.commands.length === 0) return [observeNone(item, evidence.commandsAt)];
  const stated = evidence.commands.some((entry) => entry.outcome.exitCode !== null);
  return evidence.commands.flatMap((entry) => {
    const code = entry.command === null && stated ? null : problemOf(entry);
    return code === null ? [] : [observeEntry(item, entry, code)];
  });
}

function problemOf({ command, outcome }: CommandEntry): FindingCode | null {
  if (outcome.excused) return null;
  if (outcome.timedOut) return 'COMMAND_TIMED_OUT';
  if (outcome.truncated) return 'COMMAND_TRUNCATED';
  if (outcome.exitCode !== null) return null;
  if (outcome.summary) return 'COMMAND_SUMMARY_ONLY';
  return command === null ? null : 'COMMAND_WITHOUT_EXIT_CODE';
}

function observeEntry(item: AuditItem, entry: CommandEntry, code: FindingCode): Observation {
  const name = itemName(item);
  const what = entry.command === null ? 'the evidence' : `the command \`${entry.command}\``;
  return observe(entry, code, {
    item: name,
    message: `${name}: ${what} ${SAYS[code] ?? ''}: ${entry.text}`,
  });
}

const SAYS: Partial<Record<FindingCode, string>> = {
  COMMAND_TIMED_OUT: 'timed out',
  COMMAND_TRUNCATED: 'has truncated output',
  COMMAND_SUMMARY_ONLY: 'has a summary in the place of an exit code',
  COMMAND_WITHOUT_EXIT_CODE: 'has no exit code',
};

function observeNone(item: AuditItem, place: Place): Observation {
  const message = `${itemName(item)} is ${item.fields.status?.text ?? 'approved'}, but its list of commands is empty.`;
  return observe(place, 'COMMAND_WITHOUT_EXIT_CODE', { item: itemName(item), message });
}
