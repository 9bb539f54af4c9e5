import { ApplicationFailure, CancelledFailure } from '@temporalio/common';
import { Fault } from '../domain/fault.ts';

const STDERR_CHARS_MAX = 500;

/**
 * The failure that crosses into Temporal: its type is the fault's code, its details are the facts.
 * Only what may mend itself is tried again.
 */
export function activityFailure(error: unknown): Error {
  if (error instanceof ApplicationFailure || error instanceof CancelledFailure) return error;
  if (error instanceof Fault) {
    return ApplicationFailure.create({
      type: error.code,
      message: `${error.message} ${error.fix}`,
      nonRetryable: error.kind !== 'unavailable',
      details: [{ facts: error.facts, where: error.where ?? null }],
      cause: error,
    });
  }
  if (isNoSpace(error)) {
    const fault = new Fault({
      code: 'DISK_FULL',
      facts: { path: error.path ?? 'the store' },
      cause: error,
    });
    return activityFailure(fault);
  }
  // An error of no known kind may be a passing one; it is tried again a bounded number of times.
  const message = error instanceof Error ? error.message : String(error);
  return ApplicationFailure.create({
    type: 'UNEXPECTED',
    message: message.slice(0, STDERR_CHARS_MAX),
    nonRetryable: false,
    ...(error instanceof Error ? { cause: error } : {}),
  });
}

function isNoSpace(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && (error as NodeJS.ErrnoException).code === 'ENOSPC';
}
