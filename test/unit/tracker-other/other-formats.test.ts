import { readFileSync } from 'node:fs';

import { describe, expect, test } from 'vitest';

import type { ItemStatus } from '../../../domain/backlog-status.ts';
import { auditTracker } from '../../../tracker/audit/audit-tracker.ts';
import { applyEdits } from '../../../tracker/markdown/edit.ts';
import {
  BACKLOG_MD,
  BEADS,
  detectOtherFormat,
  SPEC_KIT,
  TASK_MASTER,
} from '../../../tracker/other/detect.ts';
import type { OtherFormat } from '../../../tracker/other/detect.ts';
import type { TrackerDocument } from '../../../tracker/tracker-model.ts';
import { valueRead } from '../../support/value-read.ts';

const fixture = (name: string): string =>
  readFileSync(new URL(`../../fixtures/trackers/${name}`, import.meta.url), 'utf8');
const documentOf = (format: OtherFormat, name: string): TrackerDocument =>
  valueRead(format.parse(fixture(name)));
const rows = (document: TrackerDocument): unknown[][] =>
  document.items.map((item) => [
    item.id,
    item.title,
    item.line,
    item.status,
    item.priority,
    item.phase,
    item.dependsOn,
  ]);

interface Change {
  readonly item: string;
  readonly status: ItemStatus;
  readonly tick?: readonly number[];
}
const AT = '2026-11-21T05:06:07Z';
/** The lines that a change makes different, as they are after it. */
const changed = (format: OtherFormat, name: string, change: Change): string[] => {
  const document = documentOf(format, name);
  const after = applyEdits(document.text, format.edits(document, { ...change, at: AT }));
  const before = document.text.split('\n');
  expect(format.parse(after).kind).toBe('read');
  return after.split('\n').filter((line, at) => line !== before[at]);
};

describe('a task file of Backlog.md', () => {
  const NAME = 'other-backlog-task.md';

  test('is one item with its criteria', () => {
    const document = documentOf(BACKLOG_MD, NAME);
    expect(rows(document)).toEqual([
      ['TASK-12', 'Deep links: board and list', 2, 'in_progress', 1, null, ['TASK-3', 'task-4']],
    ]);
    const [item] = document.items;
    expect(
      item?.checklist.map(({ text, line, done, section }) => [text, line, done, section]),
    ).toEqual([
      ['#1 The server routes /board/:id', 25, true, 'Acceptance Criteria'],
      ['#2 npm test passes', 26, false, 'Acceptance Criteria'],
      ['#1 Changelog written', 31, false, 'Definition of Done'],
    ]);
    expect(item?.implementer).toMatchObject({ text: '@ana', line: 6 });
    expect(item?.commands).toEqual([{ text: 'npm test', line: 26, stage: null }]);
  });

  test('gets its status, boxes and date back, and nothing else', () => {
    expect(
      changed(BACKLOG_MD, NAME, { item: 'TASK-12', status: 'done', tick: [25, 26, 31] }),
    ).toEqual([
      'status: Done',
      "updated_date: '2026-11-21 05:06'",
      '- [x] #2 `npm test` passes',
      '- [x] #1 Changelog written',
    ]);
  });

  test('that is Done over an open criterion is found by the audit', () => {
    const text = fixture(NAME).replace('In Progress', 'Done');
    const findings = auditTracker(valueRead(BACKLOG_MD.parse(text)));
    expect(findings.map(({ code, line }) => [code, line])).toEqual([
      ['DONE_WITH_OPEN_BOX', 26],
      ['DONE_WITH_OPEN_BOX', 31],
    ]);
  });

  test('may name people without quotes, as the tool itself does', () => {
    const text = fixture(NAME).replace("'@ana'", '@ana');
    const [item] = valueRead(BACKLOG_MD.parse(text)).items;
    expect(item?.implementer).toMatchObject({ text: '@ana', line: 6 });
  });

  test.each([
    { name: 'no front matter', text: '# a\n', line: 1 },
    { name: 'broken YAML', text: '---\nid: [\n---\n', line: 3 },
    { name: 'front matter without an id', text: '---\ntitle: a\n---\n', line: 1 },
  ])('is refused with $name', ({ text, line }) => {
    expect(BACKLOG_MD.parse(text)).toMatchObject({ kind: 'refused', problem: { line } });
  });
});

