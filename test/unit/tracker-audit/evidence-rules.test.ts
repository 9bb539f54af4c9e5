import { describe, expect, test } from 'vitest';

import { BOARD, edited, EXIT_0, lineOf, seen } from '../../support/audit-documents.ts';
import type { AuditCase } from '../../support/audit-documents.ts';

const FOUND: readonly AuditCase[] = [
  {
    name: 'a done packet with an open box',
    text: BOARD,
    from: '- [x] Routes listed.',
    to: '- [ ] Routes listed.',
    at: '- [ ] Routes',
    code: 'DONE_WITH_OPEN_BOX',
  },
  {
    name: 'a done packet whose open box says that its command failed',
    text: BOARD,
    from: '- [x] `go test ./api/...` passed.',
    to: '- [ ] `go test ./api/...` — FAILED (out-of-scope, see evidence).',
    at: '- [ ] `go test',
    code: 'DONE_WITH_OPEN_BOX',
  },
  {
    name: 'an approval whose commit is left out',
    text: BOARD,
    from: '- `f4427540` (test: packet 01)',
    to: '- See checkpoint commit hash below.',
    at: '- See checkpoint',
    code: 'APPROVED_WITHOUT_COMMIT',
  },
  {
    name: 'an approval whose commit is empty',
    text: BOARD,
    from: 'Commit:\n- `f4427540` (test: packet 01)\n',
    to: '',
    at: 'Verdict: APPROVED',
    code: 'APPROVED_WITHOUT_COMMIT',
  },
  ...['pending', 'TBD', '`<hash>`', 'this commit', 'deadbeef-to-come', 'HEAD'].map((word) => ({
    name: `the placeholder ${word} for a commit`,
    text: BOARD,
    from: '- `f4427540` (test: packet 01)',
    to: `- ${word}`,
    at: `- ${word}`,
    code: 'COMMIT_PLACEHOLDER',
  })),
  ...['', ' -> BUILD FAILED', ' -> not run', ' -> see CI', ' (12 tests)'].map((outcome) => ({
    name: `a command followed by "${outcome}"`,
    text: BOARD,
    from: EXIT_0,
    to: `\`go build ./...\`${outcome}`,
    at: `1. \`go build ./...\`${outcome}`,
    code: 'COMMAND_WITHOUT_EXIT_CODE',
  })),
  {
    name: 'a command without backticks and exit code',
    text: BOARD,
    from: EXIT_0,
    to: 'go build ./... -> see CI',
    at: '1. go build',
    code: 'COMMAND_WITHOUT_EXIT_CODE',
  },
  {
    name: 'an empty list of commands',
    text: BOARD,
    from: '1. `go build ./...` -> exit 0\n2. `go test ./api/...` -> exit 0 (12 tests; a test covers requests that timed out)\n',
    to: '',
    at: 'Commands run',
    code: 'COMMAND_WITHOUT_EXIT_CODE',
  },
  ...[
    'timed out',
    'exit 124 (timed out after 600 s)',
    'TIMEOUT',
    'exit 0 (command timed out, assumed fine)',
  ].map((outcome) => ({
    name: `a command that ended "${outcome}"`,
    text: BOARD,
    from: EXIT_0,
    to: `\`go build ./...\` -> ${outcome}`,
    at: `1. \`go build ./...\` -> ${outcome}`,
    code: 'COMMAND_TIMED_OUT',
  })),
  ...['output truncated', 'exit 0 (output was truncated)', 'truncated'].map((outcome) => ({
    name: `a command with "${outcome}"`,
    text: BOARD,
    from: EXIT_0,
    to: `\`go build ./...\` -> ${outcome}`,
    at: `1. \`go build ./...\` -> ${outcome}`,
    code: 'COMMAND_TRUNCATED',
  })),
  ...['all PASS', 'passed', 'green', '✅'].map((outcome) => ({
    name: `the summary "${outcome}" in the place of an exit code`,
    text: BOARD,
    from: EXIT_0,
    to: `\`go build ./...\` -> ${outcome}`,
    at: `1. \`go build ./...\` -> ${outcome}`,
    code: 'COMMAND_SUMMARY_ONLY',
  })),
  {
    name: 'a summary in the place of all commands',
    text: BOARD,
    from: '1. `go build ./...` -> exit 0\n2. `go test ./api/...` -> exit 0 (12 tests; a test covers requests that timed out)\n',
    to: '- All suites pass.\n',
    at: '- All suites pass.',
    code: 'COMMAND_SUMMARY_ONLY',
  },
  ...[
    'exit 1',
    'exit 1 (out-of-scope: pre-existing failure)',
    'exit code: 2',
    'exit 1, no waiver needed',
  ].map((outcome) => ({
    name: `"${outcome}" without a waiver`,
    text: BOARD,
    from: EXIT_0,
    to: `\`go build ./...\` -> ${outcome}`,
    at: `1. \`go build ./...\` -> ${outcome}`,
    code: 'EXIT_CODE_NOT_WAIVED',
  })),
  ...['FAIL', 'pending', 'N/A', 'NA ()', 'TODO (later)', ''].map((mark) => ({
    name: `a gate marked "${mark}"`,
    text: BOARD,
    from: 'P1: N/A (docs only)',
    to: `P1: ${mark}`,
    at: `- P1: ${mark}`,
    code: 'GATE_NOT_PASSED',
  })),
];

describe('in evidence the audit finds', () => {
  test.each(FOUND)('$name', ({ text, from, to, at, code }) => {
    const broken = edited(text, from, to);
    expect(seen(broken)).toContain(`${lineOf(broken, at)} ${code}`);
  });

  test('a hash that the repository does not contain', () => {
    expect(seen(BOARD, ['0000000'])).toEqual([`${lineOf(BOARD, '- `f4427540`')} COMMIT_UNKNOWN`]);
  });
});
