import { describe, expect, test } from 'vitest';

import { diffOfEdits } from '../../../tracker/edit-diff.ts';
import { applyEdits } from '../../../tracker/markdown/edit.ts';
import { planBaseline } from '../../../tracker/write-back.ts';
import type { ItemChange, NewEvidence } from '../../../tracker/item-change.ts';
import { documentOf, fixtureText, itemIn, planned, written } from '../../support/tracker-text.ts';

const COMMIT = '0123456789abcdef0123456789abcdef01234567';
const EVIDENCE: NewEvidence = {
  filesChanged: [{ path: 'sum.js', remark: 'adds' }],
  commands: [
    { command: 'node --test', exitCode: 0, remark: '3 tests' },
    { command: 'echo `date`', exitCode: null, remark: 'timed out' },
  ],
  gates: [
    { name: 'P0', mark: 'PASS', remark: '' },
    { name: 'P1', mark: 'NA', remark: 'docs only' },
  ],
  verdict: 'APPROVED',
  commit: { hash: COMMIT, subject: 'add\n# numbers' },
  residualRisk: ['[x] none'],
  rollback: [],
};

function diff(text: string, change: ItemChange): string {
  return diffOfEdits(text, planned(text, change).edits).join('\n');
}

describe('what changes in a document', () => {
  test('a numbered plan: the boxes of the stages that passed', () => {
    const text = fixtureText('numbered-plan.md');
    expect(diff(text, { item: 'P0-002', passed: ['RED', 'GREEN'] })).toMatchInlineSnapshot(`
      "@@ -16,2 +16,2 @@
      -6. [ ] P0-002 RED: add failing tests for addition.
      -7. [ ] P0-002 GREEN: implement addition.
      +6. [x] P0-002 RED: add failing tests for addition.
      +7. [x] P0-002 GREEN: implement addition."
    `);
  });

  test('a numbered plan: the boxes that are open again after changes were requested', () => {
    const text = fixtureText('numbered-plan.md');
    const change: ItemChange = { item: 'P0-001', reopened: ['TARGETED', 'VERIFY'] };
    expect(diff(text, change)).toMatchInlineSnapshot(`
      "@@ -14,2 +14,2 @@
      -4. [x] Run targeted tests for P0-001.
      -5. [x] Re-run \`node --check sum.js\` and \`node --check difference.js\`.
      +4. [ ] Run targeted tests for P0-001.
      +5. [ ] Re-run \`node --check sum.js\` and \`node --check difference.js\`."
    `);
  });

  test('a phase tracker: counts, status and a commit as long as the others', () => {
    const change: ItemChange = {
      item: '1-add-numbers',
      status: 'done',
      testsWritten: 5,
      testsPassing: 5,
      commit: COMMIT,
    };
    expect(diff(fixtureText('phase-tracker.md'), change)).toMatchInlineSnapshot(`
      "@@ -12 +12 @@
      -| Add numbers | 0 | 0 | Not Started | - | - |
      +| Add numbers | 5 | 5 | Complete | - | \`0123456\` |"
    `);
  });

  test('a packet board: row, boxes and an evidence section in its own shape', () => {
    const change: ItemChange = {
      item: '01',
      passed: ['REVIEW'],
      status: 'done',
      implementer: 'agent:codex',
      reviewer: 'agent:claude',
      reviewState: 'APPROVED',
      evidence: EVIDENCE,
      commit: COMMIT,
    };
    const text = fixtureText('packet-board.md');
    expect(diff(text, change)).toMatchInlineSnapshot(`
      "@@ -14 +14 @@
      -| 01     | Add numbers  | TODO   | Unassigned  | Unassigned | PENDING      |                                  |
      +| 01     | Add numbers  | DONE   | codex       | claude     | APPROVED     | See Packet 01 Review Evidence below |
      @@ -48 +48 @@
      -- [ ] \`sum\` adds its two arguments.
      +- [x] \`sum\` adds its two arguments.
      @@ -54 +54,22 @@
      -- [ ] P0 checks pass.
      +- [x] P0 checks pass.
      +
      +### Packet 01 Review Evidence
      +
      +Files changed:
      +- \`sum.js\`: adds
      +
      +Commands run (explicit exit codes):
      +1. \`node --test\` -> exit 0 (3 tests)
      +2. \`\` echo \`date\` \`\` -> no exit code (timed out)
      +
      +Gate checklist:
      +- P0: PASS
      +- P1: N/A (docs only)
      +
      +Verdict: APPROVED
      +
      +Commit:
      +- \`0123456789abcdef0123456789abcdef01234567\` (add # numbers)
      +
      +Residual risk:
      +- \\[x] none"
    `);
    expect(planned(text, change).unplaced).toEqual([]);
    expect(itemIn(written(text, change), '01').evidence).toMatchObject({
      commands: [
        { command: 'node --test', exitCode: 0 },
        { command: 'echo `date`', exitCode: null },
      ],
      gates: [
        { name: 'P0', mark: 'PASS', reason: null },
        { name: 'P1', mark: 'NA', reason: 'docs only' },
      ],
      verdict: { text: 'APPROVED' },
      residualRisk: [{ text: '[x] none' }],
    });
  });

  test('a packet board: only the hash where the section has a placeholder', () => {
    const text = fixtureText('packet-board.md').replace('`FIRSTCOMMIT` (first)', 'See below.');
    expect(diff(text, { item: '00', commit: COMMIT })).toMatchInlineSnapshot(`
      "@@ -37 +37 @@
      -- See below.
      +- \`0123456789abcdef0123456789abcdef01234567\`"
    `);
  });

  test('a workstream: a block of evidence at the end of its section, and again in place', () => {
    const text = fixtureText('workstream-backlog.md');
    const started = written(text, { item: 'WS0', status: 'in_progress' });
    expect(diff(text, { item: 'WS0', status: 'in_progress' })).toMatchInlineSnapshot(`
      "@@ -19 +19,4 @@
      -- \`sum\` adds
      +- \`sum\` adds
      +
      +Evidence:
      +- Status: In Progress"
    `);
    expect(diff(started, { item: 'WS0', status: 'done', commit: COMMIT, reviewer: 'human:bo' }))
      .toMatchInlineSnapshot(`
      "@@ -22 +22,3 @@
      -- Status: In Progress
      +- Status: Done
      +- Reviewer: bo
      +- Commit: \`0123456789abcdef0123456789abcdef01234567\`"
    `);
  });

  test('a task table: the cell keeps the width of its column and its emoji', () => {
    const change: ItemChange = { item: 'A-1', status: 'in_progress', implementer: 'human:ana' };
    expect(diff(fixtureText('task-table.md'), change)).toMatchInlineSnapshot(`
      "@@ -5 +5 @@
      -| A-1 | Add \\| join numbers  | ⬜ Todo        |       |        |
      +| A-1 | Add \\| join numbers  | 🚧 In Progress | ana   |        |"
    `);
  });

  test('a checkbox list: the box, and a capital X where the document has capitals', () => {
    const text = '- [X] A-1: one\n- [ ] A-2: two\n  - [ ] nested\n';
    expect(written(text, { item: 'A-2', passed: ['REVIEW', 'CHECKPOINT'] })).toBe(
      '- [X] A-1: one\n- [X] A-2: two\n  - [X] nested\n',
    );
  });
});