describe("Task Master's tasks.json", () => {
  const NAME = 'other-tasks.json';

  test('is items, subtasks before the task that waits for them', () => {
    const document = documentOf(TASK_MASTER, NAME);
    expect(rows(document)).toEqual([
      ['1', 'Data structure', 4, 'done', 1, null, []],
      ['2.1', 'Options', 20, 'done', null, null, ['1']],
      ['2.2', 'Help "text"', 21, 'todo', null, null, ['1', '2.1']],
      ['2', 'Command line', 13, 'in_progress', 2, null, ['1', '2.1', '2.2']],
    ]);
    expect(document.items[0]?.notes).toEqual([
      { label: 'testStrategy', line: 11, entries: [{ line: 11, text: 'Parse and print.' }] },
    ]);
    expect(auditTracker(document)).toEqual([]);
  });

  test('gets the status of one task back, and nothing else', () => {
    expect(changed(TASK_MASTER, NAME, { item: '2.2', status: 'done' })).toEqual([
      '          { "id": 2, "title": "Help \\"text\\"", "status": "done", "dependencies": [1] }',
    ]);
    expect(changed(TASK_MASTER, NAME, { item: '1', status: 'done' })).toEqual([]);
  });

  test('without tags, and with several of them, keeps ids apart', () => {
    const task = '{"id":1,"title":"a","status":"pending","dependencies":["2"]}';
    const ids = (text: string): unknown[] =>
      valueRead(TASK_MASTER.parse(text)).items.map(({ id, phase, dependsOn }) => [
        id,
        phase,
        ...dependsOn,
      ]);
    expect(ids(`{"tasks":[${task}]}`)).toEqual([['1', null, '2']]);
    expect(ids(`{"a":{"tasks":[${task}]},"b":{"tasks":[${task}]}}`)).toEqual([
      ['a-1', 'a', 'a-2'],
      ['b-1', 'b', 'b-2'],
    ]);
  });

  test('with a circle of dependencies is found by the audit', () => {
    const text = fixture(NAME).replace('"dependencies": []', '"dependencies": [2]');
    const findings = auditTracker(valueRead(TASK_MASTER.parse(text)));
    expect(findings.map(({ code }) => code)).toContain('DEPENDENCY_CYCLE');
  });

  test.each(['[]', '{}', '{"a":{"b":1}}', '3'])('is refused when it is %s', (text) => {
    expect(TASK_MASTER.parse(text)).toMatchObject({ kind: 'refused' });
  });
});

describe('issues of beads', () => {
  const NAME = 'other-issues.jsonl';

  test('are items; only blocking dependencies hold them back', () => {
    const document = documentOf(BEADS, NAME);
    expect(rows(document)).toEqual([
      ['bd-1', 'Epic: login', 1, 'todo', 1, null, []],
      ['bd-2', 'Store sessions', 2, 'in_progress', 0, 'bd-1', ['bd-3']],
      ['bd-3', 'Hash passwords', 3, 'done', 2, null, []],
      ['bd-4', 'Rotate keys', 4, 'deferred', 4, null, []],
      ['bd-6', 'Odd', 6, 'todo', 2, null, []],
    ]);
    expect(document.warnings).toEqual([
      { line: 5, text: 'This line is no item: its status is tombstone.' },
      { line: 6, text: 'The status “simmering” is not known; the item counts as todo.' },
    ]);
    expect(auditTracker(document)).toEqual([]);
  });

  test('get status and the times that beads wants back, and nothing else', () => {
    const [line = ''] = changed(BEADS, NAME, { item: 'bd-2', status: 'done' });
    expect(JSON.parse(line)).toMatchObject({
      status: 'closed',
      closed_at: AT,
      updated_at: AT,
      assignee: 'ana',
    });
    const [reopened = ''] = changed(BEADS, NAME, { item: 'bd-3', status: 'in_progress' });
    expect(JSON.parse(reopened)).toMatchObject({
      status: 'in_progress',
      closed_at: null,
      updated_at: AT,
    });
    expect(changed(BEADS, NAME, { item: 'bd-3', status: 'done' })).toEqual([]);
  });

  test('with CRLF and without a last line ending keep every other byte', () => {
    const text = '\uFEFF{"id":"x-1","status":"open"}\r\n\r\n{"id":"x-2","status":"open"}';
    const document = valueRead(BEADS.parse(text));
    const edits = BEADS.edits(document, { item: 'x-1', status: 'done', at: AT });
    expect(applyEdits(text, edits)).toBe(
      `\uFEFF{"id":"x-1","status":"closed","closed_at":"${AT}"}\r\n\r\n{"id":"x-2","status":"open"}`,
    );
  });

  test.each([
    { name: 'a broken line', text: '{"id":"a"}\n{"id":}\n', line: 2 },
    { name: 'a line that is no object', text: '{"id":"a"}\n[]\n', line: 2 },
    { name: 'two objects on a line', text: '{"id":"a"}{"id":"b"}\n', line: 1 },
    { name: 'no issue at all', text: '\n', line: 1 },
  ])('are refused with $name', ({ text, line }) => {
    expect(BEADS.parse(text)).toMatchObject({ kind: 'refused', problem: { line } });
  });
});

