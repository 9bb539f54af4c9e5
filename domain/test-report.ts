/** Formats of test reports that a gate can declare. `exit` means: no report, exit code only. */
export const REPORT_FORMATS = ['junit', 'tap', 'go-test-json', 'exit'] as const;
export type ReportFormat = (typeof REPORT_FORMATS)[number];

/**
 * Why a test case failed.
 * - `assertion`: the test ran and an expectation did not hold.
 * - `missing-symbol`: it named something that does not exist yet.
 * - `load`: its file, package or suite could not be loaded, built or set up.
 * - `error`: it ran and broke in any other way.
 */
export type FailureKind = 'assertion' | 'missing-symbol' | 'load' | 'error';

export interface TestFailure {
  readonly kind: FailureKind;
  /** First line of the message, at most 300 characters. */
  readonly message: string;
}

export interface TestCase {
  /** Stable id within one gate: file or suite, and full name, joined by ` > `. */
  readonly id: string;
  readonly file: string | null;
  readonly status: 'passed' | 'failed' | 'skipped';
  readonly failure: TestFailure | null;
}

/** Counts of cases, counted one by one, never read from a summary. */
export interface TestCounts {
  readonly total: number;
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

export type TestReport =
  | { readonly format: Exclude<ReportFormat, 'exit'>; readonly cases: readonly TestCase[] }
  | { readonly format: 'exit'; readonly cases: readonly [] };

export function countCases(cases: readonly TestCase[]): TestCounts {
  const count = (status: TestCase['status']): number =>
    cases.filter((each) => each.status === status).length;
  return {
    total: cases.length,
    passed: count('passed'),
    failed: count('failed'),
    skipped: count('skipped'),
  };
}
