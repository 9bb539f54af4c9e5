import { ActivityFailure, ApplicationFailure, ChildWorkflowFailure } from '@temporalio/workflow';

/** What a workflow can say of a failure: a code and one line. */
export interface FaultOf {
  readonly code: string;
  readonly message: string;
}

const MESSAGE_CHARS_MAX = 500;

/** The fault at the bottom of a failure that Temporal hands to a workflow. */
export function faultOf(error: unknown): FaultOf {
  const cause = rootOf(error);
  const code = cause instanceof ApplicationFailure ? (cause.type ?? cause.name) : nameOf(cause);
  const message = cause instanceof Error ? cause.message : String(cause);
  return { code, message: message.slice(0, MESSAGE_CHARS_MAX) };
}

function rootOf(error: unknown): unknown {
  const wraps = error instanceof ActivityFailure || error instanceof ChildWorkflowFailure;
  return wraps && error.cause !== undefined ? rootOf(error.cause) : error;
}

function nameOf(cause: unknown): string {
  return cause instanceof Error ? cause.name : 'UNKNOWN';
}
