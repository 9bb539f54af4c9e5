import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { boxesOf, fieldsOf, TEXT_FIELDS, type TextField } from '../../../tracker/item-fields.ts';
import type { ItemChange } from '../../../tracker/item-change.ts';
import { applyEdits } from '../../../tracker/markdown/edit.ts';
import { plainText } from '../../../tracker/markdown/inline.ts';
import { openTracker } from '../../../tracker/open-tracker.ts';
import { sameText } from '../../../tracker/same-text.ts';
import type { TrackerDocument, TrackerItem } from '../../../tracker/tracker-model.ts';
import {
  changesOf,
  checkboxLists,
  numberedPlans,
  packetBoards,
  phaseTrackers,
  taskTables,
  workstreams,
} from '../../support/tracker-arbitraries.ts';
import { documentOf, fixtureText, planned, written } from '../../support/tracker-text.ts';
import { anyText } from '../../support/any-text.ts';

const RUNS = 40;

describe.each([
  ['numbered-plan', numberedPlans],
  ['task-table', taskTables],
  ['checkbox-list', checkboxLists],
  ['packet-board', packetBoards],
  ['workstream-backlog', workstreams],
  ['phase-tracker', phaseTrackers],
])('a generated %s', (format, trackers) => {
  const changed = trackers.chain((tracker) =>
    fc
      .constantFrom(...tracker.ids)
      .chain((id) => changesOf(id).map((change) => ({ ...tracker, change }))),
  );

  test('is read as what it is, with every item and no warning', () => {
    fc.assert(
      fc.property(trackers, ({ text, ids }) => {
        const document = documentOf(text);
        expect(document.format).toBe(format);
        expect(document.items.map((item) => item.id)).toEqual(ids);
        expect(document.warnings).toEqual([]);
      }),
      { numRuns: RUNS },
    );
  });

  test('without a change is written byte for byte', () => {
    fc.assert(
      fc.property(trackers, ({ text, ids }) => {
        for (const item of ids) expect(written(text, { item })).toBe(text);
      }),
      { numRuns: RUNS },
    );
  });

  test('with a change reads as the same model with that change', () => {
    fc.assert(
      fc.property(changed, ({ text, change }) => {
        expectChanged(documentOf(text), documentOf(written(text, change)), change);
      }),
      { numRuns: RUNS },
    );
  });

  test('takes the same change twice like once', () => {
    fc.assert(
      fc.property(changed, ({ text, change }) => {
        const once = written(text, change);
        expect(written(once, change)).toBe(once);
      }),
      { numRuns: RUNS },
    );
  });

  test('keeps every byte of the other items, and its line endings', () => {
    fc.assert(
      fc.property(changed, ({ text, change }) => {
        const { edits } = planned(text, change);
        const own = documentOf(text).items.find((item) => item.id === change.item);
        const lines = new Set([own?.line, ...(own?.checklist.map((entry) => entry.line) ?? [])]);
        for (const edit of edits) {
          const isInsertion = edit.start === edit.end && edit.line === own?.lineLast;
          expect(lines.has(edit.line) || isInsertion).toBe(true);
        }
        const after = written(text, change);
        const bare = /(?<!\r)\n/.test(text);
        expect(/(?<!\r)\n/.test(after)).toBe(bare);
      }),
      { numRuns: RUNS },
    );
  });
});

/** All items but the changed one say the same; the changed one says what the change says. */
function expectChanged(before: TrackerDocument, after: TrackerDocument, change: ItemChange): void {
  const frame = (document: TrackerDocument) =>
    document.items.map(({ id, title, profile, dependsOn }) => ({ id, title, profile, dependsOn }));
  const others = (document: TrackerDocument) =>
    document.items.filter((item) => item.id !== change.item).map((item) => values(item));
  expect(frame(after)).toEqual(frame(before));
  expect(others(after)).toEqual(others(before));
  const unplaced = planned(before.text, change).unplaced.map((each) => each.field);
  const item = after.items.find((each) => each.id === change.item);
  expect(item === undefined ? ['item'] : notSaid(item, change, unplaced)).toEqual([]);
}

