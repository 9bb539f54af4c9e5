export const ATTEMPTS = 5;
export const HEARTBEAT_TIMEOUT_MS = 10_000;
export const REVIEW_GATES = ['P0', 'P1', 'P2'] as const;
export const APPROVALS = 1;
export const ON_EXPIRY = 'stay-closed';
export const ESCALATE_TO = 'releaseLeads';
export const DAYS = ['mon', 'tue', 'wed', 'thu', 'fri'] as const;
export const DAY_FROM = '09:00';
export const DAY_TO = '17:00';
/** Findings of these severities are settled before a change is approved. */
export const BLOCKING_SEVERITIES = ['P0', 'P1'] as const;
export const LANES = 1;
export const ISOLATION = 'worktree';
export const ON_BLOCKED = 'wait';
export const COMMANDS_FROM_TRACKER = 'show';
export const REPORT = 'exit';
export const RED_TRIGGER = 'submitted';
export const EXPECT = 'assertion';

/** Budgets: 5 % off a base of three runs; see docs/policy.md. */
export const RELATIVE_TOLERANCE = 0.05;
export const ABSOLUTE_TOLERANCE = 0;
export const SAMPLES = 3;

/** Where the usual runners look for tests: these files are frozen once RED has been seen. */
export const TEST_PATTERNS = [
  'test/**',
  'tests/**',
  '**/__tests__/**',
  '**/*.test.*',
  '**/*.spec.*',
  '**/*_test.*',
  '**/test_*.py',
] as const;
