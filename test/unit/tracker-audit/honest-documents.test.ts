import { describe, expect, test } from 'vitest';

import {
  BOARD,
  edited,
  EXIT_0,
  findingsIn,
  PACKET,
  PHASES,
  TABLE,
} from '../../support/audit-documents.ts';
import type { AuditCase } from '../../support/audit-documents.ts';

const HONEST: readonly Omit<AuditCase, 'at' | 'code'>[] = [
  ...[
    'Old paths removed (optional)',
    'Optional: old paths removed',
    'Old paths removed — deferred to packet 02',
    '~~Old paths removed~~',
    'Old paths removed [waived by bo, until 2027]',
  ].map((box) => ({
    name: `the open box "${box}"`,
    text: BOARD,
    from: '- [x] Old paths removed (optional redirects kept).',
    to: `- [ ] ${box}`,
  })),
  ...[
    'exit 0',
    'exit code 0',
    'exit code: 0',
    'exited with 0',
    'exited with code 0',
    'exit status 0',
    'exit=0',
    'rc=0',
    '0',
    '`0`',
    'EXIT 0 ✅',
    'exit 0 (no timeouts)',
    'exit 0 (nothing truncated)',
    'exit 0 in 4.2 s',
    'exit 1 (RED, expected to fail)',
    'exit 1 as expected',
    'exit 1 (no matches, as required)',
    'exit 1 (waived by bo until 2027-01-01: upstream bug)',
  ].map((outcome) => ({
    name: `a command that ended "${outcome}"`,
    text: BOARD,
    from: EXIT_0,
    to: `\`go build ./...\` -> ${outcome}`,
  })),
  {
    name: 'a failing command that was run again with success',
    text: BOARD,
    from: EXIT_0,
    to: `\`go build ./...\` -> exit 1 (disk full)\n2. ${EXIT_0}`,
  },
  {
    name: 'a command whose name has a timeout',
    text: BOARD,
    from: EXIT_0,
    to: '`timeout 60 go build ./...` -> exit 0',
  },
  {
    name: 'an exit code below its command',
    text: BOARD,
    from: EXIT_0,
    to: '`go build ./...`\n   - exit 0',
  },
  {
    name: 'a remark below its command',
    text: BOARD,
    from: EXIT_0,
    to: `${EXIT_0}\n   - all packages build`,
  },
  {
    name: 'a remark among commands',
    text: BOARD,
    from: EXIT_0,
    to: `${EXIT_0}\n2. All commands were rerun by the reviewer.`,
  },
  {
    name: 'a waiver in a part of its own',
    text: edited(BOARD, EXIT_0, '`go build ./...` -> exit 1 (upstream)'),
    from: 'Residual risk:',
    to: 'Waivers:\n- go build: bo, until 2027-01-01, upstream bug\n\nResidual risk:',
  },
  ...[
    'PASS',
    'Passed',
    '✅ PASS',
    '**PASS** (rerun)',
    'OK',
    'N/A — docs only',
    'n/a: docs only',
    'not applicable (docs only)',
    'WAIVED by bo: upstream bug',
  ].map((mark) => ({
    name: `a gate marked "${mark}"`,
    text: BOARD,
    from: 'P1: N/A (docs only)',
    to: `P1: ${mark}`,
  })),
  {
    name: 'a packet that is not approved yet, with open ends',
    text: BOARD,
    from: PACKET,
    to: '| 01 | Route audit | IN_REVIEW | ana | bo | APPROVED | |',
  },
  {
    name: 'a packet with changes requested',
    text: edited(
      edited(BOARD, 'Verdict: APPROVED', 'Verdict: CHANGES_REQUESTED'),
      'P0: PASS (commands rerun)',
      'P0: FAIL',
    ),
    from: PACKET,
    to: '| 01 | Route audit | CHANGES_REQUESTED | ana | bo | CHANGES_REQUESTED | |',
  },
  {
    name: 'nobody as implementer and reviewer',
    text: '# T\n\n| ID | Task | Status | Implementer | Reviewer |\n|---|---|---|---|---|\n| T-1 | one | todo | - | - |\n',
    from: 'todo',
    to: 'Done',
  },
  {
    name: 'commits that the document never speaks of',
    text: edited(
      edited(BOARD, 'record the commit hash', 'start a fresh branch'),
      'Commit:\n- `f4427540` (test: packet 01)\n',
      '',
    ),
    from: 'Status: Active',
    to: 'Status: Active',
  },
  {
    name: 'complete tasks without commits where no rule asks',
    text: edited(
      PHASES,
      'Record test counts and commit hashes for every completed task.',
      'Write failing tests first.',
    ),
    from: '4e2f5738',
    to: 'pending',
  },
  {
    name: 'a total of passing tests',
    text: PHASES,
    from: 'Phase 1 Tests Added: 9 (5 + 4)',
    to: 'Phase 1 Tests Added: 8',
  },
  {
    name: 'an estimate',
    text: PHASES,
    from: 'Phase 2 Tests Added: 4',
    to: 'Phase 2 Tests Added: 4\nEstimated New Tests: 920-1,130\nTarget Total: 3,761-3,971',
  },
  {
    name: 'a reason in the status',
    text: PHASES,
    from: 'Deferred (until 2027)',
    to: 'Deferred — needs the new router',
  },
  {
    name: 'numbers that start anew in each phase',
    text: '# Plan\n\n## Phase 1: a\n\n| # | Task | Status |\n|---|---|---|\n| 1 | x | todo |\n\n## Phase 2: b\n\n| # | Task | Status |\n|---|---|---|\n| 1 | y | todo |\n',
    from: 'x',
    to: 'z',
  },
  { name: 'a dependency on another team', text: TABLE, from: 'T-1, design review', to: 'INFRA-12' },
  {
    name: 'a review that is recorded in a form of its own',
    text: edited(BOARD, 'record the commit hash', 'start a fresh branch'),
    from: '| 02 | Data audit | TODO | Unassigned | Unassigned | PENDING | |',
    to: '| 02 | Data audit | IN_REVIEW | ana | bo | APPROVED | |\n\n### Packet 02 Review Record\n\n```\n- P0: PASS\n```',
  },
  {
    name: 'a last row that adds up, and has no commit',
    text: PHASES,
    from: '| Add import | 0 | 0 | Not Started | |',
    to: '| Add import | 0 | 0 | Not Started | |\n| **TOTAL** | **4** | **4 ✅** | ✅ | |',
  },
  {
    name: 'a number in a phrase about dependencies',
    text: '# T\n\n| # | Task | Status | Depends on |\n|---|---|---|---|\n| 1 | one | todo | |\n| 2 | two | todo | 1 |\n',
    from: '| 1 |\n',
    to: '| 1 after 7 approvals |\n',
  },
  {
    name: 'a diamond of dependencies',
    text: TABLE,
    from: 'T-1, design review |\n',
    to: 'T-1 |\n| T-3 | three | todo | T-1 |\n| T-4 | four | todo | T-2, T-3 |\n',
  },
];

describe('the audit says nothing of', () => {
  test.each([
    { name: 'an honest board', text: BOARD },
    { name: 'an honest phase tracker', text: PHASES },
    { name: 'an honest table', text: TABLE },
  ])('$name', ({ text }) => {
    expect(findingsIn(text, ['f4427540', '2e39c8a8', '81e40c02', '4e2f5738'])).toEqual([]);
  });

  test.each(HONEST)('$name', ({ text, from, to }) => {
    expect(findingsIn(edited(text, from, to))).toEqual([]);
  });
});