/** The fields in which an item does not say what a change says, although it had a place for them. */
function notSaid(item: TrackerItem, change: ItemChange, unplaced: readonly string[]): string[] {
  const open = [...boxesOf(item)]
    .filter(([, entry]) => change.passed?.includes(entry.stage) === true && !entry.done)
    .map(([key]) => key);
  const wanted: Partial<Record<TextField, string | undefined>> = {
    commit: change.commit,
    implementer: change.implementer,
    reviewer: change.reviewer,
    deferredReason: change.deferredReason,
    testsWritten: change.testsWritten?.toString(),
    testsPassing: change.testsPassing?.toString(),
  };
  const texts = TEXT_FIELDS.filter((key) => {
    const value = wanted[key];
    if (value === undefined || unplaced.includes(key)) return false;
    return !sameText(key, item[key]?.text ?? '', plainText(value));
  });
  const hasStatus = change.status !== undefined && item.statusField !== null;
  return [...open, ...texts, ...(hasStatus && item.status !== change.status ? ['status'] : [])];
}

function values(item: TrackerItem): readonly (readonly [string, string])[] {
  return [...fieldsOf(item)].map(([key, field]) => [key, field.value]);
}

describe('any text', () => {
  const names = [
    'numbered-plan.md',
    'workstream-backlog.md',
    'phase-tracker.md',
    'packet-board.md',
    'checkbox-list.md',
    'task-table.md',
  ];
  /** A fixture with pieces cut out, doubled, or replaced by what breaks parsers. */
  const damaged = fc
    .tuple(
      fc.constantFrom(...names.map((name) => fixtureText(name))),
      fc.array(
        fc.tuple(
          fc.nat(5000),
          fc.nat(40),
          fc.constantFrom('', '|', '\\|', '`', '```\n', '[', ']', '- [ ] ', '\r', '<!--', '\u001b'),
        ),
        { maxLength: 6 },
      ),
    )
    .map(([text, cuts]) =>
      cuts.reduce((now, [at, length, piece]) => {
        const start = at % (now.length + 1);
        return now.slice(0, start) + piece + now.slice(start + length);
      }, text),
    );

  test('is read or refused with its line, and never throws', () => {
    fc.assert(
      fc.property(fc.oneof(damaged, anyText({ maxLength: 400 })), (text) => {
        const read = openTracker(text, { path: 'plan.md' });
        const problem = read.kind === 'read' ? { line: 1, fix: 'none' } : read.problem;
        expect(problem.line).toBeGreaterThan(0);
        expect(problem.fix).not.toBe('');
      }),
      { numRuns: 400 },
    );
  });

  test('that is read takes any change of any of its items without damage to the rest', () => {
    fc.assert(
      fc.property(damaged, fc.nat(), (text, pick) => {
        const read = openTracker(text, { path: 'plan.md' });
        if (read.kind === 'refused') return;
        const { items } = read.value.document;
        const item = items[pick % items.length];
        if (item === undefined) return;
        const { edits } = read.value.plan({ item: item.id, status: 'done', passed: ['REVIEW'] });
        const after = applyEdits(text, edits);
        const kept = edits.reduce(
          (sum, edit) => sum - (edit.end - edit.start) + edit.text.length,
          0,
        );
        expect(after).toHaveLength(text.length + kept);
      }),
      { numRuns: 200 },
    );
  });

  test.each([
    ['backticks', '`'.repeat(30_000)],
    ['brackets', `- [ ] ${'['.repeat(30_000)}`],
    ['stars', `- [ ] ${'*a'.repeat(15_000)}`],
    ['links', `- [ ] ${'[a](b'.repeat(6_000)}`],
    ['comments', `- [ ] -->${'<!--'.repeat(7_000)}`],
    ['pipes', `| a | b |\n|---|---|\n${'|'.repeat(30_000)}`],
    ['spaces', `- [ ] a${' '.repeat(30_000)}b`],
    ['dashes', `a | b\n${'-'.repeat(15_000)}${' '.repeat(15_000)}x`],
    ['words', `- [ ] ${'Ab-1.'.repeat(6_000)}`],
    ['parentheses', `- [ ] ${'(a: '.repeat(7_000)}`],
    ['labels', `${'A '.repeat(15_000)}:`],
    ['hashes', `# ${'# '.repeat(15_000)}`],
    ['underscores', `- [ ] ${'_a'.repeat(15_000)}`],
  ])('a line of %s is read within a second', (_name, line) => {
    const text = `${line}\n- [ ] A-1: one\n`.repeat(8);
    const startedAt = performance.now();
    openTracker(text, { path: 'plan.md' });
    expect(performance.now() - startedAt).toBeLessThan(1000);
  });
});
