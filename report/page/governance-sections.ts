import type { ConditionState, Readiness } from '../../domain/readiness/readiness.ts';
import type { EntryReport } from '../model/governance-report.ts';
import type { ReportModel } from '../model/report-model.ts';
import type { Block, Inline, Section, Tone } from './document.ts';
import { hash, moment, strong } from './words.ts';

/** Rows of a register on one page; JSON holds all. */
const ROWS_MAX = 500;

const TONE_OF_CONDITION: Readonly<Record<ConditionState, Tone>> = {
  MET: 'good',
  OPEN: 'warn',
  NOT_RUN: 'muted',
};

const READY: Readonly<Record<Readiness['kind'], readonly [ready: string, open: string]>> = {
  milestone: ['READY', 'NOT READY'],
  workstream: ['DONE', 'OPEN'],
  capability: ['PROMOTED', 'NOT PROMOTED'],
};

/** Milestones, workstreams and capabilities as a dashboard of their conditions. */
export function readinessSections({ governance }: ReportModel): readonly Section[] {
  const { readiness } = governance;
  if (readiness.length === 0) return [];
  const table: Block = {
    kind: 'table',
    caption: 'Each condition, from the evidence alone and on the tip of the branch',
    head: ['What', 'Stands', 'Condition', 'State', 'Detail'],
    roomy: [2, 4],
    rows: readiness.flatMap((group) =>
      group.conditions.map(({ what, state, detail }, place) => ({
        cells: [
          place === 0 ? [strong(group.id), ` ${group.title ?? group.kind}`] : [],
          place === 0 ? [standing(group)] : [],
          [what],
          [{ kind: 'badge' as const, text: state, tone: TONE_OF_CONDITION[state] }],
          [detail ?? ''],
        ],
      })),
    ),
  };
  return [{ anchor: 'readiness', title: 'Milestones and capabilities', blocks: [table] }];
}

function standing({ kind, isReady }: Readiness): Inline {
  const [ready, open] = READY[kind];
  return { kind: 'badge', text: isReady ? ready : open, tone: isReady ? 'good' : 'warn' };
}

/** Decisions, debts, risks, rollback notes and drift, with what became of each. */
export function registerSections({ governance }: ReportModel): readonly Section[] {
  const { entries, problems } = governance;
  if (entries.length === 0 && problems.length === 0) return [];
  const wrong: readonly Block[] =
    problems.length === 0
      ? []
      : [{ kind: 'list', entries: problems.map((line) => ({ line: [line] })) }];
  const table: readonly Block[] = entries.length === 0 ? [] : [entriesTable(entries)];
  return [{ anchor: 'registers', title: 'Registers', blocks: [...wrong, ...table] }];
}

/** The entries about one item. */
export function registerBlocks({ governance }: ReportModel, item: string): readonly Block[] {
  const about = governance.entries.filter(({ items }) => items.includes(item));
  return about.length === 0 ? [] : [entriesTable(about)];
}

function entriesTable(entries: readonly EntryReport[]): Block {
  return {
    kind: 'table',
    caption: 'Entries of the registers; none is ever changed, only superseded or closed',
    head: ['Id', 'Kind', 'What', 'Grade', 'Items', 'Who', 'When', 'State'],
    roomy: [2],
    rows: entries.slice(-ROWS_MAX).map((entry) => ({
      cells: [
        [entry.id],
        [entry.register],
        [whatOf(entry)],
        [gradeOf(entry)],
        [entry.items.join(', ')],
        [entry.by],
        [moment(entry.at)],
        [stateOf(entry)],
      ],
    })),
  };
}

function whatOf(entry: EntryReport): string {
  switch (entry.register) {
    case 'decision':
    case 'drift':
      return `${entry.title}: ${entry.rationale}`;
    case 'debt': {
      const due = entry.target === null ? '' : `, due at ${entry.target}`;
      return `${entry.title} (owed by ${entry.owner}${due}; from ${entry.source})`;
    }
    case 'risk':
    case 'rollback':
      return entry.title;
  }
}

function gradeOf(entry: EntryReport): string {
  if ('severity' in entry) return entry.severity;
  return 'classification' in entry ? entry.classification : '';
}

function stateOf({ isOpen, supersededBy, closed }: EntryReport): Inline {
  if (isOpen) return { kind: 'badge', text: 'OPEN', tone: 'info' };
  const why = closed === null ? `superseded by ${supersededBy ?? ''}` : `closed: ${closed.reason}`;
  return { kind: 'badge', text: why, tone: 'muted' };
}

/** Who answered for which commit. */
export function signOffSections({ governance }: ReportModel): readonly Section[] {
  const { signOffs } = governance;
  if (signOffs.length === 0) return [];
  const table: Block = {
    kind: 'table',
    caption: 'Who signed what off; a sign-off counts for its commit and no other',
    head: ['What', 'Role', 'Who', 'Commit', 'Stands', 'Why'],
    roomy: [5],
    rows: signOffs.slice(-ROWS_MAX).map((each) => ({
      cells: [
        [each.of === 'program' ? 'the program' : each.subject],
        [each.role ?? 'owner'],
        [each.actor],
        [hash(each.commit)],
        [stale(each.isStale)],
        [each.reason],
      ],
    })),
  };
  return [{ anchor: 'sign-offs', title: 'Sign-offs', blocks: [table] }];
}

function stale(isStale: boolean | null): Inline {
  if (isStale === null) return 'the tip is not known';
  return isStale
    ? { kind: 'badge', text: 'STALE', tone: 'warn' }
    : { kind: 'badge', text: 'COUNTS', tone: 'good' };
}
