import type { Finding, FindingCode } from './finding.ts';
import { findingText } from './finding-text.ts';

interface SarifLocation {
  readonly physicalLocation: {
    readonly artifactLocation: { readonly uri: string };
    readonly region: { readonly startLine: number; readonly startColumn?: number };
  };
  readonly message?: { readonly text: string };
}

/** The part of SARIF 2.1.0 (OASIS) that code scanning reads. */
export interface SarifLog {
  readonly $schema: string;
  readonly version: '2.1.0';
  readonly runs: readonly [
    {
      readonly tool: {
        readonly driver: {
          readonly name: string;
          readonly version: string;
          readonly rules: readonly SarifRule[];
        };
      };
      readonly columnKind: 'utf16CodeUnits';
      readonly results: readonly SarifResult[];
    },
  ];
}

interface SarifRule {
  readonly id: FindingCode;
  readonly shortDescription: { readonly text: string };
  readonly fullDescription: { readonly text: string };
  readonly help: { readonly text: string };
}

interface SarifResult {
  readonly ruleId: FindingCode;
  readonly ruleIndex: number;
  readonly level: 'error';
  readonly message: { readonly text: string };
  readonly locations: readonly SarifLocation[];
  readonly relatedLocations: readonly SarifLocation[];
  readonly properties: { readonly item: string | null };
}

/**
 * Findings as a SARIF 2.1.0 log. `path` is relative to the repository, with slashes; the line on which
 * the document states the broken rule is a related location.
 */
export function toSarif(
  findings: readonly Finding[],
  { path, version }: { readonly path: string; readonly version: string },
): SarifLog {
  const codes = [...new Set(findings.map((finding) => finding.code))];
  const uri = path.split('/').map(encodeURIComponent).join('/');
  return {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'sluice audit', version, rules: codes.map(sarifRule) } },
        columnKind: 'utf16CodeUnits',
        results: findings.map((finding) => sarifResult(finding, codes, uri)),
      },
    ],
  };
}

function sarifRule(code: FindingCode): SarifRule {
  const { rule, why, fix } = findingText(code);
  return {
    id: code,
    shortDescription: { text: rule },
    fullDescription: { text: `${rule} ${why}` },
    help: { text: fix },
  };
}

function sarifResult(finding: Finding, codes: readonly FindingCode[], uri: string): SarifResult {
  const { code, item, line, column, message, rule, why, fix } = finding;
  const artifactLocation = { uri };
  const stated = {
    physicalLocation: { artifactLocation, region: { startLine: rule.line ?? line } },
    message: { text: `The rule: ${rule.text}` },
  };
  return {
    ruleId: code,
    ruleIndex: codes.indexOf(code),
    level: 'error',
    message: { text: `${message} ${why} ${fix}` },
    locations: [
      { physicalLocation: { artifactLocation, region: { startLine: line, startColumn: column } } },
    ],
    relatedLocations: rule.line === null ? [] : [stated],
    properties: { item },
  };
}
