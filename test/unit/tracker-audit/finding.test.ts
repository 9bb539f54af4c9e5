import { describe, expect, test } from 'vitest';

import { BOARD, edited, EXIT_0, findingsIn, TABLE } from '../../support/audit-documents.ts';

describe('a finding', () => {
  test('names the rule of the document by its line', () => {
    const [finding] = findingsIn(edited(BOARD, '- [x] Routes listed.', '- [ ] Routes listed.'));
    expect(finding).toEqual({
      code: 'DONE_WITH_OPEN_BOX',
      item: '01',
      line: 22,
      column: 4,
      message: '01 is DONE, but this box is open: Routes listed.',
      rule: {
        code: 'DONE_WITH_OPEN_BOX',
        line: 7,
        text: 'A packet can only move to DONE when every checkbox in that packet is checked.',
      },
      why: expect.any(String),
      fix: expect.any(String),
    });
  });

  test.each([
    { to: 'timed out', line: 9 },
    { to: 'truncated', line: 9 },
    { to: 'all green', line: 9 },
    { to: 'BUILD FAILED', line: 8 },
  ])('of a command that is $to names the rule on line $line', ({ to, line }) => {
    const [finding] = findingsIn(edited(BOARD, EXIT_0, `\`go build ./...\` -> ${to}`));
    expect(finding?.rule.line).toBe(line);
  });

  test('names the built-in rule where the document states none', () => {
    const [finding] = findingsIn(edited(TABLE, '| T-2 | two', '| T-1 | two'));
    expect(finding?.rule).toEqual({
      code: 'DUPLICATE_ID',
      line: null,
      text: 'Each item has an id of its own.',
    });
  });

  test('comes in the order of lines, and shows no control characters', () => {
    const escape = '\u001b[31m';
    const text = edited(
      edited(BOARD, EXIT_0, `\`go\u0007 build\` -> ${escape}gone`),
      '- [x] Routes',
      `- [ ] ${escape}Routes`,
    );
    const findings = findingsIn(text);
    expect(findings.map(({ line }) => line)).toEqual([22, 37]);
    expect(findings.map(({ message }) => message).join('')).not.toMatch(/\p{Cc}/u);
  });
});