describe('statuses are written as the document writes them', () => {
  const table = (statuses: readonly string[]): string => {
    const rows = statuses.map((status, index) => `| A-${index} | t | ${status} |\n`).join('');
    return `| ID | Task | Status |\n|---|---|---|\n${rows}`;
  };
  test.each([
    ['TODO', 'in_progress', 'IN_PROGRESS'],
    ['NOT STARTED', 'in_progress', 'IN PROGRESS'],
    ['todo', 'in_progress', 'in progress'],
    ['not-started', 'changes_requested', 'changes-requested'],
    ['**Todo**', 'done', '**Done**'],
    ['⬜', 'done', '✅'],
    ['🚧 In progress', 'blocked', '🚫 Blocked'],
    ['[ ]', 'done', '[x]'],
    ['', 'done', 'Done'],
  ] as const)('after %j, %s is %j', (now, status, spelled) => {
    expect(written(table([now]), { item: 'A-0', status })).toBe(table([spelled]));
  });

  test('an example elsewhere in the document counts more', () => {
    const text = table(['Open', 'Shipped 🎉']);
    expect(written(text, { item: 'A-0', status: 'done' })).toBe(
      table(['Shipped 🎉', 'Shipped 🎉']),
    );
  });

  test('a wording that already says so is left alone', () => {
    const text = table(['✔ Finished (see notes)']);
    expect(planned(text, { item: 'A-0', status: 'done' }).edits).toEqual([]);
  });

  test('the reason of a deferral goes into the status where it has no column', () => {
    const change: ItemChange = { item: 'A-0', status: 'deferred', deferredReason: 'no | (owner)' };
    const text = written(table(['Todo']), change);
    expect(text).toBe(table(['Deferred (no \\| [owner])']));
    expect(planned(text, change).edits).toEqual([]);
    expect(itemIn(text, 'A-0').deferredReason?.text).toBe('no | [owner]');
  });
});

