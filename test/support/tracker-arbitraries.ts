import * as fc from 'fast-check';

import { ITEM_STATUSES } from '../../domain/backlog-status.ts';
import type { ItemChange } from '../../tracker/item-change.ts';

/** A document of a kind, with the ids of its items. */
export interface GeneratedTracker {
  readonly text: string;
  readonly ids: readonly string[];
}

const ITEMS_MAX = 6;

/** Titles with the marks that trackers have in their cells and items. */
const title = fc
  .array(
    fc.constantFrom(
      'add',
      'numbers',
      '**bold**',
      '`npm test -- a`',
      '[docs](docs/a.md)',
      'snake_case',
      'é',
      '日本',
      '(later)',
      '—',
      'x*y',
    ),
    { minLength: 1, maxLength: 5 },
  )
  .map((words) => `do ${words.join(' ')}`);

const STATUS_WORDS = ['Todo', 'In Progress', 'Done', 'Blocked', '**Todo**', '✅ Done', ''];
const ending = fc.constantFrom('\n', '\r\n');
const prefix = fc.constantFrom('', '\uFEFF', '<!-- kept -->\n\n', '---\na: 1\n---\n\n');

function tracker(lines: readonly string[], ids: readonly string[]): fc.Arbitrary<GeneratedTracker> {
  return fc.tuple(ending, prefix, fc.boolean()).map(([eol, before, closed]) => {
    const text = `${before}${lines.join('\n')}${closed ? '\n' : ''}`;
    return { text: text.replaceAll('\n', eol), ids };
  });
}

const titles = fc.array(title, { minLength: 1, maxLength: ITEMS_MAX });

/** A numbered plan: four steps an item, the first ones ticked. */
export const numberedPlans: fc.Arbitrary<GeneratedTracker> = fc
  .array(fc.tuple(title, fc.nat(4)), { minLength: 1, maxLength: ITEMS_MAX })
  .chain((items) => {
    const ids = items.map((_, index) => `P0-${100 + index}`);
    const steps = items.flatMap(([text, done], index) => {
      const id = ids[index] ?? '';
      return [
        `${id} RED: test to ${text}`,
        `${id} GREEN: ${text}`,
        `Run targeted tests for ${id}.`,
        'Re-run `make verify`.',
      ].map((step, nth) => `[${nth < done ? 'x' : ' '}] ${step}`);
    });
    const lines = ['## Plan', '', ...steps.map((step, nth) => `${nth + 1}. ${step}`)];
    return tracker(lines, ids);
  });

/** A task table, with or without padding to equal widths. */
export const taskTables: fc.Arbitrary<GeneratedTracker> = fc
  .tuple(
    fc.array(fc.tuple(title, fc.constantFrom(...STATUS_WORDS)), {
      minLength: 1,
      maxLength: ITEMS_MAX,
    }),
    fc.boolean(),
  )
  .chain(([items, padded]) => {
    const ids = items.map((_, index) => `T-${index + 1}`);
    const rows = [
      ['ID', 'Task', 'Status', 'Owner', 'Reviewer', 'Commit'],
      ...items.map(([text, status], index) => [ids[index] ?? '', text, status, '', 'bo', '']),
    ];
    const widths = (rows[0] ?? []).map((_, column) => {
      return Math.max(3, ...rows.map((row) => row[column]?.length ?? 0));
    });
    const line = (row: readonly string[]): string => {
      const cells = row.map((cell, column) => (padded ? cell.padEnd(widths[column] ?? 0) : cell));
      return `| ${cells.join(' | ')} |`;
    };
    const delimiter = `|${widths.map((width) => '-'.repeat(width + 2)).join('|')}|`;
    const [head = [], ...body] = rows;
    return tracker(['# Tasks', '', line(head), delimiter, ...body.map(line), '', 'After.'], ids);
  });

