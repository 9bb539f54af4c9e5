import { statSync } from 'node:fs';
import { expect, test } from 'vitest';
import { auditTracker } from '../../../tracker/audit/audit-tracker.ts';
import { openTracker } from '../../../tracker/open-tracker.ts';
import { fixture, TrackerWorld } from '../../support/tracker-world.ts';

test('a numbered plan is run from its resume point, and only its own boxes change', async () => {
  await using tracker = await TrackerWorld.open('numbered-plan.md');
  await tracker.world.startProgram();
  const commit = await tracker.run('P0-002');
  const result = await tracker.world.programHandle.result();
  expect(tracker.diff(commit)).toMatchInlineSnapshot(`
    "@@ -11 +11 @@
    -1. [ ] Run strict baseline gate (\`node --check sum.js\`) and recover environment blockers.
    +1. [x] Run strict baseline gate (\`node --check sum.js\`) and recover environment blockers.
    @@ -16,4 +16,4 @@
    -6. [ ] P0-002 RED: add failing tests for addition.
    -7. [ ] P0-002 GREEN: implement addition.
    -8. [ ] Run targeted tests for P0-002.
    -9. [ ] Re-run \`node --check sum.js\` and \`node --check difference.js\`.
    +6. [x] P0-002 RED: add failing tests for addition.
    +7. [x] P0-002 GREEN: implement addition.
    +8. [x] Run targeted tests for P0-002.
    +9. [x] Re-run \`node --check sum.js\` and \`node --check difference.js\`."
  `);
  expect(result).toMatchObject({ verdict: 'GO_WITH_WAIVERS' });
  const { counts } = await tracker.world.board();
  expect(counts).toMatchObject({ items: 2, done: 1, claimed: 1 });
  expect(statSync(tracker.full).mode & 0o777).toBe(0o640);
});

test('a packet board gets its row, its boxes and a section of evidence in its own shape', async () => {
  await using tracker = await TrackerWorld.open('packet-board.md');
  await tracker.world.startProgram();
  const commit = await tracker.run('01');
  await tracker.world.programHandle.result();
  const read = openTracker(tracker.read(), { path: tracker.path });
  expect(read.kind === 'read' && auditTracker(read.value.document)).toEqual([]);
  expect(tracker.diff(commit)).toMatchInlineSnapshot(`
    "@@ -14 +14 @@
    -| 01     | Add numbers  | TODO   | Unassigned  | Unassigned | PENDING      |                                  |
    +| 01     | Add numbers  | DONE   | codex       | claude     | APPROVED     | See Packet 01 Review Evidence below |
    @@ -48 +48 @@
    -- [ ] \`sum\` adds its two arguments.
    +- [x] \`sum\` adds its two arguments.
    @@ -51 +51 @@
    -- [ ] \`node --test test/sum.test.js\`
    +- [x] \`node --test test/sum.test.js\`
    @@ -54 +54,24 @@
    -- [ ] P0 checks pass.
    +- [x] P0 checks pass.
    +
    +### Packet 01 Review Evidence
    +
    +Files changed:
    +- \`sum.js\`
    +- \`test/sum.test.js\`
    +
    +Commands run (explicit exit codes):
    +1. \`node --test --test-reporter=junit test/sum.test.js\` -> exit 0 (targeted, attempt 1; 1 of 1 tests passed)
    +2. \`node --check sum.js\` -> exit 0 (verify, attempt 1)
    +
    +Gate checklist:
    +- P0: PASS
    +- P1: PASS
    +- P2: PASS
    +
    +Verdict: APPROVED
    +
    +Commit:
    +- \`COMMIT\` (01: Add numbers)
    +
    +Rollback:
    +- git revert COMMIT"
  `);
});

test('a phase tracker gets counts, status and commit', async () => {
  await using tracker = await TrackerWorld.open('phase-tracker.md');
  await tracker.world.startProgram();
  const commit = await tracker.run('1-add-numbers');
  await tracker.told('1-divide-numbers');
  expect(tracker.diff(commit)).toMatchInlineSnapshot(`
    "@@ -12,2 +12,2 @@
    -| Add numbers | 0 | 0 | Not Started | - | - |
    -| Divide numbers | 0 | 0 | Not Started | - | - |
    +| Add numbers | 1 | 1 | Complete | - | \`SHORT\` |
    +| Divide numbers | 0 | 0 | In Progress | - | - |"
  `);
});

test('a workstream backlog gets a list of evidence', async () => {
  await using tracker = await TrackerWorld.open('workstream-backlog.md');
  await tracker.world.startProgram();
  const commit = await tracker.run('WS0');
  await tracker.told('WS1');
  expect(tracker.diff(commit)).toMatchInlineSnapshot(`
    "@@ -20,0 +21,7 @@
    +Evidence:
    +- Status: Done
    +- Implementer: codex
    +- Verdict: APPROVED
    +- Reviewer: claude
    +- Commit: \`COMMIT\`
    +
    @@ -28,0 +36,3 @@
    +Evidence:
    +- Status: In Progress
    +"
  `);
});

test('a CSV tracker gets its cells', async () => {
  await using tracker = await TrackerWorld.open('tracker.csv');
  await tracker.world.startProgram();
  const commit = await tracker.run('R-1');
  await tracker.told('R-2');
  const diff = tracker.diff(commit).replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, 'TIME');
  expect(diff).toMatchInlineSnapshot(`
    "@@ -2,2 +2,2 @@
    -R-1,"Add ""numbers"", twice",,planned,test/sum.test.js,,,"first, of two"
    -R-2,Draw numbers,ana,deferred,test/draw.test.js,,,
    +R-1,"Add ""numbers"", twice",codex,done,test/sum.test.js,COMMIT,TIME,"first, of two"
    +R-2,Draw numbers,ana,in_progress,test/draw.test.js,,,"
  `);
});

test('a checkbox list with CRLF keeps its line endings', async () => {
  await using tracker = await TrackerWorld.open('checkbox-list.md');
  await tracker.world.startProgram();
  await tracker.run('T-1');
  const before = fixture('checkbox-list.md');
  expect(tracker.read()).toBe(before.replace('[ ] T-1', '[x] T-1'));
});

test('a task table keeps its alignment, escapes and links', async () => {
  await using tracker = await TrackerWorld.open('task-table.md');
  await tracker.world.startProgram();
  const commit = await tracker.run('A-1');
  await tracker.world.programHandle.result();
  expect(tracker.diff(commit)).toMatchInlineSnapshot(`
    "@@ -5 +5 @@
    -| A-1 | Add \\| join numbers  | ⬜ Todo        |       |        |
    +| A-1 | Add \\| join numbers  | ✅ Done | codex | SHORT |"
  `);
});