describe("spec-kit's tasks.md", () => {
  const NAME = 'other-tasks.md';

  test('is items under phases, with dependencies and tests', () => {
    const document = documentOf(SPEC_KIT, NAME);
    expect(rows(document)).toEqual([
      ['T001', 'Create project structure', 15, 'done', null, 'Phase 1', []],
      ['T002', 'Configure linting with npm run lint', 16, 'done', null, 'Phase 1', []],
      ['T010', 'Contract test in tests/contract/test_albums.py', 26, 'todo', 1, 'Phase 2', []],
      [
        'T011',
        'Implement service in src/services/albums.py (depends on T001, T010)',
        30,
        'todo',
        1,
        'Phase 2',
        ['T001', 'T010'],
      ],
    ]);
    expect(document.items[2]).toMatchObject({
      tests: ['tests/contract/test_albums.py'],
      notes: [{ label: 'story', entries: [{ text: 'US1' }] }],
    });
    expect(document.warnings).toEqual([
      { line: 31, text: 'This task has no number: Tidy up' },
      { line: 32, text: 'This task still has the number TXXX: TXXX Security hardening' },
    ]);
    expect(document.resumeAt?.item).toBe('T010');
  });

  test('gets one box back, and nothing else', () => {
    expect(changed(SPEC_KIT, NAME, { item: 'T010', status: 'done' })).toEqual([
      '- [x] T010 [P] [US1] Contract test in tests/contract/test_albums.py',
    ]);
    expect(changed(SPEC_KIT, NAME, { item: 'T002', status: 'todo' })).toEqual([
      '- [ ] T002 [P] Configure linting with `npm run lint`',
    ]);
  });

  test('is refused without a task', () => {
    expect(SPEC_KIT.parse('# Tasks\n\n- [ ] a\n')).toMatchObject({ kind: 'refused' });
  });
});

describe('the tool of a file', () => {
  test.each([
    { path: 'backlog/tasks/task-12 - x.md', name: 'other-backlog-task.md', id: 'backlog-md' },
    { path: '.taskmaster/tasks/tasks.json', name: 'other-tasks.json', id: 'task-master' },
    { path: '.beads/issues.jsonl', name: 'other-issues.jsonl', id: 'beads' },
    { path: 'specs/001/tasks.md', name: 'other-tasks.md', id: 'spec-kit' },
    { path: 'docs/board.md', name: 'audit-board.md', id: undefined },
    { path: 'docs/phases.md', name: 'audit-phases.md', id: undefined },
  ])('is told for $path', ({ path, name, id }) => {
    expect(detectOtherFormat(path, fixture(name))?.id).toBe(id);
  });

  test.each([BACKLOG_MD, BEADS, SPEC_KIT, TASK_MASTER])(
    'refuses a change of an item that is not there ($id)',
    (format) => {
      const names = {
        'backlog-md': 'other-backlog-task.md',
        beads: 'other-issues.jsonl',
        'spec-kit': 'other-tasks.md',
        'task-master': 'other-tasks.json',
      };
      const document = documentOf(format, names[format.id]);
      expect(() => format.edits(document, { item: 'nope', status: 'done', at: AT })).toThrow(
        expect.objectContaining({ code: 'ITEM_NOT_FOUND' }),
      );
    },
  );
});
