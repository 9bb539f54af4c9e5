import type { SluiceWorkers } from './create-workers.ts';

/**
 * Runs both workers until `stop` aborts, then lets running activities finish within the drain, cancels
 * the rest and waits for them. When one worker fails, the other is stopped and the error is thrown;
 * `GracefulShutdownPeriodExpiredError` means that an activity did not end, so the process should.
 */
export async function runWorkers(workers: SluiceWorkers, stop: AbortSignal): Promise<void> {
  const all = [workers.control, workers.gates];
  const shutdown = (): void => {
    for (const worker of all) if (worker.getState() === 'RUNNING') worker.shutdown();
  };
  const runs = all.map((worker) => worker.run().finally(shutdown));
  stop.addEventListener('abort', shutdown, { once: true });
  if (stop.aborted) shutdown();
  try {
    const outcomes = await Promise.allSettled(runs);
    const failed = outcomes.find((outcome) => outcome.status === 'rejected');
    if (failed !== undefined) throw failed.reason;
  } finally {
    stop.removeEventListener('abort', shutdown);
  }
}
