import { readFileSync } from 'node:fs';

import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { auditTracker } from '../../../tracker/audit/audit-tracker.ts';
import { applyEdits } from '../../../tracker/markdown/edit.ts';
import { BACKLOG_MD, BEADS, SPEC_KIT, TASK_MASTER } from '../../../tracker/other/detect.ts';

const FORMATS = [
  { format: BACKLOG_MD, name: 'other-backlog-task.md' },
  { format: TASK_MASTER, name: 'other-tasks.json' },
  { format: BEADS, name: 'other-issues.jsonl' },
  { format: SPEC_KIT, name: 'other-tasks.md' },
];
const fixture = (name: string): string =>
  readFileSync(new URL(`../../fixtures/trackers/${name}`, import.meta.url), 'utf8');

/** A document with pieces cut out, doubled or replaced by noise. */
const mangled = (text: string): fc.Arbitrary<string> =>
  fc
    .array(
      fc.tuple(
        fc.nat(text.length),
        fc.nat(40),
        fc.oneof(fc.constant(''), fc.string({ maxLength: 8 })),
      ),
      { minLength: 1, maxLength: 6 },
    )
    .map((cuts) =>
      cuts.reduce(
        (now, [at, length, noise]) => now.slice(0, at) + noise + now.slice(at + length),
        text,
      ),
    );

describe.each(FORMATS)('$format.id', ({ format, name }) => {
  test('reads or refuses any mangled document, and the audit does not fail on it', () => {
    fc.assert(
      fc.property(fc.oneof(mangled(fixture(name)), fc.string()), (text) => {
        const read = format.parse(text);
        const lines =
          read.kind === 'read'
            ? auditTracker(read.value).map(({ line }) => line)
            : [read.problem.line];
        expect(lines.every((line) => line >= 1)).toBe(true);
      }),
      { numRuns: 400 },
    );
  });

  test('written back and read again has the new status and all else as before', () => {
    const document = format.parse(fixture(name));
    const items = document.kind === 'read' ? document.value.items : [];
    for (const item of items) {
      for (const status of ['done', 'todo'] as const) {
        if (document.kind !== 'read') continue;
        const edits = format.edits(document.value, {
          item: item.id,
          status,
          at: '2026-11-21T00:00:00Z',
        });
        const after = format.parse(applyEdits(document.value.text, edits));
        const states =
          after.kind === 'read'
            ? after.value.items.map((each) => [each.id, each.title, each.status])
            : [];
        expect(states).toEqual(
          items.map((each) => [each.id, each.title, each.id === item.id ? status : each.status]),
        );
      }
    }
  });
});
