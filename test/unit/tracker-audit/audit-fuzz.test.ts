import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { auditTracker } from '../../../tracker/audit/audit-tracker.ts';
import { readCommandOutcome } from '../../../tracker/audit/command-outcome.ts';
import { readCommitClaim } from '../../../tracker/audit/commit-claim.ts';
import { readMarkdownTracker } from '../../../tracker/detect-format.ts';
import { BOARD, PHASES, TABLE } from '../../support/audit-documents.ts';

const LINES = [BOARD, PHASES, TABLE].map((text) => text.split('\n'));

/** A tracker with lines left out, doubled and moved, and some noise in between. */
const MANGLED = fc
  .constantFrom(...LINES)
  .chain((lines) =>
    fc
      .array(
        fc.oneof({ weight: 9, arbitrary: fc.nat(lines.length - 1) }, fc.string({ maxLength: 20 })),
        { maxLength: 90 },
      )
      .map((picks) =>
        picks.map((pick) => (typeof pick === 'number' ? lines[pick] : pick)).join('\n'),
      ),
  );

describe('the audit of any document', () => {
  test('returns findings in line order, with the lines of the document', () => {
    fc.assert(
      fc.property(MANGLED, (text) => {
        const read = readMarkdownTracker(text);
        const findings = read.kind === 'read' ? auditTracker(read.value) : [];
        const places = findings.map(({ line }) => line);
        const count = text.split(/\r\n|\n|\r/).length;
        expect(places).toEqual([...places].sort((a, b) => a - b));
        expect(places.every((line) => line >= 1 && line <= count)).toBe(true);
        expect(findings.every(({ column }) => column >= 1)).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  test.each([
    { name: 'spaces', text: ' '.repeat(30_000) },
    { name: 'words', text: 'exit expected RED fail '.repeat(1_300) },
    { name: 'hex digits', text: 'a1'.repeat(15_000) },
    { name: 'dashes', text: '-> '.repeat(10_000) },
    { name: 'brackets', text: '(['.repeat(15_000) },
  ])('reads a long line of $name within a second', ({ text }) => {
    const started = performance.now();
    readCommandOutcome(text);
    readCommitClaim(text);
    const board = BOARD.replace('`go build ./...` -> exit 0', () => `\`go build\` ${text}`);
    const read = readMarkdownTracker(board);
    if (read.kind === 'read') auditTracker(read.value);
    expect(performance.now() - started).toBeLessThan(1_000);
  });
});
