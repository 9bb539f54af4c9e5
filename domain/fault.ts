import { faultText } from './fault-text.ts';
import type { Facts } from './judgement.ts';

/**
 * Faults are what went wrong with Sluice's world, as opposed to answers about the work
 * (`Judgement`). Each fault has one of these closed codes; its text comes from `fault-text.ts`.
 * - input: a policy, tracker, flag or message is wrong; a person must fix it. Never retried.
 * - unavailable: something outside does not answer or has no room. Retried.
 * - evidence: stored proof is missing or does not match its digest. Never retried.
 * - invariant: Sluice itself is wrong. Never retried, never hidden.
 */
export const FAULT_CODES = {
  input: [
    'POLICY_INVALID',
    'POLICY_NOT_FOUND',
    'POLICY_TOO_LARGE',
    'BACKLOG_CYCLE',
    'BACKLOG_UNKNOWN_DEPENDENCY',
    'BACKLOG_DUPLICATE_ID',
    'BACKLOG_TOO_LARGE',
    'FORBIDDEN_COMMAND',
    'MASKED_FAILURE',
    'TRACKER_INVALID',
    'USAGE',
    'NOT_A_REPOSITORY',
    'REPOSITORY_UNSUPPORTED',
    'CHECKOUT_NOT_IN_REPOSITORY',
    'PROGRAM_EXISTS',
    'PROGRAM_NOT_FOUND',
    'ITEM_NOT_FOUND',
    'RECORD_NOT_FOUND',
  ],
  unavailable: [
    'TEMPORAL_UNREACHABLE',
    'TEMPORAL_CLI_NOT_FOUND',
    'TEMPORAL_SERVER_FAILED',
    'WORKER_NOT_RUNNING',
    'GIT_FAILED',
    'GIT_HELPER_LOST',
    'GIT_TOO_OLD',
    'DISK_FULL',
    'STORE_LOCKED',
    'TRACKER_BUSY',
    'LANE_BUSY',
    'RUNNER_LOST',
    'SPAWN_FAILED',
    'NOTIFY_FAILED',
    'WAIT_TIMED_OUT',
    'SERVER_NOT_PREPARED',
  ],
  evidence: [
    'LOG_BROKEN',
    'RECORD_INVALID',
    'SIGNATURE_INVALID',
    'BLOB_MISSING',
    'BLOB_DIGEST_MISMATCH',
    'KEY_MISSING',
    'KEY_INVALID',
  ],
  invariant: ['IMPOSSIBLE_STATE'],
} as const;

export type FaultKind = keyof typeof FAULT_CODES;
export type FaultCode = (typeof FAULT_CODES)[FaultKind][number];

export interface FaultDetails {
  readonly code: FaultCode;
  /** The named values that the sentence in `fault-text.ts` mentions. */
  readonly facts?: Facts;
  /** `file:line:column` of bad input. */
  readonly where?: string | undefined;
  readonly cause?: unknown;
}

/** The one error class that Sluice throws. At Temporal's border it becomes an ApplicationFailure. */
export class Fault extends Error {
  readonly code: FaultCode;
  readonly facts: Facts;
  readonly fix: string;
  readonly where: string | undefined;

  constructor(details: FaultDetails) {
    const facts = details.facts ?? {};
    const text = faultText(details.code, facts);
    super(text.message, details.cause === undefined ? undefined : { cause: details.cause });
    this.name = 'Fault';
    this.code = details.code;
    this.facts = facts;
    this.fix = text.fix;
    this.where = details.where;
  }

  get kind(): FaultKind {
    return kindOfFault(this.code);
  }
}

export function kindOfFault(code: FaultCode): FaultKind {
  const kinds = Object.keys(FAULT_CODES) as FaultKind[];
  const kind = kinds.find((each) => (FAULT_CODES[each] as readonly string[]).includes(code));
  return kind ?? 'invariant';
}
