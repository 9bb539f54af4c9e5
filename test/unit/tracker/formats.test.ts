import { describe, expect, test } from 'vitest';

import { openTracker } from '../../../tracker/open-tracker.ts';
import { documentOf, fixtureText, itemIn, outlineOf } from '../../support/tracker-text.ts';

describe('each kind of document is told apart', () => {
  test.each([
    ['numbered-plan', ['12 P0-001 done - 4/4', '16 P0-002 todo RED 0/4']],
    ['workstream-backlog', ['7 WS0 todo - 0/0', '21 WS1 todo - 0/0']],
    [
      'phase-tracker',
      [
        '11 1-subtract-numbers done - 0/0',
        '12 1-add-numbers todo RED 0/0',
        '13 1-divide-numbers todo RED 0/0',
        '19 2-draw-numbers skipped - 0/0',
      ],
    ],
    ['packet-board', ['13 00 done - 1/1', '14 01 todo GREEN 0/3']],
    ['checkbox-list', ['5 T-0 done - 1/1', '6 T-1 todo - 0/1', '7 T-2 todo - 0/1']],
    ['task-table', ['5 A-1 todo - 0/0', '6 A-2 done - 0/0']],
  ])('%s', (format, outline) => {
    const document = documentOf(fixtureText(`${format}.md`));
    expect(document).toMatchObject({ format, warnings: [] });
    expect(document.detectedBy).not.toEqual([]);
    expect(outlineOf(document)).toEqual(outline);
  });
});

describe('a checkbox list', () => {
  test('has its nested boxes as the checklist, its labels as facts and its remarks as status', () => {
    const text = `## Phase one
- [ ] **P0-001**: Bearer auth (P1)
  - [x] write tests
  - [ ] review
  - Depends on: P0-002
  - Owner: ana
  - Tests: test/auth.test.ts
  - Verify: \`make verify\`
- [ ] P0-002: Types (blocked: waiting for the vendor)
- [/] Half way
- [-] Not any more
- ✅ Shipped thing
`;
    expect(outlineOf(documentOf(text))).toEqual([
      '2 P0-001 todo - 1/3',
      '9 P0-002 blocked - 0/1',
      '10 half-way in_progress - 0/1',
      '11 not-any-more skipped - 0/1',
      '12 shipped-thing done - 0/0',
    ]);
    expect(itemIn(text, 'P0-001')).toMatchObject({
      title: 'Bearer auth (P1)',
      priority: 1,
      phase: 'Phase one',
      dependsOn: ['P0-002'],
      tests: ['test/auth.test.ts'],
      implementer: { text: 'ana' },
      commands: [{ text: 'make verify', stage: 'VERIFY', line: 8 }],
    });
  });

  test('takes a plain bullet as a group of the tasks below it', () => {
    const text = '- Backend\n  - [ ] one\n  - [x] two\n- Frontend\n  - [ ] three\n';
    expect(outlineOf(documentOf(text))).toEqual([
      '2 one todo - 0/1',
      '3 two done - 1/1',
      '5 three todo - 0/1',
    ]);
  });

  test('takes a bare id for one only where most items have one', () => {
    expect(documentOf('- [ ] UTF-8 names\n- [ ] b\n- [ ] c\n').items[0]?.writtenId).toBeNull();
    expect(documentOf('- [ ] ABC-1 names\n- [ ] ABC-2 b\n').items[0]?.writtenId).toBe('ABC-1');
  });

  test('derives ids that stay when items move', () => {
    const ids = (text: string): string[] => documentOf(text).items.map((item) => item.id);
    expect(ids('- [ ] Straße bauen\n- [ ] 日本語\n')).toEqual(
      ids('- [ ] 日本語\n- [ ] Straße bauen\n').reverse(),
    );
  });

  test('numbers a second use of an id and warns of it', () => {
    const document = documentOf('- [ ] A-1: one\n- [ ] A-1: two\n');
    expect(document.items.map((item) => [item.id, item.writtenId])).toEqual([
      ['A-1', 'A-1'],
      ['A-1-2', 'A-1'],
    ]);
    expect(document.warnings).toEqual([
      {
        line: 2,
        text: 'The id A-1 is used twice, first on line 1; this one is called A-1-2 here.',
      },
    ]);
  });

  test('takes a heading with an id as the item of the boxes below it', () => {
    const text = '# Plan\n\n### TASK-7: Export\n\nStatus: In Review\n\n- [x] a\n- [ ] b\n';
    expect(outlineOf(documentOf(text))).toEqual(['3 TASK-7 in_review REVIEW 1/2']);
  });

  test('has 600 items', () => {
    const text = Array.from({ length: 600 }, (_, n) => `- [ ] T-${n}: do ${n}\n`).join('');
    expect(documentOf(text).items).toHaveLength(600);
  });
});

