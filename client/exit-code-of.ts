import type { FaultCode } from '../domain/fault.ts';
import { kindOfFault } from '../domain/fault.ts';
import type { RejectionCode } from '../domain/rejection.ts';
import { EXIT, type ExitCode } from './exit-codes.ts';

const CODE_OF_FAULT: Partial<Record<FaultCode, ExitCode>> = {
  TEMPORAL_UNREACHABLE: EXIT.unreachable,
  TEMPORAL_CLI_NOT_FOUND: EXIT.unreachable,
  WORKER_NOT_RUNNING: EXIT.unreachable,
  SERVER_NOT_PREPARED: EXIT.unreachable,
  WAIT_TIMED_OUT: EXIT.timedOut,
  PROGRAM_EXISTS: EXIT.conflict,
};

export function exitCodeOfFault(code: FaultCode): ExitCode {
  const named = CODE_OF_FAULT[code];
  if (named !== undefined) return named;
  switch (kindOfFault(code)) {
    case 'input':
      return EXIT.usage;
    case 'evidence':
      return EXIT.evidence;
    case 'unavailable':
    case 'invariant':
      return EXIT.internal;
  }
}

const NOT_ALLOWED: ReadonlySet<RejectionCode> = new Set([
  'NOT_ALLOWED',
  'UNKNOWN_ACTOR',
  'SELF_REVIEW',
  'REVIEW_GATE_NOT_YOURS',
  'NOT_ASSIGNED',
  'WORD_UNSIGNED',
  'WORD_SIGNATURE_INVALID',
  'WORD_REPLAYED',
  'SIGNED_OTHER_ROLE',
  'POLICY_UNSEATS_SENDER',
  'WAIVER_BY_IMPLEMENTER',
] as const);
const GATE_FAILED: ReadonlySet<RejectionCode> = new Set([
  'PROMOTION_FAILED',
  'WAIVER_OF_ERROR',
  'WAIVER_PASSES_ON_BASE',
] as const);
const CONFLICT: ReadonlySet<RejectionCode> = new Set([
  'WRONG_STAGE',
  'STALE_ATTEMPT',
  'STALE_TREE',
  'WORD_SIGNED_FOR_OTHER',
  'TOO_MANY_WORDS',
  'REVIEW_EXPIRED',
  'ALREADY_VOTED',
  'NOTHING_TO_WITHDRAW',
  'TOO_MUCH_TALK',
  'NOT_BLOCKED',
  'ITEM_CLOSED',
  'PROGRAM_CLOSED',
  'NOT_PAUSED',
  'ALREADY_PAUSED',
  'NOTHING_TO_RETRY',
  'ENTRY_EXISTS',
  'ENTRY_NOT_OPEN',
  'STALE_COMMIT',
  'ALREADY_SIGNED',
  'PROMOTION_RUNNING',
  'PROGRAM_BUSY',
  'POLICY_UNCHANGED',
  'POLICY_FIELD_PINNED',
  'POLICY_CHANGED',
  'NOTHING_TO_WAIVE',
] as const);

/** The exit code of a refused message. */
export function exitCodeOfRefusal(code: RejectionCode): ExitCode {
  if (NOT_ALLOWED.has(code)) return EXIT.notAllowed;
  if (GATE_FAILED.has(code)) return EXIT.gateFailed;
  return CONFLICT.has(code) ? EXIT.conflict : EXIT.usage;
}
