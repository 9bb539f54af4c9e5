import { readFileSync } from 'node:fs';

import { parseReport } from '../../activities/test-reports/parse-report.ts';
import type { ReportReading } from '../../domain/rules/report-reading.ts';
import type { ReportFormat, TestCase } from '../../domain/test-report.ts';

/** The folder in which the captured runs "were made": machine paths in fixtures were replaced by it. */
export const FIXTURE_ROOT = '/repo';

/** Bytes of a captured report of a real runner. */
export function fixtureBytes(name: string): Buffer {
  return readFileSync(new URL(`../fixtures/reports/${name}`, import.meta.url));
}

/** The format that a fixture's name tells. */
export function fixtureFormat(name: string): Exclude<ReportFormat, 'exit'> {
  if (name.endsWith('.xml')) return 'junit';
  return name.endsWith('.tap') ? 'tap' : 'go-test-json';
}

export function readText(format: ReportFormat, text: string, root = FIXTURE_ROOT): ReportReading {
  return parseReport({ format, bytes: Buffer.from(text), root });
}

/** The cases of a report that must be readable. */
export function casesOf(reading: ReportReading): readonly TestCase[] {
  if (reading.kind !== 'parsed')
    throw new Error(`expected a report, found ${JSON.stringify(reading)}`);
  return reading.report.cases;
}

/** One line a case: status or failure kind, and id. */
export function summary(cases: readonly TestCase[]): readonly string[] {
  return cases.map((each) => `${each.failure?.kind ?? each.status}: ${each.id}`);
}
