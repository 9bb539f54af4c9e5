import { Ajv } from 'ajv';
import { describe, expect, test } from 'vitest';

import { countFindings } from '../../../tracker/audit/audit-tracker.ts';
import { formatFindings } from '../../../tracker/audit/format-text.ts';
import { toSarif } from '../../../tracker/audit/format-sarif.ts';
import { BOARD, edited, EXIT_0, findingsIn } from '../../support/audit-documents.ts';

const broken = edited(
  edited(BOARD, '- [x] Routes listed.', '- [ ] Routes listed.'),
  EXIT_0,
  '`go build ./...` -> exit 1',
);
const findings = findingsIn(broken);

const text = {
  type: 'object',
  required: ['text'],
  properties: { text: { type: 'string', minLength: 1 } },
};
const location = {
  type: 'object',
  required: ['physicalLocation'],
  properties: {
    physicalLocation: {
      type: 'object',
      required: ['artifactLocation', 'region'],
      properties: {
        artifactLocation: {
          required: ['uri'],
          properties: { uri: { type: 'string', pattern: '^[^ ]+$' } },
        },
        region: {
          required: ['startLine'],
          properties: {
            startLine: { type: 'integer', minimum: 1 },
            startColumn: { type: 'integer', minimum: 1 },
          },
        },
      },
    },
    message: text,
  },
};
/** What SARIF 2.1.0 requires of the parts that we write. */
const SARIF = {
  type: 'object',
  required: ['version', 'runs'],
  properties: {
    version: { const: '2.1.0' },
    runs: {
      type: 'array',
      items: {
        required: ['tool', 'results'],
        properties: {
          columnKind: { enum: ['utf16CodeUnits', 'unicodeCodePoints'] },
          tool: {
            required: ['driver'],
            properties: {
              driver: {
                required: ['name'],
                properties: {
                  rules: {
                    type: 'array',
                    uniqueItems: true,
                    items: {
                      required: ['id'],
                      properties: { shortDescription: text, fullDescription: text, help: text },
                    },
                  },
                },
              },
            },
          },
          results: {
            type: 'array',
            items: {
              required: ['message', 'ruleId', 'locations'],
              properties: {
                message: text,
                level: { enum: ['none', 'note', 'warning', 'error'] },
                ruleIndex: { type: 'integer', minimum: 0 },
                locations: { type: 'array', items: location },
                relatedLocations: { type: 'array', items: location },
              },
            },
          },
        },
      },
    },
  },
};

describe('findings', () => {
  test('as text start with file and line, and end with their number', () => {
    expect(formatFindings('docs/board.md', findings)).toMatchInlineSnapshot(`
      "docs/board.md:22 DONE_WITH_OPEN_BOX 01 is DONE, but this box is open: Routes listed.
          why:  An open box is work or a check that nobody claims to have finished.
          fix:  Finish the step and tick its box, or take the item out of its done status.
          rule: A packet can only move to DONE when every checkbox in that packet is checked. (line 7 of this document)
      docs/board.md:37 EXIT_CODE_NOT_WAIVED 01: the command \`go build ./...\` has exit code 1, and no waiver is recorded.
          why:  A failed command means that the item did not pass, unless someone answers for the exception.
          fix:  Make the command pass, or record who waives it, why and until when.
          rule: A command with a non-zero exit code needs a recorded waiver. (built in)
      docs/board.md: 2 findings
      "
    `);
  });

  test('as text say so where there are none', () => {
    expect(formatFindings('a.md', [])).toBe('a.md: no findings\n');
  });

  test('as text show no control characters of a path', () => {
    expect(formatFindings('a\u001b[2J.md', [])).toBe('a?[2J.md: no findings\n');
  });

  test('as SARIF have what SARIF 2.1.0 requires', () => {
    const sarif = toSarif(findings, { path: 'docs/my board.md', version: '0.1.0' });
    const ajv = new Ajv({ strict: false });
    expect(ajv.validate(SARIF, sarif) || ajv.errorsText()).toBe(true);
    expect(ajv.validate(SARIF, toSarif([], { path: 'a.md', version: '0.1.0' }))).toBe(true);
  });

  test('as SARIF name place, rule and the line that states it', () => {
    const [run] = toSarif(findings, { path: 'docs/my board.md', version: '0.1.0' }).runs;
    expect(run.results[0]).toMatchObject({
      ruleId: 'DONE_WITH_OPEN_BOX',
      ruleIndex: 0,
      locations: [
        {
          physicalLocation: {
            artifactLocation: { uri: 'docs/my%20board.md' },
            region: { startLine: 22, startColumn: 4 },
          },
        },
      ],
      relatedLocations: [{ physicalLocation: { region: { startLine: 7 } } }],
    });
    expect(run.results[1]?.relatedLocations).toEqual([]);
    expect(run.tool.driver.rules.map((rule) => rule.id)).toEqual([
      'DONE_WITH_OPEN_BOX',
      'EXIT_CODE_NOT_WAIVED',
    ]);
  });

  test('are counted by kind', () => {
    expect(countFindings(findings)).toEqual({
      findings: 2,
      byCode: { DONE_WITH_OPEN_BOX: 1, EXIT_CODE_NOT_WAIVED: 1 },
    });
  });
});