/** A checkbox list with nested boxes. */
export const checkboxLists: fc.Arbitrary<GeneratedTracker> = fc
  .array(fc.tuple(title, fc.boolean(), titles), { minLength: 1, maxLength: ITEMS_MAX })
  .chain((items) => {
    const ids = items.map((_, index) => `A-${index + 1}`);
    const lines = items.flatMap(([text, done, nested], index) => [
      `- [${done ? 'x' : ' '}] ${ids[index]}: ${text}`,
      ...nested.map((each) => `  - [ ] ${each}`),
    ]);
    return tracker(['# List', '', ...lines, '', 'After.'], ids);
  });

/** A packet board with a checklist for each packet. */
export const packetBoards: fc.Arbitrary<GeneratedTracker> = titles.chain((items) => {
  const ids = items.map((_, index) => `0${index}`);
  const board = items.map((text, index) => `| ${ids[index]} | ${text} | TODO | | | PENDING | |`);
  const checklists = items.flatMap((text, index) => [
    '',
    `## Packet ${ids[index]} Checklist: ${text}`,
    '',
    '### Implementation',
    `- [ ] ${text} is there.`,
    '',
    '### Required Tests',
    '- [ ] `go test ./...` passed.',
    '- [ ] Exit codes recorded for all commands.',
    '',
    '### Review Gates',
    '- [ ] P0 PASS',
  ]);
  const head = [
    '| Packet | Title | Status | Implementer | Reviewer | Review State | Evidence Link |',
    '|---|---|---|---|---|---|---|',
  ];
  return tracker(['# Board', '', ...head, ...board, ...checklists], ids);
});

/** Workstreams with labelled lists. */
export const workstreams: fc.Arbitrary<GeneratedTracker> = titles.chain((items) => {
  const ids = items.map((_, index) => `WS${index}`);
  const lines = items.flatMap((text, index) => [
    '',
    `### WS${index}: ${text}`,
    '',
    'Deliverables:',
    `- ${text}`,
    '',
    'Done when:',
    '- it works',
  ]);
  return tracker(['# Backlog', '', '## 2. Workstreams', ...lines, '', '## 3. End', '', 'x'], ids);
});

/** Phases with tables of tasks that count tests. */
export const phaseTrackers: fc.Arbitrary<GeneratedTracker> = fc
  .array(fc.tuple(fc.nat(9), fc.constantFrom('Complete', 'Not Started', 'In Progress')), {
    minLength: 1,
    maxLength: ITEMS_MAX,
  })
  .chain((items) => {
    const ids = items.map((_, index) => `1-task-${index}`);
    const rows = items.map(
      ([tests, status], index) =>
        `| Task ${index} | ${tests} | ${tests} | ${status} | - | pending |`,
    );
    const head = [
      '| Task | Tests Written | Tests Passing | Status | Deferred Reason | Commit |',
      '|---|---:|---:|---|---|---|',
    ];
    return tracker(['# Progress', '', '## Phase 1: One', '', ...head, ...rows, '', 'After.'], ids);
  });

const stages = fc.subarray(['RED', 'GREEN', 'TARGETED', 'VERIFY', 'REVIEW', 'CHECKPOINT'] as const);

/** One line of text as a person would give it as a reason. */
const reason = fc.constantFrom('later', 'no owner | yet', 'waits for `x`', 'é — ü');

/** What a run could write about an item. */
export function changesOf(item: string): fc.Arbitrary<ItemChange> {
  return fc
    .record(
      {
        passed: stages,
        status: fc.constantFrom(...ITEM_STATUSES),
        implementer: fc.constantFrom('agent:codex', 'human:ana'),
        reviewer: fc.constantFrom('agent:claude', 'human:bo'),
        commit: fc.constantFrom('0123456789abcdef0123456789abcdef01234567'),
        deferredReason: reason,
        testsWritten: fc.nat(999),
        testsPassing: fc.nat(999),
      },
      { requiredKeys: [] },
    )
    .map((change) => ({ ...change, item }));
}
