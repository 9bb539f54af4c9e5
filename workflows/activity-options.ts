import { type ActivityOptions, ActivityCancellationType } from '@temporalio/workflow';
import { runsMaxOf } from '../domain/gate-limits.ts';
import type { GateRunRequest } from '../domain/gate-run.ts';
import { NOTIFY_TIMEOUT_MS, type NoticeRequest } from '../domain/notice.ts';

const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;

/** Beyond the command's own timeout: snapshot, move of the worktree, prepare and storing. */
const GATE_GRACE_MS = 10 * MINUTE_MS;
/** Times that a gate is tried when its worker dies or something does not answer. */
const GATE_ATTEMPTS_MAX = 20;

const CONTROL_TIMEOUT_MS = 2 * MINUTE_MS;
/** How soon a short activity of a dead worker is given to another one. */
const CONTROL_HEARTBEAT_MS = 10 * SECOND_MS;
const CONTROL_ATTEMPTS_MAX = 100;
const TRACKER_ATTEMPTS_MAX = 10;
const NOTIFY_ATTEMPTS_MAX = 3;
const NOTIFY_GRACE_MS = 10 * SECOND_MS;
const CERTIFY_TIMEOUT_MS = 60 * MINUTE_MS;

/**
 * Faults that no retry can mend come as non-retryable ApplicationFailures, so the policy needs no
 * list of them; the rest is tried again with growing pauses.
 */
const RETRY = {
  initialInterval: 200,
  backoffCoefficient: 2,
  maximumInterval: 30 * SECOND_MS,
} as const;

export function controlOptions(heartbeatTimeoutMs: number): ActivityOptions {
  return {
    startToCloseTimeout: CONTROL_TIMEOUT_MS,
    heartbeatTimeout: Math.min(CONTROL_HEARTBEAT_MS, heartbeatTimeoutMs),
    retry: { ...RETRY, maximumAttempts: CONTROL_ATTEMPTS_MAX },
    cancellationType: ActivityCancellationType.WAIT_CANCELLATION_COMPLETED,
  };
}

/** Certification reads all evidence of a program, which takes longer than other short activities. */
export function certifyOptions(heartbeatTimeoutMs: number): ActivityOptions {
  return { ...controlOptions(heartbeatTimeoutMs), startToCloseTimeout: CERTIFY_TIMEOUT_MS };
}

/** A document that cannot be written is given up soon: the next change writes all of it. */
export function trackerOptions(heartbeatTimeoutMs: number): ActivityOptions {
  const control = controlOptions(heartbeatTimeoutMs);
  return { ...control, retry: { ...RETRY, maximumAttempts: TRACKER_ATTEMPTS_MAX } };
}

/** Telling people is given up soon: it is shown, and nothing waits for it. */
export function notifyOptions(
  { item, notice }: NoticeRequest,
  heartbeatTimeoutMs: number,
): ActivityOptions {
  return {
    ...controlOptions(heartbeatTimeoutMs),
    startToCloseTimeout: NOTIFY_TIMEOUT_MS + NOTIFY_GRACE_MS,
    retry: { ...RETRY, maximumAttempts: NOTIFY_ATTEMPTS_MAX },
    // An item that is finished does not wait until the command is gone.
    cancellationType: ActivityCancellationType.TRY_CANCEL,
    summary: `${item.id} ${notice.kind} ${notice.count}`.slice(0, SUMMARY_CHARS_MAX),
  };
}

/** A gate runs on the queue for gates, for as long as its command may and no longer. */
export function gateOptions(
  request: GateRunRequest,
  queue: string,
  heartbeatTimeoutMs: number,
): ActivityOptions {
  return {
    taskQueue: queue,
    startToCloseTimeout: request.gate.timeoutMs * runsMaxOf(request.gate) + GATE_GRACE_MS,
    heartbeatTimeout: heartbeatTimeoutMs,
    retry: { ...RETRY, maximumAttempts: GATE_ATTEMPTS_MAX },
    // The workflow goes on only when the process is known to be dead.
    cancellationType: ActivityCancellationType.WAIT_CANCELLATION_COMPLETED,
    summary: summaryOf(request),
  };
}

function summaryOf(request: GateRunRequest): string {
  const { command } = request.gate;
  const text = 'shell' in command ? command.shell : command.argv.join(' ');
  const what = request.item === null ? request.stage : `${request.item.id} ${request.stage}`;
  return `${what} ${request.gate.id}#${request.key.attempt}: ${text}`.slice(0, SUMMARY_CHARS_MAX);
}

/** Temporal keeps at most 400 bytes of a summary. */
const SUMMARY_CHARS_MAX = 180;
