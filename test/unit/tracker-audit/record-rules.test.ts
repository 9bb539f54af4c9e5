import { describe, expect, test } from 'vitest';

import {
  BOARD,
  edited,
  lineOf,
  PACKET,
  PENDING,
  PHASES,
  seen,
  TABLE,
} from '../../support/audit-documents.ts';
import type { AuditCase } from '../../support/audit-documents.ts';

const FOUND: readonly AuditCase[] = [
  {
    name: 'a reviewer who implemented',
    text: BOARD,
    from: '| ana | bo |',
    to: '| ana | @Ana |',
    at: '| @Ana |',
    code: 'REVIEWER_IS_IMPLEMENTER',
  },
  {
    name: 'an approval by nobody',
    text: BOARD,
    from: '| ana | bo |',
    to: '| ana | Unassigned |',
    at: 'Verdict: APPROVED',
    code: 'VERDICT_WITHOUT_REVIEW',
  },
  {
    name: 'an approval without evidence where another has it',
    text: edited(BOARD, 'record the commit hash', 'start a fresh branch'),
    from: PENDING,
    to: '| 02 | Data audit | IN_REVIEW | ana | bo | APPROVED | |',
    at: '| 02 | Data',
    code: 'VERDICT_WITHOUT_REVIEW',
  },
  {
    name: 'a board that has not heard of the verdict',
    text: BOARD,
    from: '| bo | APPROVED |',
    to: '| bo | PENDING |',
    at: '| bo | PENDING |',
    code: 'BOARD_DISAGREES',
  },
  {
    name: 'a board that contradicts the verdict',
    text: BOARD,
    from: 'Verdict: APPROVED',
    to: 'Verdict: CHANGES_REQUESTED',
    at: PACKET,
    code: 'BOARD_DISAGREES',
  },
  {
    name: 'a packet to do with all boxes ticked',
    text: BOARD,
    from: '- [ ] Tables listed.\n\n### Review Gates\n- [ ] P0 PASS\n- [ ] Verdict recorded: `APPROVED`',
    to: '- [x] Tables listed.',
    at: PENDING,
    code: 'BOARD_DISAGREES',
  },
  {
    name: 'an id used twice on a board',
    text: BOARD,
    from: PENDING,
    to: `${PENDING}\n| 02 | Data audit again | TODO | | | PENDING | |`,
    at: '| 02 | Data audit again',
    code: 'DUPLICATE_ID',
  },
  {
    name: 'a complete task without counts',
    text: PHASES,
    from: '| N/A | N/A |',
    to: '| - | - |',
    at: '| Write guide',
    code: 'COMPLETE_WITHOUT_COUNTS',
  },
  ...['pending', '', '-', '(via router conversions)'].map((commit) => ({
    name: `a complete task with the commit "${commit}"`,
    text: PHASES,
    from: '4e2f5738',
    to: commit,
    at: '| Add routes',
    code: 'COMPLETE_WITHOUT_COMMIT',
  })),
  {
    name: 'more passing tests than written',
    text: PHASES,
    from: '| Add routes | 4 | 4 |',
    to: '| Add routes | 4 | 5 |',
    at: '| Add routes',
    code: 'PASSING_ABOVE_WRITTEN',
  },
  {
    name: 'a total that is not the sum of its rows',
    text: PHASES,
    from: 'Tests Added: 9 (5 + 4)',
    to: 'Tests Added: 10 (5 + 4)',
    at: 'Phase 1 Tests Added',
    code: 'TOTAL_MISMATCH',
  },
  {
    name: 'a sum that does not add up',
    text: PHASES,
    from: '= 113',
    to: '= 1,113',
    at: 'Current Test Count',
    code: 'TOTAL_MISMATCH',
  },
  {
    name: 'a deferral without reason',
    text: PHASES,
    from: 'no owner yet',
    to: '-',
    at: '| Add cache',
    code: 'DEFERRED_WITHOUT_REASON',
  },
  {
    name: 'a deferral whose remark gives no reason',
    text: PHASES,
    from: 'Add search (lower priority)',
    to: 'Add search (3 endpoints)',
    at: '| Add search',
    code: 'DEFERRED_WITHOUT_REASON',
  },
  {
    name: 'an unknown dependency',
    text: TABLE,
    from: 'T-1, design review',
    to: 'T-7',
    at: '| T-2',
    code: 'DEPENDENCY_UNKNOWN',
  },
  {
    name: 'two items that depend on each other',
    text: TABLE,
    from: '| one | todo | |',
    to: '| one | todo | T-2 |',
    at: '| T-2 | two',
    code: 'DEPENDENCY_CYCLE',
  },
  {
    name: 'an item that depends on itself',
    text: TABLE,
    from: 'T-1, design review',
    to: 'T-2',
    at: '| T-2',
    code: 'DEPENDENCY_CYCLE',
  },
  {
    name: 'an id used twice in a table',
    text: TABLE,
    from: '| T-2 | two',
    to: '| T-1 | two',
    at: '| T-1 | two',
    code: 'DUPLICATE_ID',
  },
];

describe('in boards and tables the audit finds', () => {
  test.each(FOUND)('$name', ({ text, from, to, at, code }) => {
    const broken = edited(text, from, to);
    expect(seen(broken)).toContain(`${lineOf(broken, at)} ${code}`);
  });
});
