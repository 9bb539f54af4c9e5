import { Context } from '@temporalio/activity';

/** How often an activity says that it is alive, whether or not its command prints anything. */
const HEARTBEAT_INTERVAL_MS = 1_000;

/** Runs an activity's work with heartbeats, so that a dead worker is noticed and a cancel arrives. */
export async function withHeartbeats<T>(
  work: (report: (details: unknown) => void) => Promise<T>,
): Promise<T> {
  const context = Context.current();
  let details: unknown;
  // The cadence follows the timeout that the workflow asked for, so that tests can set it low.
  const timeoutMs = context.info.heartbeatTimeoutMs ?? HEARTBEAT_INTERVAL_MS * 3;
  const everyMs = Math.min(HEARTBEAT_INTERVAL_MS, Math.max(100, timeoutMs / 4));
  const timer = setInterval(() => context.heartbeat(details), everyMs);
  try {
    return await work((latest) => {
      details = latest;
    });
  } finally {
    clearInterval(timer);
  }
}
