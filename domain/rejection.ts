/**
 * Every reason for which Sluice says no, as a closed list. A rejection is data, not an exception:
 * the run goes on and the actor is told what to do. The texts are in `rejection-text.ts`.
 */
export const REJECTION_CODES = [
  // A result that counts for nothing, whatever it says.
  'TIMED_OUT',
  'KILLED_BY_SIGNAL',
  'COMMAND_NOT_FOUND',
  'COMMAND_NOT_EXECUTABLE',
  'COMMAND_CANCELLED',
  'OUTPUT_TRUNCATED',
  'OUTPUT_END_NOT_SEEN',
  'TREE_CHANGED_DURING_RUN',
  'PREPARE_FAILED',
  // Test reports.
  'REPORT_MISSING',
  'REPORT_UNREADABLE',
  'REPORT_DISAGREES_WITH_EXIT',
  'NO_TESTS_RAN',
  'ALL_TESTS_SKIPPED',
  // RED.
  'RED_DID_NOT_FAIL',
  'RED_FAILED_TO_LOAD',
  'RED_FAILED_BY_ERROR',
  'RED_NAMED_TEST_DID_NOT_FAIL',
  'RED_REPLAY_DID_NOT_FAIL',
  // GREEN, TARGETED, VERIFY.
  'TESTS_CHANGED_SINCE_RED',
  'TARGETED_STILL_FAILS',
  'TARGETED_TEST_MISSING',
  'TARGETED_TEST_SKIPPED',
  'TARGETED_REGRESSION',
  'COMMAND_FAILED',
  // Review and checkpoint.
  'CHANGES_REQUESTED',
  'MERGE_CONFLICT',
  // Messages.
  'MALFORMED_MESSAGE',
  'WRONG_STAGE',
  'STALE_ATTEMPT',
  'STALE_TREE',
  'NOT_ALLOWED',
  'UNKNOWN_ACTOR',
  'SELF_REVIEW',
  'REVIEW_GATE_MISSING',
  'REVIEW_GATE_UNKNOWN',
  'NA_WITHOUT_REASON',
  'APPROVED_WITH_FAILED_GATE',
  'FINDINGS_MISSING',
  'ALREADY_VOTED',
  'REASON_MISSING',
  'NOT_BLOCKED',
  'ITEM_CLOSED',
  'PROGRAM_CLOSED',
  'NOT_PAUSED',
  'ALREADY_PAUSED',
  'NOTHING_TO_RETRY',
  // Tracker documents.
  'TRACKER_DRIFT',
] as const;
export type RejectionCode = (typeof REJECTION_CODES)[number];
