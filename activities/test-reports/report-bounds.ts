/** Largest test report that is read, in bytes. */
export const REPORT_BYTES_MAX = 64 * 1024 * 1024;
/** Most test cases that one report may hold. */
export const REPORT_CASES_MAX = 200_000;
/** Longest case id, in characters; longer ones are cut and told apart by number. */
export const CASE_ID_LENGTH_MAX = 1_000;
/** Longest failure message that is kept, in characters. */
export const FAILURE_MESSAGE_LENGTH_MAX = 300;
/** Most text of one failure that is held to classify it, in characters. */
export const FAILURE_DETAIL_LENGTH_MAX = 16 * 1024;
/** Most of one line or attribute that is looked at, in characters; the rest is left out. */
export const LINE_LENGTH_MAX = 16 * 1024;
/** Deepest nesting of suites or subtests. */
export const REPORT_NESTING_MAX = 100;