describe('what stays', () => {
  const change: ItemChange = { item: '01', status: 'done', evidence: EVIDENCE };

  test('CRLF, a byte order mark and the missing last line ending', () => {
    const text = `\uFEFF${fixtureText('packet-board.md').trimEnd().replaceAll('\n', '\r\n')}`;
    const after = written(text, change);
    expect(after.startsWith('\uFEFF# ')).toBe(true);
    expect(after.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
    expect(after.endsWith('nobody may touch: | not a table |')).toBe(true);
  });

  test('what a document has no place for is told, and nothing is invented', () => {
    const text = fixtureText('checkbox-list.md');
    expect(planned(text, { item: 'T-1', commit: COMMIT, testsWritten: 3 })).toEqual({
      edits: [],
      unplaced: [
        { field: 'commit', value: COMMIT },
        { field: 'testsWritten', value: '3' },
      ],
    });
  });

  test('an item that is not there is told', () => {
    expect(planned(fixtureText('task-table.md'), { item: 'A-9', status: 'done' })).toEqual({
      edits: [],
      unplaced: [{ field: 'item', value: 'A-9' }],
    });
  });

  test('a written value can start no new line, cell, box or escape sequence', () => {
    const text = fixtureText('phase-tracker.md');
    const change: ItemChange = {
      item: '1-add-numbers',
      status: 'deferred',
      deferredReason: 'a\n| b | c |\n- [x] d\u001b[2J',
    };
    const after = written(text, change);
    expect(after.split('\n')).toHaveLength(text.split('\n').length);
    expect(after).not.toContain('\u001b');
    expect(itemIn(after, '1-add-numbers').deferredReason?.text).toBe('a | b | c | - [x] d?[2J');
  });
});

test('the baseline of a program is ticked when it passed, and opened again', () => {
  const text = fixtureText('numbered-plan.md');
  const ticked = applyEdits(text, planBaseline(documentOf(text), true).edits);
  expect(ticked).toBe(text.replace('1. [ ] Run strict', '1. [x] Run strict'));
  expect(planBaseline(documentOf(ticked), true).edits).toEqual([]);
  expect(applyEdits(ticked, planBaseline(documentOf(ticked), false).edits)).toBe(text);
});

test('an evidence section that is there is written anew in its place', () => {
  const text = fixtureText('packet-board.md');
  const once = written(text, { item: '01', evidence: EVIDENCE });
  const rejected: NewEvidence = { ...EVIDENCE, verdict: 'CHANGES_REQUESTED', commit: null };
  const twice = written(once, { item: '01', evidence: rejected });
  expect(twice.split('### Packet 01 Review Evidence')).toHaveLength(2);
  expect(itemIn(twice, '01').evidence).toMatchObject({
    verdict: { text: 'CHANGES_REQUESTED' },
    commit: null,
  });
  expect(twice.endsWith(text.slice(text.indexOf('\n## Notes')))).toBe(true);
});
