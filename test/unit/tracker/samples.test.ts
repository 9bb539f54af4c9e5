import { describe, expect, test } from 'vitest';

import { documentOf, HAS_SAMPLES, outlineOf, sampleText } from '../../support/tracker-text.ts';

const NAMES = [
  'master-backlog-early.md',
  'master-backlog-late.md',
  'workstream-backlog.md',
  'phase-tracker.md',
  'packet-board.md',
];

describe.skipIf(!HAS_SAMPLES)('the trackers of real teams', () => {
  test.each(NAMES)('%s has nothing that could not be placed', (name) => {
    expect(documentOf(sampleText(name)).warnings).toEqual([]);
  });

  test.each([
    { name: 'master-backlog-early.md', format: 'numbered-plan', count: 6, resumeAt: 'P0-005 RED' },
    { name: 'master-backlog-late.md', format: 'numbered-plan', count: 11, resumeAt: 'P0-010 RED' },
    {
      name: 'workstream-backlog.md',
      format: 'workstream-backlog',
      count: 13,
      resumeAt: 'WS0 null',
    },
    {
      name: 'phase-tracker.md',
      format: 'phase-tracker',
      count: 67,
      resumeAt: '1-mcp-tool-permission-checks RED',
    },
    { name: 'packet-board.md', format: 'packet-board', count: 9, resumeAt: '08 GREEN' },
  ])('$name is a $format of $count items, resumed at $resumeAt', (expected) => {
    const { format, items, resumeAt } = documentOf(sampleText(expected.name));
    expect(format).toBe(expected.format);
    expect(items).toHaveLength(expected.count);
    expect(`${resumeAt?.item} ${resumeAt?.stage}`).toBe(expected.resumeAt);
  });

  test('a numbered plan has the verify commands of each item and the steps of the program', () => {
    const { items, programSteps } = documentOf(sampleText('master-backlog-early.md'));
    expect(items.map((item) => item.commands.map((each) => [each.stage, each.text]))).toEqual(
      items.map(() => [
        ['VERIFY', 'make verify'],
        ['VERIFY', 'scripts/doctor.sh'],
      ]),
    );
    expect(programSteps.map((step) => [step.line, step.kind])).toEqual([
      [11, 'baseline'],
      [12, 'bookkeeping'],
      [18, 'bookkeeping'],
      [19, 'bookkeeping'],
    ]);
  });

  test('the workstreams keep what they say, and name the trackers that they rest on', () => {
    const { items, references, decisions } = documentOf(sampleText('workstream-backlog.md'));
    expect(items.map((item) => item.id)).toEqual(Array.from({ length: 13 }, (_, n) => `WS${n}`));
    expect(items[3]?.notes.map((notes) => [notes.label, notes.entries.length])).toEqual([
      ['Inputs', 3],
      ['Scope', 2],
      ['Deliverables', 4],
      ['Done when', 1],
    ]);
    expect(references.filter((each) => each.sourceOfTruth).map((each) => each.path)).toEqual([
      'plans/rewrite/generated/route_migration_tracker.csv',
      'plans/rewrite/generated/worker_migration_tracker.csv',
    ]);
    expect(decisions.map((each) => each.line)).toEqual([216]);
  });

  test('the packet board has five finished packets with open boxes and one that is to do', () => {
    const document = documentOf(sampleText('packet-board.md'));
    expect(outlineOf(document)).toEqual([
      '23 00 done - 14/14',
      '24 01 done - 12/12',
      '25 02 done - 11/12',
      '26 03 done - 11/12',
      '27 04 done - 11/12',
      '28 05 done - 12/12',
      '29 06 done - 10/11',
      '30 07 done - 9/11',
      '31 08 todo GREEN 0/13',
    ]);
    expect(document.rules).toHaveLength(7);
    const exits = document.items[3]?.evidence?.commands.map((each) => each.exitCode);
    expect(exits).toEqual([0, 0, null]);
  });

  test('the phase tracker keeps its logs, and tells phases and tables apart', () => {
    const { phases, registers, totals } = documentOf(sampleText('phase-tracker.md'));
    expect(phases.map((phase) => phase.id)).toEqual([
      '0.5',
      '1',
      '2',
      '3',
      '4',
      '4.5',
      '5',
      '6',
      '7',
      '8',
    ]);
    expect(registers.map((each) => [each.kind, each.rows.length])).toEqual([
      ['other', 7],
      ['other', 6],
      ['issues', 2],
      ['decisions', 1],
      ['log', 18],
    ]);
    expect(totals).toHaveLength(12);
  });
});
