import type { TestReport } from '../test-report.ts';

/**
 * What reading a gate's test report came to. `missing`: the command left none. `unreadable`: there
 * is one, but it is cut, malformed, too large or of another format, so nothing in it counts.
 */
export type ReportReading =
  | { readonly kind: 'parsed'; readonly report: TestReport }
  | { readonly kind: 'missing' }
  | {
      readonly kind: 'unreadable';
      readonly reason: string;
      /** 1-based line of the report where reading stopped, or null where no line is to blame. */
      readonly line: number | null;
    };