describe('a task table', () => {
  const text = `| # | Task | Status | Prio | Depends on | Owner |
|---|---|:-:|---|---|---|
| 1 | Join \`a | b\` | ✅ **Done** | high | | ana |
| 2 | **Bold** and [link](x.md) | 🚧 | P0 | #1, 3 | |
| 3 | c \\| d | Whatever | | - | |
`;

  test('reads statuses by word and emoji, links, bold, pipes and dependencies', () => {
    const document = documentOf(text);
    expect(
      document.items.map(({ id, title, status, priority, dependsOn }) => {
        return [id, title, status, priority, dependsOn];
      }),
    ).toEqual([
      ['1', 'Join a | b', 'done', 1, []],
      ['2', 'Bold and link', 'in_progress', 0, ['1', '3']],
      ['3', 'c | d', 'todo', null, []],
    ]);
    expect(document.warnings).toEqual([
      { line: 5, text: 'The status “Whatever” is not known; the item counts as todo.' },
    ]);
  });

  test('is refused with the line where a row lacks a cell', () => {
    const read = openTracker(`${text}| 4 | d | Todo |\n`, { path: 'plan.md' });
    expect(read).toEqual({
      kind: 'refused',
      problem: {
        line: 6,
        column: 1,
        expected: '6 cells, as in the header on line 1',
        found: '3',
        fix: 'Add the missing cells, empty ones too.',
      },
    });
  });

  test('is no task table where it logs', () => {
    const log = '| Issue | Raised | Status |\n|---|---|---|\n| hangs | 2026-01-01 | Open |\n';
    const document = documentOf(`${text}\n## Issues\n\n${log}`);
    expect(document.registers).toMatchObject([{ kind: 'issues', line: 9 }]);
  });
});

describe('a document that cannot be a tracker', () => {
  test.each([
    ['prose', '# Title\n\nOnly prose.\n'],
    ['a table without a status', '| A | B |\n|---|---|\n| 1 | 2 |\n'],
  ])('%s is refused', (_name, text) => {
    expect(openTracker(text, { path: 'plan.md' })).toMatchObject({
      kind: 'refused',
      problem: { line: 1, found: 'none' },
    });
  });

  test('a box that belongs to no item is a warning with its line', () => {
    const text = `${fixtureText('packet-board.md')}\n## Notes of ana\n\n- [ ] water the plants\n`;
    const line = text.split('\n').findIndex((each) => each.includes('water')) + 1;
    expect(documentOf(text).warnings).toEqual([
      { line, text: 'This check box belongs to no item: water the plants' },
    ]);
  });
});

test('nothing that is shown can drive a terminal or turn the direction of text', () => {
  const text = '- [ ] A-1: red \u001b[31m and \u202Eturned\u2069 `make \u001b]0;x\u0007`\n';
  const shown = JSON.stringify({ ...documentOf(text), text: '' });
  for (const unsafe of [String.raw`\u001b`, String.raw`\u0007`, '\u202E', '\u2069']) {
    expect(shown).not.toContain(unsafe);
  }
  expect(itemIn(text, 'A-1').commands).toMatchObject([{ stage: null }]);
});

test('an id cannot leave its folder', () => {
  const ids = documentOf('| ID | Task | Status |\n|---|---|---|\n| ../../etc | x | todo |\n').items;
  expect(ids.map((item) => item.id)).toEqual(['etc']);
});
