import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Fault } from '../domain/fault.ts';
import { createGovernanceFold, type GovernanceFacts } from '../domain/readiness/governance-fold.ts';
import { type EnteredEntry, REGISTERS } from '../domain/register/entry.ts';
import { isInForce, type Registered, type Registers } from '../domain/register/registers.ts';
import { maskUnsafe } from '../domain/safe-text.ts';
import { LIST_LIMIT_MAX, openEvidenceReader } from '../evidence/log-reader.ts';
import type { CommandOutput } from './command.ts';
import type { Session } from './session.ts';

const KINDS = [...REGISTERS, 'sign-off'] as const;

/** `sluice decide list`: registers and sign-offs, from the evidence files alone. Throws USAGE. */
export async function decidedList(
  { stateDir, program }: Session,
  kind: string | null,
): Promise<CommandOutput> {
  if (kind !== null && !KINDS.some((each) => each === kind)) {
    const message = `There is no kind "${kind}" to list.`;
    throw new Fault({ code: 'USAGE', facts: { message, fix: `Use one of ${KINDS.join(', ')}.` } });
  }
  const { registers, signOffs } = await recordedGovernance(stateDir, program);
  const isWanted = (each: string): boolean => kind === null || kind === each;
  const entries = entriesOf(registers).filter(({ register }) => isWanted(register));
  const signed = isWanted('sign-off') ? signOffs : [];
  const lines = [
    ...entries.map(entryLine),
    ...signed.map(({ of, subject, role, actor, commit, reason }) => {
      const what = [of === 'program' ? 'the program' : subject, role]
        .filter((each) => each !== null)
        .join(' as ');
      return `sign-off  ${what}  ${actor}  ${commit}  ${reason}`;
    }),
    ...registers.problems.map((problem) => `contradiction: ${problem}`),
  ];
  const text = lines.length === 0 ? 'Nothing is entered.' : lines.map(maskUnsafe).join('\n');
  const data = {
    program,
    entries: entries.map(({ atMs, closed, ...entry }) => ({
      ...entry,
      at: new Date(atMs).toISOString(),
      isOpen: entry.supersededBy === null && closed === null,
      closed:
        closed === null
          ? null
          : { by: closed.by, at: new Date(closed.atMs).toISOString(), reason: closed.reason },
    })),
    signOffs: signed,
    problems: registers.problems,
  };
  return { kind: 'decide.list', data, text };
}

function entriesOf(registers: Registers): readonly Registered<EnteredEntry>[] {
  const { decisions, debts, risks, rollbacks, drifts } = registers;
  return [...decisions, ...debts, ...risks, ...rollbacks, ...drifts];
}

function entryLine(entry: Registered<EnteredEntry>): string {
  const { id, register, title, by, items, supersededBy, closed } = entry;
  const state = isInForce(entry)
    ? 'open'
    : closed === null
      ? `superseded by ${supersededBy ?? ''}`
      : `closed: ${closed.reason}`;
  const grade = gradeOf(entry);
  const about = items.length === 0 ? [] : [items.join(', ')];
  return [id, register, ...(grade === null ? [] : [grade]), state, by, ...about, title].join('  ');
}

function gradeOf(entry: Registered<EnteredEntry>): string | null {
  if ('severity' in entry) return entry.severity;
  return 'classification' in entry ? entry.classification : null;
}

/** Registers and sign-offs of a program from the evidence of this machine. */
async function recordedGovernance(stateDir: string, program: string): Promise<GovernanceFacts> {
  const fold = createGovernanceFold();
  const dir = join(stateDir, 'evidence');
  // Looking must not make a store.
  if (!existsSync(dir)) return fold.facts();
  const reader = await openEvidenceReader({ dir });
  try {
    for (let offset = 0; ; offset += LIST_LIMIT_MAX) {
      const { records, total } = await reader.list({ program, offset, limit: LIST_LIMIT_MAX });
      for (const { record } of records) fold.add(record);
      if (offset + LIST_LIMIT_MAX >= total) return fold.facts();
    }
  } finally {
    await reader.close();
  }
}
